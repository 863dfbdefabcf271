"""Suites written as YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.agent.reply import Ask, Recommendation, Reply
from palate.errors import UnreadableFile
from palate.evals.runner import run
from palate.evals.suites import written as module
from palate.evals.suites.expectations import Expectations, broken
from palate.evals.suites.written import read_suite

SUITE = """
name: tiny
about: Asking for a few films.
catalog: tiny.db
k: 3
cases:
  - id: romance
    tags: [genre]
    message: a romance
    expect: {act: recommend, every: [{field: genres, op: contains, value: Romance}], items: {least: 2, most: 2}}
  - id: wrong
    turns:
      - {say: a comedy, expect: {act: recommend}}
      - {say: shorter, expect: {must: ["1"]}}
"""


def written(tiny: Catalog, text: str = SUITE) -> Path:
    file = tiny.path.parent / "tiny.yaml"
    file.write_text(text)
    return file


def test_what_is_expected_is_looked_for_turn_by_turn(tiny: Catalog) -> None:
    report = run(read_suite(written(tiny)))

    found = {(result.contestant, result.case): (result.scores, result.note) for result in report.results}
    assert found["agent", "romance"] == ({"pass": 1.0, "turns": 1.0}, "")
    assert found["agent", "wrong"] == ({"pass": 0.0, "turns": 0.5}, "turn 2: `1` is not shown")
    assert report.failures("agent")[0].turns[1].note == "`1` is not shown"


def test_the_example_of_the_documentation_is_one(tiny: Catalog) -> None:
    example = str(module.__doc__).split("```yaml")[1].split("```")[0]

    suite = read_suite(written(tiny, example))

    assert [(case.id, len(case.said)) for case in suite.written.cases] == [("cheap-boots", 1), ("narrowed", 2)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: [", "cannot be read as YAML"),
        ("name: x\nabout: y\ncases: []", "`cases`: Tuple should have at least 1 item"),
        (
            SUITE.replace("message: a romance", "mesage: a romance"),
            "`cases.romance`: `mesage` is not a field; the closest is `message`",
        ),
        (SUITE.replace("message: a romance", "user: u"), "either `message` with `expect`, or `turns` was expected"),
        (SUITE.replace("id: wrong", "id: romance"), "two cases have the id `romance`"),
        (SUITE.replace("act: recommend,", "act: recomend,"), "cases.romance.expect.act"),
        (SUITE.replace("every:", "evry:"), "`cases.romance.expect`: `evry` is not a field; the closest is `every`"),
        (
            SUITE.replace("say: shorter", "said: shorter"),
            "`cases.wrong.turns.1`: `said` is not a field; known: `say`, `expect`",
        ),
        (SUITE.replace("{least: 2, most: 2}", "2"), "`cases.romance.expect.items`: Input should be a valid dictionary"),
        ("", "`tiny.yaml` is not a suite"),
    ],
)
def test_mistakes_are_told(tiny: Catalog, text: str, told: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_suite(written(tiny, text))

    assert told in str(caught.value).replace(f"{tiny.path.parent}/", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            SUITE.replace("field: genres", "field: genre"),
            r"case `romance`: `genre` is not a field .* closest is `genres`",
        ),
        (SUITE.replace("op: contains", 'op: "<"'), "case `romance`: `genres` is a set of tags; `<` does not apply"),
        (SUITE.replace('must: ["1"]', 'must: ["1", "99"]'), "case `wrong`: `99` is not in `tiny`"),
    ],
)
def test_what_the_catalogue_does_not_have_is_told_before_anything_is_run(tiny: Catalog, text: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"tiny\.yaml` is not a suite: {told}"):
        run(read_suite(written(tiny, text)))


def reply(tiny: Catalog, *ids: str) -> Reply:
    items = [Recommendation(id=i, title=tiny.item(i).title, score=1.0, fields={}, reasons=()) for i in ids]
    return Reply(act="recommend", text="", items=tuple(items), question=Ask(field="genres", options=("Comedy",)))


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"act": "recommend", "asks": "genres", "must": ["2"], "must_not": ["3"], "items": {"least": 2}}, []),
        ({"act": ["ask", "answer"]}, ["the act is recommend, not ask or answer"]),
        ({"asks": "year"}, ["it asks about genres, not year"]),
        ({"blames": True}, ["it blames no condition"]),
        ({"items": {"most": 1}}, ["2 items are shown, not 0 to 1"]),
        ({"must": ["3"], "must_not": ["2"]}, ["`3` is not shown", "`2` (Fargo) is shown"]),
        ({"every": [{"field": "year", "op": "<", "value": 1996}]}, ["not all are before 1996: Fargo"]),
        ({"any": [{"field": "year", "op": "<", "value": 1960}]}, ["none is before 1960"]),
        ({"any": [{"field": "year", "op": "<", "value": 1996}]}, []),
    ],
)
def test_expectations(tiny: Catalog, expected: dict[str, object], told: list[str]) -> None:
    assert broken(Expectations.model_validate(expected), reply(tiny, "2", "8"), tiny) == told


def test_every_item_of_nothing_is_not_enough(tiny: Catalog) -> None:
    expected = Expectations.model_validate({"every": [{"field": "year", "op": ">", "value": 1900}]})

    assert broken(expected, Reply(act="abstain", text=""), tiny) == ["not all are after 1900: nothing is shown"]
