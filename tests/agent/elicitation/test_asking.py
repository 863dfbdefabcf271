"""Questions in conversation: asked where they pay, never twice, and not of those who have nothing to add."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.elicitation.questioner import Asking, Ground
from palate.language.asked import OPEN


@pytest.fixture
def agent(films: Catalog, tmp_path: Path) -> Iterator[Agent]:
    made = Agent(films, config=AgentConfig(k=1, max_questions=4), state=tmp_path)
    yield made
    made.close()


def test_who_takes_the_first_is_asked_what_else_it_should_be(agent: Agent) -> None:
    first = agent.ask("A comedy. I'll take the first film you show me.", session="s")
    second = agent.ask("under 100 minutes", session="s")
    third = agent.ask("nothing else", session="s")

    assert [each.act for each in (first, second, third)] == ["ask", "ask", "recommend"]
    assert first.question is not None
    assert first.question.field == OPEN
    assert first.text == "Before I pick: you want a comedy film. Is anything of that wrong, or missing?"
    assert second.question is not None
    assert second.text == "So you want a comedy film under 100 minutes. Is anything wrong or missing now?"
    (item,) = third.items
    assert "Comedy" in item.fields["genres"]  # type: ignore[operator]
    assert item.fields["runtime"] < 100  # type: ignore[operator]


def test_a_new_request_is_said_back_again(agent: Agent) -> None:
    agent.ask("A comedy. I'll take the first film you show me.", session="s")
    shown = agent.ask("nothing else", session="s")
    anew = agent.ask("Start over. A western. I'll take the first film you show me.", session="s")
    then = agent.ask("nothing else", session="s")

    assert [each.act for each in (shown, anew, then)] == ["recommend", "ask", "recommend"]


def test_only_keeps_no_question_back(agent: Agent) -> None:
    reply = agent.ask("Only comedies. I'll take the first film you show me.", session="s")

    assert reply.act == "ask"


def test_words_that_one_item_has_keep_no_question_back(agent: Agent) -> None:
    reply = agent.ask("A film with a submarine. I'll take the first one you show me.", session="s")

    assert reply.act == "ask"


def test_what_answers_an_open_question_is_wanted_as_well(agent: Agent) -> None:
    agent.ask("A comedy. I'll take the first film you show me.", session="s")
    again = agent.ask("a western", session="s")
    (item,) = agent.ask("no, that's all", session="s").items

    assert again.act == "ask"  # One film is both, and might still be wrong.

    assert {"Comedy", "Western"} <= set(item.fields["genres"])  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["I love comedies", "nothing but comedy will hit the spot"])
def test_a_taste_told_in_answer_to_what_else_it_should_be_is_wanted(agent: Agent, said: str) -> None:
    agent.ask("Before 1980. I'll take the first film you show me.", session="s")
    agent.ask(said, session="s")
    (item,) = agent.ask("no, that's all", session="s").items

    assert "Comedy" in item.fields["genres"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "said", ["no, that's all", "that's all, thank you", "that'll be all, thanks", "that's everything"]
)
def test_who_has_nothing_to_add_is_not_taken_leave_of(agent: Agent, said: str) -> None:
    agent.ask("A comedy. I'll take the first film you show me.", session="s")

    assert agent.ask(said, session="s").act == "recommend"
    assert agent.ask("that's all", session="other").act == "chat"


def test_others_are_shown_something_at_once(agent: Agent) -> None:
    assert agent.ask("a comedy", session="s").act == "recommend"


def test_what_was_taken_ends_it(agent: Agent) -> None:
    agent.ask("A comedy. I'll take the first film you show me.", session="s")
    item = agent.ask("nothing else", session="s").items[0].id
    agent.commit(item, session="s")

    assert agent.ask("another comedy", session="s").act == "recommend"


def test_questions_run_out(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, config=AgentConfig(k=1, max_questions=1), state=tmp_path) as agent:
        acts = [
            agent.ask(message, session="s").act
            for message in ("A comedy. I'll take the first film you show me.", "under 100 minutes")
        ]

    assert acts == ["ask", "recommend"]


def test_one_who_turns_down_without_a_reason_is_asked(agent: Agent) -> None:
    acts = [agent.ask("a comedy", session="s").act]
    acts += [agent.ask("not that one", session="s").act for _ in range(4)]

    assert acts[0] == "recommend"
    assert "ask" in acts


def test_one_who_gives_reasons_is_not(agent: Agent) -> None:
    said = ("a comedy", "not that one, something older", "not that one, under 100 minutes")

    assert {agent.ask(message, session="s").act for message in said} == {"recommend"}


class Asks:
    """A chooser of an app's own: about each field once."""

    def __init__(self) -> None:
        self.settled: list[set[str]] = []

    def choose(self, ground: Ground) -> Asking | None:
        self.settled.append(set(ground.settled))
        return Asking(ground.fields[0].name, ("this", "that")) if ground.fields else None


def test_another_chooser_can_be_given_and_sees_what_is_settled(films: Catalog, tmp_path: Path) -> None:
    chooser = Asks()
    with Agent(films, config=AgentConfig(max_questions=2), questioner=chooser, state=tmp_path) as agent:
        first = agent.ask("a comedy", session="s")
        agent.ask("hard to say", session="s")

    assert first.question is not None
    assert "genres" in chooser.settled[0]
    assert {"genres", first.question.field} <= chooser.settled[1]


class AsksOfNothingHere:
    """A chooser of an app's own that names a field that the catalogue does not have."""

    def choose(self, ground: Ground) -> Asking | None:
        return None if "occasion" in ground.settled else Asking("occasion")


def test_a_field_that_is_not_here_is_asked_about_openly_and_once(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, questioner=AsksOfNothingHere(), state=tmp_path) as agent:
        first, second = (agent.ask(said, session="s") for said in ("a comedy", "nothing else"))

    assert (first.act, second.act) == ("ask", "recommend")
    assert "a comedy film" in first.text
    assert first.question is not None
    assert first.question.field == "occasion"
