"""Long conversations: the cases fit their catalogues, and every rule of the judge."""

# ruff: noqa: ARG002 -- what a protocol hands over and a double has no use for

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, Catalog
from palate.agent.reply import Answer, Ask, Recommendation, Reply, Trace
from palate.catalog.conditions import Condition
from palate.errors import CallerError, DataError
from palate.evals.baselines import POPULARITY
from palate.evals.case import Case, read_cases
from palate.evals.metrics.kappa import kappa, kappa_interval
from palate.evals.results import CASES, OUTCOMES
from palate.evals.runner import run
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.suites.conversations import suite as module
from palate.evals.suites.conversations.blind import main
from palate.evals.suites.conversations.judging import items_meant, judge
from palate.evals.suites.conversations.remembering import Claim, Remembered, stored_claims
from palate.evals.suites.conversations.scoring import Scoring
from palate.evals.suites.conversations.suite import CASES as WRITTEN
from palate.evals.suites.conversations.suite import Conversations
from palate.evals.suites.conversations.talk import Memory, Requirement, Talk, Turn
from palate.memory.event import Event

ALIEN, JAWS, DUEL = "alien-1979", "jaws-1975", "psycho-1960"
TABLES = ("cereals", "countries", "houses")


def written() -> list[tuple[Case, Talk]]:
    cases = [case for path in sorted(WRITTEN.glob("*.jsonl")) for case in read_cases(path)]
    return [(case, Talk.model_validate(case.data)) for case in cases]


def turn(*acts: str, reply: str = "either", **expected: Any) -> Turn:
    told = {"user": "…", "acts": acts or ("request",), "reply": reply, **expected}
    return Turn.model_validate_json(json.dumps(told))


def shown(*ids: str, **more: Any) -> Reply:
    items = tuple(Recommendation(id=each, title=each, score=1.0, fields={}, reasons=("it is",)) for each in ids)
    return Reply(act=more.pop("act", "recommend"), text=more.pop("text", "1979 1975 Ridley Scott"), items=items, **more)


def said(text: str = "", act: Any = "answer", *, steps: bool = False, found: str = "", **more: Any) -> Reply:
    trace = Trace(steps=[{"tool": "lookup"}] * steps, findings=[{"kind": found}] if found else [])
    return Reply(act=act, text=text, trace=trace, **more)


def rows(**row: Any) -> Reply:
    return said("Here.", answers=(Answer(request=0, words="", tool="lookup", rows=(row,)),))


@pytest.fixture(scope="module")
def films() -> Iterator[Catalog]:
    with Catalog.films() as catalog:
        yield catalog


# The cases.


def test_there_are_sixty_conversations_in_ten_voices_and_two_equal_halves() -> None:
    cases = written()

    tags = Counter(tag for case, _ in cases for tag in case.tags)
    halves = Counter((case.tags[0], kind) for case, _ in cases for kind in (case.tags[2], case.tags[3]))
    assert len(cases) == 60
    assert {name: count for name, count in tags.items() if name.startswith("w")} == {
        f"w{n:02d}": 6 for n in range(1, 11)
    }
    assert (tags["development"], tags["held-out"], tags["zh"], tags["en"]) == (30, 30, 15, 45)
    assert (halves["development", "zh"], halves["held-out", "zh"]) == (8, 7)
    assert (halves["development", "films"], halves["held-out", "films"]) == (17, 18)
    assert (halves["development", "kitchen"], halves["held-out", "kitchen"]) == (5, 5)
    assert {8, 9, 10, 11} >= {len(talk.turns) for _, talk in cases}
    assert all(case.tags[2] == talk.catalogue for case, talk in cases)


@pytest.mark.parametrize("name", ["films", "kitchen", *TABLES])
def test_what_is_expected_means_something_in_its_catalogue(name: str) -> None:
    try:
        catalog = open_catalogue(name)
    except (CallerError, DataError) as error:
        pytest.skip(str(error))
    with catalog:
        wrong = [
            f"{case.id}, turn {number}: {told}"
            for case, talk in written()
            if talk.catalogue == name
            for number, each in enumerate(talk.turns, 1)
            for told in broken(each, catalog)
        ]
    assert wrong == []


