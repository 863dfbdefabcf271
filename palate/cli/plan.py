"""`palate plan`: what a planner makes of a message, without running it."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import describe
from palate.catalog.printable import json_text, one_line
from palate.cli.options import AsJson, Db, DemosOption, ModelName, PlannerOption, open_catalog, print_json
from palate.cli.output import terminal
from palate.errors import PalateError
from palate.language.preference import Preference
from palate.language.session import SessionView
from palate.language.understand import understand
from palate.language.understanding import Understanding
from palate.llm.model import Usage
from palate.llm.traced import tracing
from palate.planners.named import named_planner
from palate.planners.plan import Plan
from palate.planners.planner import Planner, PlanningContext, Reading, ReadingPlanner
from palate.planners.validation import validate
from palate.tools.toolbox import Toolbox


class Planned(BaseModel):
    """A message, planned."""

    model_config = ConfigDict(frozen=True)

    message: str
    preferences: tuple[Preference, ...] = ()
    """What was read of what the person wants."""
    plans: tuple[Plan, ...] = ()
    demonstrations: tuple[str, ...] = ()
    """Ids of those that a model was shown."""
    problems: tuple[str, ...] = ()
    """What went wrong, and was planned without a model in the end."""
    differences: tuple[str, ...] = ()
    """What the model and the reader say the opposite of."""
    usage: Usage = Usage()


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
    with open_catalog(db) as catalog:
        chosen, toolbox, session = named_planner(planner, model, demos=demos, k=k), Toolbox(), SessionView()
        called = toolbox.called(message, catalog.schema)
        understood = understand(message, session, catalog, called=called)
        made = _planned(Reading(message, session, understood, catalog, toolbox), chosen)
        if json:
            print_json(made)
        else:
            _print(made, catalog)


def _planned(reading: Reading, planner: Planner) -> Planned:
    drafted, problems = None, []
    with tracing() as calls:
        if isinstance(planner, ReadingPlanner) and reading.message.strip():
            try:
                drafted = planner.draft(reading)
            except PalateError as error:
                problems.append(f"The model gave no plan, so this was planned without it: {error}")
    understood, differences = (reading.understood, ()) if drafted is None else reading.applied(drafted.frames)
    plans = planner.plan(_context(reading, understood, drafted=drafted is not None))
    schema = reading.catalog.schema
    checked = [validate(plan, schema, reading.toolbox, intents=len(understood.intents)) for plan in plans]
    return Planned(
        message=reading.message,
        preferences=tuple(entry for intent in understood.intents for entry in intent.preferences),
        plans=tuple(plan for plan in checked if plan.steps),
        demonstrations=() if drafted is None else drafted.demonstrations,
        problems=tuple(problems),
        differences=differences if drafted is None else (*drafted.differences, *differences),
        usage=sum((call.usage for call in calls), Usage()),
    )


def _context(reading: Reading, understood: Understanding, *, drafted: bool) -> PlanningContext:
    intents = understood.intents
    return PlanningContext(
        understanding=understood,
        session=reading.session,
        schema=reading.catalog.schema,
        toolbox=reading.toolbox,
        held=tuple(intent.preferences for intent in intents),
        like=tuple(intent.like for intent in intents),
        drafted=drafted,
    )


def _print(made: Planned, catalog: Catalog) -> None:
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
