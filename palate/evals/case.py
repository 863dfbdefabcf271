"""One case of a suite: what is put to a contestant, with tags to look at parts of a result by."""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from palate.errors import BadArgument, BadRows, UnreadableFile
from palate.evals.mistakes import mistakes


class Case(BaseModel):
    """What is put to every contestant alike; JSON through and through, so that it can be kept, hashed and read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """Unique in its suite and stable from version to version: comparisons pair outcomes by it."""
    tags: tuple[str, ...] = ()
    """What a report is cut by, such as a category, a temper or a catalogue."""
    source: str = ""
    """Where it comes from: a generator with its seed, a file, a person."""
    data: dict[str, Any] = {}
    """What the suite needs to run and to score it."""


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read JSON lines, one case a line; empty lines are passed over.

    Raises:
        UnreadableFile: the file is missing or is no text.
        BadRows: lines that are no cases, or ids that occur twice; all of them are listed.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"`{path}` cannot be read: {error}. A file of JSON lines was expected.") from error
    cases: dict[str, Case] = {}
    wrong: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = Case.model_validate_json(line)
        except ValidationError as error:
            wrong.append(f"line {number}: {mistakes(error, Case, None)}")
            continue
        if case.id in cases:
            wrong.append(f"line {number}: the id `{case.id}` is taken by an earlier case")
        cases[case.id] = case
    if wrong:
        raise BadRows(f"`{path}` has lines that are no cases: " + "; ".join(wrong))
    return tuple(cases.values())


def write_cases(path: Path, cases: Iterable[Case]) -> None:
    """Write cases as JSON lines, in their order, all or none."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text("".join(f"{case.model_dump_json()}\n" for case in cases), "utf-8")
    beside.replace(path)


def digest(cases: Iterable[Case]) -> str:
    """Return twelve hexadecimal digits that change with any word of any case, or with their order."""
    told = hashlib.sha256()
    for case in cases:
        told.update(json.dumps(case.model_dump(mode="json"), sort_keys=True).encode())
    return told.hexdigest()[:12]


def chosen(
    cases: Sequence[Case],
    *,
    limit: int | None = None,
    seed: int = 0,
    filter: str | None = None,  # noqa: A002
) -> tuple[Case, ...]:
    """Return the cases that a run is asked for, in their order.

    Args:
        cases: All cases of the suite.
        limit: How many at most; which ones is drawn with `seed`, and a smaller sample is part of a larger one.
        seed: Of the drawing.
        filter: Comma-separated patterns such as `genre,shop-*,!safety-0?`: kept is what matches one of them by id or by
            tag, and none of those with `!`.

    Raises:
        BadArgument: `limit` is less than 1, or nothing matches.
    """
    if limit is not None and limit < 1:
        raise BadArgument(f"`limit` is {limit}; at least 1 case was expected.")
    kept = [case for case in cases if filter is None or _matches(case, filter)]
    if filter is not None and not kept:
        tags = ", ".join(f"`{tag}`" for tag in sorted({tag for case in cases for tag in case.tags})[:20])
        raise BadArgument(f"No case matches `{filter}` by id or tag; tags are {tags or 'not used here'}.")
    if limit is None or limit >= len(kept):
        return tuple(kept)
    places = list(range(len(kept)))
    random.Random(seed).shuffle(places)  # noqa: S311
    return tuple(kept[place] for place in sorted(places[:limit]))


def _matches(case: Case, filter: str) -> bool:  # noqa: A002
    patterns = [pattern.strip() for pattern in filter.split(",") if pattern.strip()]
    names = (case.id, *case.tags)
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    unwanted = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return (not wanted or _any_fits(names, wanted)) and not _any_fits(names, unwanted)


def _any_fits(names: Iterable[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
