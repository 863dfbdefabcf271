"""Excel workbooks, where openpyxl is installed: the first sheet, whose first row with values is the header."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from palate.catalog.sources import mappings
from palate.catalog.sources.frame import Frame
from palate.errors import UnreadableFile


def frames(path: Path, *, size: int | None) -> Iterator[Frame]:
    """Read a workbook in frames of `size` rows, or in one frame."""
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        raise UnreadableFile(
            f"`{path.name}` is an Excel workbook, which needs openpyxl: run `pip install 'palate[excel]'`, or save it "
            "as CSV."
        ) from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [
            (line, row)
            for line, row in enumerate(book.worksheets[0].values, 1)
            if any(cell not in (None, "") for cell in row)
        ]
        book.close()
    except Exception as error:
        raise UnreadableFile(f"`{path.name}` cannot be read as an Excel workbook: {error}.") from error
    if not rows:
        raise UnreadableFile(f"The first sheet of `{path.name}` is empty; expected a header and rows below it.")
    names = [str(name) if name is not None else "" for name in rows[0][1]]
    named = ((line, {name: cell for name, cell in zip(names, row, strict=False) if name}) for line, row in rows[1:])
    yield from mappings.frames(named, origin=path.name, size=size)
