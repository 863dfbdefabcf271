"""An agent whose catalogue loses items while it runs."""

from __future__ import annotations

from pathlib import Path

from palate import Agent, Catalog

FILMS = [
    {"title": title, "genre": genre, "year": year}
    for title, genre, year in [
        ("Alien", "Horror", 1979),
        ("Jaws", "Horror", 1975),
        ("Tootsie", "Comedy", 1982),
        ("Airplane!", "Comedy", 1980),
    ]
]


def test_what_was_liked_and_shown_may_go(tmp_path: Path) -> None:
    films = Catalog.build(tmp_path / "films.db", items=FILMS, noun="film")
    with films, Agent(films, state=":memory:") as agent:
        agent.ask("I love Alien", user="u", session="s")
        shown = [item.title for item in agent.ask("a horror film", user="u", session="s").items]
        films.remove(["1", "3"])

        again = agent.ask("a horror film", user="u", session="s")
        comedies = agent.ask("a comedy", user="u", session="other")

        assert (shown, [item.title for item in again.items]) == (["Jaws"], ["Jaws"])
        assert [item.title for item in comedies.items] == ["Airplane!"]
        assert [entry.item for entry in agent.memory.of("u").preferences()] == ["1"]
