"""A model that writes frames: one call, one repair, and nothing that the catalogue does not have."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palate import Catalog, Condition, tool
from palate.errors import BadCompletion, ModelUnavailable
from palate.language.frame import VERSION, FrameAct, Op
from palate.language.understanding import Intent
from palate.llm.scripted import ScriptedModel
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.pool import Demonstrations, Pool
from palate.planners.models.breaker import Breaker
from palate.planners.models.card import instructions
from palate.planners.models.frame_schema import frame_schema
from palate.planners.models.frames import FramePlanner
from palate.planners.models.prompt import complaint
from palate.planners.planner import Drafted
from tests.language.framing import SHOWN, constraint, frame, written
from tests.planners.models.asking import question
from tests.planners.models.conftest import MakeReading

COMEDY = constraint("genres", "any_of", "Comedy", quote="a comedy")
NONE = Demonstrations("none")


def planner(*answers: str | Exception, **given: Any) -> tuple[FramePlanner, ScriptedModel]:
    model = ScriptedModel(answers)
    return FramePlanner(model, **{"demonstrations": NONE, **given}), model


def test_what_a_model_writes_is_the_meaning_of_the_message(reading: MakeReading) -> None:
    asking, model = planner(written("request", set=[COMEDY], n=2))
    read = reading("two of a comedy")
    made = asking.draft(read)

    assert isinstance(made, Drafted)
    [intent] = read.applied(made.frames)[0].intents
    assert (intent.act, intent.limit) == ("recommend", 2)
    assert [each.where for each in intent.preferences] == [Condition(field="genres", op="contains", value="Comedy")]
    assert made.lesson == {"state": [], "frames": json.loads(written("request", set=[COMEDY], n=2))["frames"]}
    assert (made.demonstrations, made.differences, len(model.asked)) == ((), (), 1)


def test_a_prompt_is_instructions_demonstrations_and_the_state(tiny: Catalog, reading: MakeReading) -> None:
    asking, model = planner(written(), demonstrations=Demonstrations(k=1))
    one = reading("a comedy", session=SHOWN)
    made = asking.draft(one)

    [asked] = model.asked
    assert made is not None
    [name] = made.demonstrations
    [shown] = [each for each in Pool.of(tiny).demonstrations if each.id == name]
    assert asked.messages == (
        instructions(tiny, one.toolbox),
        *shown.messages(),
        question("a comedy", SHOWN, (), tiny),
    )
    assert asked.json_schema == frame_schema(tiny, [])
    assert made.lesson["state"] == question("a comedy", SHOWN, (), tiny).content.split("\n")[:-1]


def test_what_needs_a_state_is_no_demonstration_for_a_first_message(tiny: Catalog, reading: MakeReading) -> None:
    states = {each.id: each.state for each in Pool.of(tiny).demonstrations}
    asking, _ = planner(written(), demonstrations=Demonstrations(k=8))
    made = asking.draft(reading("none of those, what else have you got"))

    assert made is not None
    assert [states[each] for each in made.demonstrations] == [()] * len(made.demonstrations)


def test_json_that_cannot_be_read_goes_back_once(tiny: Catalog, reading: MakeReading) -> None:
    asking, model = planner('{"frames": [{"acts": ["obey"]}]}', written("thanks"))
    read = reading("thanks")
    made = asking.draft(read)

    assert made is not None
    assert [each.act for each in read.applied(made.frames)[0].intents] == ["thanks"]
    first, second = model.asked
    assert second.messages[: len(first.messages)] == first.messages
    wrote, told = second.messages[len(first.messages) :]
    assert (wrote, told.content[:21]) == (complaint('{"frames": [{"acts": ["obey"]}]}', "")[0], "This cannot be read: ")
    assert second.json_schema == first.json_schema


def test_what_is_wrong_twice_is_an_error(reading: MakeReading) -> None:
    asking, model = planner("no JSON", "nor here", written())

    with pytest.raises(BadCompletion):
        asking.draft(reading("a comedy"))
    assert len(model.asked) == 2


def test_a_second_call_needs_time(reading: MakeReading) -> None:
    asking, model = planner("no JSON", written())

    with pytest.raises(BadCompletion):
        asking.draft(reading("a comedy", seconds=0.1))
    assert len(model.asked) == 1


def test_a_model_that_failed_twice_is_left_alone(reading: MakeReading) -> None:
    asking, model = planner(*[ModelUnavailable("away.")] * 3, breaker=Breaker(clock=lambda: 0.0))
    for _ in range(2):
        with pytest.raises(ModelUnavailable):
            asking.draft(reading("a comedy"))

    assert asking.draft(reading("a comedy")) is None
    assert len(model.asked) == 2


def test_an_assistant_is_asked_only_of_what_the_reader_leaves_out(reading: MakeReading) -> None:
    asking, model = planner(written(), unsure=True)

    assert asking.name == "assisted"
    assert asking.draft(reading("a comedy")) is None
    assert asking.draft(reading("a frobnicator")) is not None
    assert len(model.asked) == 1


def test_what_does_not_exist_or_was_not_said_is_told(reading: MakeReading) -> None:
    answer = written(
        set=[constraint("mood", "any_of", "sad", quote="sad"), COMEDY],
        refs=[{"item": "Metropolis", "as": "like", "quote": "like Metropolis"}],
        calls=[{"tool": "sql", "args": {}}],
    )
    read = reading("something sad like Metropolis")
    made = planner(answer)[0].draft(read)

    assert made is not None
    understood, differences = read.applied(made.frames)
    assert understood.unknown == ("sad", "Metropolis")
    assert made.differences == ("A call of a tool was left out: `sql` is not a tool of the app.",)
    assert differences == (
        "`mood` is not a field.",
        "“a comedy” does not occur in the message; `genres` only orders.",
    )


def test_a_tool_of_the_app_may_be_called(reading: MakeReading) -> None:
    @tool
    def weather(city: str) -> str:
        """Tell the weather in a city."""
        return city

    answer = written("question", calls=[{"tool": "weather", "args": {"city": "Oslo"}, "quote": "in Oslo"}])
    read = reading("what is it like in Oslo", weather)
    made = planner(answer)[0].draft(read)

    assert made is not None
    assert [[(call.tool, call.args) for call in each.calls] for each in read.applied(made.frames)[0].intents] == [
        [("weather", {"city": "Oslo"})]
    ]


def test_a_lesson_is_a_demonstration_of_the_message(reading: MakeReading) -> None:
    made = planner(written("request", set=[COMEDY]))[0].draft(reading("a comedy", session=SHOWN))

    assert made is not None
    again = Demonstration(
        id="x",
        message="a comedy",
        state=tuple(made.lesson["state"]),
        frames={"frames": made.lesson["frames"]},  # type: ignore[arg-type]
    )
    assert again.version == VERSION
    assert again.frames.frames == (frame("request", set=[COMEDY]),)


NAMES = ["genres", "country", "year", "runtime", "title", "id", "mood", "*", "w1"]
VALUES = st.one_of(
    st.sampled_from(["Comedy", "Jaws", "Dune", "#1", "#9", "shown", "nan", "x", "", "喜剧", "\x00"]),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(lambda of: {"of": of}, st.sampled_from(["Jaws", "Dune", "shown", "#1", "nobody"])),
)
QUOTES = st.sampled_from(["a comedy like Jaws", "Jaws", "never said", "", "comedy"])
CONSTRAINTS = st.fixed_dictionaries(
    {
        "field": st.sampled_from(NAMES),
        "op": st.sampled_from(get_args(Op)),
        "values": st.lists(VALUES, min_size=1, max_size=3),
        "quote": QUOTES,
    },
    optional={
        "basis": st.sampled_from(["said", "known"]),
        "force": st.sampled_from(["must", "prefer"]),
        "for": st.sampled_from(["turn", "session", "always"]),
    },
)
ROLES = st.sampled_from(["like", "seen", "avoid", "take", "ask", "anchor"])
ITEMS = st.sampled_from(["Jaws", "Dune", "#1", "#7", "nobody"])
FRAMES = st.fixed_dictionaries(
    {"acts": st.lists(st.sampled_from(get_args(FrameAct)), min_size=1, max_size=4)},
    optional={
        "set": st.lists(CONSTRAINTS, max_size=3),
        "either": st.lists(st.lists(CONSTRAINTS, max_size=3), max_size=2),
        "drop": st.lists(st.sampled_from(NAMES), max_size=2),
        "refs": st.lists(st.fixed_dictionaries({"item": ITEMS, "as": ROLES, "quote": QUOTES}), max_size=3),
        "titles": st.lists(st.fixed_dictionaries({"title": ITEMS, "year": st.integers()}), max_size=2),
        "sort": st.lists(st.fixed_dictionaries({"field": st.sampled_from(NAMES)}), max_size=2),
        "n": st.integers(),
        "from": st.sampled_from(["all", "unseen", "last"]),
        "ask": st.lists(
            st.fixed_dictionaries(
                {
                    "what": st.sampled_from(
                        ["value", "count", "exists", "check", "compare", "most", "average", "values"]
                    )
                },
                optional={"field": st.sampled_from(NAMES)},
            ),
            max_size=2,
        ),
        "sql": st.sampled_from(["", "SELECT 1", "DROP TABLE items"]),
        "unknown": st.lists(st.fixed_dictionaries({"quote": QUOTES}), max_size=2),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.lists(FRAMES, min_size=1, max_size=3), session=st.sampled_from([None, SHOWN]))
def test_every_frame_is_a_meaning_over_the_catalogue(
    tiny: Catalog, reading: MakeReading, frames: list[Any], session: Any
) -> None:
    read = reading("a comedy like Jaws", session=session)
    made = planner(json.dumps({"frames": frames}))[0].draft(read)

    assert made is not None
    for intent in read.applied(made.frames)[0].intents:
        assert isinstance(intent, Intent)
        for where in (entry.where for entry in intent.preferences if entry.where is not None):
            where.check_against(tiny.schema)
            tiny.columns.mask(where)
        named = [each.item for each in (*intent.like, *intent.seen, *intent.reject, *intent.about)]
        assert all(tiny.has(item) for item in (*named, *intent.suggested, *intent.among))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=40), st.binary(max_size=20).map(lambda each: each.decode("latin-1"))))
def test_nothing_that_is_written_raises_anything_else(text: str, reading: MakeReading) -> None:
    with suppress(BadCompletion):
        planner(text, f'{{"frames": {text}}}')[0].draft(reading("a comedy"))
