"""Cards of models and data tell of the files that are shipped, and NOTICE is shipped with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

from docs.hashes import CARDS, described, written

ROOT = Path(__file__).parents[2]
SHIPPED = (
    "language/reader/*.onnx",
    "catalog/data/*",
    "evals/suites/plans/shop/*",
    "evals/suites/**/answers/*",
    "planners/demos/*.jsonl",
)


@pytest.mark.parametrize("card", sorted(CARDS.glob("*.md")), ids=lambda card: card.stem)
def test_a_card_has_the_hashes_of_its_files(card: Path) -> None:
    text = card.read_text("utf-8")

    assert described(text)
    assert text == written(text), "What it describes was changed: run `python -m docs.hashes`, and look at its figures."


def test_a_changed_file_changes_its_card() -> None:
    row = "| `palate/catalog/data/films_a.jsonl` | 1 | `0` |"

    assert written(f"a\n{row}\nb").splitlines()[1] != row


def test_every_model_and_data_set_has_one_card() -> None:
    told = [path for card in CARDS.glob("*.md") for path in described(card.read_text("utf-8"))]

    assert sorted(told) == sorted(
        str(path.relative_to(ROOT)) for pattern in SHIPPED for path in (ROOT / "palate").glob(pattern)
    )


def test_the_wheel_has_the_licence_and_the_notice() -> None:
    metadata = ProjectMetadata(str(ROOT), PluginManager())

    assert metadata.core.license_files == ["LICENSE", "NOTICE"]


def test_the_notice_has_the_licences_of_what_is_shipped() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")

    assert "Copyright (c) Microsoft Corporation" in notice
    assert "UNICODE LICENSE V3" in notice
