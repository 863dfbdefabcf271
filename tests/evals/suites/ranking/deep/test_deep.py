"""Deep models: each tells two kinds of people apart, by what was done before and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.errors import CallerError
from palate.evals.suites.ranking.deep import ABOUT
from palate.ranking.history import Event
from palate.ranking.log import read_log
from palate.ranking.taste import Taste

pytest.importorskip("torch_rechub")

from palate.evals.suites.ranking.recommenders.deep.inputs import Inputs
from palate.evals.suites.ranking.recommenders.deep.ranker import DeepRanker
from palate.evals.suites.ranking.recommenders.deep.train import Settings

TINY = Settings(width=8, window=12, batch=64, steps=80, every=40, rate=0.02)
PEOPLE, EACH = 60, 12
RED, BLUE = ([f"{color}{at}" for at in range(EACH)] for color in ("red", "blue"))


def goods() -> list[dict[str, Any]]:
    return [{"id": item, "title": f"Thing {item}", "tags": ["all", item[-1]]} for item in (*RED, *BLUE)]


def actions() -> list[dict[str, Any]]:
    """Everybody likes all things of one colour but two, in an order of their own, and one of the other not at all."""
    draw, rows = np.random.default_rng(3), []
    for person in range(PEOPLE):
        own, others = ((RED, BLUE), (BLUE, RED))[person % 2]
        told = [(own[at], 5) for at in draw.permutation(EACH)[2:]]
        told.insert(3, (others[int(draw.integers(EACH))], 1))
        start = 1_000_000 + 1_000 * int(draw.integers(1_000))
        rows += [
            {"user": f"p{person}", "item": item, "rating": rating, "timestamp": start + at}
            for at, (item, rating) in enumerate(told)
        ]
    return rows


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    path = tmp_path_factory.mktemp("deep") / "two.db"
    with Catalog.build(path, items=goods(), interactions=actions()) as catalog:
        yield catalog


def liked(*items: str) -> Taste:
    return Taste(history=tuple(Event(item, 1.0, 2_000_000.0 + at) for at, item in enumerate(items)))


@pytest.mark.parametrize("name", ABOUT)
def test_the_withheld_items_of_ones_own_colour_come_before_all_of_the_other(
    catalog: Catalog, name: str, tmp_path: Path
) -> None:
    fitted = DeepRanker.fitted(catalog, name, settings=TINY)

    for own, other in ((RED, BLUE), (BLUE, RED)):
        scores = fitted.score(liked(*own[:10]), [*own[10:], *other])
        assert min(scores[:2]) > max(scores[2:])

    fitted.save(tmp_path / "net.pt")
    stored = DeepRanker.load(catalog, name, tmp_path / "net.pt", settings=TINY)
    assert stored.score(liked(*RED[:3]), BLUE) == fitted.score(liked(*RED[:3]), BLUE)


@pytest.mark.parametrize("name", ["sim", "sasrec"])
def test_the_same_seed_makes_the_same_model(catalog: Catalog, name: str) -> None:
    short = replace(TINY, steps=2, every=1)
    one, other, another = (
        DeepRanker.fitted(catalog, name, settings=short, seed=seed).score(liked("red1"), BLUE) for seed in (1, 1, 2)
    )

    assert one == other
    assert one != another


@pytest.mark.parametrize("name", ABOUT)
def test_who_did_nothing_gets_scores_too(catalog: Catalog, name: str) -> None:
    scores = DeepRanker.fitted(catalog, name, settings=replace(TINY, steps=1, every=1)).score(Taste(), [*RED, *BLUE])

    assert np.isfinite(scores).all()


def test_what_comes_later_changes_nothing_of_what_is_learnt_from(catalog: Catalog) -> None:
    log = read_log(catalog.connect(), catalog.schema.log).in_order()
    told, at = Inputs(log, 2 * EACH), np.array([40])
    later = log.times >= log.times[40]
    changed = Inputs(replace(log, items=np.where(later, 23 - log.items, log.items), liked=log.liked & ~later), 2 * EACH)
    every = np.arange(2 * EACH)[None]

    np.testing.assert_array_equal(told.before(at, 50), changed.before(at, 50))
    np.testing.assert_array_equal(told.fame(at, every), changed.fame(at, every))
    assert (told.fame(at, every) != told.fame(at - 39, every)).any()


def test_a_window_ends_before_its_event_and_begins_with_its_person(catalog: Catalog) -> None:
    inputs = Inputs(read_log(catalog.connect(), catalog.schema.log).in_order(), 2 * EACH)
    first = inputs.log.items[:4] + 1

    items, kinds = inputs.before(np.array([4, 11]), 5)

    assert items.tolist() == [[0, *first.tolist()], [0, 0, 0, 0, 0]]
    assert kinds.tolist() == [[0, 1, 1, 1, 3], [0, 0, 0, 0, 0]]


def test_a_log_without_times_is_refused(tmp_path: Path) -> None:
    rows = [{key: value for key, value in row.items() if key != "timestamp"} for row in actions()]
    with (
        Catalog.build(tmp_path / "untimed.db", items=goods(), interactions=rows) as untimed,
        pytest.raises(CallerError, match=r"The log has 0 likes with a time .*; `din` needs 100"),
    ):
        DeepRanker.fitted(untimed, "din", settings=TINY)


def test_palate_is_imported_without_torch() -> None:
    code = "import sys, palate.agent, palate.evals.suites.ranking.suite; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
