"""What a turn writes to memory, what the reply says of it, and taking it back."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Agent, Catalog, Reply
from palate.language.frame import Frames
from palate.memory.change import MemoryChange
from tests.agent.making import Script
from tests.language.framing import constraint, frame

NO_HORROR = constraint("genres", "none_of", "Horror", quote="horror") | {"for": "always"}
COMEDY = constraint("genres", "any_of", "Comedy", quote="a comedy")
EACH = ("#1", "#2", "#3")


def ref(item: str, role: str, quote: str) -> dict[str, Any]:
    return {"item": item, "as": role, "quote": quote}


def said(*acts: str, **parts: Any) -> Frames:
    return Frames(frames=(frame(*acts, **parts),))


SCRIPT = {
    "I hate horror": said("taste", set=[NO_HORROR]),
    "I hate horror. A comedy": said("taste", "request", set=[NO_HORROR, COMEDY | {"quote": "A comedy"}]),
    "I've seen Jaws": said("seen", refs=[ref("Jaws", "seen", "Jaws")]),
    "I love Alien": said("taste", refs=[ref("Alien", "liked", "Alien")]),
    "a comedy": said("request", set=[COMEDY]),
    "horror, a comedy": said("taste", "request", set=[NO_HORROR, COMEDY | {"quote": "horror"}]),
    "I'll take the second": said("accept", refs=[ref("#2", "take", "the second")]),
    "not the first": said("reject", refs=[ref("#1", "avoid", "the first")]),
    "none of them": said("reject", refs=[ref(each, "avoid", "them") for each in EACH]),
    "all of them": said("accept", refs=[ref(each, "take", "all of them") for each in EACH]),
    "I saw Marriage Story and liked it": said(
        "seen", "taste", refs=[ref("Marriage Story", "seen", "Marriage Story"), ref("#1", "liked", "it")]
    ),
    "who made it?": said(
        "question", refs=[ref("Marriage Story", "ask", "it")], ask=[{"what": "value", "field": "year"}]
    ),
    "forget that": said("undo"),
    "start over": said("undo", drop=["*"]),
    "no, I didn't say that": said("unclear", "deny"),
    "anything": said("request"),
    "hello": said("greet"),
}  # fmt: skip


@pytest.fixture
def agent(tiny: Catalog) -> Agent:
    return Agent(tiny, reader=Script(SCRIPT), state=":memory:")


def told(reply: Reply) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.text, each.item) for each in reply.memory_changes]


@pytest.mark.parametrize(
    ("message", "changes", "words"),
    [
        ("I hate horror", [("preference", "not Horror", None)], "Noted: not Horror."),
        ("I've seen Jaws", [("seen", "you have seen Jaws (1975)", "3")], "Noted: you have seen Jaws (1975)."),
        ("I love Alien", [("preference", "you like Alien (1979)", None)], "Noted: you like Alien (1979)."),
        ("I hate horror. A comedy", [("preference", "not Horror", None)], "Noted: not Horror."),
        ("a comedy", [], ""),
    ],
)
@pytest.mark.parametrize("user", ["zoe", None])
def test_each_write_is_listed_and_told_once(
    agent: Agent, message: str, changes: list[Any], words: str, user: str | None
) -> None:
    reply = agent.ask(message, user=user, session="s")

    assert told(reply) == changes
    assert {each.kept for each in reply.memory_changes} <= {"long" if user else "session"}
    assert reply.text.count("Noted") == bool(changes)
    assert words in reply.text
    written = [] if user is None else [each["kind"] for each in reply.trace.memory["written"]]
    assert written == ([kind for kind, _, _ in changes] if user else [])


def test_what_is_chosen_and_turned_down_of_a_list_is_listed(agent: Agent) -> None:
    shown = agent.ask("anything", user="zoe", session="s").items
    rejected = agent.ask("not the first", user="zoe", session="s")
    second = rejected.items[1]
    chosen = agent.ask("I'll take the second", user="zoe", session="s")

    assert [(each.kind, each.item) for each in rejected.memory_changes] == [("rejected", shown[0].id)]
    assert [(each.kind, each.item) for each in chosen.memory_changes] == [("chosen", second.id)]
    assert chosen.text.count(second.title) == 1


def test_turning_down_the_whole_list_writes_nothing(agent: Agent) -> None:
    first = agent.ask("anything", user="zoe", session="s", k=3)
    second = agent.ask("none of them", user="zoe", session="s", k=3)

    assert second.memory_changes == ()
    assert agent.memory.of("zoe").events() == []
    assert not {item.id for item in first.items} & {item.id for item in second.items}


def test_all_of_them_is_asked_about_and_the_answer_is_kept(agent: Agent) -> None:
    shown = agent.ask("anything", user="zoe", session="s", k=3).items
    asked = agent.ask("all of them", user="zoe", session="s")

    assert (asked.act, asked.memory_changes) == ("ask", ())
    assert asked.text.startswith("Which one do you mean: ")
    assert asked.question is not None
    assert asked.question.items == tuple(item.id for item in shown)
    chosen = agent.ask("I'll take the second", user="zoe", session="s")
    assert [(each.kind, each.item) for each in chosen.memory_changes] == [("chosen", shown[1].id)]


def test_what_is_said_of_a_film_that_is_not_here_stays_with_it(agent: Agent) -> None:
    agent.ask("anything", user="zoe", session="s")
    reply = agent.ask("I saw Marriage Story and liked it", user="zoe", session="s")
    answer = agent.ask("who made it?", user="zoe", session="s")

    assert reply.memory_changes == ()
    assert agent.memory.of("zoe").events() == []
    assert "“Marriage Story” is not in my data." in reply.text
    assert "I did not understand" not in reply.text
    assert answer.text == "“Marriage Story” is not in my data.\nSo that I do not know."


def test_starting_over_before_anything_was_asked_for_takes_back_what_was_told(agent: Agent) -> None:
    agent.ask("I hate horror", user="zoe", session="s")

    assert [each.kind for each in agent.ask("start over", user="zoe", session="s").memory_changes] == ["withdrawn"]


@pytest.mark.parametrize("words", ["forget that", "no, I didn't say that"])
@pytest.mark.parametrize("message", ["I hate horror", "I've seen Jaws", "I love Alien", "I hate horror. A comedy"])
def test_the_writes_of_the_last_turn_are_taken_back(agent: Agent, words: str, message: str) -> None:
    [written] = agent.ask(message, user="zoe", session="s").memory_changes
    reply = agent.ask(words, user="zoe", session="s")

    assert reply.memory_changes == (written.model_copy(update={"kind": "withdrawn"}),)
    assert f"Forgotten: {written.text}." in reply.text
    assert reply.text.count("Forgotten") == 1
    assert agent.memory.of("zoe").preferences() == ()
    after = agent.ask("anything", user="zoe", session="s2", k=50)
    assert len(after.items) == 8


def test_taking_back_a_write_leaves_the_request_and_takes_what_came_of_the_same_words(agent: Agent) -> None:
    agent.ask("I hate horror. A comedy", user="zoe", session="s")
    left = agent.ask("forget that", user="zoe", session="s", k=50)
    assert left.items == ()  # the comedies were shown just now
    assert [each.quote for each in left.state.constraints] == ["A comedy"]

    agent.ask("horror, a comedy", user="zoe", session="t")
    assert agent.ask("forget that", user="zoe", session="t").text.startswith("Forgotten: not Horror.")
    assert len(agent.ask("anything", user="zoe", session="t", k=50).items) == 8


def test_what_was_said_before_stands_when_its_repetition_is_taken_back(agent: Agent) -> None:
    for words in ("I hate horror", "hello", "I hate horror", "forget that"):
        agent.ask(words, user="zoe", session="s")

    assert [each.provenance.turn for each in agent.memory.of("zoe").preferences()] == [1]


def test_undo_is_of_the_request_where_the_last_turn_wrote_nothing(agent: Agent) -> None:
    agent.ask("I hate horror", user="zoe", session="s")
    agent.ask("a comedy", user="zoe", session="s")
    reply = agent.ask("forget that", user="zoe", session="s", k=50)

    assert reply.memory_changes == ()
    assert len(agent.memory.of("zoe").preferences()) == 1


def test_starting_over_takes_nothing_back(agent: Agent) -> None:
    agent.ask("I hate horror. A comedy", user="zoe", session="s")

    assert agent.ask("start over", user="zoe", session="s").memory_changes == ()
    assert len(agent.memory.of("zoe").preferences()) == 1


def test_an_anonymous_session_takes_back_what_it_was_told(agent: Agent) -> None:
    agent.ask("I hate horror", session="s")
    assert not any("Horror" in item.fields["genres"] for item in agent.ask("anything", session="s", k=50).items)  # type: ignore[operator]

    agent.ask("I hate horror", session="t")
    reply = agent.ask("forget that", session="t")
    assert [(each.kind, each.kept) for each in reply.memory_changes] == [("withdrawn", "session")]
    assert len(agent.ask("anything", session="t", k=50).items) == 8


def test_a_message_that_stands_on_its_own_writes_nothing(agent: Agent) -> None:
    assert agent.ask("I hate horror").memory_changes == ()


def test_a_change_is_json(agent: Agent) -> None:
    [change] = agent.ask("I've seen Jaws", user="zoe", session="s").memory_changes

    assert MemoryChange.model_validate_json(change.model_dump_json()) == change
    assert change.quote == "I've seen Jaws"
