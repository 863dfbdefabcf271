"""A folder's own demonstrations: JSON lines beside the shipped ones, added by hand or harvested."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from pydantic import ValidationError

from palate.errors import BadArgument, UnreadableFile
from palate.memory.database import PRIVATE
from palate.memory.traces import Traces
from palate.planners.demos.demonstration import Demonstration

FILE = "demonstrations.jsonl"
_WAIT = 30.0


@dataclass(frozen=True)
class DemoFolder:
    """The folder in which an agent keeps its own demonstrations. Several processes may use it at once."""

    path: Path

    def read(self) -> tuple[Demonstration, ...]:
        """Return its demonstrations, in the order of the file; none where there is no file.

        Raises:
            UnreadableFile: a line is no demonstration.
        """
        file = self.path / FILE
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableFile(f"`{file}` cannot be read: {error}.") from error
        lines = enumerate(text.splitlines(), start=1)
        return tuple(_read(file, number, line) for number, line in lines if line.strip())

    @property
    def stamp(self) -> tuple[int, int, int]:
        """What changes whenever the file does."""
        try:
            status = (self.path / FILE).stat()
        except OSError:
            return (0, 0, 0)
        return (status.st_mtime_ns, status.st_size, status.st_ino)

    def change(self, change: Callable[[tuple[Demonstration, ...]], Iterable[Demonstration]]) -> int:
        """Replace all demonstrations by what `change` makes of them, whole or not at all; return how many there are.

        Raises:
            BadArgument: the folder cannot be written.
            UnreadableFile: a line of it is no demonstration.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self.path / f"{FILE}.lock", timeout=_WAIT, mode=PRIVATE):
                kept = tuple(change(self.read()))
                self._write(kept)
        except OSError as error:
            raise BadArgument(f"`{self.path}` cannot be written: {error.strerror or error}.") from error
        return len(kept)

    def add(self, more: Iterable[Demonstration]) -> int:
        """Add demonstrations, each in the place of one with its id; return how many there are now."""

        def added(known: tuple[Demonstration, ...]) -> Iterable[Demonstration]:
            return {each.id: each for each in (*known, *more)}.values()

        return self.change(added)

    def erase(self, user: str) -> int:
        """Forget for good every demonstration that comes from a person's turns; return how many there were."""
        return self._remove(lambda each: user in each.users)

    def forget(self, user: str, traces: Traces) -> None:
        """Forget those of a person's turns that repeat something which is forgotten."""
        self._remove(lambda each: user in each.users and traces.are_in(each.model_dump(mode="json")))

    def _remove(self, is_gone: Callable[[Demonstration], bool]) -> int:
        count = sum(map(is_gone, self.read()))
        if count:
            self.change(lambda known: [each for each in known if not is_gone(each)])
        return count

    def _write(self, demonstrations: Iterable[Demonstration]) -> None:
        """Write beside the file, then take its place: who reads meanwhile reads the old one or the new one."""
        file = self.path / FILE
        beside = file.with_suffix(f".{os.getpid()}.tmp")
        try:
            beside.touch(mode=PRIVATE)
            with beside.open("w", encoding="utf-8") as out:
                out.writelines(f"{each.line()}\n" for each in demonstrations)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


def _read(file: Path, number: int, line: str) -> Demonstration:
    try:
        return Demonstration.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        raise UnreadableFile(f"`{file}`, line {number}: `{where}`: {first['msg'].lower()}.") from error
