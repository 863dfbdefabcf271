"""How the agent answers what asks for nothing, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Budget, Catalog, ItemId, tool
from palate.agent.reply import Reply
from palate.language.frame import Frame, Frames
from palate.planners.scripted import ScriptedPlanner
from tests.agent.making import Script, file_of, plan
from tests.language.framing import constraint

LIST = "a horror film"
HORROR = {"acts": ["request"], "set": [constraint("genres", "any_of", "Horror", quote="horror")]}


def frames(*made: dict[str, Any]) -> Frames:
    return Frames(frames=tuple(Frame.model_validate(each) for each in made))


def acts(*names: str, **parts: Any) -> Frames:
    return frames({"acts": names, **parts})


def ref(item: str, quote: str, role: str = "ask") -> dict[str, str]:
    return {"item": item, "as": role, "quote": quote}


SCRIPT = {
    LIST: frames(HORROR),
    "how are you?": acts("chat"),
    "long day": acts("chat"),
    "今天好累": acts("chat"),
    "thanks": acts("thanks"),
    "bye": acts("bye"),
    "hello": acts("greet"),
    "what can you do?": acts("about"),
    "the first sounds fun": acts("interest", refs=[ref("#1", "the first", "liked")]),
    "the first is old": acts("neutral", refs=[ref("#1", "the first")]),
    "never heard of the first": acts("unfamiliar", refs=[ref("#1", "the first")]),
    "没听说过第一部": acts("unfamiliar", refs=[ref("#1", "第一部")]),
    "all fun": acts("interest"),
}


@pytest.fixture
def agent(tiny: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(tiny, state=tmp_path / "state", reader=Script(SCRIPT)) as made:
        yield made


def said(agent: Agent, *messages: str, user: str | None = None) -> list[Reply]:
    return [agent.ask(message, session="s", user=user) for message in messages]


# --- small talk, greetings, thanks


def test_small_talk_is_answered_in_a_few_words_that_change_from_turn_to_turn(agent: Agent) -> None:
    replies = said(agent, "how are you?", "long day", "how are you?", "long day", "how are you?", "long day")
    texts = [reply.text for reply in replies]

    assert {reply.act for reply in replies} == {"chat"}
    assert all(one != other for one, other in pairwise(texts))
    assert not any("?" in text or "\n" in text or len(text.split(". ")) > 2 for text in texts)


def test_small_talk_depends_on_the_turn_alone(agent: Agent) -> None:
    assert agent.ask("long day", session="one").text == agent.ask("how are you?", session="two").text


def test_small_talk_in_chinese(agent: Agent) -> None:
    first, second = said(agent, "今天好累", "今天好累")

    assert (first.text, second.text) == ("很高兴和您聊天。想要推荐的时候说一声就好。", "我这边一切都好。您慢慢来。")


@pytest.mark.parametrize("message", ["how are you?", "thanks", "bye", "what can you do?"])
def test_courtesies_after_a_list_show_no_list_and_ask_nothing(agent: Agent, message: str) -> None:
    _, reply = said(agent, LIST, message)

    assert (reply.act, reply.items, reply.question) == ("chat", (), None)
    assert not reply.text.endswith("?")


def test_a_greeting_offers_something_at_the_start_of_a_session_alone(agent: Agent) -> None:
    first, again = said(agent, "hello", "hello")

    assert (first.text, again.text) == ("Hello! What kind of film are you looking for?", "Hello again!")


def test_thanks_for_a_question_whether_something_was_misunderstood_are_no_answer(tiny: Catalog, tmp_path: Path) -> None:
    script = {
        "odd": acts(
            "request",
            set=[constraint("genres", "all_of", "Romance", "Horror", quote="odd")],
            unknown=[{"quote": "odd"}],
        ),
        "thanks": acts("thanks"),
    }
    with Agent(tiny, state=tmp_path, reader=Script(script)) as agent:
        asked, reply = said(agent, "odd", "thanks")

    assert asked.act == "ask"
    assert (reply.act, reply.text) == ("chat", "My pleasure!")


# --- remarks


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (
            "the first sounds fun",
            "Good to hear that Alien (1979) appeals to you. I can tell you more about it, or note it as your choice.",
        ),
        ("the first is old", "I see. I can tell you more about Alien (1979), or note it as your choice."),
        (
            "never heard of the first",
            "Alien (1979): year: 1979; runtime: 117 minutes; genres: Horror and Sci-Fi. "
            "I can tell you more, or note it as your choice.",
        ),
        (
            "没听说过第一部",
            "《Alien》（1979）：year：1979；runtime：117 分钟；genres：Horror 和 Sci-Fi。"
            "我可以再介绍一下，也可以记为您的选择。",
        ),
        ("all fun", "I see. I can tell you more about any of them, or note one as your choice."),
    ],
)
def test_a_remark_is_acknowledged_with_an_offer(agent: Agent, message: str, text: str) -> None:
    shown, reply = said(agent, LIST, message, user="u")

    assert shown.items[0].title == "Alien"
    assert (reply.text, reply.items) == (text, ())
    assert agent.memory.of("u").events() == []


def test_what_a_user_does_not_know_is_told_by_its_synopsis(films: Catalog, tmp_path: Path) -> None:
    script = {"unknown to me": acts("unfamiliar", refs=[ref("Fargo", "unknown to me")])}
    script["unknown to me"] = acts("unfamiliar", refs=[{"item": "Fargo", "as": "ask", "quote": "unknown to me"}])
    with Agent(films, state=tmp_path, reader=Script(script)) as agent:
        reply = agent.ask("unknown to me")

    assert reply.text.startswith("Fargo (1996): “")


def test_a_remark_after_a_question_is_about_the_item_of_that(tiny: Catalog, tmp_path: Path) -> None:
    script = {
        LIST: frames(HORROR),
        "how old is the first?": acts(
            "question", refs=[ref("#1", "the first")], ask=[{"what": "value", "field": "year"}]
        ),
        "fun": acts("interest"),
    }
    with Agent(tiny, state=tmp_path, reader=Script(script)) as agent:
        *_, reply = said(agent, LIST, "how old is the first?", "fun")

    assert "Alien (1979)" in reply.text


# --- danger

DESPAIR = "I want to end it, a comedy about zebras"


@pytest.fixture
def in_danger(tiny: Catalog, tmp_path: Path) -> Iterator[Agent]:
    told = frames(
        {"acts": ["request"], "set": [constraint("genres", "any_of", "Comedy", quote="a comedy", **{"for": "always"})]},
        {"acts": ["danger", "taste"], "say": "Cheer up.", "unknown": [{"quote": "zebras"}]},
    )
    script = {LIST: frames(HORROR), DESPAIR: told, "想死": acts("danger"), "go on": acts("request")}
    with Agent(tiny, state=tmp_path / "state", reader=Script(script)) as made:
        yield made


def test_danger_is_answered_with_help_and_nothing_else(in_danger: Agent) -> None:
    _, reply = said(in_danger, LIST, DESPAIR)

    assert (reply.act, reply.items, reply.question, reply.not_understood) == ("chat", (), None, ())
    assert reply.text.startswith("I am sorry that you are going through this.")
    assert "local emergency number" in reply.text
    assert "findahelpline.com" in reply.text
    assert "?" not in reply.text


def test_danger_is_answered_in_chinese(in_danger: Agent) -> None:
    [reply] = said(in_danger, "想死")

    assert reply.text.startswith("听您这么说，我很难过。")


def test_nothing_of_a_message_in_danger_is_kept(in_danger: Agent, tmp_path: Path) -> None:
    said(in_danger, LIST, user="u")
    before = in_danger.session("u", "s").preferences()
    said(in_danger, DESPAIR, user="u")

    assert in_danger.session("u", "s").preferences() == before
    assert in_danger.memory.of("u").events() == []
    assert [turn.message for turn in in_danger.session("u", "s").turns()] == [LIST, ""]
    dumped = "\n".join(file_of(in_danger._parts.folder).iterdump())
    assert not [word for word in ("zebras", "end it", "Cheer") if word in dumped]


# --- what a model says first


def begun(agent_of: Catalog, folder: Path, words: str, *, message: str = LIST, language: str = "auto") -> Reply:
    script = {message: frames({**HORROR, "say": words})}
    config = AgentConfig.model_validate({"language": language})
    with Agent(agent_of, state=folder, reader=Script(script), config=config) as agent:
        return agent.ask(message)


@pytest.mark.parametrize("words", ["A cosy evening, then.", "That one sounds like a plan!", "I'm with you, let's see."])
def test_a_reply_begins_with_what_a_model_says(tiny: Catalog, tmp_path: Path, words: str) -> None:
    reply = begun(tiny, tmp_path, words)

    assert reply.text.startswith(f"{words}\nI have just two horror films:")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Sure.\nHere you go.", "they are more than one line"),
        ("so " * 21, "there are more than 20 words"),
        ("Gerne, ich schaue mal nach etwas Schaurigem.", "they are in another language than the reply"),
        ("好的，我来看看。", "they are in another language than the reply"),
        ("Are you in the mood for that?", "they ask something"),
        ("Here are three of them.", "they have a number"),
        ("It was made in 1979.", "they have a number"),
        ("See example.com for more.", "they have an address or markup"),
        ("I like a comedy too.", "they name a value of the catalogue"),
        ("You will like rear window then.", "they name an item"),
        ("It is on Netflix now.", "they have a name"),
        ("It is on HBO now.", "they have a name"),
    ],
)
def test_what_a_model_says_is_left_out_where_it_could_be_false(
    tiny: Catalog, tmp_path: Path, words: str, why: str
) -> None:
    reply = begun(tiny, tmp_path, words)

    assert reply.text.startswith("I have just two horror films:")
    found = [(each["kind"], each["message"]) for each in reply.trace.findings if each["kind"] == "unbound"]
    assert found == [("unbound", f"The model's own words were left out: {why}.")]


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("好的，一起看看吧。", True),
        ("好" * 41, False),
        ("看看《某某》吧。", False),
        ("有三部呢。", False),
        ("Sure thing.", False),
        ("要看吗？", False),
    ],
)
def test_what_a_model_says_in_chinese(tiny: Catalog, tmp_path: Path, words: str, is_said: bool) -> None:
    assert begun(tiny, tmp_path, words, language="zh").text.startswith(words) is is_said


def test_what_a_model_says_is_all_of_the_answer_to_small_talk(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path, reader=Script({"hi": acts("chat", say="All good here, thank you.")})) as agent:
        assert agent.ask("hi").text == "All good here, thank you."


# --- data that is not there


@pytest.mark.parametrize(
    ("message", "parts", "text"),
    [
        (
            "is the first on Netflix?",
            {"refs": [ref("#1", "the first")], "ask": [{"what": "check"}], "unknown": [{"quote": "Netflix"}]},
            "My data does not include that. Of every film it has year, runtime, genres and country.",
        ),
        (
            "who wrote the music?",
            {"ask": [{"what": "value", "field": "composer"}], "unknown": [{"quote": "wrote the music"}]},
            "My data does not include that. Of every film it has year, runtime, genres and country.",
        ),
        (
            "谁写的音乐？",
            {"unknown": [{"quote": "音乐"}]},
            "我的资料里没有这一项。关于电影，资料里有：year、runtime、genres 和 country。",
        ),
    ],
)
def test_a_question_for_data_that_is_not_there(
    tiny: Catalog, tmp_path: Path, message: str, parts: dict[str, Any], text: str
) -> None:
    with Agent(
        tiny, state=tmp_path, reader=Script({LIST: frames(HORROR), message: acts("question", **parts)})
    ) as agent:
        _, reply = said(agent, LIST, message)

    words = parts["unknown"][0]["quote"]
    assert (reply.act, reply.text, reply.items, reply.not_understood) == ("answer", text, (), (words,))
    assert [each["data"] for each in reply.trace.findings if each["kind"] == "no-data"] == [{"words": [words]}]


@pytest.mark.parametrize(
    ("message", "parts", "text"),
    [
        (
            "who directed Cluless?",
            {"acts": ["question"], "ask": [{"what": "value", "field": "country"}], "refs": [ref("Cluless", "Cluless")]},
            "“Cluless” is not in my data; the closest to it is Clueless.",
        ),
        (
            "do you have Zardoz?",
            {"acts": ["question"], "ask": [{"what": "exists"}], "refs": [ref("Zardoz", "Zardoz")]},
            "“Zardoz” is not in my data.",
        ),
        (
            "films from Frence",
            {"acts": ["request"], "set": [constraint("country", "any_of", "Frence", quote="Frence")]},
            "“Frence” is not in my data; the closest to it is France.\nI have no films from Frence.",
        ),
    ],
)
def test_a_name_that_is_not_here_is_told_so(
    tiny: Catalog, tmp_path: Path, message: str, parts: dict[str, Any], text: str
) -> None:
    with Agent(tiny, state=tmp_path, reader=Script({message: frames(parts)})) as agent:
        reply = agent.ask(message)

    assert reply.text.startswith(text)
    assert reply.items == ()


# --- what is said of an empty or short list


def again(*made: dict[str, Any]) -> Frames:
    return frames(*({**each, "from": "unseen"} for each in made))


def test_what_is_left_out_for_several_reasons_is_told_for_each(tiny: Catalog, tmp_path: Path) -> None:
    script = {
        LIST: frames(HORROR),
        "not the first": acts("reject", refs=[ref("#1", "the first", "avoid")]),
        "another horror film": again({**HORROR}),
    }
    with Agent(tiny, state=tmp_path, reader=Script(script)) as agent:
        *_, reply = said(agent, LIST, "not the first", "another horror film")

    assert reply.text.startswith("I left out all that fits: one that you turned down and one that I showed")


def test_what_was_turned_down_is_never_called_known(tiny: Catalog, tmp_path: Path) -> None:
    hated = acts("taste", refs=[{"item": "Alien", "as": "avoid", "quote": "Alien"}])
    script = {"I hate Alien": hated, LIST: frames(HORROR), "horror in space": frames(
        HORROR | {"set": [constraint("genres", "all_of", "Horror", "Sci-Fi", quote="horror")]}
    )}  # fmt: skip
    with Agent(tiny, state=tmp_path, reader=Script(script)) as agent:
        _, short, none = said(agent, "I hate Alien", LIST, "horror in space", user="u")

    assert "one that you turned down" in short.text
    assert "because you turned it down" in none.text
    assert not any("know already" in reply.text or "seen it already" in reply.text for reply in (short, none))


def test_a_wish_that_something_kept_out_meets_is_not_called_unmet(tiny: Catalog, tmp_path: Path) -> None:
    wish = constraint("genres", "any_of", "Horror", quote="scary", force="prefer")
    country = constraint("country", "any_of", "United Kingdom", "United States", quote="English")
    asked = {"acts": ["request"], "set": [country, wish]}
    with Agent(
        tiny, state=tmp_path, reader=Script({"English, scary": frames(asked), "English, scary, more": again(asked)})
    ) as agent:
        first, second = said(agent, "English, scary", "English, scary, more")

    assert {item.title for item in first.items} == {"Alien", "Jaws"}
    assert second.relaxed
    assert second.text.startswith("I found nothing else to show that fits")


def test_the_number_that_is_told_is_that_of_the_items(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, state=tmp_path) as agent:
        replies = [agent.ask(message, session="s") for message in ("three westerns", "another", "a comedy", "horror")]

    for reply in replies:
        lines = [line for line in reply.text.split("\n") if line[:1].isdigit()]
        assert len(lines) == len(reply.items)
        number = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}[len(reply.items)]
        assert f" {number} " in reply.text.split("\n")[0]


# --- what is explained


@pytest.mark.parametrize(
    ("quote", "values", "told"),
    [
        ("my", ["Comedy"], ()),
        ("comedies", ["Comedy"], ()),
        ("a laugh", ["Comedy"], ("“a laugh” to mean Comedy (genres)",)),
    ],
)
def test_only_what_could_be_doubted_is_explained(
    tiny: Catalog, tmp_path: Path, quote: str, values: list[str], told: tuple[str, ...]
) -> None:
    guess = constraint("genres", "any_of", *values, quote=quote, basis="known")
    with Agent(tiny, state=tmp_path, reader=Script({quote: frames({"acts": ["request"], "set": [guess]})})) as agent:
        reply = agent.ask(quote)

    assert reply.snapped == told
    assert ("I took" in reply.text) is bool(told)


# --- a list for somebody of whom nothing is known


def test_what_a_stranger_is_shown_differs_from_session_to_session(films: Catalog, tmp_path: Path) -> None:
    script = {"something good": acts("request")}
    with Agent(films, state=tmp_path, reader=Script(script)) as agent:
        lists = {
            name: [item.id for item in agent.ask("something good", session=name).items] for name in ("a", "b", "c")
        }
    with Agent(films, state=tmp_path / "other", reader=Script(script)) as agent:
        again = [item.id for item in agent.ask("something good", session="a").items]
        unnamed = [[item.id for item in agent.ask("something good").items] for _ in range(2)]

    assert len({tuple(each) for each in lists.values()}) == 3
    assert again == lists["a"]
    assert unnamed[0] == unnamed[1]


# --- time that ran out


@tool(cues=("on sale",))
def on_sale() -> list[ItemId]:
    """What costs less this week."""
    return ["2"]


def test_what_there_was_no_time_to_ask_is_not_said_to_be_missing(tiny: Catalog, tmp_path: Path) -> None:
    message = "a comedy on sale"
    asked = {"acts": ["request"], "set": [constraint("genres", "any_of", "Comedy", quote="a comedy")]}
    script = {message: frames(asked | {"calls": [{"tool": "on_sale", "quote": "on sale"}]})}
    comedies = {"where": [{"field": "genres", "op": "contains", "value": "Comedy"}]}
    planner = ScriptedPlanner([plan(("filter", comedies), ("on_sale", {}), ("rank", {}))])
    config = AgentConfig(budget=Budget(seconds=1e-9), installed_tools=False)
    with Agent(tiny, state=tmp_path, planner=planner, tools=[on_sale], reader=Script(script), config=config) as agent:
        reply = agent.ask(message)

    assert reply.text == "I have found nothing yet.\nI ran out of time before I had looked everywhere."
    assert (reply.act, reply.incomplete, reply.blamed) == ("abstain", True, ())
