"""A cassette: recorded once, replayed strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import BadArgument, ModelUnavailable, UnreadableFile
from palate.llm.model import CallOptions, Message
from palate.llm.recorded import RecordedModel
from palate.llm.scripted import ScriptedModel
from palate.testing.models import ASK, OPTIONS, ModelContract


def said(text: str) -> list[Message]:
    return [Message(role="system", content="Be brief."), Message(role="user", content=text)]


class TestContract(ModelContract):
    @pytest.fixture
    def model(self, tmp_path: Path) -> RecordedModel:
        RecordedModel(tmp_path / "c.jsonl", ScriptedModel(['{"n": 4}'])).complete(ASK, OPTIONS)
        return RecordedModel(tmp_path / "c.jsonl")


def test_a_call_is_recorded_once_and_replayed_as_it_was(tmp_path: Path) -> None:
    inner = ScriptedModel(["one", "two"], name="m")
    recording = RecordedModel(tmp_path / "new" / "c.jsonl", inner)
    first = recording.complete(said("a"))
    recording.complete(said("b"))
    assert recording.complete(said("a")) == first
    assert len(inner.asked) == 2

    replayed = RecordedModel(tmp_path / "new" / "c.jsonl")

    assert replayed.name == "m"
    assert (replayed.complete(said("a")), replayed.complete(said("b")).text) == (first, "two")


def test_recording_goes_on_where_it_stopped(tmp_path: Path) -> None:
    RecordedModel(tmp_path / "c.jsonl", ScriptedModel(["one"])).complete(said("a"))
    again = RecordedModel(tmp_path / "c.jsonl", ScriptedModel(["two"]))

    assert [again.complete(said(text)).text for text in "ab"] == ["one", "two"]
    assert len((tmp_path / "c.jsonl").read_text().splitlines()) == 2


def test_the_deadline_is_no_part_of_a_call(tmp_path: Path) -> None:
    RecordedModel(tmp_path / "c.jsonl", ScriptedModel(["one"])).complete(said("a"), CallOptions(seconds=5))

    assert RecordedModel(tmp_path / "c.jsonl").complete(said("a"), CallOptions(seconds=1.5)).text == "one"


def test_a_miss_names_the_closest(tmp_path: Path) -> None:
    recording = RecordedModel(tmp_path / "c.jsonl", ScriptedModel(["one", "two"]))
    recording.complete(said("a film from the nineties"))
    recording.complete(said("boots in size 44"))
    replayed = RecordedModel(tmp_path / "c.jsonl")

    with pytest.raises(ModelUnavailable) as miss:
        replayed.complete(said("a film from the eighties"))
    assert str(miss.value) == (
        f"`{replayed.path}` holds no call with the prompt that ends `a film from the eighties`; "
        "the closest ends `a film from the nineties`."
    )
    with pytest.raises(ModelUnavailable, match="has the same prompt, but another `max_tokens`"):
        replayed.complete(said("boots in size 44"), CallOptions(max_tokens=1))


def test_a_cassette_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="does not exist"):
        RecordedModel(tmp_path / "none.jsonl")
    (tmp_path / "c.jsonl").write_text('{"model": "m"}\n')
    with pytest.raises(UnreadableFile, match=r"Line 1 of .* is not a recorded call"):
        RecordedModel(tmp_path / "c.jsonl")


def test_a_cassette_of_two_models_is_nobodys(tmp_path: Path) -> None:
    for name in ("m", "n"):
        RecordedModel(tmp_path / "c.jsonl", ScriptedModel(["one"], name=name)).complete(said("a"))

    with pytest.raises(BadArgument, match=r"several models \(m, n\)"):
        RecordedModel(tmp_path / "c.jsonl")
