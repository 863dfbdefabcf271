"""Tools over a catalogue that changes while they work."""

from __future__ import annotations

import threading

import pytest

from palate import Catalog
from palate.ranking.taste import Taste
from palate.tools.toolbox import Toolbox
from tests.tools.conftest import turn

CALLS = [
    ("filter", {"where": [{"field": "genres", "op": "not_contains", "value": "Horror"}]}),
    ("search", {"query": "alien dune comedy"}),
    ("similar", {"items": ["1"]}),
    ("rank", {}),
    ("rank", {"order": [{"field": "year"}]}),
    ("facets", {}),
    ("lookup", {"group_by": "genres"}),
    ("sql", {"query": "SELECT COUNT(*) FROM items JOIN popularity USING (id)"}),
]


def test_a_new_item_and_new_interactions_are_seen_at_once(tiny: Catalog) -> None:
    context = turn(tiny, taste=Taste(likes={"1": 1.0}))
    box = Toolbox()
    box.get("rank").run(context, {})

    tiny.upsert([{"id": "9", "title": "Aliens", "year": 1986, "runtime": 137, "genres": ["Horror", "Sci-Fi"]}])
    tiny.record([{"user": user, "item": "9", "rating": 5} for user in ("ann", "bob", "eve")])

    assert set(box.get("search").run(turn(tiny), {"query": "aliens"}).candidates or ()) == {"1", "9"}
    ranked = box.get("rank").run(turn(tiny, taste=Taste(likes={"1": 1.0})), {}).candidates
    assert ranked is not None
    assert set(ranked[:2]) == {"7", "9"}
    similar = box.get("similar").run(turn(tiny), {"items": ["9"]})
    assert similar.candidates is not None
    assert similar.candidates[0] == "1"


@pytest.mark.parametrize(("name", "args"), CALLS)
def test_a_catalogue_may_grow_while_tools_run(tiny: Catalog, name: str, args: dict[str, object]) -> None:
    stop, box = threading.Event(), Toolbox()

    def grow() -> None:
        for at in range(12):
            if stop.is_set():
                return
            tiny.upsert([{"id": f"n{at}", "title": f"Dune {at}", "year": 2000, "genres": ["Comedy", "Sci-Fi"]}])
            tiny.record([{"user": f"u{at}", "item": item, "rating": 5} for item in (f"n{at}", "1", "7")])

    writer = threading.Thread(target=grow)
    writer.start()
    reasons = []
    while writer.is_alive():
        reasons.append(box.get(name).run(turn(tiny, taste=Taste(likes={"1": 1.0, "n0": 1.0})), args).reason)
    stop.set()
    writer.join()

    assert reasons
    assert set(reasons) == {None}
