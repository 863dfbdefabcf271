"""Follow-ups that refer to an answer, to a list or to what comes closest.

Where the offline reader's encoder does not tell what a message does, it is read by frames: "how many more?", "the first
of those" after an abstention, and comparisons with an item of the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from palate import Agent, Catalog
from palate.agent.reply import Reply
from palate.language.frame import Frames
from tests.agent.making import Script
from tests.language.framing import constraint, frame


def fact(item: Any, name: str) -> Any:
    """The value that an item, or a recommended one, has of a field."""
    return item.get(name) if hasattr(item, "get") else item.fields[name]


FILMS = Catalog.films()
ALL = FILMS.items(FILMS.ids(FILMS.columns.select([])))
COMEDY = [item for item in ALL if "Comedy" in fact(item, "genres")]


@pytest.fixture
def agent() -> Iterator[Agent]:
    with Agent(FILMS, state=":memory:") as made:
        yield made


def test_an_answer_to_two_questions_is_told_once() -> None:
    asked = frame("question", unknown=[{"quote": "budget"}])
    other = frame("question", unknown=[{"quote": "music"}])
    script = Script({"its budget? its music?": Frames(frames=(asked, other))})
    with Agent(FILMS, state=":memory:", reader=script) as agent:
        text = agent.ask("its budget? its music?").text

    assert text.count("My data does not include that.") == 1


def told(agent: Agent, *messages: str) -> list[Reply]:
    """The replies to the messages of one session."""
    return [agent.ask(message, session="s") for message in messages]


def scripted(**frames: dict[str, Any]) -> Agent:
    """An agent that reads each message, a name here, as one frame."""
    script = {said: Frames(frames=(frame(*made.pop("acts", ()), **made),)) for said, made in frames.items()}
    return Agent(FILMS, reader=Script(script), state=":memory:")


COMEDIES = {"set": [constraint("genres", "any_of", "Comedy", quote="list")], "n": 3}
MUSICAL = {
    "set": [
        constraint("genres", "any_of", "Musical", quote="list"),
        constraint("director", "any_of", "Alfred Hitchcock", quote="list"),
    ]
}


def test_a_fact_without_an_item_is_asked_of_the_first_shown(agent: Agent) -> None:
    shown, reply = told(agent, "a western from the 1960s", "and who directed it?")

    director = fact(FILMS.item(shown.items[0].id), "director")
    assert reply.act == "answer"
    assert reply.answers[0].rows[0]["director"] == director


def test_another_fact_is_asked_of_the_item_of_the_answer(agent: Agent) -> None:
    _, reply = told(agent, "who directed Fargo?", "and its cast?")

    assert reply.answers[0].rows[0]["cast"] == fact(FILMS.item("fargo-1996"), "cast")


def test_anything_else_from_the_director_of_an_answer_leaves_out_its_item(agent: Agent) -> None:
    _, reply = told(agent, "who directed Fargo?", "anything else from that director?")

    assert {name for item in reply.items for name in fact(item, "director")} >= {"Joel Coen"}
    assert all("Joel Coen" in fact(item, "director") for item in reply.items)
    assert "Fargo" not in {item.title for item in reply.items}


def test_those_of_a_list_are_all_that_its_request_selects(agent: Agent) -> None:
    _, reply = told(agent, "a comedy", "how many of those per decade?")

    rows = reply.answers[0].rows
    assert sum(row["count"] for row in rows) == len(COMEDY)
    assert [row["year"] % 10 for row in rows] == [0] * len(rows)


def test_those_of_a_list_are_so_for_frames_too() -> None:
    with scripted(
        list=COMEDIES, those={"acts": ["question"], "ask": [{"what": "count", "by": "year"}], "from": "last"}
    ) as agent:
        _, reply = told(agent, "list", "those")

    assert sum(row["count"] for row in reply.answers[0].rows) == len(COMEDY)


def test_how_many_more_leaves_out_what_was_shown() -> None:
    with scripted(list=COMEDIES, more={"acts": ["question"], "ask": [{"what": "count"}], "from": "unseen"}) as agent:
        shown, reply = told(agent, "list", "more")

    assert reply.answers[0].value == len(COMEDY) - len(shown.items)
    assert reply.text == f"Not shown yet: {len(COMEDY) - 3} comedy films."


def test_turning_down_one_item_keeps_the_others_and_shows_one_in_its_place(agent: Agent) -> None:
    first, second = told(agent, "three comedies from the 1980s", "not the first one")

    old, new = ([item.id for item in reply.items] for reply in (first, second))
    assert len(new) == 3
    assert set(new[:2]) == set(old[1:])
    assert new[2] not in old


def test_a_title_of_two_items_is_asked_about_before_it_is_taken(agent: Agent) -> None:
    asked, reply = told(agent, "Dracula, please", "the second")

    assert asked.question is not None
    assert asked.question.options == ("Dracula (1931)", "Dracula (1958)")
    assert reply.text.startswith("Dracula (1958) it is.")


def test_a_comparison_is_with_the_item_that_it_names() -> None:
    shorter = {"acts": ["critique"], "set": [constraint("runtime", "<", {"of": "#2"}, quote="shorter")]}
    with scripted(list=COMEDIES, shorter=shorter) as agent:
        shown, reply = told(agent, "list", "shorter")

    assert reply.items
    assert all(fact(item, "runtime") < fact(shown.items[1], "runtime") for item in reply.items)


def test_a_comparison_that_leaves_nothing_is_said_and_not_kept() -> None:
    earliest = min(ALL, key=lambda item: fact(item, "year"))
    bound = {"set": [constraint("year", "<", {"of": earliest.title}, quote="older")]}
    with scripted(older=bound, list=COMEDIES) as agent:
        nothing, reply = told(agent, "older", "list")

    assert (nothing.act, nothing.items) == ("abstain", ())
    assert nothing.blamed
    assert len(reply.items) == 3


def test_an_offer_is_a_question_with_options(agent: Agent) -> None:
    offered, reply = told(agent, "a musical by Hitchcock", "yes")

    assert offered.question is not None
    assert offered.question.options == ("Leave out “by Alfred Hitchcock”", "Keep it")
    assert reply.items
    assert all("Musical" in fact(item, "genres") for item in reply.items)


def test_a_no_to_an_offer_keeps_what_was_asked(agent: Agent) -> None:
    offered, reply = told(agent, "a musical by Hitchcock", "no")

    assert offered.act == "abstain"
    assert (reply.act, reply.items) == ("chat", ())
    assert len(agent.session(session="s").preferences()) == 2


def test_another_condition_than_the_offered_one_may_be_left_out(agent: Agent) -> None:
    _, reply = told(agent, "a musical by Hitchcock", "leave out the musical")

    assert reply.items
    assert all("Alfred Hitchcock" in fact(item, "director") for item in reply.items)


def test_what_comes_closest_can_be_pointed_at() -> None:
    first = {"acts": ["accept"], "refs": [{"item": "#1", "as": "take", "quote": "first"}]}
    with scripted(list=MUSICAL, first=first) as agent:
        offered, reply = told(agent, "list", "first")

    assert reply.text.startswith(offered.near[0].title)


def test_an_offer_may_be_answered_by_ruling_out_several_values() -> None:
    without = {"set": [constraint("country", "none_of", "France", "Italy", quote="other")]}
    several = {
        "set": [
            constraint("country", "any_of", "France", "Italy", quote="list"),
            constraint("director", "any_of", "Alfred Hitchcock", quote="list"),
        ]
    }
    with scripted(list=several, other=without) as agent:
        offered, reply = told(agent, "list", "other")

    assert offered.act == "abstain"
    assert {name for item in reply.items for name in fact(item, "director")} == {"Alfred Hitchcock"}


def test_a_taste_that_only_changes_the_order_shows_no_list_again() -> None:
    wilder = {"set": [constraint("director", "any_of", "Billy Wilder", quote="x")], "n": 20}
    romance = constraint("genres", "any_of", "Romance", quote="romance", **{"for": "always"})
    other = constraint("genres", "any_of", "Film-Noir", quote="noir", **{"for": "always"})
    tastes = {
        "I love romance": {"acts": ["taste"], "set": [romance]},
        "I love noir": {"acts": ["taste"], "set": [other]},
    }
    with scripted(x=wilder, **tastes) as agent:
        shown, *replies = told(agent, "x", *tastes)

    assert len(shown.items) > 2
    assert [(reply.items, reply.text) for reply in replies] == [((), "Noted: Romance."), ((), "Noted: Film-Noir.")]


@pytest.mark.parametrize(
    "said", ["Heat seems nice to me. How long is it?", "The lavender hill mob sounds good... how long is it"]
)
def test_a_question_is_of_the_item_that_the_message_spoke_of_before_it(agent: Agent, said: str) -> None:
    reply = told(agent, "a western from the 1960s", said)[-1]

    title = "Heat" if "Heat" in said else "The Lavender Hill Mob"
    [item] = [each for each in ALL if each.title == title]
    assert [list(row.values()) for answer in reply.answers for row in answer.rows] == [[title, fact(item, "runtime")]]


def test_a_question_of_a_title_that_several_items_have_asks_which_and_then_tells(agent: Agent) -> None:
    asked, reply = told(agent, "a family film", "beauty and the beast! how long is it", "the second one")[1:]

    assert asked.text.startswith("Which “beauty and the beast” do you mean")
    assert asked.answers == ()
    assert [row["runtime"] for answer in reply.answers for row in answer.rows] == [84]


def test_a_question_over_two_sentences_is_answered_and_not_told_to_lack_data(agent: Agent) -> None:
    reply = told(agent, "a western from the 1960s", "Okay whatever. Fargo was there before, who plays in it?")[-1]

    assert [row["title"] for answer in reply.answers for row in answer.rows] == ["Fargo"]
    assert "no-data" not in [finding["kind"] for finding in reply.trace.findings]
