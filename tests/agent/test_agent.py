"""The public agent, end to end over the tiny catalogue."""

import asyncio
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog, Reply
from palate.agent.events import ReplyEvent, StepEvent
from palate.agent.nodes import learn
from palate.errors import BadArgument, UnknownItem
from palate.language.frame import Frame, Frames
from palate.language.preference import Preference


def titles(reply: Reply) -> list[str]:
    return [item.title for item in reply.items]


def said(preferences: tuple[Preference, ...]) -> list[tuple[str, str]]:
    return [(entry.polarity, entry.provenance.quote) for entry in preferences]


# Recommending


def test_every_item_satisfies_what_was_asked_and_has_a_reason(agent: Agent) -> None:
    reply = agent.ask("a comedy under 100 minutes")

    assert (reply.act, set(titles(reply))) == ("recommend", {"Fargo", "Clueless"})
    assert all(any("minutes" in reason for reason in item.reasons) for item in reply.items)
    assert all(item.title in reply.text for item in reply.items)


def test_a_reply_is_json_with_the_keys_of_the_design(agent: Agent) -> None:
    reply = json.loads(agent.ask("a comedy").model_dump_json())

    assert list(reply) == [
        *("act", "text", "items", "question", "relaxed", "snapped", "not_understood", "blamed", "near", "answers"),
        *("memory_changes", "incomplete", "shortened", "state", "trace"),
    ]
    assert list(reply["items"][0]) == ["id", "title", "score", "fields", "reasons"]


def test_a_person_is_not_shown_what_the_log_has_them_consume(agent: Agent) -> None:
    assert set(titles(agent.ask("a comedy", user="cat"))) == set()
    assert set(titles(agent.ask("a comedy", user="ann"))) == {"Fargo", "Clueless"}
    assert "you have seen it already" in agent.ask("a comedy", user="cat").text


def test_policies_can_be_left_out(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, policies=[], state=tmp_path / "s") as agent:
        assert set(titles(agent.ask("a comedy", user="cat"))) == {"Fargo", "Amélie", "Clueless"}


def test_a_request_is_refined_over_turns(agent: Agent) -> None:
    agent.ask("a comedy", session="s")
    reply = agent.ask("under 100 minutes", session="s")

    assert set(titles(reply)) == {"Fargo", "Clueless"}
    assert len(agent.session(None, "s").preferences()) == 2


def test_more_leaves_out_what_was_shown_and_a_refinement_does_not(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, config=AgentConfig(k=2), state=tmp_path / "s") as agent:
        first = titles(agent.ask("a comedy", session="s"))
        more = titles(agent.ask("another", session="s"))
        refined = titles(agent.ask("under 125 minutes", session="s"))

    assert (len(first), len(more), len(refined)) == (2, 1, 2)
    assert not set(first) & set(more)
    assert set(refined) & set(first)


def test_none_of_these_leaves_out_all_that_was_shown_in_the_session(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, config=AgentConfig(k=1), state=tmp_path / "s") as agent:
        asked = ("a comedy", "another", "none of these, under 125 minutes")
        shown = [titles(agent.ask(message, session="s")) for message in asked]

    assert [len(each) for each in shown] == [1, 1, 1]
    assert len({*shown[0], *shown[1], *shown[2]}) == 3


def test_what_was_turned_down_never_comes_back(agent: Agent) -> None:
    shown = titles(agent.ask("a comedy", session="s"))
    after = [
        titles(agent.ask(message, session="s")) for message in ("not the first one", "a comedy", "under 125 minutes")
    ]

    assert all(shown[0] not in later for later in after)


def test_nothing_here_is_said_honestly(agent: Agent) -> None:
    reply = agent.ask("a comedy under 90 minutes")

    assert (reply.act, reply.items) == ("abstain", ())
    assert reply.blamed == ("under 90 minutes",)
    assert (reply.near[0].title, reply.near[0].breaks) == ("Clueless", ("under 90 minutes",))
    assert reply.text.startswith("I have no comedy films under 90 minutes")


def test_an_ambiguous_title_is_asked_about_and_the_answer_goes_on(agent: Agent) -> None:
    question = agent.ask("like Dune", session="s")
    reply = agent.ask("the 2021 one", session="s")

    assert question.question is not None
    assert question.question.options == ("Dune (1984)", "Dune (2021)")
    assert reply.act == "recommend"
    assert "like Dune (2021)" in reply.text
    assert "7" not in [item.id for item in reply.items]


