"""Harvesting: what turns teach, and what is pruned."""

from __future__ import annotations

from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.harvesting import Record, harvest
from palate.planners.models.answer import Answer
from tests.planners.demos.conftest import READ, demonstration, message

AVOID = READ.model_copy(update={"parts": {"1": "avoid"}})


def record(said: str, *, success: bool, read: Answer = READ, user: str | None = None) -> Record:
    return Record(message(said, "value"), read, success, user)


def test_a_turn_that_was_accepted_becomes_a_demonstration() -> None:
    made = harvest([record("some [value]", success=True, user="ann")])

    [kept] = made.demonstrations
    assert (kept.shown, kept.read, kept.source) == (message("some [value]", "value"), READ, "harvested")
    assert (kept.successes, kept.tries, kept.users, made.added) == (1, 1, ("ann",), 1)


def test_one_that_failed_does_not() -> None:
    made = harvest([record("some [value]", success=False)])

    assert (made.demonstrations, made.ignored) == ((), 1)


def test_the_score_is_successes_and_one_of_tries_and_two() -> None:
    made = harvest([record("some [value]", success=each) for each in (True, True, False, True)])

    [kept] = made.demonstrations
    assert (kept.successes, kept.tries, kept.score) == (3, 4, 4 / 6)
    assert (made.added, made.counted) == (1, 3)


def test_another_reading_of_the_same_message_competes() -> None:
    made = harvest([record("some [value]", success=True), record("some [value]", success=True, read=AVOID)])

    assert len({each.id for each in made.demonstrations}) == 2


def test_who_said_it_too_is_noted_on_what_was_harvested_alone() -> None:
    turns = [record("a [value]", success=True, user="ann")]

    [known] = harvest(turns, [demonstration("mine")]).demonstrations
    [taken] = harvest([*turns, record("a [value]", success=True, user="bob")]).demonstrations

    assert (known.users, known.tries) == ((), 1)
    assert taken.users == ("ann", "bob")


def test_the_best_are_kept_and_what_people_wrote_themselves() -> None:
    def made(name: str, successes: int, **given: object) -> Demonstration:
        tried = {"successes": successes, "tries": 4, "source": "harvested", **given}
        return demonstration(name).model_copy(update=tried)

    known = [made("bad", 0), made("good", 4), made("fair", 2), made("own", 0, source="seed")]
    done = harvest([], known, most=3)

    assert [each.id for each in done.demonstrations] == ["good", "fair", "own"]
    assert done.pruned == 1
