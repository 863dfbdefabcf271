"""`palate plan`: what a planner makes of a message, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from palate.catalog.printable import json_text, one_line
from palate.cli.options import (
    AsJson,
    Db,
    DemosOption,
    ModelName,
    PlannerOption,
    open_catalog,
    print_json,
)

if TYPE_CHECKING:
    from palate.agent.planned import Planned
    from palate.catalog.catalog import Catalog


def plan_command(
    message: Annotated[str, typer.Argument(help="What a person says.")],
    db: Db = None,
    planner: PlannerOption = None,
    model: ModelName = None,
    demos: DemosOption = "dynamic",
    k: Annotated[int, typer.Option("-k", min=0, max=8, help="How many demonstrations a model is shown.")] = 3,
    json: AsJson = False,
) -> None:
    """Plan a message and show the plan, the demonstrations chosen for it, what was repaired and what it took.

    Nothing is run and nothing is remembered.
    """
    from palate.agent.planned import planned

    with open_catalog(db) as catalog:
        made = planned(message, catalog, planner=planner, model=model, demos=demos, k=k)
        if json:
            print_json(made)
        else:
            _print(made, catalog)


def _print(made: Planned, catalog: Catalog) -> None:
    from palate.catalog.conditions import describe
    from palate.cli.output import terminal

    console = terminal()
    for each in made.preferences:
        what = describe(each.where, catalog.schema) if each.where is not None else each.text or each.item or ""
        console.print(f"  {each.polarity} {one_line(what)}", end="")
        console.print(f"  “{one_line(each.provenance.quote)}”", style="dim")
    for plan in made.plans:
        console.print(f"{plan.kind}, by the {plan.planner} planner", style="bold")
        for step in plan.steps:
            console.print(f"  {step.id}  {step.tool}({_arguments(step.args)})")
        for line in plan.repaired:
            console.print(f"  repaired: {one_line(line)}", style="yellow")
    if not made.plans:
        console.print("Nothing is to be run.")
    for problem in (*made.problems, *made.differences):
        console.print(one_line(problem), style="yellow")
    if made.demonstrations:
        console.print(one_line(f"demonstrations: {', '.join(made.demonstrations)}"), style="dim")
    if made.usage.calls:
        took = made.usage
        console.print(
            f"{took.calls} call{'s' if took.calls != 1 else ''}, {took.prompt_tokens} prompt tokens"
            f" ({took.cached_tokens} cached), {took.completion_tokens} written, {took.seconds:.2f} s",
            style="dim",
        )


def _arguments(args: dict[str, Any]) -> str:
    return ", ".join(f"{name}={json_text(value)}" for name, value in args.items())