def test_why_is_answered_by_the_reasons_given(agent: Agent) -> None:
    shown = agent.ask("a comedy under 100 minutes", session="s").items[1]
    reply = agent.ask("why the second one?", session="s")

    assert reply.act == "answer"
    assert shown.title in reply.text
    assert all(reason in reply.text for reason in shown.reasons)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how long is Fargo?", "The runtime of Fargo (1996) is 98 minutes."),
        ("is Alien older than Jaws?", "No, Alien is not older than Jaws: 1979 against 1975."),
        ("how many comedies do you have?", "There are three comedy films."),
        ("how long is Rear Window?", "I do not know the runtime of Rear Window (1954)."),
    ],
)
def test_questions_are_answered(agent: Agent, question: str, answer: str) -> None:
    reply = agent.ask(question)

    assert (reply.act, reply.text, reply.items) == ("answer", answer, ())


# Memory


def test_taste_is_remembered_across_sessions_and_agents(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path / "s") as agent:
        agent.ask("I love Alien", user="u", session="one")
    with Agent(tiny, state=tmp_path / "s") as agent:
        reply = agent.ask("recommend something", user="u", session="two")
        assert said(agent.memory.of("u").preferences()) == [("want", "Alien")]

    assert "Alien" not in titles(reply)
    assert any("Alien (1979)" in reason for item in reply.items for reason in item.reasons)


def test_a_change_of_heart_wins(agent: Agent) -> None:
    agent.ask("I love comedies", user="u", session="one")
    agent.ask("I hate comedies", user="u", session="two")

    assert len(agent.memory.of("u").preferences()) == 1
    assert "Comedy" not in {
        genre for item in agent.ask("recommend something", user="u").items[:1] for genre in _genres(item.fields)
    }


def _genres(fields: Mapping[str, object]) -> list[str]:
    genres = fields["genres"]
    assert isinstance(genres, list)
    return genres


def test_nobodys_words_reach_another(agent: Agent) -> None:
    agent.ask("I love Alien", user="u", session="s")

    assert agent.memory.of("v").preferences() == ()
    assert agent.memory.of("u.").preferences() == ()
    assert agent.session("v", "s").turns() == []


def test_an_anonymous_session_works_within_itself_and_leaves_nothing_behind(agent: Agent, tmp_path: Path) -> None:
    agent.ask("I love Alien", session="s")

    assert "Alien" not in titles(agent.ask("recommend something", session="s"))
    assert "Alien" in titles(agent.ask("recommend something", session="other"))
    with closing(sqlite3.connect(tmp_path / "state" / "state.db")) as state:
        assert state.execute("SELECT count(*) FROM records WHERE kind = 'event'").fetchone() == (0,)


def test_without_user_and_session_nothing_is_kept(agent: Agent, tmp_path: Path) -> None:
    agent.ask("a comedy")
    agent.ask("under 100 minutes")

    with closing(sqlite3.connect(tmp_path / "state" / "state.db")) as state:
        assert state.execute("SELECT count(*) FROM checkpoints").fetchone() == (0,)
        assert state.execute("SELECT count(*) FROM records WHERE kind = 'turn'").fetchone() == (0,)


def test_feedback_counts_at_once_and_for_good(agent: Agent) -> None:
    agent.feedback("8", user="u", session="s", value=-1)
    agent.feedback("2", user="u", session="s", seen=True)

    assert titles(agent.ask("a comedy", user="u", session="s")) == ["Amélie"]
    assert titles(agent.ask("a comedy", user="u", session="later")) == ["Amélie"]
    assert [(entry.item, entry.polarity) for entry in agent.memory.of("u").preferences()] == [("8", "avoid")]


def test_feedback_without_a_user_counts_in_its_session_only(agent: Agent) -> None:
    agent.feedback("8", session="s", value=-1)

    assert "Clueless" not in titles(agent.ask("a comedy", session="s"))
    assert "Clueless" in titles(agent.ask("a comedy", session="other"))


def test_what_a_person_took_is_not_suggested_again(agent: Agent) -> None:
    agent.commit("8", user="u", session="s")

    assert "Clueless" not in titles(agent.ask("a comedy", user="u", session="other"))


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda agent: agent.feedback("99", user="u", value=1), UnknownItem),
        (lambda agent: agent.commit("99", user="u"), UnknownItem),
        (lambda agent: agent.feedback("1", user="u"), BadArgument),
        (lambda agent: agent.feedback("1", user="u", value=5), BadArgument),
        (lambda agent: agent.feedback("1", user="u", value=float("nan")), BadArgument),
        (lambda agent: agent.ask("hello", user=" "), BadArgument),
        (lambda agent: agent.ask("hello", user="u" * 501), BadArgument),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(agent: Agent, call: object, why: type[Exception]) -> None:
    with pytest.raises(why):
        call(agent)  # type: ignore[operator]

    assert agent.memory.of("u").events() == []
    assert agent.session("u").turns() == []


