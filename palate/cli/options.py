"""Options, opening and printing that several commands share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from palate.catalog.printable import json_text
from palate.cli.door import say
from palate.planners.named import DemosMode, PlannerName

if TYPE_CHECKING:
    from palate.agent.agent import Agent
    from palate.catalog.catalog import Catalog

Db = Annotated[
    Path | None,
    typer.Option("--db", metavar="FILE", help="The catalogue to use; the embedded films where none is named."),
]
User = Annotated[str | None, typer.Option("--user", metavar="ID", help="Who speaks; nothing is remembered of nobody.")]
Session = Annotated[str | None, typer.Option("--session", metavar="ID", help="Which conversation to go on with.")]
State = Annotated[
    Path | None,
    typer.Option("--state", metavar="FOLDER", help="Where sessions and memory live; beside the catalogue by default."),
]
Count = Annotated[int | None, typer.Option("--count", "-k", min=1, max=50, help="Items a reply.")]
ModelName = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        envvar="PALATE_MODEL",
        help="The model that plans: `local` (see `palate model list`), or any that litellm knows. None is needed.",
    ),
]
PlannerOption = Annotated[
    PlannerName | None,
    typer.Option("--planner", help="Who reads and plans: `offline`, `frames` or `assisted`; `auto` by default."),
]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy", metavar="NAME", help="A rule on what may be shown, by the name of its package. May be repeated."
    ),
]
RankerName = Annotated[
    str | None,
    typer.Option("--ranker", metavar="NAME", help="What orders items, by the name of its package."),
]
DemosOption = Annotated[DemosMode, typer.Option("--demos", help="Which demonstrations a model is shown.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]


def open_catalog(db: Path | None) -> Catalog:
    """Open the catalogue at `db`, or the embedded films.

    Raises:
        NotACatalog: `db` is missing or is no Palate catalogue.
    """
    from palate.catalog.catalog import Catalog

    return Catalog.films() if db is None else Catalog.open(db)


@contextmanager
def open_agent(
    db: Path | None,
    *,
    state: Path | None = None,
    count: int | None = None,
    model: str | None = None,
    planner: PlannerName | None = None,
    policies: Sequence[str] | None = None,
    ranker: str | None = None,
    warm: bool = False,
) -> Iterator[Agent]:
    """Open an agent over the catalogue at `db`, and close both afterwards; `policies` hold besides the usual one."""
    from palate.agent.agent import Agent
    from palate.agent.config import AgentConfig
    from palate.agent.policies import ItemPolicy, NotSeen, PersonalPolicy

    config = AgentConfig() if count is None else AgentConfig(k=count)
    rules: list[ItemPolicy | PersonalPolicy | str] = [NotSeen(), *(policies or ())]
    with (
        open_catalog(db) as catalog,
        Agent(
            catalog,
            state=state,
            config=config,
            model=model,
            planner=planner,
            policies=rules,
            ranker=ranker,
            warm=warm,
        ) as agent,
    ):
        yield agent


def print_json(value: Any) -> None:
    """Print any JSON-able value, pydantic models among its parts; what cannot be seen is escaped."""
    say(json_text(value, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    """Return a form that `json` knows of a pydantic model, a numpy scalar or array, a set, a path."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "tolist"):
        return value.tolist()
    return sorted(value) if isinstance(value, set | frozenset) else str(value)
