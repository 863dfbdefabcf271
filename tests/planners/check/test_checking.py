"""`palate model check`: packaged messages, what counts as right, and what `auto` makes of the result."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.catalog.conditions import AnyOf, Condition, Where
from palate.language.applying import understanding_of
from palate.language.frame import Frames
from palate.llm.model import Message
from palate.llm.scripted import ScriptedModel
from palate.planners.check import checking
from palate.planners.check.case import Case, cases
from palate.planners.check.checking import check_reading, checked_before, hint_at_check
from palate.planners.named import named_planner

OPS = {"contains": "any_of", "contains_any": "any_of", "=": "any_of", "not_contains": "none_of"}
ASKS = {"attribute": "value", "superlative": "most", "count": "count", "compare": "compare"}
SOME = (
    "I need three French films made before 1970",
    "who directed Fargo?",
    "older ones first, please",
    "¿Cuánto dura Tiburón?",
)
"""Two that the offline reader reads right, and two that it does not."""
ACTS = {"state": "taste", "commit": "accept", "undo": "undo"}


def constraint(condition: Condition, message: str, scope: str = "session") -> dict[str, Any]:
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    op = OPS.get(condition.op, condition.op)
    return {"field": condition.field, "op": op, "values": values, "quote": message, "for": scope}


def oracle(case: Case, catalog: Catalog) -> dict[str, Any]:
    """Return a frame that says what a case means."""
    wanted, message = case.outcome, case.message
    roles = {"like": wanted.like, "seen": wanted.seen, "avoid": wanted.rejected, "take": wanted.taken}
    roles["ask"] = wanted.about
    act = "question" if wanted.question else ACTS.get(wanted.acts[0], "request")
    frame: dict[str, Any] = {"acts": ["reject"] if wanted.rejected else ["seen"] if wanted.seen else [act]}
    where: tuple[Where, ...] = wanted.where or ()
    frame["set"] = [constraint(each, message) for each in where if isinstance(each, Condition)]
    frame["set"] += [constraint(each, message, "always") for each in wanted.liked or () if isinstance(each, Condition)]
    frame["either"] = [[constraint(part, message) for part in each.any_of] for each in where if isinstance(each, AnyOf)]
    if case.active and act == "request":
        frame["drop"] = ["*"]
    if act == "undo":
        frame |= {"drop": ["w2"], "set": []}
    frame["refs"] = [
        {"item": catalog.item(each).title, "as": role, "quote": message}
        for role, ids in roles.items()
        for each in ids or ()
    ]
    if wanted.sort:
        frame["sort"] = [{"field": wanted.sort, "descending": wanted.descending}]
    if wanted.limit:
        frame["n"] = wanted.limit
    if wanted.question:
        frame["ask"] = [{"what": ASKS[wanted.question], "field": wanted.field}]
    return frame


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(checking, "model_folder", lambda: tmp_path)
    some = [each for each in cases() if each.message in SOME]
    monkeypatch.setattr(checking, "cases", lambda: some)
    return tmp_path


def reader(films: Catalog, right: Sequence[str]) -> ScriptedModel:
    """Return a model that reads some messages right, and says nonsense of the others."""

    def answer(messages: Sequence[Message], options: object) -> str:
        last = messages[-1].content
        found = re.search(r"^Message: (.*)$", last, re.M)
        if found is None:
            return json.dumps({"genre": "comedy", "year": 1994}) if "1994" in last else "no"
        case = next(each for each in cases() if each.message == json.loads(found[1]))
        return json.dumps({"frames": [oracle(case, films)]}) if case.message in right else "no"

    return ScriptedModel(answer, name="openai/some")


def test_there_are_thirty_cases_in_several_languages_with_follow_ups() -> None:
    assert len(cases()) == 30
    assert len({case.language for case in cases()}) >= 5
    assert sum(bool(case.shown) for case in cases()) >= 5


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.message)
def test_a_right_frame_is_right_and_an_empty_one_is_wrong(case: Case, films: Catalog) -> None:
    view = case.session(films).view()

    def read(frame: dict[str, Any]) -> bool:
        frames = Frames.model_validate({"frames": [frame]})
        return case.is_met(understanding_of(frames, case.message, view, films)[0], films)

    assert read(oracle(case, films))
    assert not read({"acts": ["chat"]})


def test_equivalent_conditions_are_as_right(films: Catalog) -> None:
    case = next(each for each in cases() if "this century" in each.message)
    said = {"field": "year", "op": ">", "values": [1999], "quote": case.message}
    frames = Frames.model_validate({"frames": [{"acts": ["request"], "set": [said]}]})

    assert case.is_met(understanding_of(frames, case.message, case.session(films).view(), films)[0], films)


@pytest.mark.parametrize(("right", "planner"), [(4, "frames"), (2, "offline")])
def test_auto_goes_by_the_check(films: Catalog, kept: Path, right: int, planner: str) -> None:
    model = reader(films, SOME[:right])
    result = check_reading(model)

    assert (result.right, result.wrong, result.failed) == (right, 4 - right, 4 - right)
    assert (result.offline_right, result.offline_wrong) == (2, 2)
    assert result.wrongly_read == SOME[right:]
    assert result.usage.calls == len(model.asked) - 2
    assert checked_before("openai/some") == result
    assert named_planner("auto", model).name == planner


def test_a_check_of_another_version_counts_as_none(films: Catalog, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_reading(reader(films, SOME[:1]))
    monkeypatch.setattr(checking, "version", lambda: "another")

    assert checked_before("openai/some") is None


def test_one_that_nobody_checked_reads_with_one_hint(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    hint_at_check.cache_clear()
    with caplog.at_level(logging.WARNING, "palate"):
        planners = [named_planner(None, ScriptedModel([], name="openai/new")).name for _ in range(2)]

    assert planners == ["frames", "frames"]
    assert caplog.messages == [
        "`openai/new` was never checked, and reads every message: `palate model check openai/new`."
    ]
    assert named_planner(None, ScriptedModel([], name="local:new")).name == "assisted"
