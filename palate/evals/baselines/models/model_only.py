"""The model alone: it is told the conversation and recommends from what it knows, without a look at the catalogue."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from palate.agent.policies import positions_of
from palate.agent.reply import Recommendation, Reply, Trace
from palate.catalog.item import ItemId
from palate.evals.baselines.models.answering import Spent, answer
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.baselines.models.person import liked_titles, likings, showed
from palate.evals.baselines.models.titles import item_of
from palate.evals.baselines.ordering import OrderingTalker
from palate.evals.baselines.scorers import by_neighbours
from palate.evals.contestant import Setup
from palate.llm.model import Message, Model
from palate.ranking.taste import Taste

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item

INSTRUCTIONS = (
    "You recommend {noun}s in conversation. Answer each message with JSON: the titles of exactly {k} {noun}s that the "
    "person would like and does not know yet, the best first, none that was named before."
)


class _Titles(BaseModel):
    titles: list[str]


@dataclass(frozen=True)
class ModelOnlyContestant:
    """A model without a catalogue."""

    choice: ModelChoice
    name: str = "model-only"

    @property
    def about(self) -> str:
        """What it is."""
        return f"{self.choice.name} alone, told the conversation and what the person liked; its titles are looked up"

    def open(self, catalog: Catalog, setup: Setup | None = None) -> ModelOnlyTalker:
        """Open it over a catalogue, in which only its titles are looked up."""
        return ModelOnlyTalker(catalog, self.choice.open(), setup or Setup())


class ModelOnlyTalker(OrderingTalker):
    """Shows the items whose titles the model writes, and keeps to the item policies.

    A title of no item takes no place: fewer are shown. Where the model fails, what people of like taste like is shown,
    and the trace says so.
    """

    def __init__(self, catalog: Catalog, model: Model, setup: Setup) -> None:
        super().__init__(catalog, by_neighbours, setup)
        self._model = model
        self._said: dict[tuple[str | None, str | None], list[Message]] = {}

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        """Ask the model for titles, and show the items that they are of."""
        started = time.perf_counter()
        said = self._said.setdefault((user, session), [])
        said.append(Message(role="user", content=message))
        kept = self._session(user, session)
        taste, spent = self._taste(user, kept), Spent()
        k = self._setup.config.k
        found = answer(self._model, (self._instructions(user, taste), *said), _Titles, schema=_schema(k))
        spent.add(found)
        if found.value is None:
            reply = super().ask(message, user=user, session=session)
        else:
            kept.messages.append(message)
            shown = self._shown(found.value.titles[:k], taste, kept.shown, spent)
            kept.shown.update(item.id for item in shown)
            reply = _reply(shown, seconds=time.perf_counter() - started)
        said.append(showed([item.title for item in reply.items]))
        return spent.noted_in(reply)

    def close(self) -> None:
        """Forget the sessions."""
        super().close()
        self._said.clear()

    def _instructions(self, user: str | None, taste: Taste) -> Message:
        noun, k = self._catalog.schema.noun, self._setup.config.k
        parts = (INSTRUCTIONS.format(noun=noun, k=k), likings(liked_titles(self._catalog, user, taste)))
        return Message(role="system", content=" ".join(filter(None, parts)))

    def _shown(self, titles: Sequence[str], taste: Taste, before: Iterable[ItemId], spent: Spent) -> list[Item]:
        """Return the items of titles, each once, without those that may not be shown; and count what is left out."""
        named = {title: item_of(title, self._catalog) for title in titles}
        invented = [title for title, item in named.items() if item is None]
        ids = list(dict.fromkeys(item for item in named.values() if item is not None))
        barred = self._barred(taste, before)
        spent.counts = {
            "titles": len(titles),
            "invented": len(invented),
            "barred": sum(each in barred for each in ids),
        }
        spent.notes += [f"`{title}` is no title of this catalogue." for title in invented]
        return self._catalog.items([each for each in ids if each not in barred])

    def _barred(self, taste: Taste, before: Iterable[ItemId]) -> set[ItemId]:
        rules = [policy.barred(self._catalog, taste) for policy in self._setup.policies]
        out = [*rules, positions_of(self._catalog, taste.rejected)]
        return {*before, *(item for positions in out for item in self._catalog.ids(positions))}


def _schema(k: int) -> dict[str, Any]:
    titles = {"type": "array", "items": {"type": "string", "maxLength": 120}, "minItems": k, "maxItems": k}
    return {"type": "object", "properties": {"titles": titles}, "required": ["titles"], "additionalProperties": False}


def _reply(items: Sequence[Item], *, seconds: float) -> Reply:
    shown = tuple(
        Recommendation(
            id=item.id, title=item.title, score=1 / place, fields=item.fields, reasons=("the model named it",)
        )
        for place, item in enumerate(items, start=1)
    )
    text = "; ".join(item.title for item in items) or "I have nothing to show."
    return Reply(act="recommend" if shown else "abstain", text=text, items=shown, trace=Trace(seconds=seconds))
