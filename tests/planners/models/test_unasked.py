"""Messages that no model is asked about."""

from __future__ import annotations

import pytest

from palate.planners.models.unasked import needs_no_model
from tests.planners.models.conftest import Read


@pytest.mark.parametrize(
    ("message", "unasked"),
    [
        ("hello", True),
        ("thank you!", True),
        ("I love musicals", True),
        ("a war film under 90 minutes, and who directed Jaws?", True),
        ("a comedy", False),
        ("who directed Jaws?", False),
        ("I love splatterpunk", False),
        ("una comedia francesa", False),
        ("", False),
    ],
)
def test_a_model_is_asked_about_what_it_could_put_into_one_plan(reading: Read, message: str, unasked: bool) -> None:
    assert needs_no_model(reading(message).understood) is unasked
