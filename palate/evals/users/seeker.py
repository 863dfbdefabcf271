"""A person with one item in mind that they never name: all that they open with is their taste, and one fact a turn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from palate.agent.reply import Reply
from palate.evals.users.facts import Fact
from palate.evals.users.phrasings import Phrasings

_FIELDS = {"genre": "genres", "decade": "year", "cast": "cast", "director": "director"}


@dataclass
class Seeker:
    """Tells `facts` in their order, but one that is asked for first; then only asks for others."""

    facts: Sequence[Fact]
    words: Phrasings
    chance: random.Random
    chatty: bool = False
    """Opens with two genres and the decade at once, where they are known, instead of with one fact."""
    told: list[Fact] = field(default_factory=list)

    def say(self, reply: Reply | None = None) -> str | None:
        """Return the next message. There always is one."""
        if reply is None:
            return self._opening()
        left = [fact for fact in self.facts if fact not in self.told]
        if not left:
            return self.chance.choice(self.words.nothing)
        fact = _asked(left, reply) or left[0]
        dismissal = self.chance.choice(self.words.dismiss) if reply.items else ""
        return dismissal + self._tell(fact)

    def _opening(self) -> str:
        first = told_by_turn(self.facts, chatty=self.chatty)[0] if self.facts else []
        if len(first) > 1:
            self.told += first
            one, other = (self.words.genre_words(fact.value, self.chance) for fact in first if fact.slot == "genre")
            decade = next(fact.value for fact in first if fact.slot == "decade")
            return self.chance.choice(self.words.chat).format(
                one=one, other=other, decade=self.words.decade_words(decade, self.chance)
            )
        opening = self.chance.choice(self.words.open)
        stop = "" if opening[-1] in ".?!" else "."
        return f"{opening}{stop} {self._tell(first[0])}" if first else opening

    def _tell(self, fact: Fact) -> str:
        self.told.append(fact)
        match fact.slot:
            case "genre":
                return self.chance.choice(self.words.genre).format(
                    genre=self.words.genre_words(fact.value, self.chance)
                )
            case "decade":
                return self.chance.choice(self.words.decade).format(
                    decade=self.words.decade_words(fact.value, self.chance)
                )
            case "liked":
                return self.chance.choice(self.words.liked).format(film=fact.value)
            case "plot":
                return self.chance.choice(self.words.plot).format(word=fact.value)
            case "cast" | "director":
                templates = self.words.cast if fact.slot == "cast" else self.words.director
                return self.chance.choice(templates).format(person=fact.value)


def told_by_turn(facts: Sequence[Fact], *, chatty: bool = False) -> list[list[Fact]]:
    """Return what a person tells in each turn, unless they are asked: one fact, of a chatty one three in the first."""
    genres = [fact for fact in facts if fact.slot == "genre"][:2]
    decades = [fact for fact in facts if fact.slot == "decade"][:1]
    first = [*genres, *decades] if chatty and len(genres) > 1 and decades else list(facts[:1])
    return [first, *([fact] for fact in facts if fact not in first)]


def _asked(facts: Sequence[Fact], reply: Reply) -> Fact | None:
    """Return the fact that a question asks for, where the person knows it."""
    if reply.question is None:
        return None
    return next((fact for fact in facts if _FIELDS.get(fact.slot) == reply.question.field), None)
