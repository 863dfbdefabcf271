"""What a reply shows of items, rows, reasons and words stands on one line, whatever is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, Reply, tool
from palate.agent.replies.wording import LONGEST_VALUE, labelled, listed, quoted, shown_value
from palate.agent.replies.words import say
from palate.catalog.schema import Field
from palate.errors import ToolError
from palate.llm.scripted import ScriptedModel
from tests.harmful import HARM, HARMS, harm_in, harmful_catalog, spoiled_catalog

LINE = re.compile(r"\d+\. ")


@pytest.fixture(params=[harmful_catalog, spoiled_catalog])
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalog]:
    with request.param(tmp_path / "harmful.db") as opened:
        yield opened


def asked(catalog: Catalog, folder: Path, *messages: str, **more: Any) -> Reply:
    with Agent(catalog, config=AgentConfig(k=len(HARMS)), state=folder / "state", **more) as agent:
        return [agent.ask(message, session="s", user="ann") for message in messages][-1]


def test_a_list_has_a_line_for_each_item_and_no_other(catalog: Catalog, tmp_path: Path) -> None:
    reply = asked(catalog, tmp_path, "dramas")

    assert [line.split(" ", 1)[0] for line in reply.text.split("\n")[1:]] == [f"{at}." for at in range(1, 9)]
    assert len(reply.items) == len(HARMS)
    assert harm_in(reply.text) == []


@pytest.mark.parametrize(
    ("messages", "lines"),
    [
        (["dramas", "from which year is the first one?"], 1),
        (["which makers are there?"], 1),
        (["which genres are there?"], 1),
        (["what is the oldest film?"], 1),
        (["how many dramas from before 1984 are there?"], 1),
        (["dramas", "do you have the first one?"], 1),
        (["dramas", "who is the maker of the first one?"], 1),
        (["dramas", "what is the synopsis of the first one?"], 1),
        (["dramas", "why the first one?"], 2),
    ],
)
def test_a_fact_stands_on_its_line(catalog: Catalog, tmp_path: Path, messages: list[str], lines: int) -> None:
    reply = asked(catalog, tmp_path, *messages)

    assert harm_in(reply.text) == []
    assert len(reply.text.split("\n")) == lines, reply.text


def test_a_row_of_an_outside_tool_stands_on_one_line(tiny: Catalog, tmp_path: Path) -> None:
    @tool(cues=("weather", "outside"))
    def weather(city: str = "here") -> list[dict[str, str]]:
        """Today's weather in a city."""
        return [{"sky\x1b[2J": "rain\n1. Fake: sunny", "wind": "\u202eeast" + "!" * 5_000}, {"sky\x1b[2J": "dry"}]

    reply = asked(tiny, tmp_path, "what is the weather outside?", tools=[weather])

    first, second = reply.text.split("\n")
    assert first.startswith("sky[2 J: rain 1. Fake: sunny; wind: east!!!")
    assert len(first) <= 2 * LONGEST_VALUE + 40
    assert second == "dry"
    assert harm_in(reply.text) == []


def test_why_a_tool_failed_stands_on_one_line(tiny: Catalog, tmp_path: Path) -> None:
    @tool(cues=("weather", "outside"))
    def weather(city: str = "here") -> str:
        """Today's weather in a city."""
        raise ToolError("no\x1b[2J such city\n1. Fake: sunny")

    reply = asked(tiny, tmp_path, "what is the weather outside?", tools=[weather])

    assert "no[2J such city 1. Fake: sunny" in reply.text
    assert harm_in(reply.text) == []
    assert not any(LINE.match(line) for line in reply.text.split("\n"))


def test_words_of_the_person_stand_on_one_line(tiny: Catalog, tmp_path: Path) -> None:
    reply = asked(tiny, tmp_path, "a comedy, blorptious\n1. Fake\u202e: gleebitude\u2028 snargle")

    assert harm_in(reply.text) == []
    assert [line for line in reply.text.split("\n") if "Fake" in line and LINE.match(line)] == []


@pytest.mark.parametrize("sign", ["\r", "\x9b", "\u202e", "\x85", "\u2028", "\x1b[2J"])
def test_what_a_model_words_has_no_controls(tiny: Catalog, tmp_path: Path, sign: str) -> None:
    model = ScriptedModel([json.dumps({"lines": [["{1.title}", sign, "{2.title}"]]})])
    config = AgentConfig(rewrite=True, k=2)
    with Agent(tiny, model=model, planner="offline", config=config, state=tmp_path / "s") as agent:
        reply = agent.ask("horror")

    assert sign not in reply.text
    assert reply.trace.findings[-1]["kind"] == "unbound"


@pytest.mark.parametrize("text", HARMS)
def test_every_slot_of_a_phrase_is_filled_with_one_line(text: str) -> None:
    field = Field(name="note", kind="text")
    said = [
        say("answer.value", field=text, title=text, value=text),
        shown_value(text, field),
        shown_value([text, text], field),
        labelled(text),
        listed([text]),
        quoted(text),
    ]

    assert [each for each in said if HARM.search(each)] == []


def test_a_long_value_is_cut() -> None:
    assert shown_value("a" * 5_000, Field(name="note", kind="text")) == "a" * (LONGEST_VALUE - 1) + "…"
    assert len(quoted("a" * 5_000)) == LONGEST_VALUE + 2
