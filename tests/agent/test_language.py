"""What a reply says and in which language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.events import StepEvent


@pytest.fixture
def agent(films: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(films, state=tmp_path) as made:
        yield made


def test_who_writes_chinese_is_answered_in_chinese(agent: Agent) -> None:
    text = agent.ask("类似 Alien 的电影").text

    assert text.startswith("有五部类似《Alien》（1979）的电影：\n1. 《")


def test_who_writes_english_is_answered_in_english_again(agent: Agent) -> None:
    agent.ask("你好", session="s")

    assert agent.ask("thanks", session="s").text == "My pleasure!"


def test_a_message_without_letters_is_answered_like_the_one_before(agent: Agent) -> None:
    agent.ask("你好", session="s")

    assert agent.ask("100?", session="s").text[0] > "\u3400"
    assert agent.ask("100?", session="other").text.startswith("Here are")


@pytest.mark.parametrize(("language", "said"), [("zh", "不客气！"), ("en", "My pleasure!")])
def test_an_app_may_want_one_language(films: Catalog, tmp_path: Path, language: str, said: str) -> None:
    config = AgentConfig.model_validate({"language": language})

    with Agent(films, state=tmp_path, config=config) as agent:
        assert agent.ask("thanks!").text == said


def test_what_is_told_on_the_way_is_in_the_language_of_the_message(agent: Agent) -> None:
    events = [event.text for event in agent.stream("类似 Alien 的电影") if isinstance(event, StepEvent) and event.text]

    assert events[0] == "在找类似《Alien》（1979）的电影"


def test_what_rules_everything_out_is_said_in_chinese(agent: Agent) -> None:
    reply = agent.ask("Akira Kurosawa 的电影，2000年以后的")

    assert reply.blamed
    assert "我这里没有" in reply.text
    assert not any(word in reply.text for word in ("after", "by "))


def test_whose_choice_is_noted_is_told_what_was_not_done(agent: Agent) -> None:
    agent.ask("a western", session="s")

    assert "not in my hands" in agent.ask("I'll take the first one", session="s").text
