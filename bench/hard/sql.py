"""sql: two hundred hostile statements, none of which runs past its deadline."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bench.hard.trial import Ground, Trial, Value, told
from palate import Catalog
from palate.catalog.datasets.films import build_films
from palate.tools.candidates import Candidates
from palate.tools.context import ToolContext
from palate.tools.toolbox import Toolbox

ASKED = (
    "200 hostile statements for the tool `sql`, each with half a second, over the embedded films and one item with a "
    "text of 900,000 characters: each gives rows or is refused half a second after its deadline at the latest, and the "
    "catalogue stays as it was."
)
STATEMENTS = 200
FEWEST = 12
DEADLINE = 0.5
MARGIN = 0.5
LENGTH = 900_000
_SHOWN = 100

End = Literal["rows", "refused", "out of time", "error"]


@dataclass(frozen=True)
class Ran:
    """How one statement ended."""

    statement: str
    end: End
    seconds: float
    error: str = ""


def trial(ground: Ground) -> Trial:
    """Run the statements one by one."""
    from bench.hard.hostile_sql import hostile_statements

    count = ground.count(STATEMENTS, least=FEWEST)
    ran: list[Ran] = []
    with build_films(ground.folder / "films.db") as catalog:
        catalog.upsert([{"id": "long", "title": "A Long Story", "synopsis": "a" * LENGTH}])
        before = catalog.version, catalog.schema.items
        for each in endings(catalog, hostile_statements(count, ground.seed)):
            ran.append(each)
            ground.tell(len(ran), count)
        changed = (catalog.version, catalog.schema.items) != before
    wrong = [*failures(ran, margin=MARGIN * ground.slack), *(["The catalogue was changed."] if changed else [])]
    return Trial("sql", ASKED, figures(ran), told(wrong))


def endings(catalog: Catalog, statements: Iterator[str]) -> Iterator[Ran]:
    """Run each statement as a plan's step does, with a deadline of its own."""
    toolbox, everything = Toolbox(installed=False), Candidates.everything(catalog.schema.items)
    for statement in statements:
        start = time.monotonic()
        context = ToolContext(catalog, candidates=everything, deadline=start + DEADLINE)
        try:
            result = toolbox.get("sql").run(context, {"query": statement})
        except Exception as error:  # whatever it is, it is what the trial looks for
            yield Ran(statement, "error", time.monotonic() - start, f"{type(error).__name__}: {error}")
            continue
        seconds = time.monotonic() - start
        late: End = "out of time" if seconds >= DEADLINE else "refused"
        yield Ran(statement, late if result.status == "failed" else "rows", seconds)


def figures(ran: Sequence[Ran]) -> dict[str, Value]:
    """Return how they ended, and how long the slowest took."""
    ends = Counter(each.end for each in ran)
    return {
        "statements": len(ran),
        "different ones": len({each.statement for each in ran}),
        "gave rows": ends["rows"],
        "refused at once": ends["refused"],
        "stopped at the deadline": ends["out of time"],
        "slowest, s": round(max(each.seconds for each in ran), 2),
    }


def failures(ran: Sequence[Ran], *, margin: float = MARGIN) -> Iterator[str]:
    """Yield the statements that raised an exception or ran past their deadline."""
    for each in ran:
        shown = ascii(each.statement if len(each.statement) <= _SHOWN else f"{each.statement[:_SHOWN]}…")
        if each.error:
            yield f"{shown} raised {each.error}."
        if each.seconds > DEADLINE + margin:
            yield f"{shown} took {each.seconds:.2f} s; at most {DEADLINE + margin} was expected."