def broken(each: Turn, catalog: Catalog) -> Iterator[str]:
    """Yield what is expected of a turn and cannot be met."""
    memories = [memory.what for memory in (*each.memory, *each.forgotten)]
    for required in (*each.shown, *each.avoid, *(what for what in memories if isinstance(what, Requirement))):
        where = required.where(catalog.schema)
        if not len(catalog.columns.select([where])) and required.op in ("=", "has"):
            yield f"no item has {required}"
    if each.shown and not len(catalog.columns.select([each.where(catalog.schema) for each in each.shown])):
        yield "no item meets all"
    fact = () if each.fact is None or each.fact.says else (each.fact.of,)
    if each.fact is not None and not each.fact.says:
        catalog.schema.field(each.fact.column)
    for of in (*fact, *(what for what in memories if isinstance(what, str))):
        if not re.fullmatch(r"#(\d+|max|min)", of) and not items_meant(of, (), catalog):
            yield f"nothing is called {of}"
    if any((memory.kind in ("likes", "dislikes")) is isinstance(memory.what, str) for memory in each.memory):
        yield f"{each.memory} are of the wrong form"


def test_a_table_that_is_not_here_is_told_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def opened(name: str) -> Catalog:
        if name in TABLES:
            raise CallerError("Tables are read with pandas.")
        return open_catalogue(name)

    monkeypatch.setattr(module, "open_catalogue", opened)

    assert Counter(case.tags[2] for case in Conversations().cases()) == {"films": 35, "kitchen": 10}
    assert capsys.readouterr().err.splitlines() == [
        f"`conversations` leaves out conversations over {name}. Tables are read with pandas." for name in TABLES
    ]


# The judge.

OLD = [["year", "<", 1970]]


@pytest.mark.parametrize(
    ("expected", "reply", "kinds"),
    [
        (turn(reply="no list"), shown(ALIEN), ["no list"]),
        (turn(reply="no list"), said("Hm.", "chat"), []),
        (turn(reply="list"), shown(ALIEN), []),
        (turn(reply="list"), said("What?", "ask"), ["list"]),
        (turn(reply="list", shown=OLD), said("There is none.", "abstain"), ["list"]),
        (turn(reply="list", shown=[["year", "<", 1800]]), said("There is none.", "abstain"), []),
        (turn(shown=OLD), shown(DUEL), []),
        (turn(shown=OLD), shown(DUEL, ALIEN), ["shown"]),
        (turn(shown=OLD), said("Nothing is left.", "abstain"), []),
        (turn(shown=[["genres", "has", "Horror"], ["director", "lacks", "Ridley Scott"]]), shown(ALIEN), ["shown"]),
        (turn(shown=[["text", "has", "shark"]]), shown(JAWS), []),
        (turn(shown=[["text", "has", "shark"]]), shown(ALIEN), ["shown"]),
        (turn(avoid=OLD), shown(DUEL, ALIEN), []),
        (turn(avoid=[["year", "<", 1970], ["year", "=", 1979]]), shown(DUEL, ALIEN, JAWS), ["opposite"]),
        (turn(missing="budget"), rows(year=1979), ["missing"]),
        (turn(missing="budget"), said("You asked for it."), ["missing"]),
        (turn(missing="budget"), said("That I do not know.", steps=True), []),
        (turn(missing="budget"), said("Here.", found="no-data"), []),
        (turn(missing="budget"), said("What?", "ask", not_understood=("budget",)), []),
        (turn(missing="budget"), said("None.", "abstain"), []),
        (turn("bye", "thanks", reply="no list"), shown(ALIEN), ["closing"]),
        (turn("bye", reply="no list"), said("?", "ask", question=Ask(field="year", options=())), ["closing"]),
        (turn("bye", reply="no list"), said("Bye!", "chat"), []),
        (turn("chat", "bye", reply="no list"), said("?", "ask", question=Ask(field="year", options=())), []),
        (turn("taste"), shown(JAWS, ALIEN), ["repeated"]),
        (turn("taste"), shown(JAWS, DUEL), []),
        (turn("taste", reply="list"), shown(JAWS, ALIEN), []),
        (turn("request", "reject", reply="list"), shown(JAWS, ALIEN), ["repeated"]),
    ],
)
def test_a_reply_has_the_faults_that_it_has(films: Catalog, expected: Turn, reply: Reply, kinds: list[str]) -> None:
    faults = judge(expected, reply, films.items([ALIEN, JAWS]), films)

    assert [fault.split(":")[0] for fault in faults or ()] == kinds
    assert faults is not None or expected.acts == ("taste",)


