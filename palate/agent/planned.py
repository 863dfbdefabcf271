"""What a planner makes of one message, without running any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from palate.errors import PalateError
from palate.language.preference import Preference
from palate.language.understand import understand
from palate.language.understanding import SessionView
from palate.llm.model import Usage
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, Planner, PlanningContext, Reading, ReadingPlanner
from palate.planners.validation import validate
from palate.tools.toolbox import Toolbox

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.llm.model import Model
    from palate.planners.named import DemosMode, PlannerName


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


def planned(
    message: str,
    catalog: Catalog,
    *,
    planner: Planner | PlannerName | None = None,
    model: str | Model | None = None,
    demos: DemosMode = "dynamic",
    k: int = 3,
) -> Planned:
    """Plan a message that begins a session of nobody known.

    Raises:
        BadArgument: there is no planner of that name, or it needs a model and has none.
        ModelUnavailable: the model is not here.
    """
    from palate.planners.named import named_planner

    chosen = named_planner(planner, model, demos=demos, k=k) if planner is None or isinstance(planner, str) else planner
    toolbox, session = Toolbox(), SessionView()
    called = toolbox.called(message, catalog.schema)
    reading = Reading(message, session, understand(message, session, catalog, called=called), catalog, toolbox)
    return _planned(reading, chosen)


def _planned(reading: Reading, planner: Planner) -> Planned:
    from palate.llm.traced import tracing

    drafted, problems = Drafted(reading.understood), []
    with tracing() as calls:
        if isinstance(planner, ReadingPlanner) and reading.message.strip():
            try:
                drafted = planner.draft(reading) or drafted
            except PalateError as error:
                problems.append(f"The model gave no plan, so this was planned without it: {error}")
    plans = planner.plan(_context(reading, drafted))
    schema = reading.catalog.schema
    checked = [validate(plan, schema, reading.toolbox, intents=len(drafted.understanding.intents)) for plan in plans]
    return Planned(
        message=reading.message,
        preferences=tuple(entry for intent in drafted.understanding.intents for entry in intent.preferences),
        plans=tuple(plan for plan in checked if plan.steps),
        demonstrations=drafted.demonstrations,
        problems=tuple(problems),
        differences=drafted.differences,
        usage=sum((call.usage for call in calls), Usage()),
    )


def _context(reading: Reading, drafted: Drafted) -> PlanningContext:
    intents = drafted.understanding.intents
    return PlanningContext(
        understanding=drafted.understanding,
        session=reading.session,
        schema=reading.catalog.schema,
        toolbox=reading.toolbox,
        held=tuple(intent.preferences for intent in intents),
        like=tuple(intent.like for intent in intents),
        drafted=drafted.understanding is not reading.understood,
    )
