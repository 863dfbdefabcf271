"""What a reply tells of the session after it, and taking one constraint back."""

from __future__ import annotations

import pytest
from pydantic_core import to_json

from palate import Agent, Catalog, Reply
from palate.agent.replies.session_state import handle_of, state_of
from palate.agent.replies.size import MOST_BYTES, fitted
from palate.agent.reply import State, StateConstraint
from palate.catalog.conditions import Condition
from palate.errors import BadArgument, StorageError
from palate.language.pending import Offer, OpenQuestion, WhichOne
from palate.language.preference import Preference, Provenance
from palate.memory.item_history import ItemHistory
from palate.memory.short_term import SessionMemory


def texts(state: State) -> list[str]:
    return [each.text for each in state.constraints]


def test_a_reply_tells_what_holds_and_what_was_shown(agent: Agent) -> None:
    reply = agent.ask("a comedy under 100 minutes", session="s")

    held = agent.session(session="s").preferences()
    assert reply.state.constraints == tuple(
        StateConstraint(id=f"w{at}", key=handle_of(each.key), quote=each.provenance.quote, scope="session", text=text)
        for at, (each, text) in enumerate(zip(held, ["Comedy", "under 100 minutes"], strict=True), 1)
    )
    assert reply.state.shown == tuple(item.id for item in reply.items) != ()
    assert reply.state.pending is None
    assert reply.state == agent.session(session="s").state()
    assert Reply.model_validate_json(reply.model_dump_json()).state == reply.state


def test_what_became_of_items(agent: Agent) -> None:
    first = agent.ask("a comedy", session="s").items[0].id
    agent.feedback("1", session="s", seen=True)
    agent.commit(first, session="s")

    state = agent.ask("a western", session="s").state

    assert (state.seen, state.chosen) == (("1",), (first,))


def test_a_question_is_pending_until_it_is_answered(agent: Agent) -> None:
    asked = agent.ask("something like Dune", session="s")

    assert asked.state.pending == WhichOne(
        field="title", message="something like Dune", said="Dune", options=("6", "7")
    )
    answered = agent.ask("the second", session="s").state
    assert (answered.pending, [each.id for each in answered.constraints]) == (None, ["like:7"])
    assert agent.withdraw(answered.constraints[0].key, session="s").constraints == ()


def test_a_taste_of_nobody_known_is_permanent_and_can_be_taken_back(agent: Agent) -> None:
    [told] = agent.ask("I love horror", session="s").state.constraints

    assert (told.id, told.scope, told.text) == ("p1", "permanent", "Horror")
    assert agent.withdraw(told.key, session="s").constraints == ()


def test_one_constraint_is_taken_back_and_the_others_stay(agent: Agent) -> None:
    comedy, short = agent.ask("a comedy under 100 minutes", session="s").state.constraints

    left = agent.withdraw(comedy.key, session="s")

    assert [(each.id, each.key) for each in left.constraints] == [("w1", short.key)]
    again = agent.ask("another", session="s")
    assert texts(again.state) == [short.text]
    with pytest.raises(BadArgument, match=r"is no constraint of this session, which has 1; `reply"):
        agent.withdraw(comedy.key, session="s")


def test_a_turn_whose_state_alone_tells_of_a_forgotten_item_stays_without_its_state(agent: Agent) -> None:
    agent.ask("a comedy from 1996", user="dee", session="s")
    agent.ask("a horror film from 1979 instead", user="dee", session="s")
    assert "2" in agent.session("dee", "s").turns()[1].reply.state.shown

    agent.memory.of("dee").forget(item="2")

    [left] = agent.session("dee", "s").turns()
    assert (left.number, [item.id for item in left.reply.items], left.reply.state) == (2, ["1"], State())
    assert "2" not in agent.session("dee", "s").state().shown


def test_the_latest_hundred_ids_are_told_and_a_field_that_is_gone_is_not(tiny: Catalog) -> None:
    ids = tuple(map(str, range(150)))
    gone = Preference(where=Condition(field="budget", op=">", value=1))

    state = state_of(SessionMemory(preferences=(gone,), items=ItemHistory(shown=ids)), tiny)

    assert state == State(shown=ids[50:])


def test_keys_with_words_of_a_model_are_told_as_hashes(tiny: Catalog) -> None:
    wish = Preference(text="nobody said this", provenance=Provenance(quote="a heist"))
    memory = SessionMemory(preferences=(wish,), pending=Offer(keys=(wish.key,)))

    state = state_of(memory, tiny)

    assert state.pending == Offer(keys=(state.constraints[0].key,))
    assert "nobody" not in state.model_dump_json()


def test_a_state_that_is_too_large_is_cut() -> None:
    long = "k" * MOST_BYTES

    reply = fitted(Reply(act="chat", text="", state=State(pending=OpenQuestion(said_back=(long, long)))))

    assert len(to_json(reply)) <= MOST_BYTES
    assert reply.shortened == ("state",)


def test_a_session_of_a_later_version_is_told(agent: Agent) -> None:
    agent.ask("a comedy", user="ann", session="s")
    agent._sessions.note(
        agent.session("ann", "s")._named, lambda memory: memory.model_copy(update={"schema_version": 99}), ()
    )

    with pytest.raises(StorageError, match="A later version of Palate wrote this session"):
        agent.ask("shorter", user="ann", session="s")
    assert agent.end(user="ann", session="s")