def test_export_is_complete_json(agent: Agent) -> None:
    agent.ask("I love Alien", user="u", session="s")
    agent.feedback("8", user="u", session="s", value=1)
    exported = json.loads(json.dumps(agent.memory.of("u").export()))

    assert set(exported) == {"user", "preferences", "events", "sessions"}
    assert [event["kind"] for event in exported["events"]] == ["preference", "feedback"]
    assert [session["session"] for session in exported["sessions"]] == ["s"]
    assert [turn["message"] for turn in exported["sessions"][0]["turns"]] == ["I love Alien"]


def _holds(folder: Path, word: str) -> list[str]:
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and word.encode() in path.read_bytes()]


def test_erased_means_gone_from_every_file(agent: Agent, tmp_path: Path) -> None:
    secret = "zanzibar"
    agent.ask(f"I love Alien, {secret}", user="u", session="s")
    agent.ask("I love Jaws", user="other", session="s")
    assert _holds(tmp_path / "state", secret)

    assert agent.memory.of("u").forget() == 2

    assert _holds(tmp_path / "state", secret) == []
    assert agent.memory.of("u").export() == {"user": "u", "preferences": [], "events": [], "sessions": []}
    assert len(agent.memory.of("other").preferences()) == 1


def test_one_thing_can_be_forgotten(agent: Agent, tmp_path: Path) -> None:
    agent.ask("I love Alien, zanzibar", user="u", session="s")
    agent.ask("I love Jaws", user="u", session="s")
    agent.ask("who directed Alien?", user="u", session="s")
    agent.ask("a film from before 1960", user="u", session="s")

    assert agent.memory.of("u").forget(item="1") == 1

    assert [entry.item for entry in agent.memory.of("u").preferences()] == ["3"]
    assert [turn.message for turn in agent.session("u", "s").turns()] == ["I love Jaws", "a film from before 1960"]
    assert _holds(tmp_path / "state", "zanzibar") == []


def test_ending_a_session_forgets_it_and_keeps_the_taste(agent: Agent) -> None:
    agent.ask("I love Alien", user="u", session="s")

    assert agent.end(user="u", session="s") is True
    assert agent.end(user="u", session="s") is False
    assert agent.session("u", "s").turns() == []
    assert len(agent.memory.of("u").preferences()) == 1


# Sessions


def test_a_session_can_be_looked_at(agent: Agent) -> None:
    reply = agent.ask("a comedy", user="u", session="s")
    session = agent.session("u", "s")

    assert [(turn.number, turn.message, turn.reply) for turn in session.turns()] == [(1, "a comedy", reply)]
    assert [shown.id for shown in session.shown()] == [item.id for item in reply.items]
    assert said(session.preferences()) == [("want", "comedy")]
    assert repr(session) == "Session(user='u', id='s', turns=1, preferences=1)"
    assert repr(agent) == "Agent('tiny', 8 items, planner='offline')"


def test_a_session_survives_a_restart(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path / "s") as agent:
        shown = titles(agent.ask("a comedy", user="u", session="s"))
    with Agent(tiny, state=tmp_path / "s") as agent:
        reply = agent.ask("not the first one", user="u", session="s")

    assert set(titles(reply)) == set(shown[1:])


def test_the_state_lies_beside_the_catalogue_by_default(tiny: Catalog) -> None:
    with Agent(tiny) as agent:
        agent.ask("hello", user="u")

    assert (tiny.path.parent / "tiny.db.palate" / "state.db").exists()


