"""Units that no table knows, and columns that are called like a unit."""

from __future__ import annotations

import pytest

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.quantities import fit, quantity_spans
from palate.catalog.kinds.infer import infer
from palate.catalog.words import tokens


@pytest.mark.parametrize(
    ("cells", "kind", "unit"),
    [
        (["230 V", "110 V", "18 V", "400 V"], "number", "V"),
        (["230Q", "110Q", "18Q", "400Q"], "category", None),
        (["230V", "110V", "18V", "400V"], "number", "V"),
        (["230 V", "11 A", "18 W", "400 B"], "category", None),
    ],
)
def test_a_letter_that_stands_apart_from_all_numbers_is_their_unit(
    cells: list[str], kind: str, unit: str | None
) -> None:
    column = infer("supply", cells)

    assert (column.kind, column.unit) == (kind, unit)


def test_what_is_far_too_large_in_another_unit_is_of_the_column_that_is_called_so() -> None:
    rows = [{"id": str(at), "title": f"Bike {at}", "frame_cm": 50 + at, "km": 1000 * at} for at in range(9)]
    with Catalog.build(":memory:", items=rows, noun="bike") as catalog:
        (said,) = quantity_spans(tokens("5000 km"))
        frame, driven = catalog.schema.field("frame_cm"), catalog.schema.field("km")

        assert (frame.unit, driven.unit) == ("cm", "km")
        assert fit(said.quantity, frame) is None
        assert fit(said.quantity, driven) is not None
