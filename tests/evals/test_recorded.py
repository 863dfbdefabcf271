"""Recorded models: replayed by the whole prompt, never guessed, and counted where an answer is missing."""

# ruff: noqa: ARG002 -- what a protocol hands over and a double has no use for

from __future__ import annotations

import json
import pickle
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.agent.reply import Trace
from palate.errors import BadArgument, ModelUnavailable, UnreadableFile
from palate.evals.baselines.models import model_contestants
from palate.evals.baselines.models.checks import choice_for, chosen_model
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.baselines.models.planned import PlannedContestant
from palate.evals.case import Case
from palate.evals.contestant import Contestant
from palate.evals.outcome import Outcome
from palate.evals.recorded import (
    RecordedModel,
    answers_file,
    key_of_prompt,
    missing_share,
    open_recorded,
    read_answers,
    write_answers,
)
from palate.evals.recording import Replayed, replay
from palate.evals.registry import folder_of, load_suite
from palate.evals.report.planning import to_planning
from palate.evals.runner import run as run_suite
from palate.llm.model import Message
from palate.planners.models.frames import FramePlanner
from tests.cli.test_main import run
from tests.evals.doubles import Echo, Numbers

LARGE = "recorded:large"
ASKED = (Message(role="system", content="Read."), Message(role="user", content="a comedy"))
SHIPPED = Path(__file__).parents[2] / "palate" / "evals" / "suites"


def frames_dynamic(choice: ModelChoice) -> PlannedContestant:
    """The contestant that reads with a model and is shown demonstrations like the message."""
    return next(
        each
        for each in model_contestants(choice)
        if isinstance(each, PlannedContestant) and each.name == "frames-dynamic"
    )


def test_an_answer_is_that_to_the_very_same_prompt() -> None:
    model = RecordedModel(LARGE, {key_of_prompt(ASKED): "{}"})
    other = (ASKED[0], Message(role="user", content="a comedy "))

    completion = model.complete(ASKED)
    with pytest.raises(ModelUnavailable, match=r"`recorded:large` has no answer to this prompt\."):
        model.complete(other)

    assert (completion.text, completion.model, completion.usage.calls) == ("{}", LARGE, 1)
    assert completion.usage.cost is None
    assert (model.found, model.missing) == ({key_of_prompt(ASKED)}, {key_of_prompt(other): other})


def test_the_key_is_of_roles_and_contents() -> None:
    swapped = (Message(role="user", content="Read."), Message(role="system", content="a comedy"))
    joined = (Message(role="system", content="Read.a comedy"),)

    # Recordings are kept by these keys: another hash would lose all of them.
    assert key_of_prompt(ASKED) == "cce3bfeb2d59d4d2"
    assert len({key_of_prompt(each) for each in (ASKED, swapped, joined)}) == 3


def test_answers_are_written_in_the_order_of_their_keys(tmp_path: Path) -> None:
    file = tmp_path / "answers" / "large.jsonl"

    write_answers(file, {"b": "2\u2028", "a": "1\n"})

    assert [json.loads(line)["key"] for line in file.read_text("utf-8").split("\n") if line] == ["a", "b"]
    assert read_answers(file) == {"a": "1\n", "b": "2\u2028"}
    assert [each.name for each in file.parent.iterdir()] == ["large.jsonl"]


@pytest.mark.parametrize("line", ["{", "[]", '{"key": "a"}', '{"key": "a", "text": {"frames": []}}', "1"])
def test_a_line_that_is_no_answer_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text('{"key": "a", "text": "b"}\n\n' + line)

    with pytest.raises(UnreadableFile, match=r"answers\.jsonl`, line 3: expected a JSON object with the strings `key`"):
        read_answers(file)


def test_a_changed_recording_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "large.jsonl"
    with pytest.raises(UnreadableFile, match=r"large\.jsonl` cannot be read: "):
        open_recorded(LARGE, file)
    for text in ("one", "another"):
        write_answers(file, {key_of_prompt(ASKED): text})
        assert open_recorded(LARGE, file).complete(ASKED).text == text


