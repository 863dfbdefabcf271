from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from examples.voice.__main__ import Talk, answered, opened, talks
from examples.voice.facts import Told, wrong_facts
from palate import Agent

PAGE = (Path(__file__).parents[2] / "docs" / "voice.md").read_text(encoding="utf-8")
HERE = ("films", "restaurants")
"""The shop is a package that may have to be downloaded."""
PIZZA = "“Pizza by the metre in a former tram depot”"
TALKS = [talk for talk in talks() if talk.catalogue in HERE]


@pytest.fixture(scope="module")
def agents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Agent]]:
    with ExitStack() as stack:
        yield opened(stack, tmp_path_factory.mktemp("voice"), *HERE)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.said[-1])
def test_the_page_shows_what_is_said_and_its_facts_are_in_the_catalogue(
    talk: Talk, agents: Mapping[str, Agent]
) -> None:
    told = answered(talk, agents[talk.catalogue], talk.said[-1] + str(len(talk.said)))

    assert list(wrong_facts(told)) == []
    assert f"```text\n{told.text}\n```" in PAGE


def test_there_are_twenty_talks_in_each_language() -> None:
    languages = [talk.language for talk in talks()]

    assert (languages.count("en"), languages.count("zh")) == (20, 20)


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("€22", "€21.5", ["21.5 is no value and no count"]),
        ("Trattoria Gina, ", "Trattoria Pina, ", ["line 1 names Trattoria Pina, €22, Italian, not Trattoria Gina"]),
        ("€29, Japanese", "€29, French", ["Hanami is not French"]),
        ("“Pizza by the metre", "“Free pizza", ["“Free pizza in a former tram depot” is quoted from nowhere"]),
        (PIZZA, "the dearest of these", ["Tram 9 is not the dearest of these"]),
        (PIZZA, "the only bright one of these", ["Tram 9 is not the only bright one of these"]),
    ],
)
def test_what_is_wrong_is_found(agents: Mapping[str, Agent], right: str, wrong: str, found: list[str]) -> None:
    talk = next(each for each in TALKS if each.said == ("Japanese or Italian for under 30 euros",))
    told = answered(talk, agents["restaurants"], f"wrong {wrong}")
    reply = told.replies[-1]

    assert list(wrong_facts(told)) == []
    assert right in reply.text
    assert list(wrong_facts(_saying(told, reply.text.replace(right, wrong)))) == found


def _saying(told: Told, text: str) -> Told:
    return replace(told, replies=[told.replies[-1].model_copy(update={"text": text})])
