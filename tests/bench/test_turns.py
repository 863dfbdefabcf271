"""The bench runs from end to end, at a size that takes no time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.catalogues import build_figure, catalogue
from bench.overhead import overhead_figure
from bench.requests import KINDS, facts, misspelt, mix
from bench.synthetic import Size
from bench.turns import turn_figures
from palate import Catalog

SIZE = Size(500)


def silent(stage: str, done: int, total: int | None) -> None:
    """Show no progress."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture
def synthetic(cache: Path) -> Iterator[Catalog]:
    with catalogue(SIZE, progress=silent, cache=cache) as opened:
        yield opened


def test_the_catalogue_is_kept_between_runs(synthetic: Catalog, cache: Path) -> None:
    assert synthetic.schema.items == 500
    assert synthetic.schema.log.interactions == 5_000
    before = synthetic.path.stat().st_mtime_ns

    with catalogue(SIZE, progress=silent, cache=cache) as again:
        assert again.path.stat().st_mtime_ns == before


def test_the_mix_has_as_many_of_each_kind_and_is_fixed(synthetic: Catalog) -> None:
    requests = mix(facts(synthetic), 3)

    assert Counter(request.kind for request in requests) == dict.fromkeys(KINDS, 3)
    assert requests == mix(facts(synthetic), 3)
    assert requests != mix(facts(synthetic), 3, seed=1)


def test_a_misspelt_title_is_another_one() -> None:
    assert misspelt("The Shining") == "The Shniing"


def test_turns_are_measured_all_together_and_by_kind(cache: Path) -> None:
    figures = turn_figures(500, progress=silent, each=1, cache=cache)

    assert [figure.what for figure in figures] == ["turn", *(f"turn: {kind}" for kind in KINDS)]
    assert [figure.samples for figure in figures] == [10] + [1] * 10
    assert all(0 < figure.p50 <= figure.p95 for figure in figures)


def test_a_build_is_measured(cache: Path) -> None:
    figure = build_figure(500, progress=silent, cache=cache)

    assert (figure.items, figure.interactions, figure.users) == (500, 5_000, 100)
    assert figure.p50 > 0


def test_the_graphs_overhead_is_less_than_a_turn() -> None:
    figure = overhead_figure(runs=5)

    assert 0 < figure.p50 < 1_000
