"""What apps read of a reply instead of its prose."""

from __future__ import annotations

from pathlib import Path

from palate import Agent, Catalog, tool
from palate.agent.reply import Answer


def test_a_question_s_rows_are_in_the_reply(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        counted, named = agent.ask("how many horror films are there?"), agent.ask("what genre is Alien?")

    assert [(each.tool, each.value) for each in counted.answers] == [("lookup", 2)]
    assert named.answers[0].rows == ({"title": "Alien", "genres": ["Horror", "Sci-Fi"]},)
    assert named.answers[0].value is None


def test_an_app_s_tool_gives_its_rows(tiny: Catalog, tmp_path: Path) -> None:
    @tool(cues=("weather", "outside"))
    def weather(city: str = "here") -> list[dict[str, object]]:
        """Today's weather in a city."""
        return [{"city": city, "degrees": 7}, {"city": city, "degrees": 9}]

    with Agent(tiny, tools=[weather], state=tmp_path) as agent:
        reply = agent.ask("what is the weather outside?")

    assert reply.answers == (
        Answer(
            request=0,
            words="what is the weather outside?",
            tool="weather",
            rows=({"city": "here", "degrees": 7}, {"city": "here", "degrees": 9}),
        ),
    )


def test_items_answer_nothing_and_are_rows_of_their_own(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        reply = agent.ask("horror")

    assert reply.answers == ()
    assert str(reply) == reply.text
    assert [(row["id"], row["title"], row["year"]) for row in reply.to_dicts()] == [
        (item.id, item.title, item.fields["year"]) for item in reply.items
    ]
    assert "<td>Alien</td>" in reply._repr_html_()


def test_an_app_says_how_many_items_a_reply_shows_and_the_person_more_so(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        assert len(agent.ask("films", k=3).items) == 3
        assert len(agent.ask("two films", k=3).items) == 2
        assert len(agent.ask("films").items) == 5


def test_a_trace_and_an_agent_show_what_they_consist_of(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        reply = agent.ask("horror")
        shown = {str(row[0]): row[1] for row in agent.look().rows}

    assert [row[:2] for row in reply.trace.look().rows[:2]] == [("filter", "ok"), ("rank", "ok")]
    assert shown["planner"] == "offline"
