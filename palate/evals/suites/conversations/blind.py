"""Judging by people who do not know which contestant they read; `docs/evals.md` shows how."""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ValidationError

from palate.errors import BadArgument, BadRows, PalateError
from palate.evals.metrics.kappa import kappa_interval
from palate.evals.outcome import TurnRecord
from palate.evals.results import Result, read_results

Word = Literal["right", "partly", "wrong", "opposite"]
_NOT = {"right": "usable", "partly": "usable", "wrong": "not", "opposite": "not"}


class Verdict(BaseModel, frozen=True, extra="forbid"):
    """What one person thinks of one turn, which is counted from 1."""

    id: str
    turn: int
    verdict: Word


def shuffled(run: Path, *, seed: int = 0) -> dict[str, Result]:
    """Return the told conversations of a run by the ids that people see, in an order drawn with `seed`."""
    results = sorted((each for each in read_results(run) if each.turns), key=lambda each: each.key)
    random.Random(seed).shuffle(results)  # noqa: S311
    return {f"t{number:02d}": result for number, result in enumerate(results, 1)}


def transcripts(results: Mapping[str, Result]) -> str:
    """Return conversations as Markdown: what was said and replied, with the fields of what was shown."""
    found = {name: map(_turn, range(1, len(result.turns) + 1), result.turns) for name, result in results.items()}
    return "".join(f"## {name}\n\n{''.join(turns)}" for name, turns in found.items())


def read_verdicts(path: Path, results: Mapping[str, Result]) -> dict[tuple[str, int], Word]:
    """Read the verdicts of one person, by transcript and turn; every line is one of a turn that there is."""
    found: dict[tuple[str, int], Word] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            told = Verdict.model_validate_json(line)
        except ValidationError as error:
            raise BadRows(f"`{path}`, line {number}, is no verdict: {error.errors()[0]['msg']}.") from error
        if told.id not in results or not 1 <= told.turn <= len(results[told.id].turns):
            raise BadRows(f"`{path}`, line {number}: there is no turn {told.turn} of `{told.id}`.")
        found[told.id, told.turn] = told.verdict
    return found


def compared(results: Mapping[str, Result], judges: Sequence[Mapping[tuple[str, int], Word]]) -> Iterator[str]:
    """Yield a line of counts for each contestant and judge, and how far both judges agree."""
    for contestant in sorted({result.contestant for result in results.values()}):
        for number, verdicts in enumerate(judges, 1):
            words = Counter(word for (name, _), word in verdicts.items() if results[name].contestant == contestant)
            counts = ", ".join(f"{words[word]} {word}" for word in get_args(Word))
            usable = (words["right"] + words["partly"]) / max(words.total(), 1)
            yield f"{contestant}, judge {number}: {counts}; {usable:.1%} usable"
    one, two = judges
    for named, reading in (("four verdicts", {}), ("usable or not", _NOT)):
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in one.keys() & two.keys():
            groups[key[0]].append((reading.get(one[key], one[key]), reading.get(two[key], two[key])))
        equal = [first == second for group in groups.values() for first, second in group]
        kappa = kappa_interval([groups[name] for name in sorted(groups)])
        yield (
            f"{named}: the judges agree on {sum(equal)} of {len(equal)} turns, "
            f"kappa {kappa.value:.2f} [{kappa.low:.2f}, {kappa.high:.2f}]"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write transcripts, or compare verdicts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path, help="the folder of a run of `conversations`")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, help="where transcripts are written")
    what.add_argument("--verdicts", type=Path, nargs=2, metavar=("ONE", "TWO"), help="the verdicts of two people")
    parser.add_argument("--seed", type=int, default=0, help="of the order; the same for transcripts and verdicts")
    given = parser.parse_args(arguments)
    try:
        if not (results := shuffled(given.run, seed=given.seed)):
            raise BadArgument(f"`{given.run}` tells no conversation; `conversations-told` tells held-out ones too.")
        if given.out is not None:
            given.out.write_text(transcripts(results), "utf-8")
        else:
            judges = [read_verdicts(path, results) for path in given.verdicts]
            sys.stdout.writelines(f"{line}\n" for line in compared(results, judges))
    except (PalateError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _turn(number: int, turn: TurnRecord) -> str:
    text = str(turn.reply.get("text", "(no reply)")).replace("\n", "\n> ")
    shown = "".join(f"- {item['title']}: {item['fields']}\n" for item in turn.reply.get("items", ()))
    return f"**{number}. {turn.message}**\n\n> {text}\n\n{shown}\n"


if __name__ == "__main__":
    sys.exit(main())
