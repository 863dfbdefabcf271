from __future__ import annotations

import pytest

from palate import Catalog
from palate.ranking import places
from palate.ranking.places import known_positions


def test_ids_keep_their_order_and_unknown_ones_are_left_out(tiny: Catalog) -> None:
    first, second, third = tiny.columns.ids()[:3]

    assert known_positions(tiny, [third, "none", first, third]) == {third: 2, first: 0}
    assert known_positions(tiny, [second, third]) == {second: 1, third: 2}


def test_more_ids_than_are_held_are_found_too(tiny: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_HELD", 2)
    first, second, third = tiny.columns.ids()[:3]

    assert known_positions(tiny, [first, second]) == {first: 0, second: 1}
    assert known_positions(tiny, [second, third]) == {second: 1, third: 2}
