"""Before it says no, an agent that may have misunderstood asks; one that understood every word does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palate import Agent, Catalog

UNCLEAR = "westerns from Japan, my typing is terrible frobnication"
"""Asks for what is not there, with a word that nobody understands."""


@pytest.fixture
def agent(films: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(films, state=tmp_path) as made:
        yield made


def test_what_was_wholly_understood_is_refused_at_once(agent: Agent) -> None:
    assert agent.ask("westerns from Japan", session="s").act == "abstain"


def test_what_was_not_is_asked_about(agent: Agent) -> None:
    reply = agent.ask(UNCLEAR, session="s")

    assert reply.act == "ask"
    assert reply.question is not None
    assert reply.question.field in ("country", "genres")
    assert reply.blamed
    assert "Shall I leave out " in reply.text
    assert "or did I misunderstand?" in reply.text


def test_of_two_things_of_one_field_in_one_message_one_may_have_been_taken_back(agent: Agent) -> None:
    reply = agent.ask("It has to be a western. It has to be a documentary.", session="s")

    assert (reply.act, reply.blamed) == ("ask", ("Documentary",))


def test_of_two_things_in_two_messages_none_was(agent: Agent) -> None:
    agent.ask("a comedy from Japan", session="s")

    assert agent.ask("it should be a romance as well", session="s").act == "abstain"


def test_what_is_said_again_takes_its_place(agent: Agent) -> None:
    asked = agent.ask(UNCLEAR, session="s").question
    again = "from Italy" if asked is not None and asked.field == "country" else "dramas"
    reply = agent.ask(again, session="s")

    assert reply.act == "recommend"


def test_one_who_has_no_wish_there_is_taken_at_their_word(agent: Agent) -> None:
    agent.ask(UNCLEAR, session="s")

    assert agent.ask("I don't mind", session="s").act == "recommend"


@pytest.mark.parametrize(
    "said", ["not sure, I couldn't say", "I can't say I have a preference there", "hard to say, no idea"]
)
def test_one_who_does_not_stand_by_it_is_not_refused(agent: Agent, said: str) -> None:
    agent.ask(UNCLEAR, session="s")

    assert agent.ask(said, session="s").act == "recommend"


def test_a_yes_leaves_it_out_and_a_no_is_final(agent: Agent) -> None:
    agent.ask(UNCLEAR, session="yes")
    agent.ask(UNCLEAR, session="no")

    assert agent.ask("yes", session="yes").act == "recommend"
    assert agent.ask("no", session="no").act == "abstain"
    agent.ask(UNCLEAR, session="keep")
    assert agent.ask("don't leave it out", session="keep").act == "abstain"


def test_each_that_may_be_wrong_is_asked_about_once(agent: Agent) -> None:
    """Who stands by the one was misread in the other, or wants what there is not."""
    first = agent.ask(UNCLEAR, session="s")
    second = agent.ask("westerns from Japan", session="s")

    assert [each.act for each in (first, second)] == ["ask", "ask"]
    assert {*first.blamed, *second.blamed} == {"Western", "from Japan"}
    assert agent.ask("westerns from Japan", session="s").act == "abstain"


def test_who_stands_by_one_and_not_by_the_other_is_shown_what_there_is(agent: Agent) -> None:
    (blamed,) = agent.ask(UNCLEAR, session="s").blamed
    agent.ask("it has to be " + blamed.lower().replace("japan", "Japan"), session="s")
    reply = agent.ask("I don't mind", session="s")

    assert reply.act == "recommend"
    assert all("Western" in item.fields["genres"] or item.fields["country"] == "Japan" for item in reply.items)  # type: ignore[operator]


def test_who_turned_down_all_that_fits_is_asked_which_wish_is_none(agent: Agent) -> None:
    """Every Japanese film of the fifties is turned down, and every word was understood."""
    reply = agent.ask("a Japanese film from the 1950s", session="s")
    for _ in range(30):
        if reply.act != "recommend":
            break
        reply = agent.ask("not those", session="s")

    assert reply.act == "ask"
    assert reply.text.startswith("Films in Japanese or from Japan, from the 1950s: everything I have is left out")
    assert "or did I misunderstand?" in reply.text
    assert reply.blamed


def test_the_answer_to_it_counts_for_the_whole_field(agent: Agent) -> None:
    agent.ask("dramas, westerns from Japan, frobnication", session="s")
    reply = agent.ask("comedies from Japan", session="s")

    assert reply.act == "recommend"
    assert all("Comedy" in str(item.fields) for item in reply.items)


def test_another_value_of_the_field_takes_its_place_whatever_else_that_lets_go(agent: Agent) -> None:
    """ "A horror film" after "family" is another kind of thing, which lets go of likenesses, and of the family too."""
    agent.ask("before 1995, not PG-13", session="s")
    asked = agent.ask("You're well off the mark. Horror it is, and there's no budging the family.", session="s")
    reply = agent.ask("Once more for the people at the back: it'd have to be horror.", session="s")

    assert (asked.act, asked.blamed) == ("ask", ("Family",))
    assert reply.act == "recommend"
    assert "Family" not in reply.text


@pytest.mark.parametrize(
    "said",
    [
        "not sure, I couldn't say",
        "something from the sixties",
        "Never have I been so glad of a Friday. Let's leave that one open for now, if that's possible.",
    ],
)
def test_what_is_not_stood_by_is_left_out_and_that_is_told(agent: Agent, said: str) -> None:
    (blamed,) = agent.ask("westerns in Hindi, my typing is terrible frobnication", session="s").blamed
    reply = agent.ask(said, session="s")

    assert blamed == "in Hindi"
    assert reply.act == "recommend"
    assert reply.text.startswith("I left out “Hindi”, which you did not say again.")


def test_a_question_of_fact_leaves_what_was_asked_about(agent: Agent) -> None:
    asked = agent.ask(UNCLEAR, session="s")
    agent.ask("who directed Alien?", session="s")
    reply = agent.ask("something funny", session="s")

    assert reply.act in ("ask", "abstain")
    assert set(asked.blamed) <= {"Western", "from Japan"}


def test_what_is_put_right_of_other_wishes_leaves_what_is_to_blame(agent: Agent) -> None:
    asked = agent.ask("westerns from Brazil, frobnication", session="s")
    reply = agent.ask("Show me your dramas, pal. I want no westerns.", session="s")

    assert asked.blamed == ("from Brazil",)
    assert asked.question is not None
    assert {where.parts[0].value for where in asked.question.understood} == {"Western", "Brazil"}
    assert reply.act == "recommend"
    assert all(item.fields["country"] == "Brazil" for item in reply.items)
    assert all("Drama" in item.fields["genres"] for item in reply.items)  # type: ignore[operator]


def test_two_sentences_that_answer_it_are_one_request(agent: Agent) -> None:
    agent.ask("westerns from Brazil, frobnication", session="s")
    reply = agent.ask("Show me your musicals, pal. It's from France that I want it.", session="s")

    assert reply.act == "recommend"
    assert all("Musical" in item.fields["genres"] for item in reply.items)  # type: ignore[operator]
    assert all(item.fields["country"] == "France" for item in reply.items)


def test_it_is_told_as_well_where_there_still_is_nothing(agent: Agent) -> None:
    agent.ask("westerns in Hindi, my typing is terrible frobnication", session="s")
    reply = agent.ask("something by Kurosawa", session="s")

    assert reply.act in ("ask", "abstain")
    assert "I left out “Hindi”, which you did not say again." in reply.text
    assert "“in Hindi”" not in reply.text


def test_a_number_after_a_guess_points_at_no_word_of_it(agent: Agent) -> None:
    """The guess was taken for an item once, which raised an error."""
    assert agent.ask("like farg", session="s").text == "Did you mean Fargo?"

    assert agent.ask("I'll take the first", session="s").act != "recommend"
