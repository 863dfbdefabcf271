"""SQLite's functions of text once more, so that none of them outlives a statement's deadline.

SQLite looks at the clock between two instructions of a statement and never within one, so no interrupt reaches a
function. Its own LIKE, GLOB, `instr`, `replace` and `trim` take up to the product of their arguments' lengths, and
`strftime` as long as a format that a statement made. These take their place on a connection: they give what SQLite
gives, each in about linear time, and look at the clock whenever they are called.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from palate.catalog.words import fold

MOST_BYTES = 2_000_000
"""Of one value, read or made: 900,000 letters of a catalogue's text fit with their accents."""
MOST_PATTERN = 256
"""Bytes of a pattern of LIKE or GLOB."""
_MOST_FORMAT = 1_000
_STARTS = 20_000
"""Places at which a run of a pattern is looked for between two looks at the clock."""

Cell = str | int | float | bytes | None


class _Refused(Exception):
    """A function's arguments may not be so; the message says what is wrong."""


class SqlFunctions:
    """The functions of one statement, which stop at its deadline."""

    def __init__(self, until: float) -> None:
        """Make them; `until` is on the clock of `time.monotonic`."""
        self._until = until
        self._plain = sqlite3.connect(":memory:")
        self.complaint: str | None = None
        """What was wrong with a function's arguments, where that stopped the statement."""

    def add_to(self, connection: sqlite3.Connection) -> None:
        """Put these in the place of SQLite's own, and add `casefold`."""
        functions: tuple[tuple[str, int, Callable[..., Cell]], ...] = (
            ("casefold", 1, _casefold),
            ("glob", 2, self._glob),
            ("instr", 2, self._instr),
            ("like", 2, self._like),
            ("like", 3, self._like),
            ("ltrim", 2, self._ltrim),
            ("replace", 3, self._replace),
            ("rtrim", 2, self._rtrim),
            ("trim", 2, self._trim),
        )
        for name, arguments, function in functions:
            connection.create_function(name, arguments, self._timed(function), deterministic=True)
        connection.create_function("strftime", -1, self._timed(self._strftime))

    def close(self) -> None:
        """Close what they hold."""
        self._plain.close()

    def _timed(self, function: Callable[..., Cell]) -> Callable[..., Cell]:
        def call(*given: Cell) -> Cell:
            self._look_at_the_clock()
            try:
                return function(*given)
            except (_Refused, sqlite3.Error) as error:
                self.complaint = str(error)
                raise

        return call

    def _look_at_the_clock(self) -> None:
        if time.monotonic() >= self._until:
            raise TimeoutError

    def _text(self, value: Cell) -> str:
        match value:
            case str():
                return value
            case bytes():
                return value.decode("utf-8", "surrogateescape")
            case _:
                return str(self._plain.execute("SELECT CAST(? AS TEXT)", (value,)).fetchone()[0])

    def _like(self, pattern: Cell, value: Cell, *escape: Cell) -> Cell:
        sign = "" if not escape else None if escape[0] is None else _until_nul(self._text(escape[0]))
        if sign is not None and len(sign) != len(escape):
            raise _Refused("ESCAPE expression must be a single character")
        return None if sign is None else self._matched(pattern, value, lambda text: _like_runs(text, sign))

    def _glob(self, pattern: Cell, value: Cell) -> Cell:
        return self._matched(pattern, value, _glob_runs)

    def _matched(self, pattern: Cell, value: Cell, runs: Callable[[str], Sequence[_Run]]) -> Cell:
        if isinstance(pattern, bytes) or isinstance(value, bytes):
            return 0
        if pattern is None or value is None:
            return None
        wanted = self._text(pattern)
        if len(wanted.encode()) > MOST_PATTERN:
            raise _Refused(f"a pattern has more than {MOST_PATTERN} bytes")
        return int(self._fits(runs(_until_nul(wanted)), _until_nul(self._text(value))))

    def _fits(self, runs: Sequence[_Run], text: str) -> bool:
        """Tell whether the runs stand in a text in their order, the first at its beginning and the last at its end."""
        if len(runs) == 1:
            return len(text) == runs[0].length and runs[0].stands_at(text, 0)
        first, *middle, last = runs
        at, end = first.length, len(text) - last.length
        if end < at or not first.stands_at(text, 0) or not last.stands_at(text, end):
            return False
        for run in middle:
            found = self._found(run, text, at, end)
            if found is None:
                return False
            at = found + run.length
        return True

    def _found(self, run: _Run, text: str, at: int, end: int) -> int | None:
        """Return where a run stands first between two places of a text."""
        while at + run.length <= end:
            self._look_at_the_clock()
            found = run.form.search(text, at, min(end, at + _STARTS + run.length))
            if found is not None:
                return found.start()
            at += _STARTS + 1
        return None

    def _instr(self, value: Cell, part: Cell) -> Cell:
        if value is None or part is None:
            return None
        if isinstance(value, bytes) and isinstance(part, bytes):
            return value.find(part) + 1
        return self._text(value).find(self._text(part)) + 1

    def _replace(self, value: Cell, old: Cell, new: Cell) -> Cell:
        if value is None or old is None:
            return None
        text, part = self._text(value), self._text(old)
        if not _until_nul(part):
            return text
        if new is None:
            return None
        put = self._text(new)
        if _size(text) + text.count(part) * (_size(put) - _size(part)) > MOST_BYTES:
            raise OverflowError  # What SQLite takes for a value that is too big.
        return text.replace(part, put)

    def _ltrim(self, value: Cell, signs: Cell) -> Cell:
        return self._trimmed(value, signs, left=True)

    def _rtrim(self, value: Cell, signs: Cell) -> Cell:
        return self._trimmed(value, signs, right=True)

    def _trim(self, value: Cell, signs: Cell) -> Cell:
        return self._trimmed(value, signs, left=True, right=True)

    def _trimmed(self, value: Cell, signs: Cell, *, left: bool = False, right: bool = False) -> Cell:
        if value is None or signs is None:
            return None
        # `str.strip` would look for each character in the whole of the set.
        text, every = self._text(value), frozenset(_until_nul(self._text(signs)))
        start = _leading(text, every) if left else 0
        rest = text[start:]
        return rest[: len(rest) - _leading(reversed(rest), every)] if right else rest

    def _strftime(self, *given: Cell) -> Cell:
        if given and isinstance(given[0], str | bytes) and len(given[0]) > _MOST_FORMAT:
            raise _Refused(f"a format of `strftime` has more than {_MOST_FORMAT:,} characters")
        told: Cell = self._plain.execute(f"SELECT strftime({', '.join('?' * len(given))})", given).fetchone()[0]
        return told


