"""This user's cache: files that can be made again at any time."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder, made if it was not there: `PALATE_CACHE`, or `palate` in the platform's cache folder."""
    folder = _chosen()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _chosen() -> Path:
    if own := os.environ.get("PALATE_CACHE"):
        return Path(own)
    if common := os.environ.get("XDG_CACHE_HOME"):
        return Path(common) / "palate"
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "palate" / "cache"
    return (Path.home() / "Library" / "Caches" if sys.platform == "darwin" else Path.home() / ".cache") / "palate"
