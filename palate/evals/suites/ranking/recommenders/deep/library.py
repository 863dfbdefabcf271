"""Torch and torch-rechub, which only this folder needs."""

from __future__ import annotations

import importlib

from palate.errors import CallerError


def check_torch() -> None:
    """Import what the models are made of.

    Raises:
        CallerError: it is not installed.
    """
    try:
        importlib.import_module("torch_rechub.basic.layers")
    except (OSError, ImportError) as error:
        raise CallerError(
            f"Deep models need torch and torch-rechub ({error}); install them with `pip install 'palate[deep]'`."
        ) from error