@pytest.mark.parametrize(
    ("fact", "reply", "right"),
    [
        ({"of": "#2", "column": "year"}, said("It is of 1975."), True),
        ({"of": "#2", "column": "year"}, said("It is of 1979."), False),
        ({"of": "#2", "column": "year"}, rows(year=1975), True),
        ({"of": "Alien", "column": "director"}, said("Ridley Scott made it."), True),
        ({"of": "Alien", "column": "director"}, shown(ALIEN), False),
        ({"of": "#1", "column": "cast"}, said("Sigourney Weaver plays in it."), True),
        ({"of": "#max", "column": "year"}, said("That would be Alien."), True),
        ({"of": "#min", "column": "year"}, said("That would be Alien."), False),
        ({"says": "420"}, said("There are 420 films."), True),
        ({"says": "420"}, said("There are 42 films."), False),
    ],
)
def test_a_fact_is_told_by_words_or_rows_and_by_no_list(
    films: Catalog, fact: dict[str, str], reply: Reply, right: bool
) -> None:
    faults = judge(turn("question", fact=fact), reply, films.items([ALIEN, JAWS]), films)

    assert faults is not None
    assert [fault.split(":")[0] for fault in faults] == ([] if right else ["fact"])


def test_a_long_text_is_told_by_how_it_begins(films: Catalog) -> None:
    synopsis = str(films.item(JAWS).get("synopsis"))
    asked = turn("question", fact={"of": "#1", "column": "synopsis"})

    assert judge(asked, said(synopsis[:60] + "…"), films.items([JAWS]), films) == ()
    assert judge(asked, said(synopsis[60:]), films.items([JAWS]), films) != ()


def test_a_flag_is_told_by_yes_or_no() -> None:
    asked = turn("question", fact={"of": "#1", "column": "available"})
    with open_catalogue("kitchen") as kitchen:
        there = Condition(field="available", op="=", value=True)
        first = kitchen.items(kitchen.ids(kitchen.columns.select([there])))[:1]

        assert judge(asked, said("Yes, it is."), first, kitchen) == ()
        assert judge(asked, said("No, it is not."), first, kitchen) != ()
        assert judge(asked, rows(available=True), first, kitchen) == ()
        assert judge(asked, rows(available=False), first, kitchen) != ()


def test_what_cannot_be_known_is_not_judged(films: Catalog) -> None:
    beyond = turn("question", fact={"of": "#3", "column": "year"})

    assert judge(beyond, said("1979"), films.items([ALIEN, JAWS]), films) is None
    assert judge(turn("chat"), said("Hm."), (), films) is None


# Memory.


@dataclass
class Person:
    """Remembers what it is told to."""

    entries: list[Any] = field(default_factory=list)
    noted: list[Event] = field(default_factory=list)

    def preferences(self) -> list[Any]:
        return self.entries

    def events(self) -> list[Event]:
        return self.noted


def test_what_an_agent_stores_is_one_claim_however_it_is_said(films: Catalog) -> None:
    with Agent(films, state=":memory:") as agent:
        for message in ("I don't like musicals", "I love Tom Hanks", "I have seen Alien"):
            agent.ask(message, user="ann", session="one")

        assert set(stored_claims(agent.memory.of("ann"), films)) == {
            Claim("genres", "musical", wanted=False),
            Claim("cast", "tom hanks"),
            Claim("seen", "alien"),
        }


def remembered(
    films: Catalog, expected: Turn, *stored: Claim, before: frozenset[Claim] = frozenset()
) -> tuple[Any, ...]:
    counts = Remembered(films, _stored=before)
    told = counts.turn(expected, films.items([ALIEN, JAWS]), before | set(stored))
    return counts.due, counts.right, counts.new, counts.unsaid, told


MUSICALS = {"dislikes": ["genres", "has", "Musical"]}


