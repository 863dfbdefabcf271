"""What an item is called, by the file that it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog


@pytest.mark.parametrize(
    ("file", "text", "noun"),
    [
        ("laptops", "plain", "laptop"),
        ("gadgets", "a fine gadget", "gadget"),
        ("gadgets", "plain", "gadgets"),
        ("clothes", "clothing", "clothes"),
        ("starbucks", "starbucks coffee", "starbucks"),
        ("series", "plain", "item"),
        ("shop", "plain", "item"),
        ("usb_cables_2023", "one cable", "cable"),
        ("电影", "plain", "电影"),
    ],
)
def test_the_noun_is_the_plural_of_the_file_in_the_singular(tmp_path: Path, file: str, text: str, noun: str) -> None:
    path = tmp_path / f"{file}.csv"
    path.write_text(f"id,title,about\n1,One,{text}\n2,Two,plain\n", encoding="utf-8")

    with Catalog.build(":memory:", items=path) as catalog:
        assert catalog.schema.noun == noun
