"""Fluent replies: what the agent chose, said in other words by a writer who knows the facts and makes no mistake."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from palate.agent.replies.wording import capital, number, plural, titled
from palate.catalog.item import Item
from palate.evals.suites.claims.drafts import Draft
from palate.evals.suites.claims.phrasing import Phrasing
from palate.evals.suites.claims.statements import Speaker, Statement

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

_FACTS = 2
"""How many sentences are said of an item at the most."""


@dataclass(frozen=True)
class Fluent:
    """A reply in parts, so that one of them can be made wrong."""

    items: tuple[Item, ...]
    titles: tuple[str, ...]
    opening: str
    facts: tuple[tuple[str, ...], ...]
    """Of each item, sentences that name it."""
    closing: tuple[str, ...]
    required: tuple[str, ...]
    listed: bool
    """Whether items stand in a numbered list, or in running sentences."""

    @property
    def text(self) -> str:
        """The whole reply."""
        if self.listed:
            lines = [
                f"{place}. {title}: {' '.join(facts)}"
                for place, (title, facts) in enumerate(zip(self.titles, self.facts, strict=True), start=1)
            ]
        else:
            lines = [" ".join(sentence for facts in self.facts for sentence in facts)]
        return "\n".join([part for part in (self.opening, *lines, " ".join(self.closing), *self.required) if part])

    def adding(self, statement: Statement) -> Fluent:
        """Return it with one more sentence, in the place of what is said of that field of the item."""
        if statement.kind in ("superlative", "comparison", "only"):
            return replace(self, closing=(*self.closing, statement.text))
        place = [item.id for item in self.items].index(statement.item)
        facts = list(self.facts)
        facts[place] = (*facts[place][:1], statement.text) if self.listed else (*facts[place], statement.text)
        return replace(self, facts=tuple(facts))


def fluent(draft: Draft, catalog: Catalog, phrasing: Phrasing, name: str, chance: random.Random) -> Fluent:
    """Put a draft into other words, all of them true."""
    items = tuple(catalog.items(draft.evidence.shown))
    titles = tuple(titled(item, catalog.schema) for item in items)
    true = Speaker(catalog, items, phrasing.fields[name], chance).say(true=True)
    listed = chance.random() < 0.6
    facts = tuple(_facts([each for each in true if each.item == item.id], chance) for item in items)
    if listed:
        facts = tuple(
            tuple(_by_pronoun(fact, title, chance) for fact in own) for own, title in zip(facts, titles, strict=True)
        )
    noun = catalog.schema.noun
    wording = chance.choice([*phrasing.openings, *phrasing.plain])
    count = number(len(items))
    opening = wording.format(count=count, Count=capital(count), nouns=noun if len(items) == 1 else plural(noun))
    compared = [each.text for each in true if each.kind in ("superlative", "comparison", "only")]
    closing = tuple(chance.sample(compared, min(len(compared), chance.randint(0, 2))))
    return Fluent(items, titles, opening, facts, closing, draft.evidence.required, listed)


def _by_pronoun(fact: str, title: str, chance: random.Random) -> str:
    """Say "it" for the title, most of the time."""
    return capital(fact.replace(title, "it")) if chance.random() < 0.7 else fact


def _facts(true: Sequence[Statement], chance: random.Random) -> tuple[str, ...]:
    own = [each for each in true if each.kind in ("value", "number", "negation")]
    return tuple(each.text for each in chance.sample(own, min(len(own), _FACTS)))
