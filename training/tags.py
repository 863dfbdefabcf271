"""The corpus's plain format: one message a line, with what its parts mean written into it.

    films | new | {request} not <genres:horror=avoid>, under <runtime:95 minutes=at_most>

A line is a catalogue, what the last reply was, and the message. `{acts}` say what the words behind them are for, until
the next `{…}`. `<kind:words=role>` marks a part; `!status` may follow its role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from palate.language.reader.labels import ACTS, CONTEXTS, KINDS, POINTERS, ROLES, STATUSES

_MARK = re.compile(r"<([^<>:=]+):([^<>]+)=([a-z_/]+)((?:![a-z]+)*)>|\{([a-z, ]*)\}")


@dataclass(frozen=True)
class Part:
    """Words of a message that stand for something: `text[start:end]`."""

    start: int
    end: int
    kind: str
    """A field of the catalogue, or `title`, `count`, `~` (a free description), `#2` (a pointer to what was shown)."""
    roles: frozenset[str]
    """Any of these is right: `under` may or may not take in what it names (`below/at_most`)."""
    statuses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stretch:
    """What the words from `start` to `end` are for."""

    start: int
    end: int
    acts: frozenset[str]


@dataclass(frozen=True)
class Tagged:
    """A message of the corpus."""

    catalogue: str
    context: str
    asked: str | None
    """The field that the last reply asked about, where the context is `asked`."""
    text: str
    parts: tuple[Part, ...]
    stretches: tuple[Stretch, ...]
    writer: str = ""
    clauses: tuple[Stretch, ...] = ()
    """What each clause does in its conversation; empty where that follows from what the words are for."""


class FormatError(ValueError):
    """A line that cannot be read, with what was expected."""


def parsed(line: str, *, writer: str = "", fields: dict[str, set[str]] | None = None) -> Tagged:
    """Read one line of the corpus.

    Args:
        line: the line.
        writer: who wrote it.
        fields: the fields of each catalogue; parts of others are refused.
    """
    cells = [cell.strip() for cell in line.split("|", 2)]
    if len(cells) != 3:
        raise FormatError("expected `catalogue | context | message`")
    catalogue, context, marked = cells
    context, _, asked = context.partition(":")
    if context not in CONTEXTS:
        raise FormatError(f"the context `{context}` is none of {', '.join(CONTEXTS)}")
    if fields is not None and catalogue not in fields:
        raise FormatError(f"there is no catalogue `{catalogue}`")
    known = None if fields is None else fields[catalogue]
    if asked and known is not None and asked not in known:
        raise FormatError(f"{catalogue} has no field `{asked}` to ask about")
    text, parts, marks = "", [], []
    at = 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        at = found.end()
        if found[5] is not None:
            while text[-1:] in ("", " ") and marked[at : at + 1] == " ":
                at += 1  # a mark and the space behind it leave one space, or none
            marks.append((len(text), _acts(found[5])))
            continue
        kind, words, roles = found[1].strip(), found[2], frozenset(found[3].split("/"))
        statuses = frozenset(filter(None, found[4].split("!")))
        _check(catalogue, kind, roles, statuses, known)
        start = len(text) + len(words) - len(words.lstrip())
        text += words
        parts.append(Part(start, len(text.rstrip()), kind, roles, statuses))
    text += marked[at:]
    text = text.rstrip()
    if any(mark in text for mark in "<>{}"):
        raise FormatError("a mark that cannot be read: `<kind:words=role>` or `{acts}` was expected")
    if not marks or text[: marks[0][0]].strip():
        raise FormatError("a message begins with what it is for: `{request} …`")
    ends = [start for start, _ in marks[1:]] + [len(text)]
    stretches = tuple(Stretch(start, end, acts) for (start, acts), end in zip(marks, ends, strict=True))
    return Tagged(catalogue, context, asked or None, text, tuple(parts), stretches, writer)


def corpus(path: Path, fields: dict[str, set[str]] | None = None) -> Iterator[Tagged]:
    """Read a file of the corpus, named for its writer."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("%"):
            continue
        try:
            yield parsed(line, writer=path.stem, fields=fields)
        except FormatError as error:
            raise FormatError(f"{path.name}:{number}: {error}\n    {line}") from None


def _acts(said: str) -> frozenset[str]:
    acts = frozenset(filter(None, (each.strip() for each in said.split(","))))
    if not acts or acts - set(ACTS):
        raise FormatError(f"`{{{said}}}`: expected some of {', '.join(ACTS)}")
    return acts


def _check(catalogue: str, kind: str, roles: frozenset[str], statuses: frozenset[str], fields: set[str] | None) -> None:
    if roles - set(ROLES):
        raise FormatError(f"the role `{'/'.join(sorted(roles))}` is none of {', '.join(ROLES)}")
    if statuses - set(STATUSES):
        raise FormatError(f"`!{'!'.join(sorted(statuses))}`: expected some of {', '.join(STATUSES)}")
    if kind.startswith("#"):
        if kind[1:] not in POINTERS:
            raise FormatError(f"`{kind}`: expected # and one of {', '.join(POINTERS)}")
    elif kind not in KINDS and fields is not None and kind not in fields:
        raise FormatError(f"{catalogue} has no field `{kind}`")