def test_answers_lie_beside_the_file_of_their_suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.py").write_text("from tests.evals.doubles import Numbers\nSUITE = Numbers\n")
    monkeypatch.chdir(tmp_path)
    shipped = {"plans": "plans", "plans-languages": "plans/languages", "catalogues": "unprepared"}

    assert {name: folder_of(name, load_suite(name)) for name in shipped} == {
        name: SHIPPED / folder for name, folder in shipped.items()
    }
    assert answers_file(LARGE, folder_of("mine.py", load_suite("mine.py"))) == tmp_path / "answers" / "large.jsonl"


def test_what_is_shipped_of_recordings_is_small() -> None:
    assert sum(file.stat().st_size for file in SHIPPED.glob("**/answers/*.jsonl")) < 1_000_000


@pytest.mark.parametrize("name", ["recorded:", "recorded:../large", "large", "recorded:a b"])
def test_a_name_that_is_no_recording_is_refused(name: str) -> None:
    with pytest.raises(BadArgument, match=r"names no recording; `recorded:NAME` was expected"):
        answers_file(name, Path())


def test_a_suite_without_a_recording_is_refused_where_somebody_would_ask_it() -> None:
    choice, suite = chosen_model(LARGE, None, ["frames-dynamic"]), Numbers()

    with pytest.raises(BadArgument, match=r"`recorded:large` has no answers for `numbers`: .* begins a recording\."):
        choice_for(choice, "numbers", suite, ["agent", "frames-dynamic"])
    assert choice_for(choice, "numbers", suite, ["agent"]) == choice
    with pytest.raises(BadArgument, match=r"`--model-cache kept\.db` is not for `recorded:large`"):
        chosen_model(LARGE, Path("kept.db"), ["frames-dynamic"])


def test_a_contestant_finds_its_answers_in_another_process_and_harvests_nothing(tiny: Catalog, tmp_path: Path) -> None:
    write_answers(answers_file(LARGE, tmp_path), {key_of_prompt(ASKED): "{}"})
    contestant = frames_dynamic(ModelChoice(LARGE).beside(tmp_path))

    sent = pickle.loads(pickle.dumps(contestant))

    assert sent.choice.open().complete(ASKED).text == "{}"
    assert repr(sent) == repr(frames_dynamic(ModelChoice(LARGE)))
    with closing(sent.open(tiny)) as talker:
        assert not talker.agent.config.harvest


def test_prompts_without_an_answer_do_not_stop_later_ones() -> None:
    model = RecordedModel(LARGE, {})
    planner = frames_dynamic(ModelChoice(model)).planned(model)
    assert isinstance(planner, FramePlanner)

    for _ in range(3):
        with suppress(ModelUnavailable), planner.breaker.watching(model.name):
            model.complete(ASKED)

    assert not planner.breaker.is_open


class Asking(Echo):
    """An echo that asks a recorded model twice a turn, without an answer to the first prompt of turns below two."""

    def open(self, catalog: Any, setup: Any = None) -> Asking:
        return self

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Any:
        reply = super().ask(message)
        missing = {"kind": "model", "severity": "warning", "message": f"Why: `{LARGE}` has no answer to this prompt."}
        trace = Trace(usage={"model_calls": 2}, findings=[missing] if int(message) < 2 else [])
        return reply.model_copy(update={"trace": trace})


def test_the_share_of_missing_answers_is_told_of_recorded_models_alone() -> None:
    report = run_suite(Numbers(), [Asking("one"), Asking("two"), Echo()])
    config = {"one": f"Planned(choice=ModelChoice(model='{LARGE}'))", "two": "Planned(model='local')", "echo": "Echo()"}
    told = replace(report, manifest=report.manifest.model_copy(update={"config": config}))
    sentence = "recorded:large has no answer for 2 of 20 prompts (10.0 %); `palate eval answers` records them."

    assert list(missing_share([told])) == [sentence]
    assert list(missing_share([told, told])) == [sentence.replace("2 of 20", "4 of 40")]
    assert list(missing_share([report])) == []
    assert f"\n{sentence}\n" in to_planning([told])


class Missing(Numbers):
    """Numbers whose data is not here."""

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        return Outcome(case.id, {"right": 0.0}, note="skipped: no data")


