"""What is wrong with a reply, over eight films."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog, Condition
from palate.agent.reply import Ask, Recommendation, Reply, Trace
from palate.evals.suites.robustness.judging import Judge
from palate.evals.suites.robustness.trial import Said, Than

COMEDY = Condition(field="genres", op="contains", value="Comedy")  # Fargo, Amélie, Clueless


@pytest.fixture
def judge(tiny: Catalog) -> Judge:
    return Judge(tiny, seconds=1.0)


def reply(judge: Judge, *ids: str, **changes: Any) -> Reply:
    items = judge.catalog.items(ids)
    shown = tuple(
        Recommendation(id=item.id, title=item.title, score=1.0, fields=item.fields, reasons=("so",)) for item in items
    )
    return Reply(act="recommend" if ids else "abstain", text="", items=shown).model_copy(update=changes)


def verdict(judge: Judge, said: Said, answer: Reply, *, seconds: float = 0.1) -> list[str]:
    judge.hear(said)
    return judge.look(said, answer, seconds)


def test_every_item_meets_what_the_person_stands_by(judge: Judge) -> None:
    said = Said(text="a comedy", where=(COMEDY,))

    assert verdict(judge, said, reply(judge, "2", "4")) == []
    assert verdict(judge, said, reply(judge)) == []
    assert verdict(judge, said, reply(judge, "2", "3")) == ["breaks “Comedy”: Jaws"]
    assert verdict(judge, said, reply(judge, "2", "2")) == ["an item is shown twice"]


def test_what_was_turned_down_never_comes_again(judge: Judge) -> None:
    verdict(judge, Said(text="anything"), reply(judge, "1", "2", "3"))

    assert verdict(judge, Said(text="not the second", rejects=(2,)), reply(judge, "1", "4")) == []
    assert verdict(judge, Said(text="more"), reply(judge, "2")) == ["shown although turned down: Fargo"]
    verdict(judge, Said(text="others"), reply(judge, "3", "5"))
    assert verdict(judge, Said(text="no", rejects="all"), reply(judge, "5", "4", "3")) == [
        "shown although turned down: Rear Window, Jaws"
    ]


def test_others_are_none_of_all_that_were_shown(judge: Judge) -> None:
    for shown in ("1", "2"):
        verdict(judge, Said(text="anything"), reply(judge, shown))

    assert verdict(judge, Said(text="others", fresh=True), reply(judge, "3")) == []
    assert verdict(judge, Said(text="others", fresh=True), reply(judge, "1", "4")) == ["shown again: Alien"]


def test_a_critique_compares_with_what_was_shown_last(judge: Judge) -> None:
    verdict(judge, Said(text="anything"), reply(judge, "1", "2", "3"))  # of 1979, 1996, 1975: 1979 is in the middle
    newer = Said(text="newer", than=Than(field="year", op=">"))
    longer = Said(text="longer", than=Than(field="runtime", op=">"))

    assert verdict(judge, newer, reply(judge, "3", "4")) == ["year is not > 1979: Jaws"]
    assert verdict(judge, longer, reply(judge, "7", "5")) == ["runtime is not > 123: Rear Window"]


def test_what_is_told_is_what_the_catalogue_has(judge: Judge) -> None:
    [right] = reply(judge, "1").items
    wrong = right.model_copy(update={"fields": {**right.fields, "year": 1980}})
    odd = right.model_copy(update={"score": float("nan")})

    assert verdict(judge, Said(text="x"), Reply(act="recommend", text="", items=(wrong,))) == [
        "told otherwise than in the catalogue: Alien"
    ]
    assert verdict(judge, Said(text="x"), Reply(act="recommend", text="", items=(odd,))) == ["without a score: Alien"]


def test_what_was_refused_is_not_asked_again(judge: Judge) -> None:
    genre, year = (Reply(act="ask", text="", question=Ask(field=name, options=())) for name in ("genres", "year"))
    assert verdict(judge, Said(text="hm"), genre) == []
    judge.refuse(genre)

    assert verdict(judge, Said(text="idk"), year) == []
    assert verdict(judge, Said(text="idk"), genre) == ["asks for genres again, which nobody would tell"]


def test_a_turn_ends_in_its_time_and_a_little(judge: Judge) -> None:
    assert verdict(judge, Said(text="x"), reply(judge, "1"), seconds=1.9) == []
    assert verdict(judge, Said(text="x"), reply(judge, "1"), seconds=2.1) == ["took 2.1 of 1 seconds"]


def test_a_step_that_failed_is_a_finding(judge: Judge) -> None:
    steps = [{"tool": "search", "status": "failed"}]
    told = Trace(steps=steps, findings=[{"kind": "failed"}])
    untold = Trace(steps=steps, findings=[{"kind": "too_few"}])

    assert verdict(judge, Said(text="x"), reply(judge, trace=told)) == []
    assert verdict(judge, Said(text="x"), reply(judge, trace=untold)) == ["a failure of search is no finding"]


def test_no_more_has_to_be_shown_than_there_is(judge: Judge) -> None:
    asked = Said(text="a comedy", where=(COMEDY,), shows=5)
    assert judge.wanted(Said(text="a comedy", where=(COMEDY,))) == 0
    assert judge.wanted(asked) == 3
    verdict(judge, asked, reply(judge, "2", "4"))

    assert judge.wanted(asked) == 3
    assert judge.wanted(asked.model_copy(update={"fresh": True})) == 1
    judge.hear(Said(text="not the first", rejects=(1,)))
    assert judge.wanted(asked) == 2
