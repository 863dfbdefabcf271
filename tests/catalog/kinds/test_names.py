from __future__ import annotations

import pytest

from palate.catalog.kinds.names import label


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Weight_in_lbs", "weight"),
        ("age_mo", "age"),
        ("runtimeMinutes (min)", "runtime"),
        ("Unit Price ($)", "unit price"),
        ("ageRating", "age rating"),
        ("GDP per capita", "GDP per capita"),
        ("salary.min", "salary min"),
        ("check_in", "check in"),
        ("living_sq_ft", "living"),
        ("area_m2", "area"),
        ("has_ac", "has ac"),
        ("km", "km"),
        ("_", "_"),
        ("日期", "日期"),
    ],
)
def test_a_column_is_called_by_its_words_without_its_unit(name: str, said: str) -> None:
    assert label(name) == said
