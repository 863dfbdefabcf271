"""A person with one item in mind that they never name: they open with nothing, and tell one fact a turn."""

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
    """Opens with two genres and the decade at once, where they are known, instead of with nothing."""
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
        genres = [fact for fact in self.facts if fact.slot == "genre"]
        decades = [fact for fact in self.facts if fact.slot == "decade"]
        if not self.chatty or len(genres) < 2 or not decades:
            return self.chance.choice(self.words.open)
        self.told += [genres[0], genres[1], decades[0]]
        one, other = (self.words.genre_words(genre.value, self.chance) for genre in genres[:2])
        return self.chance.choice(self.words.chat).format(
            one=one, other=other, decade=self.words.decade_words(decades[0].value, self.chance)
        )

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


def _asked(facts: Sequence[Fact], reply: Reply) -> Fact | None:
    """Return the fact that a question asks for, where the person knows it."""
    if reply.question is None:
        return None
    return next((fact for fact in facts if _FIELDS.get(fact.slot) == reply.question.field), None)
