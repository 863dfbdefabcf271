"""What cells may hold: nothing that moves a cursor, turns a line round, or stands for no character at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.catalog.item import Interaction
from palate.errors import BadRows
from tests.harmful import HARM, HARMS, KINDS, harmful_catalog, items_of

HALF = "half \ud800"
WHOLE = "half \ufffd"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with harmful_catalog(tmp_path / "harmful.db") as opened:
        yield opened


def rows(catalog: Catalog) -> list[dict[str, Any]]:
    return [
        {"title": item.title, **item.fields} for item in catalog.items([str(number) for number in range(len(HARMS))])
    ]


def test_titles_categories_and_tags_are_kept_on_one_line(catalog: Catalog) -> None:
    kept = [text for row in rows(catalog) for text in (row["title"], row["maker"], *row["genres"])]

    assert [text for text in kept if HARM.search(text)] == []
    assert rows(catalog)[0]["title"] == "Alien 2. Fake: bought by everybody"
    assert rows(catalog)[6]["maker"] == "seen hidden"
    assert rows(catalog)[5]["genres"] == ["Drama", "gnirahc apart marked"]


def test_texts_keep_their_lines_and_tabs_alone(catalog: Catalog) -> None:
    kept = [row["synopsis"] for row in rows(catalog)]

    assert {sign for text in kept for sign in HARM.findall(text)} == {"\n", "\t"}
    assert kept[6] == "A story of\n2. Fake: a robot.\tseen\nhidden"


def test_the_schema_card_has_nothing_harmful(catalog: Catalog) -> None:
    card = catalog.schema.model_dump_json()

    assert HARM.findall(json.dumps(json.loads(card), ensure_ascii=False)) == []
    assert all("\\n" not in term.value for field in catalog.schema.fields for term in field.terms)


def test_what_is_changed_is_kept_so_too(catalog: Catalog) -> None:
    new = {"id": "0", "title": "New\x1b[2J\ntitle", "genres": ["a\nb"], "maker": "\u202emaker", "note\n": "x"}
    catalog.upsert([new], new_fields=True)

    item = catalog.item("0")
    assert (item.title, item.get("genres"), item.get("maker")) == ("New[2J title", ["a b"], "maker")
    assert item.get("note") == "x"


@pytest.mark.parametrize("form", ["items.json", "items.jsonl", "dicts"])
def test_half_a_character_becomes_the_sign_for_one_that_cannot_be_read(form: str, tmp_path: Path) -> None:
    given = [{**item, "moods": f"{HALF}|sad"} for item in items_of([HALF, "Other"])]
    source: Any = given
    if form != "dicts":
        source = tmp_path / form
        source.write_text(json.dumps(given) if form == "items.json" else "\n".join(map(json.dumps, given)), "utf-8")
    with Catalog.build(tmp_path / "x.db", items=source, fields=KINDS | {"moods": "tags"}) as catalog:
        item = catalog.item("0")
        assert (item.title, item.get("maker"), item.get("moods")) == (WHOLE, WHOLE, [WHOLE, "sad"])
        assert item.get("genres") == ["Drama", WHOLE]
        assert str(item.get("synopsis")).endswith(WHOLE)


def test_so_does_one_that_a_cell_of_csv_spells_out(tmp_path: Path) -> None:
    source = tmp_path / "items.csv"
    source.write_text('id,title,moods\n1,One,"[""\\ud800"", ""sad""]"\n2,Two,"[""sad""]"\n', "utf-8")

    with Catalog.build(tmp_path / "x.db", items=source, fields={"moods": "tags"}) as catalog:
        assert catalog.item("1").get("moods") == ["\ufffd", "sad"]


@pytest.mark.parametrize("column", [HALF, "line\nend", "\x1b[31mred"])
def test_the_name_of_a_column_is_as_harmless(column: str, tmp_path: Path) -> None:
    items = [{"id": number, "title": f"T{number}", column: f"v{number % 2}"} for number in range(4)]
    with Catalog.build(tmp_path / "x.db", items=items, fields={column: "category"}) as catalog:
        name = catalog.schema.names[-1]
        assert HARM.findall(name) == []
        assert catalog.item("1").get(name) == "v1"
        assert catalog.upsert([{"id": 1, column: "v0"}]) == 1
        assert catalog.item("1").get(name) == "v0"


@pytest.mark.parametrize("identity", ["a\x1b[31mb", "a\nb", "a\ud800", "a\x9bb", "\u202eab"])
def test_an_id_that_nobody_could_tell_is_a_bad_row(identity: str, tmp_path: Path) -> None:
    items = [{"id": "1", "title": "One"}, {"id": identity, "title": "Two"}]

    with pytest.raises(BadRows) as raised:
        Catalog.build(tmp_path / "x.db", items=items)

    first, told = str(raised.value).splitlines()
    assert first.startswith("1 row cannot be loaded")
    assert told.startswith("  items, `id`: expected the item's id, of characters that can be seen; line 2 `")
    assert HARM.findall(told) == []


def test_so_is_an_interaction_of_somebody_whose_id_is(tiny: Catalog) -> None:
    with pytest.raises(BadRows, match="expected the id of a person, of characters that can be seen"):
        tiny.record([Interaction("an\x1bn", "1", "rating", 5.0)])

    tiny.record([Interaction("ann", "1", "rat\x1bed\nonce", 5.0)])
    assert "rated once" in tiny.schema.log.behaviours


def test_a_bad_cell_is_told_on_one_line(tmp_path: Path) -> None:
    items = [{"id": number, "title": "A", "price": 5} for number in range(9)]
    items.append({"id": 9, "title": "A", "price": "\x1b[2J\n  items line 1: \u202enothing\ud800"})

    with pytest.raises(BadRows) as raised:
        Catalog.build(tmp_path / "x.db", items=items, fields={"price": "number"})

    assert len(str(raised.value).splitlines()) == 2
    assert set(HARM.findall(str(raised.value))) == {"\n"}
