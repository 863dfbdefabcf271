"""What a model reads: the same beginning every turn, and no more than it needs."""

from __future__ import annotations

from pathlib import Path

from palate import Catalog, Condition
from palate.language.preference import Preference
from palate.language.understanding import SessionView, Shown
from palate.planners.models.prompt import instructions, turn
from palate.tools.toolbox import Toolbox

A_TOKEN = 3.5
"""Characters of English and JSON, at the least: what the tokenizers of small models make of these prompts."""


def test_the_first_message_never_changes_over_one_catalogue(films: Catalog) -> None:
    toolbox = Toolbox(installed=False)

    assert instructions("plan.md", films, toolbox) == instructions("plan.md", films, Toolbox(installed=False))


def test_a_small_field_is_listed_and_a_large_one_shown_by_example(films: Catalog) -> None:
    lines = instructions("plan.md", films, Toolbox(installed=False)).content.splitlines()

    assert "age_rating (category): R, PG, PG-13, G" in lines
    assert next(line for line in lines if line.startswith("director (tags)")).endswith(" …")
    assert "runtime (number, minutes): 45 to 238" in lines


def test_twenty_fields_take_less_than_a_thousand_tokens(tmp_path: Path) -> None:
    values = {f"field_{n}": ["red", "green", "blue", "grey", "pink"][n % 5] for n in range(18)}
    items = [{"id": str(n), "title": f"Thing {n}", **values, "price": 10.0 + n, "weight": n} for n in range(30)]
    with Catalog.build(tmp_path / "wide.db", items=items, noun="thing") as catalog:
        content = instructions("plan.md", catalog, Toolbox(installed=False)).content

    assert len(content) / A_TOKEN < 1_000


def test_the_turn_tells_what_holds_and_what_was_shown() -> None:
    comedy = Preference(where=Condition(field="genres", op="contains", value="Comedy"))
    shown = Shown(id="clueless", title="Clueless", fields={"runtime": 97, "genres": ["Comedy"]})
    session = SessionView(turn=1, preferences=(comedy, Preference(text="heist")), shown=(shown,), asked="runtime")

    assert turn("shorter", session).content == (
        'Holds: genres contains "Comedy"; words “heist”\n'
        "Shown: 1. Clueless (runtime 97)\n"
        "You asked about: runtime\n"
        "Message: shorter"
    )
