"""Is there nothing in evidence to answer a question from?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.wording import labelled
from palate.agent.state import StepRecord
from palate.catalog.words import normal, tokens
from palate.tools.result import ToolResult

_STEM = 5
"""Letters of a name that other forms of it share."""


def unfounded_answer(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where words that ask for a fact name nothing that the catalogue holds of its items.

    "What is the budget of Alien?" asks for no field that there is: to tell something else of it would be no answer.
    """
    question, unknown = seen.intent.question, seen.understanding.unknown
    if not seen.over or seen.plan.kind != "answer" or question is None or question.kind != "attribute":
        return
    if unknown and not _is_named(question.field, seen.understanding.message):
        yield Finding(
            kind="unfounded",
            severity="warning",
            message=f"Nothing here is called {' or '.join(f'“{words}”' for words in unknown)}.",
            data={"words": list(unknown)},
        )


def _is_named(field: str | None, message: str) -> bool:
    """Tell whether a word of the message is the field's name, or begins like it as "directed" does like `director`."""
    if field is None:
        return False
    stems = {normal(part)[:_STEM] for part in labelled(field).split()}
    return any(word.normal.startswith(stem) for word in tokens(message) for stem in stems)
