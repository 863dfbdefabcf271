"""What is said of a list as a whole, and how much of each item."""

from __future__ import annotations

from pathlib import Path

from palate import Agent, AgentConfig, Catalog


def test_that_there_is_no_more_is_said_of_exactly_what_was_asked(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, state=tmp_path) as agent:
        assert agent.ask("a western by Sergio Leone").text.startswith("I have just four western films by Sergio Leone:")
        assert "I have just" not in agent.ask("a funny western by Sergio Leone like Alien").text
        assert "I have just" not in agent.ask("a western with a harmonica").text


def test_what_is_left_out_of_a_short_list_is_told(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, state=tmp_path) as agent:
        first = agent.ask("a western by Sergio Leone", session="s")
        reply = agent.ask(f"a western by Sergio Leone, I have seen {first.items[0].title}", session="s")

    assert len(reply.items) == 3
    assert "I have just" not in reply.text
    assert reply.text.endswith("\nLeft out: one that you know already.")


def test_how_many_people_liked_something_is_said_once_at_most(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, state=tmp_path) as agent:
        assert agent.ask("a comedy").text.count("people here") == 1
        assert agent.ask("the longest comedies").text.count("people here") == 0


def test_a_detailed_reply_says_more_of_each_item(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, state=tmp_path, config=AgentConfig(style="detailed")) as agent:
        reply = agent.ask("three comedies from the nineties")

    lines = reply.text.splitlines()[1:]
    assert [len(line.split("; ")) > 1 for line in lines] == [True, True, True]


def test_nothing_that_was_asked_is_said_again_of_each_item(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, state=tmp_path) as agent:
        reply = agent.ask("a comedy by Billy Wilder")

    assert "Comedy" in str([item.fields for item in reply.items])
    assert [line for line in reply.text.splitlines()[1:] if "Comedy" in line or "Billy Wilder" in line] == []