def test_a_folder_that_cannot_be_used_is_one_clear_sentence(tiny: Catalog, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(BadArgument, match=r"^The state folder `.*file/inside` cannot be used \(.*\); pass `state=`"):
        Agent(tiny, state=tmp_path / "file" / "inside")


def test_a_file_that_is_no_database_is_one_clear_sentence(tiny: Catalog, tmp_path: Path) -> None:
    (tmp_path / "state.db").write_text("this is no database, and long enough to be taken for one" * 50)

    with pytest.raises(BadArgument, match="is no agent's state"):
        Agent(tiny, state=tmp_path)


# Streaming


def test_a_stream_tells_each_node_and_ends_with_the_reply(agent: Agent) -> None:
    events = list(agent.stream("a comedy under 100 minutes", session="s"))

    nodes = [event.node for event in events if isinstance(event, StepEvent)]
    assert nodes == ["recall", "plan", "act", "reflect", "act", "reflect", "respond", "learn"]
    assert isinstance(events[-1], ReplyEvent)
    assert events[-1].reply == agent.session(None, "s").turns()[0].reply
    acts = [event.data for event in events if isinstance(event, StepEvent) and event.node == "act"]
    assert [act["tool"] for act in acts] == ["filter", "rank"]
    assert all(json.dumps(event.model_dump(mode="json")) for event in events)


def test_a_reader_who_leaves_early_loses_no_turn(agent: Agent) -> None:
    stream = agent.stream("a comedy", session="s")
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    agent.ask("hello", session="s")  # waits for the turn before

    assert [turn.message for turn in agent.session(None, "s").turns()] == ["a comedy", "hello"]


def test_async_answers_and_streams_without_blocking(agent: Agent) -> None:
    async def talk() -> tuple[list[Reply], Sequence[str], int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0)
                ticks += 1

        ticking = asyncio.create_task(tick())
        replies = await asyncio.gather(*(agent.aask("a comedy", user=f"u{n}") for n in range(8)))
        nodes = [event.node async for event in agent.astream("a comedy", user="v") if isinstance(event, StepEvent)]
        ticking.cancel()
        return list(replies), nodes, ticks

    replies, nodes, ticks = asyncio.run(talk())

    assert len({reply.text for reply in replies}) == 1
    assert nodes[0] == "recall"
    assert nodes[-1] == "learn"
    assert ticks > 8


def test_an_error_in_a_stream_reaches_the_reader(
    tiny: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    with Agent(tiny, state=tmp_path / "s") as agent:
        monkeypatch.setattr(learn, "_session", full)
        with pytest.raises(OSError, match="no space left"):
            list(agent.stream("x", session="s"))
        assert agent.session(None, "s").turns() == []


def test_of_very_many_requests_the_first_are_answered_and_that_is_said(tiny: Catalog, tmp_path: Path) -> None:
    def many(message: str, *_: object, **__: object) -> Frames:
        return Frames(frames=(Frame(acts=("request",), quote=message),) * 60)

    with Agent(tiny, reader=many, state=tmp_path / "s") as agent:
        reply = agent.ask("much")

    assert "You asked for 60 things at once; I answer the first 8." in reply.text
    assert reply.items


# What people type


@pytest.mark.parametrize(
    "message",
    [
        "",
        "   ",
        "\x00",
        "\ud83d",
        "🎬🍿" * 50,
        "عاوز فيلم كوميدي",
        "'; DROP TABLE items; --",
        '"' * 99,
        "C++ don't AND OR NOT (",
        "a" * 50_000,
        "a comedy " * 6_000,
        "\u202ea comedy",
        "{{{}}} <script>",
    ],
)
def test_any_message_has_a_kind_answer_and_leaves_the_session_whole(agent: Agent, message: str) -> None:
    reply = agent.ask(message, user="u", session="s")

    assert reply.text
    assert reply.act in ("recommend", "ask", "answer", "chat", "abstain")
    json.loads(reply.model_dump_json())
    assert set(titles(agent.ask("a comedy under 100 minutes", user="u", session="next"))) == {"Fargo", "Clueless"}
    assert len(agent.session("u", "s").turns()) == 1


def test_an_empty_message_is_met_with_a_question(agent: Agent) -> None:
    assert agent.ask("").text == "Tell me what film you are looking for, or a film that you like."


def test_a_message_too_long_is_read_in_part_and_that_is_said(agent: Agent) -> None:
    reply = agent.ask("a comedy " * 6_000)

    assert "Your message is long" in reply.text
    assert reply.act == "recommend"


def test_what_is_to_blame_is_offered_to_be_left_out(agent: Agent) -> None:
    agent.ask("a comedy", session="s")
    nothing = agent.ask("under 60 minutes", session="s")
    reply = agent.ask("yes", session="s")

    assert (nothing.blamed, nothing.text.splitlines()[-1]) == (
        ("under 60 minutes",),
        "Shall I leave out “under 60 minutes”?",
    )
    assert set(titles(reply)) == {"Fargo", "Amélie", "Clueless"}


def test_only_what_is_to_blame_is_left_out_of_a_field_with_more(agent: Agent) -> None:
    # Nothing is horror and romance; the horror goes, the romance stays.
    nothing = agent.ask("a romance that is also horror", session="s")
    reply = agent.ask("yes", session="s")

    assert len(nothing.blamed) == 1
    left = {"Horror": {"Amélie", "Clueless"}, "Romance": {"Alien", "Jaws"}}[nothing.blamed[0]]
    assert set(titles(reply)) == left


def test_a_wish_that_was_given_up_is_not_asked_for_again(agent: Agent) -> None:
    given_up = agent.ask("a comedy, ideally from the fifties", session="s")
    later = agent.ask("under 100 minutes", session="s")

    assert given_up.relaxed == ("from the 1950s",)
    assert (later.relaxed, set(titles(later))) == ((), {"Fargo", "Clueless"})
