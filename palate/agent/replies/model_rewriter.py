"""Putting a reply into other words by one call of a model, which chooses among slots and connectives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from pydantic import BaseModel, ValidationError

from palate.agent.replies.rewriter import Written
from palate.agent.replies.slots.form import connectives
from palate.catalog.printable import json_text, one_line
from palate.errors import BadCompletion
from palate.llm.model import CallOptions, Message, Model
from palate.llm.structured import read_json

MOST_TOKENS = 700
_MOST_TEXT = 120
"""Characters of a slot's text that a model is shown."""
_MOST_LINES = 24
_MOST_PIECES = 120


class _Lines(BaseModel):
    lines: list[list[str]]


@dataclass(frozen=True)
class ModelRewriter:
    """Asks a model once."""

    model: Model
    name: str = field(default="model", init=False)

    def rewrite(self, written: Written) -> str | None:
        """Return what the model chooses.

        Raises:
            ModelError: it gave nothing, or was cut off before its end.
        """
        options = CallOptions(max_tokens=MOST_TOKENS, seconds=written.seconds, schema=schema(written))
        completion = self.model.complete(prompt(written), options)
        try:
            chosen = _Lines.model_validate_json(read_json(completion.text) or "")
        except ValidationError as error:
            cut = " before its end" if completion.finish == "length" else ""
            raise BadCompletion(f"`{completion.model}` gave no lines of slots and words{cut}.") from error
        return "\n".join(_spaced(line, written.language) for line in chosen.lines)


def schema(written: Written) -> Mapping[str, Any]:
    """Return the JSON schema of a reply: lines of slots, connectives and signs."""
    slots = [f"{{{name}}}" for name in written.cells.texts]
    between = connectives(written.language)
    pieces = {"type": "string", "enum": [*slots, *sorted(between.words), *sorted(between.signs)]}
    line = {"type": "array", "items": pieces, "maxItems": _MOST_PIECES}
    lines = {"type": "array", "items": line, "maxItems": _MOST_LINES}
    return {"type": "object", "properties": {"lines": lines}, "required": ["lines"], "additionalProperties": False}


def prompt(written: Written) -> tuple[Message, ...]:
    """Return the messages that other words are asked for with; what items and people say is quoted as JSON."""
    told = {
        "message": one_line(written.message, _MOST_TEXT),
        "reply": written.reply.text,
        "slots": {f"{{{name}}}": one_line(text, _MOST_TEXT) for name, text in written.cells.texts.items()},
    }
    rules = resources.files(__package__).joinpath("rewrite.md").read_text(encoding="utf-8")
    words = " ".join(sorted(connectives(written.language).words))
    return (
        Message(role="system", content=f"{rules.strip()}\n\nWords: {words}"),
        Message(role="user", content=json_text(told)),
    )


def _spaced(line: list[str], language: str) -> str:
    """Put pieces together, with no space before a sign."""
    signs, space = connectives(language).signs, "" if language == "zh" else " "
    return "".join(f"{'' if piece in signs else space}{piece}" for piece in line).strip()
