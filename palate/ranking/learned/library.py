"""LightGBM, which needs a library of the system that slim images lack."""

from __future__ import annotations

import importlib
from types import ModuleType

from palate.errors import CallerError


def lightgbm() -> ModuleType:
    """Import LightGBM.

    Raises:
        CallerError: it is not installed, or the system's OpenMP library is missing.
    """
    try:
        return importlib.import_module("lightgbm")
    except (OSError, ImportError) as error:
        raise CallerError(
            f"LightGBM cannot be loaded, so there is no trained ranker ({error}); where `libgomp.so.1` is missing, "
            "install it (Debian: apt-get install libgomp1)."
        ) from error
