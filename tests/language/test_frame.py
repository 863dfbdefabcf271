"""The type of a frame: what can be written in it, and how much of it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from palate.language.frame import Constraint, Frame, Frames, ValueOf

COMEDY = {"field": "genres", "op": "any_of", "values": ["Comedy"], "quote": "a comedy"}


def test_a_frame_is_written_as_it_is_read_without_its_defaults() -> None:
    written = {
        "frames": [
            {
                "acts": ["request"],
                "set": [
                    {**COMEDY, "for": "always"},
                    {"field": "year", "op": "<", "values": [{"of": "Jaws"}], "quote": "before Jaws"},
                ],
                "refs": [{"item": "#2", "as": "like"}],
                "n": 2,
                "from": "last",
            }
        ]
    }

    assert Frames.model_validate(written).dumped() == written


def test_names_in_json_are_aliases_of_names_in_code() -> None:
    frame = Frame.model_validate(
        {"acts": ["request"], "set": [COMEDY], "refs": [{"item": "Jaws", "as": "seen"}], "n": 1, "from": "unseen"}
    )

    assert frame.constraints == (Constraint(field="genres", op="any_of", values=("Comedy",), quote="a comedy"),)
    assert [(ref.item, ref.role) for ref in frame.refs] == [("Jaws", "seen")]
    assert (frame.count, frame.source) == (1, "unseen")


def test_a_constraint_is_required_said_and_of_the_session_unless_it_tells_otherwise() -> None:
    constraint = Constraint(field="year", op=">", values=(ValueOf(of="Jaws"),))

    assert (constraint.force, constraint.basis, constraint.scope) == ("must", "said", "session")


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"acts": []},
        {"acts": ["obey"]},
        {"acts": ["request"], "sudo": True},
        {"acts": ["request"], "set": [{**COMEDY, "op": "like"}]},
        {"acts": ["request"], "set": [{**COMEDY, "values": []}]},
        {"acts": ["request"], "set": [{**COMEDY, "values": [None]}]},
        {"acts": ["request"], "set": [{**COMEDY, "quote": "x" * 401}]},
        {"acts": ["request"], "set": [COMEDY] * 65},
        {"acts": ["request"], "refs": [{"item": "Jaws", "as": "buy"}]},
        {"acts": ["request"], "titles": [{"title": "Jaws"}] * 9},
        {"acts": ["request"], "sql": "x" * 2_001},
        {"acts": ["request"], "calls": [{"tool": "x"}] * 7},
    ],
)
def test_what_is_strange_or_without_measure_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Frame.model_validate(written)


def test_a_message_has_bounded_number_of_frames() -> None:
    for count in (0, 65):
        with pytest.raises(ValidationError):
            Frames.model_validate({"frames": [{"acts": ["request"]}] * count})
