"""Putting a reply into other words by one call of a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources

from palate.agent.replies.rewriter import Written
from palate.agent.replies.wording import labelled, shown_value
from palate.catalog.item import Item
from palate.catalog.printable import json_text, one_line, printable
from palate.catalog.schema import Schema
from palate.errors import BadCompletion
from palate.llm.model import CallOptions, Message, Model

MOST_TOKENS = 500
_MOST_TEXT = 300
"""Characters of an item's text that a model is shown."""


@dataclass(frozen=True)
class ModelRewriter:
    """Asks a model once."""

    model: Model
    name: str = field(default="model", init=False)

    def rewrite(self, written: Written) -> str | None:
        """Return what the model writes.

        Raises:
            ModelError: it gave nothing, or was cut off before its end.
        """
        options = CallOptions(max_tokens=MOST_TOKENS, seconds=written.seconds)
        completion = self.model.complete(prompt(written), options)
        if completion.finish == "length":
            raise BadCompletion(f"`{completion.model}` was cut off before the end of its reply.")
        return printable(completion.text)


def prompt(written: Written) -> tuple[Message, ...]:
    """Return the messages that other words are asked for with; what items and people say is quoted as JSON."""
    schema = written.catalog.schema
    told = {
        "message": written.message,
        "reply": written.reply.text,
        "keep": list(written.evidence.required),
        "data": [
            _data(item, schema) for item in written.catalog.items(written.evidence.shown or written.evidence.about)
        ],
    }
    return (
        Message(role="system", content=resources.files(__package__).joinpath("rewrite.md").read_text(encoding="utf-8")),
        Message(role="user", content=json_text(told)),
    )


def _data(item: Item, schema: Schema) -> dict[str, str]:
    fields = [
        each for each in schema.fields if each.kind not in ("id", "title") and item.get(each.name) not in (None, [])
    ]
    values = {labelled(each.name): one_line(shown_value(item.get(each.name), each), _MOST_TEXT) for each in fields}
    return {"title": one_line(item.title, _MOST_TEXT), **values}
