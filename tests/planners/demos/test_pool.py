"""The pool: modes, a folder's own demonstrations, versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.errors import UnreadableFile
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import FILE, DemoFolder
from palate.planners.demos.pool import FIXED, Pool
from palate.planners.models.written import WrittenPlan


def own(name: str, request: str, field: str = "genres") -> Demonstration:
    where = {"quote": request, "field": field, "op": "contains", "value": "Comedy"}
    plan = {"kind": "recommend", "steps": [{"tool": "filter", "where": [where]}, {"tool": "rank"}]}
    return Demonstration(id=name, request=request, plan=WrittenPlan.model_validate(plan), tags=("value",))


def test_none_gives_none(films: Catalog) -> None:
    assert Pool.of(films).select("a western", mode="none") == []


def test_the_fixed_ones_are_the_same_for_every_request(films: Catalog) -> None:
    pool = Pool.of(films)

    assert pool.select("a western", mode="fixed") == pool.select("who shot Persona?", mode="fixed")
    assert [each.id for each in pool.select("x", mode="fixed", k=2)] == [FIXED[1], FIXED[0]]


@pytest.mark.parametrize(
    ("request_", "tag"),
    [
        ("how many westerns are there?", "count"),
        ("a horror film longer than Alien", "reference"),
        ("the two shortest musicals", "superlative"),
        ("something like Fargo", "similar"),
        ("westerns, but no comedies", "negation"),
        ("I hate musicals", "taste"),
        ("busco algo de terror, por favor", "spanish"),
        ("有没有恐怖片", "chinese"),
    ],
)
def test_the_closest_stands_last_and_shows_the_same_kind_of_request(films: Catalog, request_: str, tag: str) -> None:
    chosen = Pool.of(films).select(request_)

    assert len(chosen) <= 3
    assert tag in chosen[-1].tags


def test_no_more_tokens_are_chosen_than_allowed(films: Catalog) -> None:
    for most in (0, 60, 120, 450):
        chosen = Pool.of(films).select("a comedy under 100 minutes, but no musicals", k=8, most_tokens=most)
        assert sum(each.tokens for each in chosen) <= most


def test_a_request_like_nothing_gets_the_fixed_ones(films: Catalog) -> None:
    pool = Pool.of(films)

    assert pool.select("qqqq") == pool.select("qqqq", mode="fixed")


def test_the_closest_may_stand_first(films: Catalog) -> None:
    pool, wanted = Pool.of(films), "something like Fargo, but no comedies"

    assert pool.select(wanted, order="closest-first") == pool.select(wanted)[::-1] != pool.select(wanted)


@pytest.mark.parametrize("wanted", ["something like Fargo", "how many westerns are there?", "qqqq"])
def test_all_but_the_closest_may_be_the_same_always_and_stand_first(films: Catalog, wanted: str) -> None:
    pool = Pool.of(films)

    shown = pool.select(wanted, order="fixed-first", k=3)

    assert [each.id for each in shown[:2]] == [FIXED[1], FIXED[0]]
    assert [each.id for each in shown[2:]] == [pool.select(wanted, k=1)[0].id] * (wanted != "qqqq")


def test_one_that_stands_first_always_is_not_shown_again(films: Catalog) -> None:
    pool = Pool.of(films)
    fixed = next(each for each in pool.demonstrations if each.id == FIXED[0])

    shown = pool.select(fixed.request, order="fixed-first")

    assert pool.select(fixed.request)[-1] == fixed
    assert len(shown) == len({each.id for each in shown}) == 3


def test_what_is_excluded_is_not_chosen_in_any_mode(films: Catalog) -> None:
    pool = Pool.of(films)
    closest = pool.select("something like Fargo")[-1]

    again = pool.select("something like Fargo", exclude={closest.id})

    assert closest.id not in [each.id for each in again]
    assert FIXED[0] not in [each.id for each in pool.select("x", mode="fixed", exclude={FIXED[0]})]


def test_a_folder_adds_to_the_seeds(films: Catalog, tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([own("mine", "zany slapstick")])

    assert Pool.of(films, tmp_path).select("zany slapstick")[-1].id == "mine"
    assert "mine" not in [each.id for each in Pool.of(films).demonstrations]


def test_one_with_the_id_of_a_seed_takes_its_place(films: Catalog, tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([own("value-01", "zany slapstick")])

    pool = Pool.of(films, tmp_path)

    assert [each.request for each in pool.demonstrations if each.id == "value-01"] == ["zany slapstick"]
    assert len(pool.demonstrations) == len(Pool.of(films).demonstrations)


def test_one_about_a_field_that_is_not_here_is_left_out(films: Catalog, tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([own("mine", "zany slapstick", field="flavours")])

    assert "mine" not in [each.id for each in Pool.of(films, tmp_path).demonstrations]


def test_the_version_follows_the_content(films: Catalog, tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    versions = [Pool.of(films, tmp_path).version]
    for demonstration in (own("mine", "zany slapstick"), own("mine", "zany slapstick").tried(success=True)):
        folder.add([demonstration])
        versions.append(Pool.of(films, tmp_path).version)

    assert len(set(versions)) == 3
    folder.change(lambda _: ())
    assert Pool.of(films, tmp_path).version == versions[0] == Pool.of(films).version


def test_asking_for_it_again_makes_nothing_anew(films: Catalog, tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([own("mine", "zany slapstick")])

    assert Pool.of(films, tmp_path).index is Pool.of(films, tmp_path).index


def test_a_broken_line_is_named(films: Catalog, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"{own('a', 'b').line()}\n{{}}\n")

    with pytest.raises(UnreadableFile, match=r"demonstrations\.jsonl`, line 2: `id`: field required\."):
        Pool.of(films, tmp_path)
