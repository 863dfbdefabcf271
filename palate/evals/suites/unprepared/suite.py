"""What people ask of tables that nobody prepared, over what `Catalog.build` makes of them without a hint."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from palate.catalog.catalog import Catalog
from palate.catalog.kinds.column import Column
from palate.catalog.meta import read_plan
from palate.errors import CallerError, DataError, PalateError, UnreadableFile
from palate.evals.baselines import AGENT, SEARCH
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About
from palate.evals.suites.cached import say
from palate.evals.suites.unprepared.judging import discloses, faults, is_reverse
from palate.evals.suites.unprepared.tables import TABLES, Request, Table, built, csv_of, read_tables


@dataclass(frozen=True)
class Asked:
    """What one case is about: a request of a table, or one of its columns."""

    table: Table
    what: Request | str


@dataclass
class Catalogues:
    """Requests of tables in two halves; of the kept one a run keeps figures alone, unless all is `told`."""

    folder: Path = TABLES
    """Of `tables.toml`, and `requests/<table>.toml` for each."""
    told: bool = False
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"half": ("development", "kept")})
    about: ClassVar[About] = About(
        measures=(
            "Whether requests by people who read no code get what they ask for of tables that are made into "
            "catalogues without a hint, with `--skip-bad` where a refusal names it (every item shown is meant, "
            "there is one, the first is the right one, the answer is told), and whether columns have the kind "
            "that a careful person gives them."
        ),
        cannot=(
            "Requests of one table fare alike, so intervals over tables would be wider; and what a vague word "
            "means was decided by who wrote it down."
        ),
        ceiling=(
            "100 % but for words of which the table does not tell the meaning, such as who makes what is from `K`."
        ),
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        rate("right", of="requests that get what they ask for"),
        rate("partly", of="those that do not, and are told what was given up or not understood, or are asked"),
        replace(rate("wrong", of="the others, which are told nothing of it", better="lower"), worst=1.0),
        rate("opposite", of="requests that have a reverse and get mostly that, told or not", better="lower"),
        rate("kinds", of="columns whose kind is the gold one", by_tag=True),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = (AGENT, SEARCH)

    @property
    def name(self) -> str:
        """`catalogues`, or `catalogues-told`."""
        return "catalogues" + "-told" * self.told

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the requests and columns of the tables that are here; say why others are not."""
        for why in self._here[1]:
            say(why)
        cases = [self._case(place, asked) for place, asked in enumerate(self._asked)]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of the tables' files."""
        return hashlib.sha256(b"".join(path.read_bytes() for path in self._here[0].values())).hexdigest()[:12]

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Look at the column, or say the messages and judge the last reply; a table that is refused is all wrong."""
        asked = self._asked[case.data["place"]]
        try:
            outcome = self._outcome(case.id, asked, contestant, seed)
        except Exception as error:
            if self._is_told(asked):
                raise
            raise PalateError(f"{type(error).__name__}, of which the kept half tells no more.") from None
        return outcome if self._is_told(asked) else Outcome(case.id, outcome.scores)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is open: every process opens its own."""
        return {"folder": self.folder, "told": self.told, "groups": self.groups}

    def _outcome(self, case: str, asked: Asked, contestant: Contestant, seed: int) -> Outcome:
        catalog, frame = self._opened(asked.table)
        if isinstance(asked.what, str):
            found = {column.kind for column in _columns(catalog) if column.source == asked.what}
            right = not found.isdisjoint(asked.table.kinds[asked.what].split("|"))
            return Outcome(case, {"kinds": float(right)}, (), f"it is {' and '.join(found) or 'none'}", not right)
        if isinstance(catalog, DataError):
            return Outcome(case, _scores(right=False), (), f"{type(catalog).__name__}: {catalog}", failed=True)
        with closing(contestant.open(catalog, Setup(seed=seed))) as talker:
            conversation = Conversation(talker)
            replies = [conversation.say(message) for message in asked.what.say]
        shown = catalog.positions([item.id for item in replies[-1].items]).tolist()
        wrong = "; ".join(faults(asked.what, replies[-1], shown, frame))
        scores = _scores(right=not wrong, told=discloses(replies[-1]))
        if asked.what.opposite is not None:
            scores["opposite"] = float(is_reverse(asked.what.opposite, shown, frame))
        conversation.remark(wrong)
        return Outcome(case, scores, conversation.turns, wrong, failed=bool(wrong))

    @cached_property
    def _here(self) -> tuple[dict[str, Path], list[str]]:
        """The file of each table that is here, and what is missing for the others."""
        found, missing = {}, {}
        for table in read_tables(self.folder):
            try:
                found[table.name] = csv_of(self.folder, table)
            except (CallerError, UnreadableFile) as error:
                missing[str(error)] = table
        return found, list(missing)

    @cached_property
    def _asked(self) -> list[Asked]:
        tables = [table for table in read_tables(self.folder) if table.name in self._here[0]]
        requests = [Asked(table, request) for table in tables for request in table.request]
        return [*requests, *(Asked(table, column) for table in tables for column in table.kinds)]

    @cached_property
    def _open(self) -> dict[str, tuple[Catalog | DataError, Any]]:
        return {}

    def _opened(self, table: Table) -> tuple[Catalog | DataError, Any]:
        """Return the table's catalogue, or why there is none, and its rows."""
        if table.name not in self._open:
            csv = self._here[0][table.name]
            self._open[table.name] = built(table.name, csv), import_module("pandas").read_csv(csv)
        return self._open[table.name]

    def _is_told(self, asked: Asked) -> bool:
        return self.told or asked.table.half == "development"

    def _case(self, place: int, asked: Asked) -> Case:
        """Return a case; one of the kept half says nothing but that it is one, and whether it is still the same."""
        table, what = asked.table, asked.what
        told = {"kind": table.kinds[what], "column": what} if isinstance(what, str) else what.model_dump(mode="json")
        if self._is_told(asked):
            return Case(id=f"{table.name}-{place}", tags=(table.half, table.name), data={"place": place, **told})
        same = hashlib.sha256(repr((table.name, told)).encode()).hexdigest()[:12]
        return Case(id=f"kept-{place}", tags=("kept",), data={"place": place, "same": same})


told = partial(Catalogues, told=True)


def _columns(catalog: Catalog | DataError) -> tuple[Column, ...]:
    return () if isinstance(catalog, DataError) else read_plan(catalog.connect()).columns


def _scores(*, right: bool, told: bool = False) -> dict[str, float]:
    return {"right": float(right), "partly": float(told and not right), "wrong": float(not told and not right)}
