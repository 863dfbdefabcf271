"""Conversations of a person, as an app lists them."""

from __future__ import annotations

from pathlib import Path

from palate import Agent, Catalog


def test_a_persons_sessions_are_told_the_last_first_and_nobody_elses(tiny: Catalog) -> None:
    with Agent(tiny) as agent:
        agent.ask("a comedy", user="ann", session="one")
        agent.session("ann", "two").begin()
        agent.ask("a horror film", user="bob", session="three")

        assert [(told.session, told.turns, told.first) for told in agent.sessions("ann")] == [
            ("two", 0, ""),
            ("one", 1, "a comedy"),
        ]
        assert agent.session("ann", "two").is_known
        assert not agent.session("ann", "three").is_known


def test_an_agent_made_anew_starts_a_new_session_of_a_user_who_names_none(tiny: Catalog, tmp_path: Path) -> None:
    for _ in range(2):
        with Agent(tiny, state=tmp_path) as agent:
            assert agent.session("ann").preferences() == ()
            agent.ask("a comedy", user="ann")
            agent.ask("from the nineties", user="ann")
            assert len(agent.session("ann").preferences()) == 2

    with Agent(tiny, state=tmp_path) as agent:
        assert [told.turns for told in agent.sessions("ann")] == [2, 2]


def test_a_named_session_goes_on_with_another_agent(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as one, Agent(tiny, state=tmp_path) as other:
        one.ask("a comedy", user="ann", session="monday")
        other.ask("from the nineties", user="ann", session="monday")

        assert len(one.session("ann", "monday").preferences()) == 2


def test_the_session_that_no_app_named_can_be_ended(tiny: Catalog) -> None:
    with Agent(tiny) as agent:
        agent.ask("a comedy", user="ann")

        assert agent.end(user="ann")
        assert not agent.session("ann").is_known