@pytest.mark.parametrize(
    ("expected", "stored", "counts"),
    [
        (turn("taste", memory=[MUSICALS]), [Claim("genres", "musical", wanted=False)], (1, 1, 1, 0, ())),
        (turn("taste", memory=[MUSICALS]), [], (1, 0, 0, 0, ())),
        (
            turn("taste", memory=[MUSICALS]),
            [Claim("genres", "musical")],
            (1, 0, 1, 1, ("memory: the reverse of what was said of musical is stored",)),
        ),
        (turn("chat"), [Claim("genres", "war")], (0, 0, 1, 1, ())),
        (turn("chat"), [Claim("chosen", "alien")], (0, 0, 1, 1, ("memory: alien is stored as chosen",))),
        (turn("accept", memory=[{"chosen": "#1"}]), [Claim("chosen", "alien")], (1, 1, 1, 0, ())),
        (
            turn("accept", memory=[{"chosen": "#1"}]),
            [Claim("chosen", "jaws")],
            (1, 0, 1, 1, ("memory: jaws is stored as chosen",)),
        ),
        (turn("accept", memory=[{"chosen": "#3"}]), [Claim("chosen", "jaws")], (0, 0, 1, 1, ())),
        (turn("reject"), [Claim("rejected", "alien"), Claim("rejected", "jaws")], (0, 0, 2, 0, ())),
        (
            turn("reject", memory=[{"rejected": "#1"}]),
            [Claim("rejected", "alien"), Claim("rejected", "jaws")],
            (1, 1, 2, 1, ("memory: jaws is stored as rejected",)),
        ),
        (
            turn("reject", memory=[{"rejected": "#1"}]),
            [Claim("item", "alien", wanted=False)],
            (1, 1, 1, 0, ()),
        ),
        (turn("taste", memory=[{"dislikes item": "Alien"}]), [Claim("rejected", "alien")], (1, 1, 1, 0, ())),
        (
            turn("taste", memory=[{"likes": ["year", "<", 1960]}]),
            [Claim("year bound", "1960", wanted=False)],
            (1, 1, 1, 0, ()),
        ),
    ],
)
def test_memories_are_counted(films: Catalog, expected: Turn, stored: list[Claim], counts: tuple[Any, ...]) -> None:
    assert remembered(films, expected, *stored) == counts


def test_a_memory_is_new_once(films: Catalog) -> None:
    before = frozenset({Claim("genres", "war"), Claim("chosen", "alien")})

    assert remembered(films, turn("chat"), before=before) == (0, 0, 0, 0, ())


def test_what_was_taken_back_is_to_go(films: Catalog) -> None:
    before = frozenset({Claim("genres", "musical", wanted=False)})
    undone = turn("undo", forgotten=[MUSICALS])
    counts = Remembered(films, _stored=before)

    assert remembered(films, undone, before=before)[:2] == (1, 0)
    counts.turn(undone, (), frozenset())
    assert (counts.due, counts.right) == (1, 1)
    assert remembered(films, undone)[:2] == (0, 0)


def test_scores_are_shares_of_judged_turns(films: Catalog) -> None:
    scoring = Scoring()
    scoring.add(turn(reply="list"), (), ())
    scoring.add(turn("chat"), None, ())
    scoring.add(turn("chat"), None, ("memory: alien is stored as chosen",))
    scoring.add(turn("bye"), ("closing: items are shown", "repeated: the last list"), ())
    scoring.add(turn(missing="budget"), (), ())

    assert scoring.scores(Remembered(films, due=4, right=3)) == {
        "usable": 0.5,
        "early": 1.0,
        "late": 1 / 3,
        "opposite": 0.25,
        "closings": 0.0,
        "disclosed": 1.0,
        "repeated": 1.0,
        "judged": 4.0,
        "remembered": 0.75,
    }


def test_a_memory_is_of_a_known_kind() -> None:
    with pytest.raises(ValueError, match="kind"):
        Memory.model_validate({"adores": "Alien"})


# The halves.


@dataclass(frozen=True)
class Failing:
    """Raises an error that tells what was said."""

    name: str = "failing"
    about: str = "fails"

    def open(self, catalog: Any, setup: Any = None) -> Failing:
        return self

    def ask(self, message: str, **who: Any) -> Reply:
        raise RuntimeError(message)

    def feedback(self, item: str, **about: Any) -> None:
        raise AssertionError("not asked for here")

    def commit(self, item: str, **about: Any) -> None:
        raise AssertionError("not asked for here")

    def close(self) -> None:
        return None


