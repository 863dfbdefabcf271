"""What an agent sends to a model: images, memory, and no more than a user may spend in a day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.errors import BadArgument
from palate.llm.model import CallOptions, Completion, Message, Usage
from palate.llm.scripted import ScriptedModel
from tests.agent.making import at
from tests.llm.test_images import PNG, URL

FRAMES = json.dumps({"frames": [{"acts": ["request"]}]})


class Model(ScriptedModel):
    """Answers that anything is wanted, at a price, and takes images."""

    def __init__(self, cost: float | None = 0.25, *, takes_images: bool = True) -> None:
        super().__init__(lambda *_: FRAMES, name="openai/priced")
        self.cost = cost
        self.takes_images = takes_images

    def complete(self, messages: Any, options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        made = super().complete(messages, options)
        return made.model_copy(
            update={"usage": Usage(calls=1, prompt_tokens=2_000, completion_tokens=10, cost=self.cost)}
        )

    @property
    def prompts(self) -> list[tuple[Message, ...]]:
        return [each.messages for each in self.asked]


def agent_of(catalog: Catalog, model: Model | None, state: Any = ":memory:", **config: Any) -> Agent:
    planner = "offline" if model is None else "frames"
    return Agent(catalog, model=model, planner=planner, state=state, config=AgentConfig(demos="none", **config))  # type: ignore[arg-type]


def test_images_come_with_the_message(tiny: Catalog) -> None:
    model = Model()
    with agent_of(tiny, model) as agent:
        agent.ask("something like this", images=[PNG], session="s")
        list(agent.stream("and this", images=[URL, PNG], session="s"))
        agent.ask("horror", session="s")

    assert [prompt[-1].images for prompt in model.prompts] == [(URL,), (URL, URL), ()]
    lines = [prompt[-1].content.splitlines()[-2:] for prompt in model.prompts]
    assert lines[0] == ["Images with the message: 1", 'Message: "something like this"']
    assert not any("Images" in line for line in lines[2])
    assert all(not message.images for prompt in model.prompts for message in prompt[:-1])


def test_images_without_a_model_that_takes_them_are_refused(tiny: Catalog) -> None:
    with agent_of(tiny, None) as agent, pytest.raises(BadArgument, match="`images` needs a model"):
        agent.ask("this", images=[PNG])
    with agent_of(tiny, Model(takes_images=False)) as agent:
        with pytest.raises(BadArgument, match="`openai/priced` takes no images"):
            agent.ask("this", images=[PNG])
        with pytest.raises(BadArgument, match="`openai/priced` takes no images"):
            agent.stream("this", images=[PNG])


@pytest.mark.parametrize("limit", [{"dollars_per_day": 0.5}, {"tokens_per_day": 4_020}])
def test_a_day_has_a_limit_that_survives_a_restart(tiny: Catalog, tmp_path: Path, limit: dict[str, Any]) -> None:
    model = Model()
    replies = []
    for session in ("a", "b", "c"):
        with agent_of(tiny, model, tmp_path, **limit) as agent:
            replies.append(agent.ask("horror", user="ann", session=session))
    with agent_of(tiny, model, tmp_path, **limit) as agent:
        agent.ask("horror", user="bob")
        asked = len(model.asked)
        agent.memory.of("ann").forget()
        agent.ask("horror", user="ann")

    assert ["used up for today" in reply.text for reply in replies] == [False, False, True]
    assert [each["message"] for each in replies[2].trace.findings if each["kind"] == "model"] == [
        "The user's budget of models for the day is spent, so this was read without one."
    ]
    assert replies[2].act == "recommend"
    assert (asked, len(model.asked)) == (3, 4)


def test_what_is_too_little_for_a_prompt_is_spent_too(tiny: Catalog) -> None:
    model = Model()
    with agent_of(tiny, model, tokens_per_day=20) as agent:
        reply = agent.ask("horror", user="ann")

    assert "used up for today" in reply.text
    assert model.asked == []


def test_the_next_day_begins_anew(tiny: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    model, day = Model(), 24 * 3600.0
    with agent_of(tiny, model, dollars_per_day=0.1) as agent:
        for now in (day, day + 5, 2 * day):
            object.__setattr__(agent._parts, "now", lambda now=now: now)
            agent.ask("horror", user="ann")

    assert len(model.asked) == 2


def test_unnamed_users_share_one_limit(tiny: Catalog) -> None:
    model = Model()
    with agent_of(tiny, model, dollars_per_day=0.25) as agent:
        agent.ask("horror", session="one")
        agent.ask("horror", session="two")
        agent.ask("horror")

    assert len(model.asked) == 1


def test_an_unknown_price_counts_as_all(tiny: Catalog) -> None:
    model = Model(cost=None)
    with agent_of(tiny, model, dollars_per_day=5) as agent:
        agent.ask("horror", user="ann")
        agent.ask("horror", user="ann")

    assert len(model.asked) == 1


def test_nothing_is_kept_of_spending_where_nothing_limits_it(tiny: Catalog) -> None:
    with agent_of(tiny, Model()) as agent:
        agent.ask("horror", user="ann")

        assert agent._folder.store.owners("spent") == []


def other_session(catalog: Catalog, state: Path) -> None:
    """Have alice say and do in one session what no prompt of another may have."""
    with agent_of(catalog, None, state) as agent:
        agent.ask("I love horror", user="alice", session="long ago")
        agent.feedback("5", user="alice", session="long ago", value=1)
        assert len(agent.memory.of("alice").preferences()) == 2


@pytest.mark.parametrize("share", [False, True])
def test_other_sessions_are_sent_only_where_the_app_shares_them(tiny: Catalog, tmp_path: Path, share: bool) -> None:
    other_session(tiny, tmp_path)
    model, config = Model(), AgentConfig(demos="none", rewrite=True, share_memory=share)
    with Agent(tiny, model=model, planner="frames", critic="model", state=tmp_path, config=config) as agent:
        replies = [agent.ask(each, user="alice", session="now") for each in ("anything", "another one", "and another")]

    assert "With “horror” in mind" in replies[0].text
    told = ["\n".join(message.content for message in prompt[1:]) for prompt in model.prompts]
    title = tiny.item("5").title
    assert [f"Known of the user: {title}; genres contains" in text for text in told if 'Message: "' in text] == [
        share
    ] * 3
    assert any("With “horror” in mind" in text for text in told) is share
    assert (
        any("Understood: " in text and "orror" in text.split("Understood: ")[1].split("\n")[0] for text in told)
        is share
    )
    assert any('"slots"' in text for text in told) is share


def test_what_this_session_told_is_sent(tiny: Catalog) -> None:
    model = Model()
    with agent_of(tiny, model) as agent:
        agent.ask("I love horror", user="alice", session="now")
        agent.ask("another one", user="alice", session="now")

    reply = model.prompts[1][-1].content.splitlines()
    assert any(line.startswith('Earlier: user "I love horror", you "') for line in reply)


def test_a_model_is_shown_no_turn_of_before_the_session_was_idle(tiny: Catalog) -> None:
    model = Model()
    with agent_of(tiny, model) as agent:
        for now, message in ((1e6, "horror"), (2e6, "comedy"), (2e6 + 9, "short")):
            at(agent, now).ask(message, session="s")

    said = [[word for word in ("horror", "comedy") if f'"{word}"' in prompt[-1].content] for prompt in model.prompts]
    assert said == [["horror"], ["comedy"], ["comedy"]]
