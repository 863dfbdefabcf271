"""What behaviours of a log tell, from the file to a person's taste."""

from __future__ import annotations

import numpy as np
import pytest

from palate import Agent, Catalog
from palate.errors import BadArgument
from palate.ranking.log import read_log

ITEMS = [{"sku": f"s{number}", "name": f"Thing {number}"} for number in range(6)]
LOG = [
    {"user": "a", "sku": "s0", "event": "purchase"},
    {"user": "a", "sku": "s1", "event": "return"},
    {"user": "a", "sku": "s2", "event": "zap"},
    {"user": "a", "sku": "s3", "event": "view"},
]


def test_what_speaks_against_an_item_is_no_liking() -> None:
    with Catalog.build(":memory:", items=ITEMS, interactions=LOG) as catalog:
        card, log = catalog.schema.log, read_log(catalog.connect(), catalog.schema.log)

    assert (card.consuming, card.against, card.unknown) == (("purchase",), ("return",), ("zap",))
    np.testing.assert_array_equal(log.consumed, [True, False, False, False])
    np.testing.assert_array_equal(log.liked, [True, False, False, False])
    np.testing.assert_array_equal(log.disliked, [False, True, False, False])


def test_what_was_returned_is_not_suggested_again() -> None:
    with Catalog.build(":memory:", items=ITEMS, interactions=LOG) as catalog, Agent(catalog, state=":memory:") as agent:
        shown = {item.title for item in agent.ask("show me something", user="a").items}

    assert shown == {"Thing 2", "Thing 3", "Thing 4", "Thing 5"}


def test_the_caller_says_what_a_behaviour_tells_and_later_rows_follow() -> None:
    with Catalog.build(":memory:", items=ITEMS, interactions=LOG, behaviours={"zap": "negative"}) as catalog:
        catalog.record([{"user": "b", "sku": "s4", "event": "zap"}, {"user": "b", "sku": "s5", "event": "plink"}])
        card = catalog.schema.log

    assert (set(card.against), card.unknown) == ({"return", "zap"}, ("plink",))


@pytest.mark.parametrize(
    ("given", "why"),
    [({"zap": "bad"}, "`zap` is said to be `bad`; expected positive, passive, negative."), ("zap", "should be what")],
)
def test_what_a_behaviour_cannot_tell_is_refused(given: object, why: str) -> None:
    with pytest.raises(BadArgument, match=why):
        Catalog.build(":memory:", items=ITEMS, interactions=LOG, behaviours=given)  # type: ignore[arg-type]
