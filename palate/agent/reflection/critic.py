"""A model's second look at what would be shown.

It decides nothing: it may name one finding, with the words of the message that it is about, and these are looked for
when the plan is made once more. What it says of words that have a condition already is not believed, since conditions
are checked item by item.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, Field

from palate.agent.budgets import asking
from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.request import conditions_in_words
from palate.agent.state import StepRecord
from palate.catalog.item import Item
from palate.catalog.printable import json_text, one_line
from palate.catalog.words import singular, tokens
from palate.llm.model import CallOptions, Message, Model
from palate.llm.structured import ask
from palate.tools.result import ToolResult
from palate.tools.stopwords import stop_words

Named = Literal["none", "unused", "unfit"]
"""What a critic may find: nothing; words that the result passes over; an item that words speak against."""
_TOKENS = 80
_LONGEST = 600
"""Characters of the message and of each item that it reads."""
_LONGEST_TITLE = 160


class Criticism(BaseModel, frozen=True):
    """What a model says of a result."""

    finding: Named
    quote: str = Field(default="", max_length=_LONGEST)


@dataclass(frozen=True)
class ModelCritic:
    """A reflector that asks a model, where a plan has come to its end and there are items to show."""

    model: Model

    def __call__(self, step: StepRecord, result: ToolResult, seen: Situation, /) -> Iterator[Finding]:  # noqa: ARG002
        """Yield what the model finds; what does not bind to the message is only told."""
        if seen.selection is None or not seen.selection.items:
            return
        said = self._asked(seen)
        if said.finding == "none":
            return
        found = f"The critic found `{said.finding}`: “{said.quote}”."
        if said.quote.casefold() not in seen.state.message.casefold():
            yield _told("uncritical", f"{found} That is not in the message.")
        elif left := _unplaced(said.quote, seen):
            yield _told("critic", found, named=said.finding, quote=left)
        else:
            yield _told("uncritical", f"{found} That has a part in the plan already.")

    def _asked(self, seen: Situation) -> Criticism:
        with asking(seen.turn):
            seconds = seen.turn.parts.config.budget.model_seconds
            return ask(self.model, _prompt(seen), Criticism, CallOptions(max_tokens=_TOKENS, seconds=seconds))


def of_no_help(error: Exception) -> Finding:
    """Return the finding of a critic that failed: what was found without it stands."""
    return _told("uncritical", f"The critic was of no help: {error}")


def _told(kind: Literal["critic", "uncritical"], message: str, **data: Any) -> Finding:
    return Finding(kind=kind, severity="info", message=message, data=data)


def _unplaced(quote: str, seen: Situation) -> str:
    """Return the words of a quote that tell something and have no part in what was understood."""
    intent, schema = seen.intent, seen.turn.parts.catalog.schema
    mentions = (*intent.like, *intent.about, *intent.seen, *intent.reject)
    quotes = [schema.noun, *(entry.provenance.quote for entry in intent.preferences)]
    quotes += [
        *(each.quote for each in mentions),
        *(each.quote for each in intent.bounds),
        *(each.quote for each in intent.order),
    ]
    placed = {form for text in quotes for word in tokens(text) for form in (word.normal, *singular(word.normal))}
    left = [
        word.text
        for word in tokens(quote)
        if word.normal not in stop_words() and placed.isdisjoint((word.normal, *singular(word.normal)))
    ]
    return " ".join(left)


def _prompt(seen: Situation) -> tuple[Message, ...]:
    # What other sessions told is sent to a model only where the app says so.
    share = seen.turn.parts.config.share_memory
    understood = conditions_in_words(seen.turn, seen.held.preferences if share else seen.held.request)
    items = seen.selection.items if seen.selection is not None else []
    lines = [
        f"Message: {one_line(seen.state.message[:_LONGEST])}",
        f"Understood: {'; '.join(understood) or 'nothing in particular'}",
        *(f"{number}. {_as_data(item, seen)}" for number, item in enumerate(items, start=1)),
    ]
    template = resources.files("palate.agent.reflection").joinpath("critic.md").read_text(encoding="utf-8")
    return (Message(role="system", content=template.strip()), Message(role="user", content="\n".join(lines)))


def _as_data(item: Item, seen: Situation) -> str:
    """Return an item's values as JSON, without its texts: whatever a seller wrote there is nothing to follow."""
    texts = {field.name for field in seen.turn.parts.catalog.schema.of_kind("text")}
    values = {name: value for name, value in item.fields.items() if name not in texts and value not in (None, [])}
    return json_text({"title": one_line(item.title, _LONGEST_TITLE), **values})[:_LONGEST]
