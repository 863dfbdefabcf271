"""Parquet files, where pyarrow is installed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from palate.catalog.sources import mappings
from palate.catalog.sources.frame import Frame
from palate.errors import UnreadableFile


def frames(path: Path, *, size: int | None) -> Iterator[Frame]:
    """Read a Parquet file in frames of `size` rows, or in one frame."""
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise UnreadableFile(
            f"`{path.name}` is Parquet, which needs pyarrow: run `pip install 'palate[parquet]'`, or save the file "
            "as CSV."
        ) from None
    try:
        rows = parquet.read_table(path).to_pylist()
    except Exception as error:
        raise UnreadableFile(f"`{path.name}` cannot be read as Parquet: {error}.") from error
    yield from mappings.frames(enumerate(rows, 1), origin=path.name, size=size)
