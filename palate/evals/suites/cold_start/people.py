"""Whose log is hidden, what they may be asked about, and what they answer."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from palate.catalog.item import ItemId
from palate.evals.suites.sessions.people import LIKED, Rating
from palate.evals.users.phrasings import Split

Answer = Literal["liked", "disliked", "not seen"]
TEST, DEVELOPMENT = 0.3, 0.15
"""The shares of people whose log is hidden: models are built from the others alone."""
_SPLIT_SEED = 100_000


@dataclass(frozen=True)
class Stranger:
    """Somebody who is in no model."""

    user: str
    split: Split
    askable: frozenset[ItemId]
    """Half of all items; which half is drawn for each person. The other half is what is put in order."""
    answers: Mapping[ItemId, Answer]
    """What they have seen of that half."""
    liked: frozenset[ItemId]
    """What they liked of the other half."""

    def asked(self, item: ItemId) -> Answer:
        """Answer whether an item was seen, and liked."""
        return self.answers.get(item, "not seen")


def strangers(ratings: Sequence[Rating], items: Sequence[ItemId]) -> list[Stranger]:
    """Choose the people, test people first; who liked nothing of what is put in order is none of them.

    Questions and order have disjoint items, so no question takes a liked item out of the order, and all questioners
    are measured by the same one.
    """
    users = sorted({each.user for each in ratings})
    random.Random(_SPLIT_SEED).shuffle(users)  # noqa: S311
    test, hidden = round(TEST * len(users)), round((TEST + DEVELOPMENT) * len(users))
    split: dict[str, Split] = dict.fromkeys(users[:test], "test")
    split.update(dict.fromkeys(users[test:hidden], "development"))
    found = [_stranger(user, split[user], [each for each in ratings if each.user == user], items) for user in split]
    return [each for each in found if each.liked]


def _stranger(user: str, split: Split, ratings: Sequence[Rating], items: Sequence[ItemId]) -> Stranger:
    drawn = random.Random(f"{_SPLIT_SEED} {user}").sample(items, len(items) // 2)  # noqa: S311
    askable = frozenset(drawn)
    answers: dict[ItemId, Answer] = {
        each.item: "liked" if each.value >= LIKED else "disliked" for each in ratings if each.item in askable
    }
    liked = frozenset(each.item for each in ratings if each.item not in askable and each.value >= LIKED)
    return Stranger(user, split, askable, answers, liked)
