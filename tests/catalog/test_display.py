from __future__ import annotations

import io

from rich.console import Console

from palate import Catalog
from palate.catalog.display import LONGEST, Displayed, Look


class Card(Displayed):
    def look(self) -> Look:
        return Look("a <b>\nc", ("<name>", "n"), [("<script>x</script>", [1, 2]), ("a\nb" * 100, None)])


class Plain(Displayed):
    def look(self) -> Look:
        return Look("only & text")


def test_html_is_escaped_and_cells_stand_on_one_line() -> None:
    html = Card()._repr_html_()

    assert html.startswith("<p>a &lt;b&gt;</p><p>c</p><table><thead><tr><th>&lt;name&gt;</th>")
    assert "<td>&lt;script&gt;x&lt;/script&gt;</td><td>1, 2</td>" in html
    assert "\n" not in html
    assert len(html) < 400 + LONGEST
    assert Plain()._repr_html_() == "<p>only &amp; text</p>"


def test_rich_prints_text_and_table() -> None:
    console = Console(width=60, record=True, file=io.StringIO())
    console.print(Card(), Plain())
    lines = console.export_text().split("\n")

    assert lines[:3] == ["a <b>", "c", lines[2]]
    assert lines[2].split() == ["<name>", "n"]
    assert "only & text" in lines[-2]


def test_a_catalogue_shows_its_fields(tiny: Catalog) -> None:
    look = tiny.look()

    assert look.text.startswith("tiny: 8 items")
    assert [row[0] for row in look.rows] == [field.name for field in tiny.schema.fields]
