"""Conversations of a person, as an app lists them."""

from __future__ import annotations

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
