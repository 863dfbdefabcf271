from __future__ import annotations

from palate import Catalog
from palate.tools.similar import similar
from tests.tools.conftest import leaves_nothing, run, turn


def test_it_keeps_and_orders_what_is_alike_without_the_given_item(tiny: Catalog) -> None:
    result = run(similar, turn(tiny), items=["1"])

    assert result.candidates == ["7", "3", "6"]
    assert (result.status, result.before, result.summary) == ("ok", 8, "3 of 8 are like `Alien`")


def test_it_says_why(tiny: Catalog) -> None:
    because = run(similar, turn(tiny), items=["1"]).evidence["because"]

    assert because["7"] == [{"item": "1", "title": "Alien", "together": 0.0833, "shared": {"genres": ["Sci-Fi"]}}]
    assert because["6"] == [{"item": "1", "title": "Alien", "together": 0.0, "shared": {"genres": ["Sci-Fi"]}}]


def test_without_interactions_content_decides(tiny: Catalog) -> None:
    result = run(similar, turn(tiny), items=["6"])

    # Alien has a second genre, and Dune of 2021 too; Alien is nearer in years.
    assert result.candidates == ["1", "7"]


def test_several_items_are_blended(tiny: Catalog) -> None:
    result = run(similar, turn(tiny), items=["1", "2"])

    assert result.candidates is not None
    assert set(result.candidates) == {"3", "4", "6", "7", "8"}
    assert result.summary == "5 of 8 are like `Alien`, `Fargo`"


def test_only_candidates_are_kept(tiny: Catalog) -> None:
    assert run(similar, turn(tiny, "1", "6", "8"), items=["1"]).candidates == ["6"]


def test_nothing_alike_is_empty(tiny: Catalog) -> None:
    result = run(similar, turn(tiny), items=["5"])

    assert leaves_nothing(result, "empty")


def test_an_unknown_item_fails_and_leaves_nothing(tiny: Catalog) -> None:
    result = run(similar, turn(tiny), items=["1", "zz"])

    assert leaves_nothing(result, "failed")
    assert str(result.reason).startswith("`zz` is not in `tiny`")
    assert run(similar, turn(tiny), items=[]).status == "failed"
