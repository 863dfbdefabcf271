"""The same call twice costs once."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import ModelUnavailable, UnreadableFile
from palate.llm.cache import Cached
from palate.llm.model import CallOptions, Completion, Message, Usage
from palate.llm.scripted import ScriptedModel
from palate.testing import ModelContract
from tests.llm.doubles import always

HELLO = (Message(role="user", content="hello"),)


class Odd(ScriptedModel):
    """Answers that are cut off, or another model's."""

    def __init__(self, **changes: str) -> None:
        super().__init__(["one", "two"])
        self.changes = changes

    def complete(self, messages, options=CallOptions()) -> Completion:  # type: ignore[no-untyped-def]  # noqa: B008
        return super().complete(messages, options).model_copy(update=self.changes)


class TestContract(ModelContract):
    @pytest.fixture
    def model(self, tmp_path: Path) -> Cached:
        return Cached(ScriptedModel(always('{"n": 4}')), tmp_path / "c.db")


def test_a_hit_takes_no_call_and_outlives_the_process(tmp_path: Path) -> None:
    inner = ScriptedModel(["one", "two"])
    first = Cached(inner, tmp_path / "c.db").complete(HELLO)
    again = Cached(inner, tmp_path / "c.db").complete(HELLO, CallOptions(seconds=1))

    assert (first.text, again.text, len(inner.asked)) == ("one", "one", 1)
    assert again.usage == Usage(calls=0, cost=0.0, seconds=again.usage.seconds)


def test_for_a_measurement_a_hit_tells_what_it_took(tmp_path: Path) -> None:
    first = Cached(ScriptedModel(["one"]), tmp_path / "c.db").complete(HELLO)

    again = Cached(ScriptedModel([]), tmp_path / "c.db", replays_usage=True).complete(HELLO)

    assert again == first
    assert again.usage.calls == 1


@pytest.mark.parametrize(
    "options",
    [
        CallOptions(max_tokens=1),
        CallOptions(temperature=0.5),
        CallOptions(seed=1),
        CallOptions(schema={"type": "object"}),
    ],
)
def test_another_call_is_another_answer(tmp_path: Path, options: CallOptions) -> None:
    model = Cached(ScriptedModel(["one", "two"]), tmp_path / "c.db")

    assert [model.complete(HELLO).text, model.complete(HELLO, options).text] == ["one", "two"]


def test_models_do_not_answer_for_each_other(tmp_path: Path) -> None:
    Cached(ScriptedModel(["one"], name="m"), tmp_path / "c.db").complete(HELLO)

    assert Cached(ScriptedModel(["two"], name="n"), tmp_path / "c.db").complete(HELLO).text == "two"


@pytest.mark.parametrize("changes", [{"finish": "length"}, {"model": "fallback"}])
def test_what_is_unfinished_or_anothers_is_not_kept(tmp_path: Path, changes: dict[str, str]) -> None:
    model = Cached(Odd(**changes), tmp_path / "c.db")

    assert [model.complete(HELLO).text for _ in range(2)] == ["one", "two"]


def test_failures_are_not_kept(tmp_path: Path) -> None:
    model = Cached(ScriptedModel([ModelUnavailable("no"), "one"]), tmp_path / "c.db")

    with pytest.raises(ModelUnavailable):
        model.complete(HELLO)
    assert model.complete(HELLO).text == "one"


def test_who_wants_chance_gets_it(tmp_path: Path) -> None:
    model = Cached(ScriptedModel(["one", "two"]), tmp_path / "c.db")
    options = CallOptions(temperature=1.0, seed=None)

    assert [model.complete(HELLO, options).text for _ in range(2)] == ["one", "two"]


def test_a_file_that_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "c.db").write_text("no database at all, and long enough to be told from one" * 20)

    with pytest.raises(UnreadableFile, match="cannot be used as a cache"):
        Cached(ScriptedModel([]), tmp_path / "c.db")
