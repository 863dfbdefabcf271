"""A session ends when nothing was said in it for longer than `AgentConfig(idle=…)`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.errors import BadArgument
from tests.agent.making import at

HOUR = 3600.0
DAY = 24 * HOUR


def test_the_next_message_begins_a_fresh_session_and_the_reply_says_what_went(tiny: Catalog) -> None:
    with Agent(tiny) as agent:
        at(agent, DAY).ask("a comedy under 100 minutes", user="ann", session="s")
        reply = at(agent, DAY + 26 * HOUR).ask("a horror film", user="ann", session="s")

        assert reply.text.splitlines()[0] == (
            "I have started afresh: your last request (comedy films under 100 minutes) was 26 hours ago."
        )
        assert [each["kind"] for each in reply.trace.findings].count("idle") == 1
        (held,) = agent.session("ann", "s").preferences()
        assert held.fields == ("genres",)
        assert [turn.number for turn in agent.session("ann", "s").turns()] == [1, 2]


def test_it_says_so_in_chinese(films: Catalog) -> None:
    with Agent(films) as agent:
        at(agent, DAY).ask("喜剧片", session="s")
        text = at(agent, 4 * DAY).ask("西部片", session="s").text

    assert text.splitlines()[0] == "我已重新开始：您上次的要求（Comedy 电影）是 3 天前提的。"


@pytest.mark.parametrize("later", [10.0, 30 * 60.0])
def test_a_session_goes_on_for_half_an_hour(tiny: Catalog, later: float) -> None:
    with Agent(tiny) as agent:
        at(agent, DAY).ask("a comedy", session="s")
        at(agent, DAY + later).ask("under 100 minutes", session="s")

        assert len(agent.session(session="s").preferences()) == 2


@pytest.mark.parametrize("idle", [None, 2 * DAY, timedelta(days=2)])
def test_how_long_is_configured(tiny: Catalog, idle: float | timedelta | None) -> None:
    with Agent(tiny, config=AgentConfig(idle=idle)) as agent:
        at(agent, DAY).ask("a comedy", session="s")
        at(agent, 2 * DAY).ask("under 100 minutes", session="s")

        assert len(agent.session(session="s").preferences()) == 2


@pytest.mark.parametrize("idle", [0, -1.5, True, "soon", float("nan"), float("inf"), timedelta(0)])
def test_what_is_no_time_is_refused_in_a_sentence(idle: object) -> None:
    with pytest.raises(BadArgument, match=r"^`idle` is `.*`; a time above 0 was expected: seconds, a `timedelta`, or"):
        AgentConfig(idle=idle)  # type: ignore[arg-type]


def test_where_nothing_was_asked_for_nothing_is_said(tiny: Catalog) -> None:
    with Agent(tiny) as agent:
        at(agent, DAY).ask("hello", session="s")
        reply = at(agent, 2 * DAY).ask("a comedy", session="s")

    assert "afresh" not in reply.text


def test_what_a_person_has_seen_and_likes_stays(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        at(agent, DAY).ask("I have seen Alien", session="anonymous")
        at(agent, DAY).ask("I have seen Alien", user="ann", session="s")
        for user, session in ((None, "anonymous"), ("ann", "s")):
            reply = at(agent, 3 * DAY).ask("a horror film", user=user, session=session)

            assert "Alien" not in [item.title for item in reply.items]


def test_an_offer_is_answered_no_more(tiny: Catalog) -> None:
    with Agent(tiny) as agent:
        at(agent, DAY).ask("a western comedy under 20 minutes", session="s")
        at(agent, 2 * DAY).ask("yes", session="s")

        assert agent.session(session="s").preferences() == ()
