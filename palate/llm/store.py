"""Where pulled models lie: one file each in this user's cache."""

from __future__ import annotations

from pathlib import Path

from palate.catalog.datasets.cache import cache_folder
from palate.llm import known
from palate.llm.known import KnownModel


def model_folder() -> Path:
    """Return the folder of pulled models, made if it was not there."""
    folder = cache_folder() / "models"
    folder.mkdir(exist_ok=True)
    return folder


def place_of(model: KnownModel) -> Path:
    """Return where a model lies once it was pulled."""
    return model_folder() / f"{model.name}.gguf"


def pulled(model: KnownModel) -> Path | None:
    """Return a pulled model's file; None where it was not pulled. Its sum was checked when it was put there."""
    path = place_of(model)
    return path if path.is_file() and path.stat().st_size == model.bytes else None


def best_pulled() -> KnownModel | None:
    """Return the best model that was pulled; None where none was."""
    return next((model for model in known.KNOWN if pulled(model)), None)
