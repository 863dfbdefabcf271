"""Parts that an app brings and that raise, hang or answer nonsense: Palate's own stand in, and the trace says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from palate import Agent, AgentConfig, Budget, Catalog, Condition, Plan, Preference, Understanding
from palate.errors import BadArgument
from palate.language.embedder import ByEmbedder, ByEncoder, read_vectors
from palate.language.reader.meanings import encoder
from palate.language.understanding import Intent
from palate.planners.offline import OfflinePlanner
from palate.testing import EmbedderContract
from palate.testing.goods import goods

KETTLES = {"k2", "k3"}
MESSAGE = "a kettle under 40"


@pytest.fixture(scope="module")
def catalog() -> Iterator[Catalog]:
    with goods() as made:
        yield made


def raises(*_: object, **__: object) -> Any:
    raise ConnectionError("db.internal?key=123")


def hangs(*_: object, **__: object) -> Any:
    threading.Event().wait(30)


def returns(value: object) -> Callable[..., Any]:
    return lambda *_, **__: value


class Part:
    """Any part, whose every method is one function."""

    name = "part"

    def __init__(self, call: Callable[..., Any]) -> None:
        self.plan = self.draft = self.choose = self.embed = call


def understood(wish: Preference) -> Understanding:
    return Understanding(message="x", intents=(Intent(act="recommend", preferences=(wish,)),))


def interrupts(*_: object, **__: object) -> Any:
    raise KeyboardInterrupt


def leaves(*_: object, **__: object) -> Any:
    raise SystemExit(3)


FAULTS = {
    "raises": raises,
    "interrupts": interrupts,
    "leaves": leaves,
    "hangs": hangs,
    "answers a number": returns(42),
}
NONSENSE = {
    "reader, an item": ("reader", understood(Preference(item="nowhere"))),
    "reader, a field": ("reader", understood(Preference(where=Condition(field="size", op="=", value="L")))),
    "reader, no intent": ("reader", Understanding(message="x")),
    "planner, an intent": ("planner", [Plan(request="x", intent=7)]),
}


def asked(catalog: Catalog, part: str, call: Callable[..., Any], said: str = MESSAGE) -> Any:
    given: dict[str, Any] = {part: call if part == "reader" else Part(call)}
    config = AgentConfig(budget=Budget(seconds=2.0, model_seconds=0.1))
    with Agent(catalog, config=config, state=":memory:", **given) as agent:
        return agent.ask(said)


def told(reply: Any) -> list[str]:
    kinds = {"part": "so Palate's own stood in", "plan": "gave no plan", "model": "planned without it"}
    return [each["message"] for each in reply.trace.findings if kinds.get(each["kind"], "\0") in each["message"]]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("part", ["reader", "planner"])
def test_a_turn_goes_on_and_is_not_widened(part: str, fault: Callable[..., Any], catalog: Catalog) -> None:
    reply = asked(catalog, part, fault)

    assert {item.id for item in reply.items} == KETTLES
    assert told(reply)
    assert "key=123" not in reply.model_dump_json()


@pytest.mark.parametrize(("part", "answer"), NONSENSE.values(), ids=NONSENSE.keys())
def test_nor_by_what_is_of_another_catalogue(part: str, answer: object, catalog: Catalog) -> None:
    reply = asked(catalog, part, returns(answer))

    assert {item.id for item in reply.items} == KETTLES
    assert told(reply)


@pytest.mark.parametrize(
    "fault", [*FAULTS.values(), returns([[1.0], [float("nan")]])], ids=[*FAULTS, "answers too few"]
)
def test_the_encoder_stands_in_for_an_embedder(fault: Callable[..., Any], catalog: Catalog) -> None:
    reply = asked(catalog, "embedder", fault, "something crimson")

    assert [each["data"]["part"] for each in reply.trace.findings if each["kind"] == "part"] == ["embedder"]
    assert reply.items


def test_nobody_waits_twice_for_a_part_that_hangs(catalog: Catalog) -> None:
    calls: list[object] = []

    def hangs_and_counts(*given: object) -> Any:
        calls.append(given)
        hangs()

    reply = asked(catalog, "planner", hangs_and_counts)

    assert len(calls) == 1
    assert {item.id for item in reply.items} == KETTLES


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_palate_chooses_in_the_place_of_a_questioner(fault: Callable[..., Any], catalog: Catalog) -> None:
    reply = asked(catalog, "questioner", fault, "recommend something")

    assert [each["data"]["part"] for each in reply.trace.findings if each["kind"] == "part"] == ["questioner"]
    assert reply.items or reply.question


@pytest.mark.parametrize("part", ["planner", "embedder", "questioner", "store"])
def test_what_is_no_such_part_is_refused(part: str, catalog: Catalog) -> None:
    given: dict[str, Any] = {part: object()}
    with pytest.raises(BadArgument, match=f"`{part}` is `<object"):
        Agent(catalog, **given)


class ByLetters:
    """As near as words share letters: enough to tell that it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, phrases: Sequence[str]) -> Any:
        self.asked += phrases
        return [[1.0 + phrase.casefold().count(chr(97 + n)) for n in range(26)] for phrase in phrases]


class TestByLetters(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> ByLetters:
        return ByLetters()


def test_meanings_are_compared_by_the_embedder(catalog: Catalog) -> None:
    embedder = ByLetters()
    with Agent(catalog, embedder=embedder, state=":memory:") as agent:
        agent.ask("something crimson")
        agent.ask("something scarlet")

    assert embedder.asked.count("colour: red") == 1
    assert "crimson" in embedder.asked


def test_cosines_are_brought_to_the_encoder_s_scale() -> None:
    class Encoder:
        """The encoder's vectors with a 2 behind each: a cosine c becomes (c + 4) / 5."""

        def embed(self, phrases: Sequence[str]) -> Any:
            return np.pad(encoder().of(phrases), ((0, 0), (0, 1)), constant_values=2.0)

    names = ("colour: red", "colour: blue", "kind: kettle", "price")
    expected = ByEncoder().likely("crimson", names)

    assert np.allclose(ByEmbedder(Encoder()).likely("crimson", names), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (7, "its vectors are no list; one for each of 2"),
        ([[1.0, 2.0]], "its vectors are 1 x 2; one for each of 2"),
        ([[1.0], [1.0, 2.0]], "all of one length, were expected"),
        ([["a"], ["b"]], "rows of numbers"),
        ([[0.0], [1.0]], "one is zero"),
        ([[float("inf")], [1.0]], "not all of finite numbers"),
    ],
)
def test_what_are_no_vectors_is_said(answer: object, why: str) -> None:
    with pytest.raises(BadArgument, match=why):
        read_vectors(answer, 2)


def test_a_planner_of_palate_s_own_is_asked_as_it_is(catalog: Catalog) -> None:
    with Agent(catalog, planner=OfflinePlanner(), state=":memory:", config=AgentConfig()) as agent:
        assert {item.id for item in agent.ask(MESSAGE).items} == KETTLES
