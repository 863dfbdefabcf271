"""Which types a message passes through, from what is written of it to the reply, and where one becomes the next."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, get_args

import palate
from palate.agent.state import AgentState

BETWEEN_NODES = {
    "Understanding",  # the frames, validated and applied to the session
    "Held",  # what holds for each request: the session's constraints with the message's
    "Plan",  # typed steps
    "StepRecord",  # what a step did
    "Finding",
    "Verdict",
    "Advice",
    "Outcome",  # the evidence of a reply
    "Reply",
    "SessionMemory",
}
OF_A_MESSAGE = {"Frames", "Frame", "Understanding", "Intent", "Held", "Plan", "Outcome", "Reply", "Draft"}
"""Whatever says what a message means, or what comes of it."""


def test_these_types_are_passed_between_nodes() -> None:
    found = {name for field in AgentState.model_fields.values() for name in _classes(field.annotation)}

    assert found == BETWEEN_NODES


def test_frames_become_something_else_in_one_place() -> None:
    converting = sorted(
        f"{path.stem}.{function.name}"
        for path in Path(palate.__file__).parent.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and _converts(function)
    )

    assert converting == ["applying.understanding_of", "planner.applied"]  # `Reading.applied` calls the other


def _classes(annotation: Any) -> set[str]:
    if isinstance(annotation, type) and annotation.__module__.startswith("palate."):
        return {annotation.__name__}
    return {name for each in get_args(annotation) for name in _classes(each)}


def _converts(function: ast.FunctionDef) -> bool:
    """Tell whether a function is given frames alone, and returns another representation of a message."""
    frames, others = {"Frames", "Frame"}, OF_A_MESSAGE - {"Frames", "Frame"}
    arguments = [*function.args.args, *function.args.kwonlyargs]
    given = {name for each in arguments for name in _names(each.annotation)}
    return bool(given & frames) and not given & others and bool(_names(function.returns) & others)


def _names(annotation: ast.expr | None) -> set[str]:
    return set() if annotation is None else {each.id for each in ast.walk(annotation) if isinstance(each, ast.Name)}