def test_of_held_out_conversations_a_run_keeps_totals_only(tmp_path: Path) -> None:
    report = run(Conversations(), [POPULARITY, Failing()], filter="w09-5,w01-6", out=tmp_path / "run")

    lines = [line for name in (CASES, OUTCOMES) for line in (tmp_path / "run" / name).read_text("utf-8").splitlines()]
    held_out = "".join(line for line in lines if "w09-5" in line)
    talks: Mapping[str, Talk] = {case.id: talk for case, talk in written()}
    assert not re.search(r"[\u4e00-\u9fff]|\\u[4-9]", held_out)
    assert "items are shown" not in held_out
    assert {each.case: bool(each.turns) for each in report.results} == {"w01-6": True, "w09-5": False}
    assert {each.contestant: bool(each.scores) for each in report.results if each.case == "w09-5"} == {
        "popularity": True,
        "failing": True,
    }
    errors = {each.case: each.error for each in report.results if each.contestant == "failing"}
    assert "RuntimeError, of which held-out conversations tell no more." in errors["w09-5"]
    assert talks["w01-6"].turns[0].user in errors["w01-6"]


def test_held_out_conversations_are_told_where_that_is_asked_for() -> None:
    report = run(Conversations(told=True), [POPULARITY], filter="w09-5")

    assert report.manifest.suite == "conversations-told"
    assert len(report.results[0].turns) == 10


# Judging by people.


def test_people_see_no_names_and_their_verdicts_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(Conversations(), [POPULARITY], filter="w01-1,w01-6,w02-3", out=tmp_path / "run")
    for name, words in (("one", ["right", "wrong", "partly"]), ("two", ["right", "wrong", "right"])):
        verdicts = [{"id": "t01", "turn": number, "verdict": word} for number, word in enumerate(words, 1)]
        (tmp_path / name).write_text("".join(json.dumps(each) + "\n" for each in verdicts))
    both = [str(tmp_path / "one"), str(tmp_path / "two")]

    assert main([str(tmp_path / "run"), "--out", str(tmp_path / "seen.md")]) == 0
    assert main([str(tmp_path / "run"), "--verdicts", *both]) == 0

    seen = (tmp_path / "seen.md").read_text("utf-8")
    assert re.findall("^## .*", seen, re.MULTILINE) == ["## t01", "## t02"], "held-out ones are not told"
    assert "popularity" not in seen.casefold()
    assert "me kettle went bang" in seen
    assert capsys.readouterr().out.splitlines() == [
        "popularity, judge 1: 1 right, 1 partly, 1 wrong, 0 opposite; 66.7% usable",
        "popularity, judge 2: 2 right, 0 partly, 1 wrong, 0 opposite; 66.7% usable",
        "four verdicts: the judges agree on 2 of 3 turns, kappa 0.50 [0.50, 0.50]",
        "usable or not: the judges agree on 3 of 3 turns, kappa 1.00 [1.00, 1.00]",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "t01", "turn": 1, "verdict": "good"}', "is no verdict"),
        ('{"id": "t01", "turn": 99, "verdict": "right"}', "there is no turn 99 of `t01`"),
        ('{"id": "t99", "turn": 1, "verdict": "right"}', "there is no turn 1 of `t99`"),
    ],
)
def test_a_line_that_is_no_verdict_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    run(Conversations(), [POPULARITY], filter="w01-1", out=tmp_path / "run")
    (tmp_path / "one").write_text(line)

    assert main([str(tmp_path / "run"), "--verdicts", str(tmp_path / "one"), str(tmp_path / "one")]) == 1
    assert told in capsys.readouterr().err


def test_a_run_of_held_out_conversations_has_nothing_to_judge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(Conversations(), [POPULARITY], filter="w09-5", out=tmp_path / "run")

    assert main([str(tmp_path / "run"), "--out", str(tmp_path / "seen.md")]) == 1
    assert "`conversations-told` tells held-out ones too" in capsys.readouterr().err


def test_kappa_is_agreement_beyond_chance() -> None:
    pairs = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15

    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("a", "a")]) != kappa([("a", "a")]), "nan"
    assert kappa_interval([pairs] * 3).value == pytest.approx(0.4)
    assert kappa_interval([]).cases == 0