def test_cases_that_cannot_be_asked_are_told() -> None:
    replayed = replay(Missing(), ["frames-dynamic"], LARGE, {}, filter="n3,n6")

    assert replayed == Replayed(
        "numbers",
        pending=(),
        found=frozenset(),
        conversations=0,
        without=("n3 with frames-dynamic: skipped: no data", "n6 with frames-dynamic: skipped: no data"),
    )


def request(field: str, value: str, quote: str) -> str:
    """A model's answer: items with one value."""
    wish = {"field": field, "op": "any_of", "values": [value], "quote": quote, "basis": "known"}
    return json.dumps({"frames": [{"acts": ["request"], "set": [wish]}]})


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """`plans` over two requests, the second of which goes on from another, in a file beside which answers are kept."""
    japan = {"message": "what they watch in the land of the rising sun"}
    robots, cartoon = {"message": "something with tin men"}, {"message": "make it a doodle come alive"}
    cases = [
        {
            "id": name,
            "tags": ["films", "held-out"],
            "source": "test",
            "data": {
                "catalog": "films",
                "said": said,
                "gold": {"where": [{"field": field, "op": op, "value": value}]},
            },
        }
        for name, said, field, op, value in (
            ("films-1", [japan], "country", "=", "Japan"),
            ("films-2", [robots, cartoon], "genres", "contains", "Animation"),
        )
    ]
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "films.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in cases))
    (tmp_path / "mine.py").write_text(
        "from pathlib import Path\n"
        "from palate.evals.suites.plans.suite import Plans\n"
        "SUITE = Plans(Path(__file__).parent / 'cases')\n"
    )
    monkeypatch.chdir(tmp_path)
    return "mine.py"


def prompts(file: str) -> dict[str, str]:
    """Return the keys of pending prompts by the message that they end with."""
    rows = [json.loads(line) for line in Path(file).read_text("utf-8").splitlines()]
    return {json.loads(row["messages"][-1]["content"].rpartition("Message: ")[2]): row["key"] for row in rows}


def test_a_conversation_is_recorded_round_by_round_and_replayed(capsys: pytest.CaptureFixture[str], suite: str) -> None:
    model = ["--model", LARGE]
    code, out, err = run(capsys, ["eval", "answers", "pending", suite, *model, "--out", "asked.jsonl"])
    asked = prompts("asked.jsonl")
    assert (code, err) == (0, "")
    assert out.startswith("asked.jsonl: 2 prompts of 2 conversations. Answer each by a line {")
    assert list(asked) == ["what they watch in the land of the rising sun", "something with tin men"]

    answers = [
        {"key": asked["what they watch in the land of the rising sun"], "text": request("country", "Japan", "sun")},
        {"key": asked["something with tin men"], "text": request("genres", "Sci-Fi", "tin men")},
        {"key": "of nothing", "text": "{}"},
    ]
    Path("said.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in answers))
    code, out, err = run(capsys, ["eval", "answers", "import", "said.jsonl", suite, *model])
    kept = Path("answers", "large.jsonl").resolve()
    assert out == (
        f"plans: 2 answers imported into {kept}; 1 prompt of 1 conversation left.\n"
        "1 answer of said.jsonl fits no prompt of plans; left out.\n"
    )
    assert set(read_answers(kept)) == {each["key"] for each in answers[:2]}

    whom = ["-c", "agent", "-c", "frames-dynamic"]
    code, out, err = run(capsys, ["eval", "run", suite, *model, *whom, "--filter", "held-out", "--out", "ran"])
    assert code == 0
    told = "recorded:large has no answer for 1 of 3 prompts (33.3 %); `palate eval answers` records them."
    assert out.splitlines()[-1] == told
    ran = [json.loads(line) for line in Path("ran/plans/outcomes.jsonl").read_text("utf-8").splitlines()]
    assert {each["contestant"] for each in ran if each["case"] == "films-1" and each["scores"]["right"]} == {
        "frames-dynamic"
    }
    _, out, _ = run(capsys, ["eval", "report", "ran", "--planning"])
    assert told in out.splitlines()

    _, out, _ = run(capsys, ["eval", "answers", "pending", suite, *model, "--out", "asked.jsonl"])
    assert list(prompts("asked.jsonl")) == ["make it a doodle come alive"]
