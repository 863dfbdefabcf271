"""Messages that no model is asked about."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understanding import SessionView, Shown
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
        ("I love zzz", False),
        ("una comedia francesa", False),
        ("", False),
    ],
)
def test_a_model_is_asked_about_what_it_could_put_into_one_plan(reading: Read, message: str, unasked: bool) -> None:
    assert needs_no_model(reading(message)) is unasked


@pytest.mark.parametrize(
    ("message", "unasked"),
    [
        ("shorter", True),
        ("other ones please", True),
        ("hmm, a bit more recent than those", True),
        ("when was the second one released?", True),
        ("when was Jaws released?", False),
        ("shorter, and with more zzz", False),
        ("a comedy", False),
    ],
)
def test_nor_about_a_plain_reaction_to_what_was_shown(
    reading: Read, films: Catalog, message: str, unasked: bool
) -> None:
    shown = tuple(
        Shown(id=each.id, title=each.title, fields=dict(each.fields), turn=1)
        for each in films.items(["alien-1979", "jaws-1975"])
    )

    assert needs_no_model(reading(message, SessionView(turn=1, shown=shown, focus=shown[:1]))) is unasked
