"""What the conversation itself keeps from being shown."""

from __future__ import annotations

from palate import Agent


def test_the_item_that_a_wish_refers_to_is_not_shown_itself(agent: Agent) -> None:
    # Jaws, Rear Window and Dune (1984) are from the United States as Fargo is.
    reply = agent.ask("anything from the same country as Fargo?", user="u", session="s")

    assert reply.act == "recommend"
    assert sorted(item.id for item in reply.items) == ["3", "5", "6", "7"]


def test_what_was_asked_of_an_item_before_is_what_its_is_about(agent: Agent) -> None:
    agent.ask("when did Amélie come out?", user="u", session="s")

    reply = agent.ask("what else did its country make?", user="u", session="s")

    assert (reply.act, reply.items) == ("abstain", ())


def test_a_question_is_remembered_until_the_next_turn(agent: Agent) -> None:
    first = agent.ask("how many comedies are there?", user="u", session="s")
    listed = agent.ask("list them", user="u", session="s")
    asked = agent.ask("when did Alien come out?", user="u", session="s")
    again = agent.ask("and Jaws?", user="u", session="s")

    assert (first.act, asked.act, again.act) == ("answer", "answer", "answer")
    assert sorted(item.id for item in listed.items) == ["2", "4", "8"]
    assert again.text == "Jaws is from 1975."
