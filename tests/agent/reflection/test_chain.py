"""What reflection sees: each reflector once where there is something to see, and once where there is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, Reply
from palate.language.understanding import Intent
from tests.agent.making import Script, wants

COMEDY = wants("genres", "contains", "Comedy")
BY_POPULARITY = ("rank", {"by": "popularity"})


def findings(reply: Reply, kind: str) -> list[dict[str, Any]]:
    """The findings of one kind: their messages and data."""
    return [each for each in reply.trace.findings if each["kind"] == kind]


def messages(reply: Reply, kind: str) -> list[str]:
    """What the findings of one kind say."""
    return [each["message"] for each in findings(reply, kind)]


# --- contradictory


def test_two_stretches_that_do_not_touch_are_asked_about(agent: Agent) -> None:
    reply = agent.ask("a film from before 1980 and after 1990", session="s")

    assert (reply.act, reply.blamed) == ("ask", ("before 1980", "after 1990"))
    assert reply.text.startswith("Nothing can be both “before 1980” and “after 1990”. Which of them shall it be:")
    assert messages(reply, "contradictory") == ["Nothing can be both “before 1980” and “after 1990”."]


def test_what_is_then_said_again_holds_alone(agent: Agent) -> None:
    agent.ask("a film from before 1980 and after 1990", session="s")
    reply = agent.ask("after 1990", session="s")

    assert {item.title for item in reply.items} == {"Fargo", "Amélie", "Clueless", "Dune"}


@pytest.mark.parametrize("said", ["the second", "the last one", "the latter"])
def test_which_of_them_holds_may_be_told_by_its_place(agent: Agent, said: str) -> None:
    agent.ask("a film from before 1980 and after 1990", session="s")
    reply = agent.ask(said, session="s")

    assert {item.title for item in reply.items} == {"Fargo", "Amélie", "Clueless", "Dune"}
    assert "not understand" not in reply.text


def test_what_only_this_catalogue_lacks_is_no_contradiction(agent: Agent) -> None:
    reply = agent.ask("a mystery from france")

    assert reply.act == "abstain"
    assert findings(reply, "contradictory") == []


def test_a_soft_wish_is_not_given_up_over_a_contradiction(tiny: Catalog, tmp_path: Path) -> None:
    said = Intent(
        act="recommend",
        preferences=(wants("year", "<", 1980), wants("year", ">", 1990), wants("runtime", "<", 1, strength="soft")),
    )
    with Agent(tiny, reader=Script(x=said), state=tmp_path / "s") as agent:
        reply = agent.ask("x")

    assert (reply.relaxed, reply.blamed) == ((), ("before 1980", "after 1990"))


# --- empty, too few: what is to blame


def test_an_empty_result_names_what_is_to_blame(agent: Agent) -> None:
    (empty,) = findings(agent.ask("a horror film from france"), "empty")

    assert empty["data"]["blamed"] == ["from France"]


def test_a_short_list_names_the_condition_that_costs_the_least(agent: Agent) -> None:
    reply = agent.ask("two comedies from the united states under 100 minutes")

    # The comedies are Fargo (98 minutes, the United States), Amélie and Clueless; three films here are under 100.
    assert [item.title for item in reply.items] == ["Fargo"]
    (short,) = findings(reply, "too_few")
    assert (short["data"]["blamed"], short["data"]["freed"]) == (["from United States"], 2)
    assert reply.text.endswith("\nWithout “from United States” I have one more.")


def test_where_there_never_are_enough_nothing_is_blamed(agent: Agent) -> None:
    reply = agent.ask("nine films from france")

    assert findings(reply, "too_few")[0]["data"]["blamed"] == []
    assert "Without" not in reply.text


# --- all seen


def test_everything_that_fits_may_have_been_seen(agent: Agent) -> None:
    agent.feedback("4", user="u", seen=True)
    reply = agent.ask("something from france", user="u")

    assert messages(reply, "seen") == ["Everything here that fits has been seen already."]
    assert findings(agent.ask("something from france"), "seen") == []


# --- weak matches


def test_words_that_nothing_shown_has_are_told(agent: Agent) -> None:
    reply = agent.ask("a film about window zeppelins")

    assert messages(reply, "weak") == ["None of these mentions “zeppelins”."]
    assert "None of these mentions “zeppelins”." in reply.text


def test_words_that_something_shown_has_are_not(agent: Agent) -> None:
    assert findings(agent.ask("a film about clueless"), "weak") == []


# --- snapped


def test_a_typo_that_was_mended_is_a_finding(agent: Agent) -> None:
    assert messages(agent.ask("a commedy"), "snapped") == ["“commedy” was taken for Comedy."]


# --- data that is not there


def test_a_fact_that_no_field_holds_is_not_answered_with_another(agent: Agent) -> None:
    reply = agent.ask("what is the budget of alien?")

    assert reply.act == "answer"
    assert reply.text == "My data does not include that. Of every film it has year, runtime, genres and country."


def test_a_field_that_is_named_is_told_whatever_else_is_said(agent: Agent) -> None:
    assert "\nThe country of Alien (1979) is" in agent.ask("what is the country of alien, zorblax?").text


# --- none


def test_without_reflection_nothing_is_observed(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, config=AgentConfig(reflection=False), state=tmp_path / "s") as agent:
        reply = agent.ask("two comedies from the united states under 100 minutes")

    assert reply.trace.findings == []
    assert "Without" not in reply.text
