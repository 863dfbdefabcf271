"""What a session lets go of without its being idle, and that the reply names it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from palate import Agent, Catalog

IMPOSSIBLE = "an animated western under 50 minutes"
LEFT_OUT = "I left out “western” and “50 minutes”, which you did not say again."


@pytest.fixture
def agent(films: Catalog) -> Iterator[Agent]:
    with Agent(films, state=":memory:") as made:
        yield made


def held(agent: Agent) -> list[str]:
    return [entry.provenance.quote for entry in agent.session(session="s").preferences()]


def talk(agent: Agent, *messages: str) -> str:
    return [agent.ask(message, session="s", k=2).text for message in messages][-1]


def test_what_left_no_items_is_not_carried_over(agent: Agent) -> None:
    text = talk(agent, IMPOSSIBLE, "something from the nineties")

    assert text.splitlines()[0] == LEFT_OUT
    assert held(agent) == ["animated", "nineties"]


def test_the_offer_to_leave_it_out_can_be_accepted(agent: Agent) -> None:
    talk(agent, IMPOSSIBLE, "yes")

    assert held(agent) == ["animated"]


@pytest.mark.parametrize("message", ["no", "it has to be a western"])
def test_it_stays_where_the_user_insists(agent: Agent, message: str) -> None:
    assert LEFT_OUT not in talk(agent, IMPOSSIBLE, message)
    assert held(agent) == ["animated", "western", "50 minutes"]


def test_what_is_said_anew_of_its_field_takes_its_place_without_a_word(agent: Agent) -> None:
    text = talk(agent, IMPOSSIBLE, "under 60 minutes")

    assert text.splitlines()[0] == "I left out “western”, which you did not say again."
    assert held(agent) == ["animated", "60 minutes"]


@pytest.mark.parametrize(
    ("wish", "message", "told"),
    [
        ("a comedy under 100 minutes", "start over", "Starting afresh, without “comedy” and “100 minutes”."),
        ("一部喜剧片", "重新开始", "重新开始，不再算上“喜剧”。"),
        (
            "a comedy under 90 minutes from the nineties",
            "a western by John Ford",
            "Starting afresh, without “comedy”, “90 minutes” and “nineties”.",
        ),
        ("a comedy about a wedding", "a western", "I left out “a wedding”, which you did not say again."),
    ],
)
def test_a_new_start_names_what_it_drops(agent: Agent, wish: str, message: str, told: str) -> None:
    assert talk(agent, wish, message).splitlines()[0] == told


@pytest.mark.parametrize("message", ["bye", "thanks, bye!"])
def test_after_a_goodbye_the_next_message_starts_afresh(agent: Agent, message: str) -> None:
    talk(agent, "a comedy", message, "from the nineties")

    assert held(agent) == ["nineties"]
    assert [turn.number for turn in agent.session(session="s").turns()] == [1, 2, 3]
