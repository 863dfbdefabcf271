"""kills: processes killed at random moments, after each of which nothing is half-written."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bench.hard import victims
from bench.hard.aftermath import CHECKS, Seen
from bench.hard.process import descendants, orphans
from bench.hard.trial import Ground, Trial, Value, told
from bench.hard.victims import Name, Told

ASKED = (
    "60 kills (SIGKILL) at random moments of an ingest, of changing a catalogue, of turns, of `palate eval run`: after "
    "each the catalogue has the old or the new content whole, sessions, their logs and memory agree, nothing that was "
    "done is lost, no process is left behind, and `palate eval run --resume` goes on."
)
KILLS = 60
MOST_PIECES: Mapping[Name, int] = {"ingest": 3, "upsert": 3, "turn": 12, "eval run": 2}
"""How many pieces of work a victim does, at most, before the one in whose time it is killed."""
PATIENCE = 60.0
"""Seconds in which a victim surely does something."""


@dataclass(frozen=True)
class Kill:
    """One kill, and what was wrong after it."""

    name: Name
    during: bool
    """Whether it hit a piece of work, and not the moment between two."""
    failures: tuple[str, ...]


def trial(ground: Ground) -> Trial:
    """Kill each kind of victim in turn."""
    rng, count = random.Random(ground.seed), ground.count(KILLS, least=2 * len(CHECKS))
    names = list(CHECKS)
    seen = {name: begun(name, ground.folder / name) for name in names}
    # Victims are forked from a server that has imported all they need, and that has opened nothing yet.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([victims.__name__])
    kills: list[Kill] = []
    for number in range(count):
        name = names[number % len(names)]
        kills.append(kill(context, name, ground.folder / name, seen[name], rng))
        ground.tell(number + 1, count)
    left = [f"{path.name} was left behind by an ingest" for path in leftovers(ground.folder / "ingest", seen["ingest"])]
    wrong = [f"After kill {n} ({each.name}): {why}." for n, each in enumerate(kills, 1) for why in each.failures]
    return Trial("kills", ASKED, figures(kills, seen), told([*wrong, *left]))


def begun(name: Name, folder: Path) -> Seen:
    """Make a folder for one kind of victim, with the catalogue that there is before the first kill."""
    folder.mkdir()
    if name not in ("ingest", "upsert"):
        return Seen()
    victims.shop(folder).parent.mkdir()
    victims.ingest(folder, 0)
    return Seen(done={0})


def kill(
    context: multiprocessing.context.ForkServerContext, name: Name, folder: Path, seen: Seen, rng: random.Random
) -> Kill:
    """Start a victim, kill it, and look at what is there."""
    ours, theirs = context.Pipe(duplex=False)
    victim = context.Process(target=victims.live, args=(name, folder, seen.next, theirs))
    victim.start()
    theirs.close()
    with closing(ours):
        try:
            heard = list(listen(ours, rng.randint(1, MOST_PIECES[name]), rng.random()))
            children = descendants(victim.pid or 0)
        finally:
            victim.kill()
            victim.join()
        heard += rest(ours)
    died = [] if victim.exitcode == -signal.SIGKILL else [f"the victim had ended by itself, with {victim.exitcode}"]
    note(seen, heard)
    during = bool(heard) and not heard[-1].done
    return Kill(name, during, (*died, *orphans(children), *looked_at(name, folder, seen)))


def listen(pipe: Connection, pieces: int, share: float) -> Iterator[Told]:
    """Yield what a victim tells, until it has done so many pieces and `share` of the time of the last one is over."""
    begin = end = time.monotonic()
    with suppress(EOFError):
        while pieces and pipe.poll(PATIENCE):
            yield (told := pipe.recv())
            begin, end = end, time.monotonic()
            pieces -= told.done
        while (left := end + share * (end - begin) - time.monotonic()) > 0:
            if pipe.poll(left):
                yield pipe.recv()


def rest(pipe: Connection) -> Iterator[Told]:
    """Yield what a victim had told before it was killed, and nobody had heard."""
    with suppress(EOFError, OSError):
        while pipe.poll():
            yield pipe.recv()


def note(seen: Seen, heard: Sequence[Told]) -> None:
    """Note which pieces of work were done, and which one was not."""
    done = {each.piece for each in heard if each.done}
    seen.done |= done
    seen.open |= {each.piece for each in heard} - done


def looked_at(name: Name, folder: Path, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with what is there."""
    try:
        yield from CHECKS[name](folder, seen)
    except Exception as error:  # whatever it is, what is there cannot be used
        yield f"what is there cannot be used: {type(error).__name__}: {error}"


def leftovers(folder: Path, seen: Seen) -> list[Path]:
    """Return what is beside a catalogue, once one more was built in peace: that sweeps what kills left."""
    victims.ingest(folder, seen.next)
    shop = victims.shop(folder)
    return [path for path in shop.parent.iterdir() if not path.name.startswith(shop.name)]


def figures(kills: Sequence[Kill], seen: Mapping[Name, Seen]) -> dict[str, Value]:
    """Return how many kills there were, and of what."""
    hit = Counter(each.name for each in kills if each.during)
    each = {f"kills of {name} in the midst of a piece of work": hit[name] for name in seen}
    done = {f"pieces of {name} done between kills": len(one.done) for name, one in seen.items()}
    return {"kills": len(kills), **each, **done}
