"""Bounds of categories: "good or better", where the app says the order of the values, and where nobody knows it."""

from __future__ import annotations

import pytest

from palate.agent.replies.disclose import snapped_words
from palate.catalog.catalog import Catalog
from tests.language.told import told

ROWS = [
    {"id": str(at), "title": f"Stone {at}", "cut": cut, "flaws": flaws}
    for at, (cut, flaws) in enumerate([("plain", 3), ("fine", 0), ("royal", 1), ("fine", 2), ("plain", 0)] * 3)
]
LINE = "{request} at least <cut:fine=at_least>"


def stones(cut: str) -> Catalog:
    return Catalog.build(":memory:", items=ROWS, fields={"cut": cut}, noun="stone")


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (LINE, ["fine", "royal"]),
        ("{request} <cut:fine=at_most> at most", ["plain", "fine"]),
        ("{request} <cut:royal=at_least> or better", "royal"),
    ],
)
def test_the_order_that_the_app_gives_bounds_a_category(line: str, values: str | list[str]) -> None:
    (entry,) = told(line, stones("category:plain<fine<royal")).intents[0].preferences

    assert entry.where is not None
    assert [part.value for part in entry.where.parts] == [values]


def test_without_an_order_the_value_stands_alone_and_the_reply_says_so() -> None:
    understood = told(LINE, stones("category"))
    assert [(snap.said, snap.alone) for snap in understood.snapped] == [("fine", True)]

    (entry,) = understood.intents[0].preferences
    assert entry.where is not None
    assert [part.value for part in entry.where.parts] == ["fine"]
    assert snapped_words(understood) == ("“fine” to mean just that, as I know no order of cut",)


def test_no_of_a_number_is_none_of_it() -> None:
    (entry,) = told("{request} no <flaws:flaws=avoid>", stones("category")).intents[0].preferences

    assert entry.where is not None
    assert [(part.field, part.op, part.value) for part in entry.where.parts] == [("flaws", "=", 0)]
