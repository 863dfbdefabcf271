"""A run's folder: `manifest.json`, `cases.jsonl` and `outcomes.jsonl`, written so that nothing done is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from palate.errors import BadRows, UnreadableFile
from palate.evals.case import Case, read_cases, write_cases
from palate.evals.metric import Metric
from palate.evals.outcome import Outcome, Reached, TurnRecord
from palate.evals.suite import About

MANIFEST, CASES, OUTCOMES = "manifest.json", "cases.jsonl", "outcomes.jsonl"


class Manifest(BaseModel, frozen=True):
    """What a run was: enough to run it again, and to tell whether another may be compared with it."""

    format: int = 1
    suite: str
    about: About
    metrics: tuple[Metric, ...]
    suite_hash: str
    """Changes with any of the cases that were run, and with the metrics."""
    data: str
    """The fingerprint of the data it ran over."""
    contestants: dict[str, str]
    """Name to what it is; the first is the one that the others are compared with."""
    groups: dict[str, tuple[str, ...]] = {}
    """What kinds of cases are told apart, by their tags; the others of a group are compared with the first."""
    config: dict[str, str] = {}
    """How each contestant was configured."""
    seed: int = 0
    repeat: int = 1
    limit: int | None = None
    filter: str | None = None
    commit: str = ""
    """Of the code that ran, with a `+` where files were changed since; empty where there is no repository."""
    versions: dict[str, str] = {}
    started: str = ""
    seconds: float = 0.0
    """Of all sittings together."""
    complete: bool = False


class Result(BaseModel, frozen=True):
    """One outcome as it is kept: a case, a contestant, a repeat."""

    contestant: str
    case: str
    repeat: int
    seed: int
    scores: dict[str, float]
    reached: dict[str, Reached] = {}
    failed: bool = False
    error: str = ""
    """The contestant's or the suite's exception, which counts as the worst score."""
    note: str = ""
    turns: tuple[TurnRecord, ...] = ()

    @property
    def key(self) -> tuple[str, str, int]:
        """What it is the result of."""
        return (self.contestant, self.case, self.repeat)


def result_of(outcome: Outcome, contestant: str, *, repeat: int, seed: int, error: str = "") -> Result:
    """Return an outcome as it is kept."""
    return Result(
        contestant=contestant,
        case=outcome.case_id,
        repeat=repeat,
        seed=seed,
        scores=outcome.scores,
        reached=outcome.reached,
        failed=outcome.failed or bool(error),
        error=error,
        note=outcome.note,
        turns=outcome.turns,
    )


class RunFolder:
    """Writes a run as it goes: each outcome is one line, on disk before the next case begins."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        _drop_cut_line(path / OUTCOMES)
        self._lines = (path / OUTCOMES).open("a", encoding="utf-8")

    def write(self, manifest: Manifest, cases: Iterable[Case] | None = None) -> None:
        """Write the manifest, whole or not at all, and the cases where they are given."""
        if cases is not None:
            write_cases(self.path / CASES, cases)
        beside = self.path / f"{MANIFEST}.new"
        beside.write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
        beside.replace(self.path / MANIFEST)

    def append(self, result: Result) -> None:
        """Write one result."""
        line = json.dumps({**result.model_dump(exclude={"turns"}), "turns": [asdict(turn) for turn in result.turns]})
        self._lines.write(line + "\n")
        self._lines.flush()

    def close(self) -> None:
        """Close the file."""
        self._lines.close()


def _drop_cut_line(file: Path) -> None:
    """Remove a last line that a crash left without its end: what is appended must not join it."""
    if file.exists() and not (text := file.read_bytes()).endswith(b"\n"):
        file.write_bytes(text[: text.rfind(b"\n") + 1])


def is_run(path: Path) -> bool:
    """Tell whether a folder holds a run."""
    return (path / MANIFEST).is_file()


def find_runs(path: Path) -> list[Path]:
    """Return the folders of runs at or under `path`, in the order of their names.

    Raises:
        UnreadableFile: there is none.
    """
    found = sorted(manifest.parent for manifest in path.rglob(MANIFEST)) if path.is_dir() else []
    if not found:
        raise UnreadableFile(f"`{path}` holds no run of `palate eval run`: no `{MANIFEST}` was found there.")
    return found


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of a run's folder.

    Raises:
        UnreadableFile: there is none, or it is not as it should be.
    """
    try:
        return Manifest.model_validate_json((path / MANIFEST).read_text("utf-8"))
    except OSError as error:
        raise UnreadableFile(f"`{path}` holds no run of `palate eval run`: it has no `{MANIFEST}`.") from error
    except ValidationError as error:
        first: Any = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise UnreadableFile(f"`{path / MANIFEST}` is no manifest of a run: {where}: {first['msg']}.") from error


def read_run_cases(path: Path) -> tuple[Case, ...]:
    """Read the cases of a run's folder."""
    return read_cases(path / CASES)


def read_results(path: Path) -> list[Result]:
    """Read the results of a run's folder, of each (contestant, case, repeat) the last.

    A last line that is cut off, as a crash or a full disk leaves it, is passed over: its case is run again.

    Raises:
        BadRows: another line is no result.
    """
    file = path / OUTCOMES
    lines: Sequence[str] = file.read_text("utf-8").splitlines() if file.exists() else ()
    found: dict[tuple[str, str, int], Result] = {}
    for number, line in enumerate(lines, start=1):
        try:
            result = Result.model_validate_json(line)
        except ValidationError as error:
            if number == len(lines):
                break
            raise BadRows(f"`{file}`, line {number}, is no result: {error.errors()[0]['msg']}.") from error
        found[result.key] = result
    return list(found.values())
