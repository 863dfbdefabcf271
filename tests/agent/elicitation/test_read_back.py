"""Before a pick that stays, what was understood is said back, and what is answered puts it right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.reply import Reply
from palate.agent.sessions import Named
from palate.catalog.conditions import Condition

FIRST = "I'll take the first film you show me."


@pytest.fixture
def agent(films: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(films, config=AgentConfig(k=1, max_questions=4), state=tmp_path) as made:
        yield made


def _said_back(reply: Reply) -> set[str]:
    """Return what a reply says back: `genres contains Comedy`."""
    assert reply.question is not None
    parts = [part for where in reply.question.understood for part in where.parts]
    return {f"{part.field} {part.op} {part.value}" for part in parts}


def test_all_that_was_understood_is_said_back_for_apps_too(agent: Agent) -> None:
    reply = agent.ask(f"Comedies under 100 minutes, not from France. {FIRST}", session="s")

    assert reply.act == "ask"
    assert _said_back(reply) == {"genres contains Comedy", "runtime < 100", "country != France"}


def test_with_nothing_understood_there_is_nothing_to_say_back(agent: Agent) -> None:
    reply = agent.ask(FIRST, session="s")

    assert reply.text == "Before I pick a film: is there anything else that it should be, or should not be?"
    assert _said_back(reply) == set()


@pytest.mark.parametrize(
    "said",
    [
        "I never said comedy.",
        "Where did you get comedy from?",
        "Forget about the genre, I asked for nothing of the kind.",
        "comedy wasn't me, strike it off",
        "The genre is wrong.",
    ],
)
def test_what_nobody_asked_for_is_taken_out_and_not_ruled_out(agent: Agent, said: str) -> None:
    agent.ask(f"A comedy under 100 minutes. {FIRST}", session="s")
    reply = agent.ask(said, session="s")

    assert _said_back(reply) == {"runtime < 100"}


def test_what_is_insisted_on_is_asked_about_once_more_and_stays(agent: Agent) -> None:
    """Somebody who tells it again may have been misread; who does so twice, and is read the same, means it."""
    agent.ask(f"A comedy under 100 minutes. {FIRST}", session="s")
    reply = agent.ask("I did say comedy, and I meant it.", session="s")
    (item,) = agent.ask("It has to be a comedy.", session="s").items

    assert (
        reply.text
        == "I have it that you want a comedy film under 100 minutes. Which part of that is wrong, or missing?"
    )
    assert "Comedy" in item.fields["genres"]  # type: ignore[operator]
    assert item.fields["runtime"] < 100  # type: ignore[operator]


def test_what_is_told_again_of_a_field_counts_alone(agent: Agent) -> None:
    """One of two was never meant: whichever is not told again."""
    agent.ask(f"Comedies that are westerns. {FIRST}", session="s")
    reply = agent.ask("As I said, comedy.", session="s")

    assert _said_back(reply) == {"genres contains Comedy"}


def test_what_is_held_no_longer_is_not_counted_as_told_again(agent: Agent) -> None:
    agent.ask(f"A comedy. {FIRST}", session="s")
    agent.ask("I did say comedy, and I meant it.", session="s")
    assert agent.ask("It has to be a comedy.", session="s").items
    assert list(agent._sessions.memory(Named(None, "s")).elicited.told_again.values()) == [2]
    agent.ask("Start over. A western.", session="s")

    assert list(agent._sessions.memory(Named(None, "s")).elicited.told_again.values()) == [0]


@pytest.mark.parametrize("said", ["a comedy", "comedy please", "yes, it has to be a comedy"])
def test_who_merely_names_it_again_or_agrees_confirms_it(agent: Agent, said: str) -> None:
    agent.ask(f"A comedy. {FIRST}", session="s")
    (item,) = agent.ask(said, session="s").items

    assert "Comedy" in item.fields["genres"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "said", ["Comedy? Not from me.", "That's news to me. Comedy.", "age rating: R", "R? I never asked for that."]
)
def test_what_is_not_mine_may_be_said_in_two_sentences_and_a_bare_value_says_no_such_thing(
    agent: Agent, said: str
) -> None:
    agent.ask(f"A comedy, rated R. {FIRST}", session="s")
    reply = agent.ask(said, session="s")

    if said == "age rating: R":
        assert "Comedy" in reply.items[0].fields["genres"]  # type: ignore[operator]
    else:
        gone = "genres contains Comedy" if "omedy" in said else "age_rating = R"
        assert _said_back(reply) == {"genres contains Comedy", "age_rating = R"} - {gone}


def test_before_anything_is_shown_why_asks_for_no_reasons(agent: Agent) -> None:
    agent.ask(f"Before 1980. {FIRST}", session="s")
    reply = agent.ask("Why does everyone push westerns at me? I don't want them.", session="s")

    assert _said_back(reply) == {"year < 1980", "genres not_contains Western"}


def test_a_yes_and_one_of_two_wishes_keeps_both(agent: Agent) -> None:
    agent.ask(f"Comedies that are westerns. {FIRST}", session="s")
    (item,) = agent.ask("yes, comedy", session="s").items

    assert {"Comedy", "Western"} <= set(item.fields["genres"])  # type: ignore[arg-type]


def test_a_dislike_told_in_answer_is_ruled_out(agent: Agent) -> None:
    agent.ask(f"Before 1980. {FIRST}", session="s")
    reply = agent.ask("I don't like westerns.", session="s")

    assert _said_back(reply) == {"year < 1980", "genres not_contains Western"}


def test_what_is_not_confirmed_is_asked_about_no_longer(films: Catalog, tmp_path: Path) -> None:
    """Questions have an end, and so has what a person has to put right."""
    with Agent(films, config=AgentConfig(k=1, max_questions=2), state=tmp_path) as agent:
        said = (f"A comedy. {FIRST}", "I never said comedy.", "a drama", "a western")
        acts = [agent.ask(message, session="s").act for message in said]

    assert acts[:3] == ["ask", "ask", "recommend"]


def test_two_sessions_are_said_back_their_own(agent: Agent) -> None:
    agent.ask(f"A comedy. {FIRST}", session="one")
    agent.ask(f"A western. {FIRST}", session="other")

    assert _said_back(agent.ask("I never said comedy. Before 1980.", session="one")) == {"year < 1980"}
    assert _said_back(agent.ask("Before 1980.", session="other")) == {"genres contains Western", "year < 1980"}


def test_words_that_may_be_misspelt_are_no_question_of_their_own(agent: Agent) -> None:
    """ "Bruh" is near Daniel Brühl; who is asked anyway can say so."""
    reply = agent.ask(f"Bruh, a comedy. {FIRST}", session="s")

    assert reply.question is not None
    assert reply.question.field == "text"


def test_an_app_can_read_it_after_a_round_trip(agent: Agent) -> None:
    reply = agent.ask(f"A comedy. {FIRST}", session="s")
    again = Reply.model_validate_json(reply.model_dump_json())

    assert again.question is not None
    assert again.question.understood == (Condition(field="genres", op="contains", value="Comedy"),)


def test_all_of_it_may_be_wrong(agent: Agent) -> None:
    agent.ask(f"A comedy under 100 minutes. {FIRST}", session="s")
    reply = agent.ask("That's all wrong.", session="s")

    assert reply.act == "ask"
    assert _said_back(reply) == set()


def test_what_is_fine_leaves_what_else_is_wanted_of_its_field(agent: Agent) -> None:
    agent.ask(f"Something scary, not gory. {FIRST}", session="s")
    reply = agent.ask("gory is fine", session="s")

    assert _said_back(reply) == {"moods contains scary"}


@pytest.mark.parametrize("said", ["no", "no, nothing", "that's right", "all good"])
def test_where_nothing_is_wrong_something_is_shown(agent: Agent, said: str) -> None:
    agent.ask(f"A comedy. {FIRST}", session="s")

    assert agent.ask(said, session="s").act == "recommend"
