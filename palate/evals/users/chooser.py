"""A person who knows what they want, says part of it, answers what they are asked, and judges what they are shown."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from palate.agent.reply import Ask, Reply
from palate.catalog.conditions import Where
from palate.catalog.schema import Schema
from palate.evals.users.phrasings.wishes import Wishes, called, label
from palate.evals.users.said_back import Alike, Mistaken, mistaken
from palate.evals.users.wish import Temper, Wish
from palate.language.asked import OPEN

Judge = Callable[[str], Wish | None]
"""Returns the first wish that an item (its id) does not meet; None where it is what was wanted."""


@dataclass
class Chooser:
    """Volunteers, answers, and rejects until an item meets every wish.

    A wish that is told on ask is told as well when something is shown that breaches it. One that is hidden is never
    told: what breaches it is rejected, perhaps with the field that is wrong.
    """

    wishes: Sequence[Wish]
    schema: Schema
    judge: Judge
    words: Wishes
    chance: random.Random
    temper: Temper = "cooperative"
    final: bool = False
    """Whether the first item shown is taken, right or wrong."""
    met: Callable[[str], int] = field(default=lambda _: 0)
    """How many wishes an item (its id) meets, by which somebody can tell which of two comes closer."""
    alike: Alike = field(default=lambda one, other: one == other)
    """By which somebody can tell if they were understood."""
    told: list[Wish] = field(default_factory=list)
    taken: str | None = None
    """The item that was accepted, or taken at first sight."""

    def say(self, reply: Reply | None = None) -> str | None:
        """Return the next message; None where an item is taken, or where the agent says that there is none."""
        if reply is None:
            return self._voiced(self._opening())
        if reply.items:
            return self._judged(reply.items[0].id)
        if reply.act == "abstain":
            return None
        if reply.question is not None:
            return self._voiced(self._answer(reply.question))
        return self._voiced([*self._one_of("nudge"), *self._again()])

    @property
    def accepted(self) -> bool:
        """Whether what was taken is what was wanted."""
        return self.taken is not None and self.judge(self.taken) is None

    def _opening(self) -> list[str]:
        opening = [] if self.temper == "terse" else self._one_of("open")
        volunteered = [wish for wish in self.wishes if wish.reveal == "volunteered"]
        said = [*opening, *(self._tell(wish) for wish in volunteered)]
        return [*said, *self._one_of("final")] if self.final else said

    def _answer(self, question: Ask) -> list[str]:
        """Tell a wish about the field that is asked about, or any that is told on ask where the question is open.

        Between two items, name the one that meets more of all wishes.
        """
        if question.items:
            return self._closer(question)
        wrong = self._put_right(question)
        if question.understood and question.field == OPEN:
            return [*wrong, *self._next()] or self._one_of("unsettled")
        if wrong:
            return wrong
        here = [wish for wish in self.wishes if wish.field == question.field and wish.reveal != "hidden"]
        if here:
            return [self._again_or_first(wish) for wish in here]
        if self.schema.has(question.field) and self.schema.field(question.field).kind not in ("title", "text"):
            return self._one_of("unsettled")
        if question.options:
            return [*self._one_of("neither"), *self._again()]
        return self._next() or self._one_of("unsettled")

    def _put_right(self, question: Ask) -> list[str]:
        """Tell again what was taken for something else, and say of what nobody asked for that it was not."""
        wrong = mistaken(self.told, question.understood, self.alike) if question.understood else Mistaken()
        again = [self._again_or_first(wish) for wish in wrong.again]
        return [
            *again,
            *(text for where in wrong.unasked for text in self._one_of("unasked", what=called(where, self.schema))),
        ]

    def _closer(self, question: Ask) -> list[str]:
        met = [self.met(item) for item in question.items]
        if met.count(max(met)) > 1:
            return self._one_of("neither")
        return [question.options[met.index(max(met))]]

    def _judged(self, item: str) -> str | None:
        broken = self.judge(item)
        if self.final or broken is None:
            self.taken = item
            return None
        if broken.reveal != "hidden":
            return self._voiced([*self._one_of("dismiss"), self._again_or_first(broken)])
        if broken.hinted:
            return self._voiced(self._one_of("hint", field=label(self.schema.field(broken.field))))
        return self._voiced(self._one_of("dismiss"))

    def _next(self) -> list[str]:
        untold = [wish for wish in self.wishes if wish.reveal == "asked" and wish not in self.told]
        return [self._tell(untold[0])] if untold else []

    def _again(self) -> list[str]:
        """Tell once more what was told before."""
        return [self._again_or_first(wish) for wish in self.told]

    def _again_or_first(self, wish: Wish) -> str:
        if wish not in self.told:
            return self._tell(wish)
        return self._one_of("restate", wish=self._said(wish.where))[0]

    def _tell(self, wish: Wish) -> str:
        self.told.append(wish)
        right = self._said(wish.where)
        if wish.instead is None or self.temper != "self-correcting":
            return right
        return self._one_of("correct", wrong=self._said(wish.instead), right=right)[0]

    def _said(self, where: Where) -> str:
        return self.words.wish(where, self.schema, self.chance, terse=self.temper == "terse")

    def _one_of(self, act: str, **slots: str) -> list[str]:
        ways: Sequence[str] = getattr(self.words, act)
        way = self.chance.choice(ways)
        if self.schema.noun[0] in "aeiou":
            way = way.replace(" a {noun}", " an {noun}")
        return [way.format(noun=self.schema.noun, **slots)]

    def _voiced(self, parts: Sequence[str]) -> str:
        """Join what is said in the way of the person's temper."""
        said = [part for part in parts if part]
        if self.temper == "rambling":
            said = [*self._one_of("aside"), *said, *self._one_of("aside")]
        if self.temper == "terse":
            return ". ".join(part.rstrip(".") for part in said)
        return " ".join(_sentence(part) for part in said)


def _sentence(text: str) -> str:
    capital = f"{text[:1].upper()}{text[1:]}"
    return capital if capital[-1:] in ".?!" else f"{capital}."