@dataclass(frozen=True)
class _Run:
    """The part of a pattern between two signs that stand for any text: so many characters, one test for each."""

    form: re.Pattern[str]
    length: int

    def stands_at(self, text: str, place: int) -> bool:
        return self.form.match(text, place) is not None


_NEVER = "(?!)"


@lru_cache(maxsize=256)
def _like_runs(pattern: str, escape: str) -> tuple[_Run, ...]:
    runs: list[list[str]] = [[]]
    signs = iter(pattern)
    for sign in signs:
        if sign == escape:
            following = next(signs, "")
            runs[-1].append(re.escape(following) or _NEVER)
        elif sign == "%":
            runs.append([])
        else:
            runs[-1].append("." if sign == "_" else re.escape(sign))
    # As for SQLite, letter case does not count in ASCII, and does elsewhere.
    return _compiled(runs, re.DOTALL | re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=256)
def _glob_runs(pattern: str) -> tuple[_Run, ...]:
    runs: list[list[str]] = [[]]
    signs = iter(pattern)
    for sign in signs:
        if sign == "*":
            runs.append([])
        else:
            runs[-1].append("." if sign == "?" else _set(signs) if sign == "[" else re.escape(sign))
    return _compiled(runs, re.DOTALL)


def _compiled(runs: Sequence[Sequence[str]], flags: re.RegexFlag) -> tuple[_Run, ...]:
    return tuple(_Run(re.compile("".join(tests), flags), len(tests)) for tests in runs)


def _set(signs: Iterator[str]) -> str:
    """Read a set of GLOB behind its `[`, such as `a-z]` or `^x]`, up to its `]`; one without an end fits nothing."""
    sign, parts, inverted, before = next(signs, ""), [], False, ""
    if sign == "^":
        inverted, sign = True, next(signs, "")
    if sign == "]":
        parts.append(re.escape(sign))
        sign = next(signs, "")
    while sign not in ("", "]"):
        following = next(signs, "")
        if sign == "-" and before and following not in ("", "]"):
            parts += [f"{re.escape(before)}-{re.escape(following)}"] if before <= following else []
            before, following = "", next(signs, "")
        else:
            parts.append(re.escape(sign))
            before = sign
        sign = following
    if not sign:
        return _NEVER
    if not parts:
        return "." if inverted else _NEVER
    return f"[{'^' if inverted else ''}{''.join(parts)}]"


def _casefold(value: Cell) -> Cell:
    return None if value is None else fold(str(value))


def _until_nul(text: str) -> str:
    """Return what SQLite sees of a text where it looks for its end: what stands before a NUL."""
    return text[: text.index("\0")] if "\0" in text else text


def _leading(text: str | Iterator[str], signs: frozenset[str]) -> int:
    """Return how many characters at the beginning are of a set."""
    count = 0
    for sign in text:
        if sign not in signs:
            break
        count += 1
    return count


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))
