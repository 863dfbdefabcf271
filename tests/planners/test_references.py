import pytest

from palate.errors import PlanError
from palate.planners.references import Reference, UnresolvedError, references, resolve
from palate.tools.result import ToolResult

JAWS = ToolResult(status="ok", summary="found 1", rows=({"title": "Jaws", "year": 1975, "runtime": None},))
DUNES = ToolResult(status="ok", summary="found 2", rows=({"year": 1984}, {"year": 2021}))
NOTHING = ToolResult(status="empty", summary="found nothing")
BROKEN = ToolResult.failure("`runtme` is not a field.")


def test_a_reference_is_followed_wherever_a_value_may_stand() -> None:
    args = {"where": [{"field": "year", "op": "<", "value": {"from": "step1.rows[0].year"}}], "limit": 3}

    assert resolve(args, {"step1": JAWS}) == {"where": [{"field": "year", "op": "<", "value": 1975}], "limit": 3}


def test_all_rows_give_a_list() -> None:
    assert resolve({"years": {"from": "step1.rows[*].year"}}, {"step1": DUNES}) == {"years": [1984, 2021]}


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("several.rows[0].year", "`several` gave 2 rows where exactly one was expected."),
        ("nothing.rows[0].year", "`nothing` gave no row where exactly one was expected."),
        ("nothing.rows[*].year", "`nothing` gave no row where at least one was expected."),
        ("one.rows[0].yeer", "`one` gave no `yeer`; the closest is `year`."),
        ("one.rows[0].runtime", "`runtime` is missing in what `one` found."),
        ("broken.rows[0].year", "`broken` failed: `runtme` is not a field."),
        ("later.rows[0].year", "`later` has not run."),
    ],
)
def test_what_has_not_exactly_one_value_is_never_guessed(reference: str, why: str) -> None:
    results = {"one": JAWS, "several": DUNES, "nothing": NOTHING, "broken": BROKEN}

    with pytest.raises(UnresolvedError) as caught:
        resolve({"value": {"from": reference}}, results)

    assert str(caught.value) == why


@pytest.mark.parametrize("text", ["step1", "step1.rows.year", "step1.rows[1].year", "step1.rows[0]", "rows[0].year"])
def test_a_malformed_reference_is_refused(text: str) -> None:
    with pytest.raises(PlanError, match="is no reference"):
        Reference.parse(text)


def test_a_dict_with_more_than_from_is_no_reference() -> None:
    args = {"trip": {"from": "Oslo", "to": "Rome"}}

    assert list(references(args)) == []
    assert resolve(args, {}) == args
