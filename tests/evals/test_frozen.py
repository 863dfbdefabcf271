"""Frozen conversations: recorded once, replayed, and compared by state."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.errors import BadArgument, PalateError
from palate.evals.baselines import AGENT, RANDOM
from palate.evals.case import write_cases
from palate.evals.frozen import FrozenSuite, differences, freeze
from palate.evals.runner import run


def frozen(tiny: Catalog) -> FrozenSuite:
    case = freeze("two", ["a comedy", "shorter"], catalog=tiny, contestant=AGENT, user="ann", db=tiny.path.name)
    file = tiny.path.parent / "talks.jsonl"
    write_cases(file, [case])
    return FrozenSuite(file)


def test_the_same_agent_goes_the_same_way(tiny: Catalog) -> None:
    report = run(frozen(tiny))

    assert [result.scores for result in report.results] == [{"same": 1.0, "turns": 1.0}]
    assert (report.manifest.suite, report.failures("agent")) == ("talks", [])


def test_another_goes_another_way_and_it_is_told_how(tiny: Catalog) -> None:
    report = run(frozen(tiny), [RANDOM])

    (result,) = report.failures("random")
    assert result.scores == {"same": 0.0, "turns": 0.0}
    assert "turn 1: " in result.note
    assert "items: [" in result.turns[0].note


def test_a_changed_catalogue_is_told(tiny: Catalog) -> None:
    suite = frozen(tiny)
    tiny.upsert([{"id": "9", "title": "Short", "genres": ["Comedy"], "runtime": 61, "year": 1999}])

    (result,) = run(suite).results

    assert result.note.startswith("the catalogue is `")


def test_states_differ_by_field_and_words_do_not_count() -> None:
    old = {"act": "recommend", "items": ["1", "7"]}

    assert differences(old, dict(old)) == []
    assert differences(old, {"act": "recommend", "items": ["7", "1"]}) == ['items: ["1", "7"] became ["7", "1"]']


def test_the_file_is_found_by_its_name(tiny: Catalog, tmp_path: Path) -> None:
    from palate.evals.registry import load_suite

    assert load_suite(str(frozen(tiny).path)).name == "talks"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"message":', '"mesage":', "in case `two`: `turns.0`: `mesage` is not a field; the closest is `message`"),
        ('"near":', '"nears":', "in case `two`: `turns.0.state`: `nears` is not a field; the closest is `near`"),
        ('"turns":', '"turn":', "in case `two`: `turn` is not a field; the closest is `turns`"),
        ('"tags":', '"tag":', "line 1: `tag` is not a field; the closest is `tags`"),
    ],
)
def test_a_misspelt_field_is_told_before_anything_is_run(tiny: Catalog, right: str, wrong: str, told: str) -> None:
    suite = frozen(tiny)
    suite.path.write_text(suite.path.read_text().replace(right, wrong, 1))

    with pytest.raises(PalateError) as caught:
        run(suite)

    assert told in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_file_without_conversations_is_told(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("\n")

    with pytest.raises(BadArgument, match="`none` has no cases"):
        run(FrozenSuite(tmp_path / "none.jsonl"))
