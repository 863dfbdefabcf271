"""Rankers of one's own: which are taken, by object and by name, and what counts as an answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.errors import BadArgument
from palate.ranking.ranker import make_ranker, read_scores
from palate.ranking.taste import Taste

SOURCE = '''
class Titles:
    """Ranks by the length of the ids, in a catalogue of films."""

    def __init__(self, catalog):
        self.noun = catalog.schema.noun

    def score(self, taste, candidates):
        return [len(item) for item in candidates]

def broken(catalog):
    raise OSError("no such model")

def nothing(catalog):
    return 3
'''


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Install a distribution that offers rankers by the given entry points."""

    def installed(points: str) -> None:
        (tmp_path / "own_rankers_package.py").write_text(SOURCE, encoding="utf-8")
        folder = tmp_path / "own_rankers-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: own-rankers\nVersion: 1.0\n", encoding="utf-8")
        (folder / "entry_points.txt").write_text(f"[palate.rankers]\n{points}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)

    yield installed
    sys.modules.pop("own_rankers_package", None)


def test_an_entry_point_makes_a_ranker_of_the_catalogue(tiny: Catalog, install: Callable[[str], None]) -> None:
    install("titles = own_rankers_package:Titles")

    made: Any = make_ranker("titles", tiny)

    assert made.noun == "film"
    assert list(made.score(Taste(), ["a", "abc"])) == [1, 3]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("title", "`title` is no ranker of an installed package .* the closest is `titles`."),
        ("broken", r"The ranker `broken` \(`own_rankers_package:broken`\) cannot be made: OSError: no such model."),
        ("gone", r"The ranker `gone` \(`own_rankers_package:gone`\) cannot be made: AttributeError: .*"),
        ("nothing", "what the ranker `nothing` makes of the catalogue is `3`; an object with `score"),
    ],
)
def test_what_cannot_be_made_is_told(tiny: Catalog, install: Callable[[str], None], name: str, told: str) -> None:
    install("\n".join(f"{each} = own_rankers_package:{each}" for each in ("broken", "gone", "nothing")))
    with (Path(sys.path[0]) / "own_rankers-1.0.dist-info" / "entry_points.txt").open("a", encoding="utf-8") as points:
        points.write("titles = own_rankers_package:Titles\n")

    with pytest.raises(BadArgument, match=told):
        make_ranker(name, tiny)


class Lengths:
    def score(self, taste: Taste, candidates: Any) -> list[float]:  # noqa: ARG002
        return [len(item) for item in candidates]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Lengths, r"`ranker` is the class `Lengths`; write `Lengths\(…\)`."),
        ({"1": 2.0}, r"`ranker` is `{'1': 2.0}`; an object with `score\(taste, candidates\)` was expected."),
    ],
)
def test_what_is_no_ranker_is_refused(tiny: Catalog, given: Any, told: str) -> None:
    with pytest.raises(BadArgument, match=told):
        make_ranker(given, tiny)


@pytest.mark.parametrize("answer", [[1, 2.5], (1, 2.5), np.array([1, 2.5])])
def test_a_list_of_numbers_is_an_answer(answer: object) -> None:
    assert read_scores(answer, 2).tolist() == [1.0, 2.5]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ([1.0], "its scores are 1; one for each of 2 candidates was expected."),
        ([[1.0], [2.0]], "its scores are 2 x 1; one for each of 2 candidates was expected."),
        (None, "its scores are no list; one for each of 2 candidates was expected."),
        (["1", "2"], "its scores are not all numbers."),
        ([1.0, None], "its scores are not all numbers."),
        ([1.0, float("nan")], "its scores are not all numbers: one is NaN."),
    ],
)
def test_what_is_no_number_for_each_candidate_is_refused(answer: object, told: str) -> None:
    with pytest.raises(BadArgument) as raised:
        read_scores(answer, 2)
    assert str(raised.value) == told
