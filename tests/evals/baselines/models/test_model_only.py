"""The model alone: what it names is shown where it exists and may be."""

from __future__ import annotations

from contextlib import closing

from palate import AgentConfig, Catalog
from palate.agent.reply import Reply
from palate.errors import ModelUnavailable
from palate.evals.baselines import NEIGHBOURS
from palate.evals.baselines.models.model_only import ModelOnlyContestant
from palate.evals.contestant import Setup, Talker
from palate.llm.model import Message
from tests.evals.baselines.models.doubles import Answers, always, choice

SETUP = Setup(config=AgentConfig(k=3))


def ids(reply: Reply) -> list[str]:
    return [item.id for item in reply.items]


def test_it_shows_the_items_of_its_titles_in_their_order(tiny: Catalog) -> None:
    with closing(
        ModelOnlyContestant(choice(always({"titles": ["Jaws", "Amelie", "Fargo"]}))).open(tiny, SETUP)
    ) as talker:
        assert isinstance(talker, Talker)
        reply = talker.ask("anything", session="s")

    assert ids(reply) == ["3", "4", "2"]
    assert reply.act == "recommend"
    assert reply.trace.usage == {
        "model_calls": 1,
        "tokens": 110,
        "prompt_tokens": 100,
        "cached_tokens": 0,
        "completion_tokens": 10,
        "cost": 0.0,
        "model_seconds": 0.5,
        "titles": 3,
        "invented": 0,
        "barred": 0,
    }


def test_an_invented_title_takes_no_place_and_is_counted(tiny: Catalog) -> None:
    model = always({"titles": ["Jaws 5", "Fargo", "Sharks of Omaha"]})
    with closing(ModelOnlyContestant(choice(model)).open(tiny, SETUP)) as talker:
        reply = talker.ask("anything")

    assert ids(reply) == ["2"]
    assert (reply.trace.usage["titles"], reply.trace.usage["invented"]) == (3, 2)
    assert [finding["message"] for finding in reply.trace.findings] == [
        "`Jaws 5` is no title of this catalogue.",
        "`Sharks of Omaha` is no title of this catalogue.",
    ]


def test_what_was_seen_disliked_or_shown_is_not_shown(tiny: Catalog) -> None:
    # ann has seen 1 and 7 by the log.
    model = always({"titles": ["Alien", "Jaws", "Fargo"]})
    with closing(ModelOnlyContestant(choice(model)).open(tiny, SETUP)) as talker:
        talker.feedback("3", user="ann", session="s", value=-1.0)
        first, second = (talker.ask("anything", user="ann", session="s") for _ in range(2))

    assert (ids(first), first.trace.usage["barred"]) == (["2"], 2)
    assert (ids(second), second.act, second.trace.usage["barred"]) == ([], "abstain", 3)


def test_it_is_told_what_was_liked_and_said_and_shown(tiny: Catalog) -> None:
    model = always({"titles": ["Fargo", "Amélie", "Clueless"]})
    with closing(ModelOnlyContestant(choice(model)).open(tiny, SETUP)) as talker:
        for liked in ("3", "1"):
            talker.feedback(liked, user="new", session="s", value=1.0)
        talker.ask("a comedy", user="new", session="s")
        talker.ask("older", user="new", session="s")

    first, *conversation = model.asked[1]
    assert first.content.endswith("The person liked, the latest first: Alien; Jaws.")
    assert conversation == [
        Message(role="user", content="a comedy"),
        Message(role="assistant", content="Fargo; Amélie; Clueless"),
        Message(role="user", content="older"),
    ]


def test_where_the_model_fails_neighbours_are_shown_and_the_trace_says_so(tiny: Catalog) -> None:
    def dead(_: object) -> str:
        raise ModelUnavailable("the model is asleep.")

    shown: dict[int, list[str]] = {}
    for contestant in (
        NEIGHBOURS,
        ModelOnlyContestant(choice(Answers(dead))),
        ModelOnlyContestant(choice(always("no"))),
    ):
        with closing(contestant.open(tiny, SETUP)) as talker:
            talker.feedback("3", user="new", session="s", value=1.0)
            reply = talker.ask("anything", user="new", session="s")
        shown[len(shown)] = ids(reply)
        messages = [(finding["severity"], finding["message"]) for finding in reply.trace.findings]
        assert len(messages) == (contestant is not NEIGHBOURS)

    assert shown[0] == shown[1] == shown[2] != []
    assert messages == [
        (
            "warning",
            "The model was of no use, so the order is without it: `answers` answered what cannot be used: "
            "no JSON object.",
        )
    ]
