"""A suite: cases, how one is run, and what is reported."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from palate.evals.case import Case
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.outcome import Outcome

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


@dataclass(frozen=True)
class About:
    """A suite's header: what its figures may be read as. One sentence each."""

    measures: str
    cannot: str
    """What it cannot tell, so that nobody reads it out of the figures."""
    ceiling: str
    """The best that any contestant could reach, and how that is known."""


@runtime_checkable
class Suite(Protocol):
    """Cases, how one is run, and what is reported.

    Making one is cheap and opens nothing. `cases` is called first, once and in the parent process: it may build data
    that later calls find (in a cache folder). `run` is called many times, for several contestants and perhaps in other
    processes, to which the suite is sent by its name or pickled: keep what it opens out of what is pickled.

    A suite whose cases should be run several times, each time with another seed, may say so in an attribute `repeat`;
    one whose cases come in kinds that should fare alike may name the tags of each in an attribute `groups`, such as
    `{"temper": ("cooperative", "terse")}`. One that leaves contestants out where a library is missing may say which,
    and why, in an attribute `left_out`. One over a single catalogue may open it in a method `opened`: agents of an app
    are made over it once before the run.
    """

    @property
    def name(self) -> str:
        """What the command line and files call it, such as `sessions`."""
        ...

    @property
    def about(self) -> About:
        """What its figures may be read as."""
        ...

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """What is reported; the first is the main one, which a gate looks at."""
        ...

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """Whom it runs where the caller names nobody; the first is the one that the others are compared with."""
        ...

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the cases that are asked for; `palate.evals.case.chosen` does the choosing."""
        ...

    def fingerprint(self) -> str:
        """Return what its data are, so that results over other data are not compared; called after `cases`."""
        ...

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Run one case. The same case, contestant and seed give the same outcome, seconds apart.

        Args:
            case: One of `cases`.
            contestant: Who is put to it; open it over the case's catalogue, and close it.
            seed: The same for all contestants on this case and repeat; another for each repeat.
        """
        ...


def fingerprint_of(*catalogs: Catalog) -> str:
    """Return twelve hexadecimal digits that change with any catalogue's fields, statistics or vocabularies."""
    told = hashlib.sha256()
    for catalog in catalogs:
        told.update(catalog.schema.model_dump_json(exclude={"version"}).encode())
    return told.hexdigest()[:12]
