"""A model may stop anywhere and say anything: whatever it writes is checked, and nothing of it raises."""

from __future__ import annotations

import random

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.evals.suites.claims.handwritten import paraphrases


def test_a_reply_that_is_cut_or_garbled_anywhere_is_checked(films: Catalog) -> None:
    chance = random.Random(7)
    replies = chance.sample([each for each in paraphrases("development") if each.catalog == "films"], 150)

    for reply in replies:
        words = reply.text.split(" ")
        cut = words[: chance.randrange(1, len(words))]
        for said in (cut, chance.sample(words, len(words)), [word for word in words if chance.random() > 0.2]):
            check(" ".join(said).rstrip(".,") + ".", reply.examined().evidence, films)


def test_a_reply_may_end_in_a_word_that_counts(films: Catalog) -> None:
    reply = next(each for each in paraphrases("development") if each.catalog == "films")

    for word in ("only", "the", "one", "another", "all but", "more than", "of the", "between"):
        check(f"{reply.text} {word}", reply.examined().evidence, films)
