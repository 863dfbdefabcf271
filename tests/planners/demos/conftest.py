from __future__ import annotations

from palate.planners.demos.demonstration import Demonstration, Source
from palate.planners.models.answer import Answer
from palate.planners.models.numbered import Numbered, Shown

READ = Answer(acts=(("request",),), parts={"1": "want"})


def message(said: str, *kinds: str, context: str = "new") -> Shown:
    """A masked message of one sentence."""
    parts = tuple(Numbered(kind=kind) for kind in kinds)
    return Shown(context=context, sentences=(said,), parts=parts)


def demonstration(name: str, *users: str, said: str = "a [value]", source: Source = "seed") -> Demonstration:
    """One that shows a wish for a value."""
    return Demonstration(id=name, shown=message(said, "value"), read=READ, source=source, users=users)
