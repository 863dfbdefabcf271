"""What `python -m bench.serve` tells, and whom it lets talk."""

from bench.serve import Served, _talks, markdown


def test_a_run_is_a_row_of_a_table() -> None:
    served = Served(
        people=200,
        turns=2_000,
        items=10_000,
        replicas=2,
        workers=1,
        think=2.5,
        errors=0,
        mixed=1,
        p50_ms=20.4,
        p95_ms=61.6,
        turns_a_second=33.3,
        memory_mb=[200.2, 230.0, 241.0],
    )

    head, _, row, *_ = markdown([served]).splitlines()
    assert head.count("|") == row.count("|")
    assert row == "| 10,000 | 200 | 2.5 | 2 x 1 | 2,000 | 0 | 1 | 20 / 62 | 33.3 | 200 to 241 |"


def test_people_wait_as_long_as_said_on_average_and_each_otherwise() -> None:
    talks = _talks(["a", "b"], people=400, turns=5, think=2.0, run=0)
    waits = [wait for talk in talks for wait in talk.waits]

    assert 1.8 < sum(waits) / len(waits) < 2.2
    assert len(set(waits)) == 2_000
    assert [talk.said for talk in talks[:2]] == [["a", "b", "a", "b", "a"], ["b", "a", "b", "a", "b"]]


def test_who_does_not_wait_talks_at_once() -> None:
    assert {wait for talk in _talks(["a"], people=3, turns=2, think=0.0, run=0) for wait in talk.waits} == {0.0}
