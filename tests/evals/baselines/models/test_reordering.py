"""Retrieve, then reorder: a model chooses among what the agent ranks, and the agent knows what was shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import closing

import pytest

from palate import AgentConfig, Catalog
from palate.agent.reply import Reply
from palate.errors import ModelUnavailable
from palate.evals.baselines import AGENT
from palate.evals.baselines.models.reordering import CANDIDATES, ReorderingContestant
from palate.evals.contestant import Setup, Talker
from palate.llm.model import Message
from tests.evals.baselines.models.doubles import Answers, always, choice

SETUP = Setup(config=AgentConfig(k=5, max_questions=0))
WISH = "a drama"


def titles(reply: Reply) -> list[str]:
    return [item.title for item in reply.items]


def said(catalog: Catalog, model: Answers, *messages: str, setup: Setup = SETUP) -> list[Reply]:
    with closing(ReorderingContestant(choice(model)).open(catalog, setup)) as talker:
        assert isinstance(talker, Talker)
        return [talker.ask(message, session="s") for message in messages]


def retrieved(catalog: Catalog, *messages: str, k: int = CANDIDATES) -> list[Reply]:
    with closing(AGENT.open(catalog, Setup(config=AgentConfig(k=k, max_questions=0)))) as talker:
        return [talker.ask(message, session="s") for message in messages]


def listed(messages: Sequence[Message]) -> list[str]:
    """Return the titles of the candidates that a model was shown."""
    return re.findall(r"^\d+\. (.+?) \(\d", messages[-1].content, re.MULTILINE)


def test_the_model_chooses_among_twenty_of_the_agents_own(films: Catalog) -> None:
    model = always({"numbers": [20, 3, 7, 1, 2]})

    (reply,) = said(films, model, WISH)
    best = titles(*retrieved(films, WISH))

    assert titles(reply) == [best[number - 1] for number in (20, 3, 7, 1, 2)]
    assert listed(model.asked[0]) == best
    assert reply.trace.usage["model_calls"] == 1
    assert reply.trace.usage["tokens"] == 110


@pytest.mark.parametrize("numbers", [[4, 4, 4, 4, 4], [4, 0, 99, -1, 4]])
def test_numbers_of_nothing_or_said_twice_are_passed_over_and_the_order_fills_up(
    numbers: list[int], films: Catalog
) -> None:
    (reply,) = said(films, always({"numbers": numbers}), WISH)
    best = titles(*retrieved(films, WISH))

    assert titles(reply) == [best[3], *best[:3], best[4]]


def test_only_what_was_shown_is_turned_down(films: Catalog) -> None:
    model = always({"numbers": [20, 19, 18, 17, 16]})

    replies = said(films, model, WISH, "None of those. Something else")
    best = titles(*retrieved(films, WISH))

    assert titles(replies[0]) == best[:14:-1]
    # Of the fifteen that were candidates and not shown, some are so again: what was turned down changes the order.
    assert set(best[:15]) & set(listed(model.asked[1]))
    assert not set(titles(replies[0])) & set(listed(model.asked[1]))


@pytest.mark.parametrize("why", ["dead", "garbage"])
def test_where_the_model_fails_the_order_stays_and_the_trace_says_so(why: str, films: Catalog) -> None:
    def dead(_: Sequence[Message]) -> str:
        raise ModelUnavailable("the model is asleep.")

    written: dict[str, Callable[[Sequence[Message]], str]] = {"dead": dead, "garbage": lambda _: '{"numbers": "all"}'}
    (reply,) = said(films, Answers(written[why]), WISH)

    assert titles(reply) == titles(*retrieved(films, WISH))[:5]
    assert [finding["severity"] for finding in reply.trace.findings if finding["kind"] == "model"] == ["warning"]
    assert reply.trace.usage["model_calls"] == 1


def test_what_was_asked_to_be_sorted_stays_sorted(films: Catalog) -> None:
    model = always({"numbers": [5, 4, 3, 2, 1]})

    (reply,) = said(films, model, "the longest western")

    assert model.asked == []
    assert (reply.trace.usage["model_calls"], reply.trace.usage["cost"]) == (0, 0.0)
    assert titles(reply)[0] == "Dances with Wolves"


def test_what_may_not_be_shown_is_no_candidate(tiny: Catalog) -> None:
    model = always({"numbers": [2, 1]})
    with closing(ReorderingContestant(choice(model)).open(tiny, Setup(config=AgentConfig(k=8)))) as talker:
        # ann has seen 1 and 7 by the log.
        talker.ask("from the United States", user="ann", session="s")

    # Of the two called Dune one is theirs.
    assert sorted(listed(model.asked[0])) == ["Dune", "Fargo", "Jaws", "Rear Window"]
