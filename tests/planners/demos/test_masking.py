"""Messages over different catalogues compare by their form."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.planners.demos.masking import masked


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("a comedy under 100 minutes", "a [value] under [number]"),
        ("the director of Rear Window", "the director of [title]"),
        ("films from 1979", "films from [number]"),
        ("surprise me", "surprise me"),
        ("", ""),
    ],
)
def test_what_the_linker_finds_is_its_kind(tiny: Catalog, message: str, told: str) -> None:
    assert masked(message, tiny) == told
