"""Columns of addresses: a cell that is none is a bad cell, when a catalogue is built and when it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.catalog.parsing.links import parse_link
from palate.errors import BadRows

GOOD = [{"id": str(at), "title": f"T{at}", "poster": f"https://pictures.example/{at}.png"} for at in range(20)]
BAD = {"id": "bad", "title": "Bad", "poster": "http://[/a.png"}


@pytest.mark.parametrize(
    "text",
    [
        "https://pictures.example/a b.png?size=1#top",
        "http://127.0.0.1:8000/1.png",
        "http://[::1]/1.png",
        "www.example.com",
        "https://bücher.example/ü.png",
        "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP",
    ],
)
def test_an_address_is_kept_as_it_is(text: str) -> None:
    assert parse_link(text) == text


@pytest.mark.parametrize(
    "text",
    ["http://[/a.png", "http://", "https:///", "http://a b/c", "http://h:99999/", "ftp://h/a.png", "a.png"],
)
def test_what_browsers_do_not_read_is_none(text: str) -> None:
    assert parse_link(text) is None


def test_a_cell_that_is_no_address_is_told_with_what_mends_it(tmp_path: Path) -> None:
    with pytest.raises(BadRows) as caught:
        Catalog.build(tmp_path / "x.db", items=[*GOOD, BAD])

    assert "http://[/a.png" in str(caught.value)
    assert "an address such as https://example.com/1.png" in str(caught.value)
    assert "--field poster=text" in str(caught.value)


def test_it_is_emptied_where_bad_cells_are_and_reported(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=[*GOOD, BAD], skip_bad=True) as catalog:
        assert (catalog.emptied, catalog.skipped) == (1, 0)
        assert (catalog.item("bad").get("poster"), catalog.item("7").get("poster")) == (None, GOOD[7]["poster"])


def test_a_change_is_held_to_the_same(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=GOOD) as catalog:
        with pytest.raises(BadRows, match="an address such as"):
            catalog.upsert([BAD])
        catalog.upsert([BAD | {"poster": None}])

        assert catalog.item("bad").get("poster") is None


def test_a_column_that_is_said_to_be_words_takes_any(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=[*GOOD, BAD], fields={"poster": "text"}) as catalog:
        assert catalog.item("bad").get("poster") == BAD["poster"]
