"""Harvesting: what turns teach, and what is pruned."""

from __future__ import annotations

from palate.language.frame import Frames
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.harvesting import Record, harvest
from tests.language.framing import constraint, frame
from tests.planners.demos.conftest import READ, demonstration

AVOID = Frames(frames=(frame("request", set=[constraint("genres", "none_of", "Comedy", quote="comedy")]),))


def record(said: str, *, success: bool, read: Frames = READ, user: str | None = None) -> Record:
    return Record(said.replace("[value]", "comedy"), (), read, said, success, user)


def test_a_turn_that_was_accepted_becomes_a_demonstration() -> None:
    made = harvest([Record("some comedy", ("Shown: #1 Jaws",), READ, "some [value]", True, "ann")])

    [kept] = made.demonstrations
    assert kept == Demonstration(
        id=kept.id,
        message="some comedy",
        state=("Shown: #1 Jaws",),
        frames=READ,
        masked="some [value]",
        source="harvested",
        successes=1,
        tries=1,
        users=("ann",),
    )
    assert kept.id.startswith("harvested-")
    assert made.added == 1


def test_one_that_failed_does_not() -> None:
    made = harvest([record("some [value]", success=False)])

    assert (made.demonstrations, made.ignored) == ((), 1)


def test_the_score_is_successes_and_one_of_tries_and_two() -> None:
    made = harvest([record("some [value]", success=each) for each in (True, True, False, True)])

    [kept] = made.demonstrations
    assert (kept.successes, kept.tries, kept.score) == (3, 4, 4 / 6)
    assert (made.added, made.counted) == (1, 3)


def test_another_reading_of_the_same_message_competes_and_so_does_another_state() -> None:
    said = record("some [value]", success=True)
    shown = Record(said.message, ("Shown: #1 Jaws",), said.frames, said.masked, True)
    made = harvest([said, record("some [value]", success=True, read=AVOID), shown])

    assert len({each.id for each in made.demonstrations}) == 3


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

    known = [made("bad", 0), made("good", 4), made("fair", 2), made("own", 0, source="added")]
    done = harvest([], known, most=3)

    assert [each.id for each in done.demonstrations] == ["good", "fair", "own"]
    assert done.pruned == 1
