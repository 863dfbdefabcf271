"""What the system says of processes: memory, open files, children. Most is read from `/proc`, so on Linux alone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

END = 10.0
"""Seconds until what a process started surely has ended after it."""
_PROC = Path("/proc")
_MEGA = 1_000_000
_GIGA = 1_000_000_000


def resident(process: int | Literal["self"] = "self") -> float:
    """Return the memory that a process holds, in megabytes."""
    pages = int((_PROC / str(process) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGA


def open_files() -> int:
    """Return how many file descriptors this process has open, the one that counts them aside."""
    return sum(1 for _ in (_PROC / "self" / "fd").iterdir()) - 1


def open_sockets(process: int) -> int:
    """Return how many sockets a process has open."""
    found = 0
    for descriptor in (_PROC / str(process) / "fd").iterdir():
        with suppress(FileNotFoundError):
            found += str(descriptor.readlink()).startswith("socket:")
    return found


def seconds() -> float:
    """Return a clock of this thread that stands still while others have the processor.

    It goes on while the thread waits for anything else, such as a lock: on a busy machine it tells what a quiet one
    would take.
    """
    return time.perf_counter() - _queued()


def cpu_seconds(process: int) -> float:
    """Return the CPU time that a process and those that it started have used."""
    return sum(_ticks(each) for each in (process, *descendants(process))) / os.sysconf("SC_CLK_TCK")


def descendants(process: int) -> list[int]:
    """Return the processes that a process started, and those that these did."""
    found = [process]
    for each in found:
        found += _children(each)
    return found[1:]


def lives(process: int) -> bool:
    """Tell whether a process runs; one that has ended, and that nobody has asked after yet, does not."""
    try:
        os.kill(process, 0)
        return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not _PROC.is_dir()


def orphans(children: Sequence[int]) -> Iterator[str]:
    """Yield those of a process's children that outlive it, and end them."""
    if until(lambda: not any(map(lives, children)), END):
        return
    for child in filter(lives, children):
        yield f"process {child} lives on, {END:.0f} s after the one that started it"
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is true, `seconds` at most; tell whether it became so."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _queued() -> float:
    """Return how long this thread was ready and had to wait for a processor; 0 where the system does not count it."""
    try:
        return int((_PROC / "thread-self" / "schedstat").read_text().split()[1]) / _GIGA
    except FileNotFoundError:
        return 0.0


def _ticks(process: int) -> int:
    """Return the clock ticks of a process, in user and in kernel mode."""
    fields = (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in _PROC.glob(f"{process}/task/*/children"):
        try:
            found += map(int, task.read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found
