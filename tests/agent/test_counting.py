"""Counts, groups and ranges without a model, over what the conditions of a question leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, tool
from palate.agent.reply import Reply
from palate.language.preference import Preference
from palate.language.understanding import Intent, Question, QuestionKind
from palate.tools.tool import Tool
from tests.agent.making import Script, wants
from tests.tools.calling.shop import LAPTOPS

CONFIG = AgentConfig(installed_tools=False)
BEFORE_1980 = wants("year", "<", 1980)


def asked(
    catalog: Catalog, kind: QuestionKind, *conditions: Preference, tools: Sequence[Tool] = (), **question: Any
) -> Reply:
    """Return the reply to a question that is read as this."""
    intent = Intent(act="question", question=Question(kind=kind, **question), preferences=conditions)
    with Agent(catalog, tools=tools, reader=Script(x=intent), config=CONFIG, state=":memory:") as agent:
        return agent.ask("x")


def words(text: str) -> Preference:
    return Preference(text=text, strength="soft")


@pytest.fixture(scope="module")
def laptops() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=LAPTOPS, noun="laptop") as catalog:
        yield catalog


@pytest.fixture(scope="module")
def lamps() -> Iterator[Catalog]:
    """Thirty lamps of thirty makers, made from 1950 to 2008, at 5.5 to 150.5."""
    rows = [
        {"id": f"p{n}", "title": f"Lamp {n}", "maker": f"Maker {n}", "year": 1950 + 2 * n, "price": 5 * n + 5.5}
        for n in range(30)
    ]
    with Catalog.build(":memory:", items=rows, noun="lamp") as catalog:
        yield catalog


def test_groups_are_counted_among_what_words_found(tiny: Catalog) -> None:
    reply = asked(tiny, "count", words("dune"), by="country")

    assert [step["tool"] for step in reply.trace.steps] == ["search", "lookup"]
    assert reply.answers[0].rows == ({"country": "United States", "count": 2},)


def test_only_what_has_every_word_is_counted(tiny: Catalog) -> None:
    assert asked(tiny, "count", words("dune zeppelin")).text == "There are no films for “x”."


def test_the_most_and_the_average_are_of_what_words_found(tiny: Catalog) -> None:
    assert asked(tiny, "superlative", words("dune"), field="year").items[0].fields["year"] == 2021
    assert asked(tiny, "average", words("dune"), field="year").answers[-1].rows == ({"avg_year": 2002.5},)


def test_the_values_of_a_field_are_those_of_what_fits(tiny: Catalog) -> None:
    reply = asked(tiny, "values", BEFORE_1980, field="country")

    assert reply.text == (
        "There are three films before 1980. There are 2 countries: United States (2), United Kingdom (1)."
    )


def test_the_range_of_a_field_is_that_of_what_fits(tiny: Catalog) -> None:
    assert asked(tiny, "values", BEFORE_1980, field="runtime").text == (
        "There are three films before 1980. Runtime goes from 117 minutes to 124 minutes."
    )


@pytest.mark.parametrize("field", ["country", "runtime"])
def test_where_nothing_fits_no_values_are_told(tiny: Catalog, field: str) -> None:
    assert asked(tiny, "values", wants("year", "<", 1900), field=field).text == "There are no films before 1900."


def test_a_number_of_many_values_is_counted_by_ranges(lamps: Catalog) -> None:
    cheap = wants("price", "<", 60)

    assert asked(lamps, "count", cheap, by="year").text == ("From the 1950s: 5\nFrom the 1960s: 5\nFrom the 1970s: 1")
    assert asked(lamps, "count", wants("year", "<", 1960), by="price").answers[0].rows == (
        {"price": 0, "count": 3},
        {"price": 20, "count": 2},
    )


def test_a_number_of_few_values_is_counted_by_each(laptops: Catalog) -> None:
    assert asked(laptops, "count", wants("price", "<", 1000), by="ram_gb").text == "16 GB: 2\n8 GB: 1\n32 GB: 1"


@pytest.mark.parametrize(("makers", "left"), [(30, []), (60, ["And 10 more."]), (210, ["And 150+ more."])])
def test_groups_that_the_text_leaves_out_are_counted(makers: int, left: list[str]) -> None:
    rows = [{"id": f"p{n}", "title": f"Lamp {n}", "maker": f"Maker {n}"} for n in range(makers) for _ in "ab"]
    rows = [{**row, "id": f"{row['id']}-{at}"} for at, row in enumerate(rows)]
    with Catalog.build(":memory:", items=rows, noun="lamp") as catalog:
        lines = asked(catalog, "count", by="maker").text.splitlines()

    assert lines[:2] == ["Maker 0: 2", "Maker 1: 2"]
    assert lines[50:] == left


def test_a_flag_is_told_as_yes_and_no(shop: Catalog) -> None:
    jackets = wants("category", "=", "Jackets", quote="jackets")

    assert asked(shop, "count", jackets, by="in_stock").text == "yes: 4\nno: 1"
    assert asked(shop, "values", jackets, field="in_stock").text.endswith(" In stock: yes (4), no (1)")


def test_an_apps_tool_in_the_place_of_facets_may_tell_less(laptops: Catalog) -> None:
    @tool(replaces=True)
    def facets(fields: list[str] | None = None) -> list[dict[str, Any]]:
        """Describe fields in another way."""
        return [{"values": {"Aero": 2, "Volt": 2}}] if fields == ["brand"] else [{"cheapest": 499}]

    assert asked(laptops, "values", field="brand", tools=[facets]).text == "There are 2 brands: Aero (2), Volt (2)."
    assert asked(laptops, "values", field="price", tools=[facets]).text == "Price goes from 499 to 1,999."


def test_counts_go_on_from_a_filtered_list(laptops: Catalog) -> None:
    with Agent(laptops, config=CONFIG, state=":memory:") as agent:
        agent.ask("gaming laptops", session="s")
        reply = agent.ask("and how many per brand?", session="s")

    assert reply.text == "Nomad: 1\nTitan: 1\nVolt: 1"
