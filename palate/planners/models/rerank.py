"""One call of a model puts the best candidates in order and quotes their rows; code verifies the quotes.

The model only names rows by number, so the items stay the same. Rows that it does not name follow those that it names,
in their former order. A row whose quote does not occur in it keeps its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from pydantic import BaseModel

from palate.catalog.item import Item, ItemId
from palate.catalog.printable import json_text, one_line
from palate.catalog.schema import Kind, Schema
from palate.catalog.tongues.english import English
from palate.catalog.words import occurs, tokens
from palate.errors import ModelUnavailable
from palate.language.preference import Preference
from palate.llm.budget import SIGNS_A_TOKEN
from palate.llm.model import CallOptions, Message, Model
from palate.llm.structured import parse
from palate.planners.models.breaker import Breaker
from palate.planners.models.calls import JsonSchema
from palate.planners.models.data import data
from palate.planners.models.prompt import cell, wish
from palate.tools.stopwords import stop_words

MOST_ROWS = 40
MOST_TOKENS = 2_200
"""Of a prompt, instructions included."""
_MOST_WISHES, _MOST_LIKE = 8, 2
_LONGEST_MESSAGE, _LONGEST_WISH, _LONGEST_ROW, _SHORTEST_ROW, _STEP = 600, 240, 480, 60, 10
_TOKENS_A_ROW = 40
_KINDS: tuple[Kind, ...] = ("tags", "category", "flag", "number", "date")
"""Kinds of the fields shown in a row, the most descriptive first."""


class _Place(BaseModel, frozen=True):
    id: int
    quote: str


class _Ranked(BaseModel, frozen=True):
    ranked: list[_Place]


@dataclass(frozen=True)
class RerankRequest:
    """The candidates of a request, and what decides between them."""

    message: str
    items: Sequence[Item]
    """`MOST_ROWS` at most, in the order that they have."""
    schema: Schema
    most: int
    """How many a model may name."""
    wishes: Sequence[Preference] = ()
    like: Sequence[Item] = ()
    """Items that the result should resemble."""
    seconds: float = 60.0


@dataclass(frozen=True)
class Reranked:
    """The items of a request in their new order."""

    items: tuple[Item, ...]
    quotes: Mapping[ItemId, str]
    """Of each item that a model placed, the words of its row that speak for it."""
    differences: tuple[str, ...] = ()
    """A sentence for each entry of the answer that was not followed."""


@dataclass(frozen=True)
class ModelReranker:
    """Asks a model once."""

    model: Model
    breaker: Breaker = field(default_factory=Breaker)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    def rerank(self, request: RerankRequest) -> Reranked:
        """Return the items in the order that the model gives them.

        Raises:
            ModelError: the model gave nothing that can be used in time, or is left alone.
        """
        if self.breaker.is_open:
            raise ModelUnavailable(f"`{self.name}` failed before, and is left alone for now.")
        messages, rows = prompt(request)
        options = CallOptions(
            schema=_schema(request),
            max_tokens=_TOKENS_A_ROW * (request.most + 1),
            seconds=request.seconds,
            fixed=1,
        )
        with self.breaker.watching(self.name):
            answer = parse(self.model.complete(messages, options), _Ranked)
        return _ordered(answer.ranked, request.items, rows)


def prompt(request: RerankRequest) -> tuple[tuple[Message, ...], Sequence[str]]:
    """Return the messages of a request, within `MOST_TOKENS`, and the row of each item in them."""
    system = _instructions(request.schema.noun)
    wishes = [each for each in map(wish, request.wishes) if len(each) <= _LONGEST_WISH][:_MOST_WISHES]
    names = _telling(request)
    like, told = ([(item, _facts(item, names)) for item in each] for each in (request.like, request.items))
    texts = [each.name for each in request.schema.of_kind("text")]
    rows: list[str] = []
    content = ""
    # The longest rows of one length for all that leave the prompt within its bound.
    for longest in range(_LONGEST_ROW, _SHORTEST_ROW - 1, -_STEP):
        rows = [_row(item, facts, texts, longest) for item, facts in told]
        lines = [
            *(["Active: " + "; ".join(wishes)] if wishes else []),
            *(f"Like: {_row(item, facts, texts, longest)}" for item, facts in like[:_MOST_LIKE]),
            f"Message: {json_text(one_line(request.message, _LONGEST_MESSAGE))}",
            f"Name {request.most} of these rows at most:",
            *(f"{number}. {row}" for number, row in enumerate(rows, start=1)),
        ]
        content = "\n".join(lines)
        if len(system.content) + len(content) <= MOST_TOKENS * SIGNS_A_TOKEN:
            break
    return (system, Message(role="user", content=content)), rows


@cache
def _instructions(noun: str) -> Message:
    template = resources.files("palate.planners.models").joinpath("templates", "rerank.md").read_text(encoding="utf-8")
    return Message(role="system", content=template.format(plural=data(English().plural(noun))).strip())


def _telling(request: RerankRequest) -> list[tuple[str, bool]]:
    """Return the fields that tell candidates apart, each with whether its name is shown; those of wishes come first."""
    wished = {part.field for entry in request.wishes if entry.where is not None for part in entry.where.parts}
    fields = [
        each
        for each in request.schema.of_kind(*_KINDS)
        if len({json_text(item.get(each.name), default=str) for item in request.items}) > 1
    ]
    fields.sort(key=lambda each: (each.name not in wished, _KINDS.index(each.kind), each.distinct))
    return [(each.name, each.kind not in ("tags", "category")) for each in fields]


def _facts(item: Item, names: Sequence[tuple[str, bool]]) -> list[str]:
    return [
        f"{data(name)} {cell(item.get(name))}" if named else cell(item.get(name))
        for name, named in names
        if item.get(name) not in (None, [], "")
    ]


def _row(item: Item, facts: Sequence[str], texts: Sequence[str], longest: int) -> str:
    """Return an item's title and its most telling values, in two fifths of a row where it has a text, then the text."""
    row = data(one_line(item.title, longest // 4))
    text = one_line(" ".join(str(item.get(name)) for name in texts if item.get(name)))
    for fact in facts:
        if len(row) + len(fact) + 2 > (longest * 2 // 5 if text else longest):
            break
        row += f"; {fact}"
    room = longest - len(row)
    if not text or room <= 0:
        return row
    quoted = json_text(one_line(text, room))
    # At most every sign of one line is written as two.
    return f"{row}; {quoted if len(quoted) <= room + 2 else json_text(one_line(text, room // 2 + 1))}"


def _schema(request: RerankRequest) -> JsonSchema:
    place = {
        "type": "object",
        "properties": {"id": {"enum": list(range(1, len(request.items) + 1))}, "quote": {"type": "string"}},
        "required": ["id", "quote"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"ranked": {"type": "array", "items": place, "maxItems": request.most}},
        "required": ["ranked"],
        "additionalProperties": False,
    }


def _supports(quote: str, row: str) -> bool:
    """Tell whether a row has the words of a quote, and whether these say anything."""
    return occurs(quote, row) and any(word.normal not in stop_words() for word in tokens(quote))


def _ordered(ranked: Sequence[_Place], items: Sequence[Item], rows: Sequence[str]) -> Reranked:
    """Return the items in the order of a model's answer, as far as it holds."""
    named: dict[int, bool] = {}
    quotes: dict[ItemId, str] = {}
    differences: list[str] = []
    for each in ranked:
        place = each.id - 1
        if place in named or not 0 <= place < len(items):
            differences.append(f"Row {each.id} is none that was left to be named.")
            continue
        named[place] = _supports(each.quote, rows[place])
        if named[place]:
            quotes[items[place].id] = one_line(each.quote)
        else:
            differences.append(f"“{one_line(each.quote, 60)}” tells nothing of row {each.id}, which keeps its place.")
    others = iter(
        [*(place for place, holds in named.items() if holds), *(at for at in range(len(items)) if at not in named)]
    )
    order = [at if named.get(at) is False else next(others) for at in range(len(items))]
    return Reranked(tuple(items[at] for at in order), quotes, tuple(differences))
