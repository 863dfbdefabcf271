"""Cases: read and written, and chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import BadArgument, BadRows
from palate.evals.case import Case, chosen, digest, read_cases, write_cases

CASES = tuple(Case(id=f"c{number}", tags=("even" if number % 2 == 0 else "odd",)) for number in range(10))


def ids(cases: tuple[Case, ...]) -> list[str]:
    return [case.id for case in cases]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    cases = (Case(id="a", tags=("x",), source="hand", data={"message": "héllo", "ids": ["1"]}), Case(id="b"))

    write_cases(tmp_path / "cases.jsonl", cases)

    assert read_cases(tmp_path / "cases.jsonl") == cases


def test_every_bad_line_is_told(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('{"id": "a"}\n\n{"tags": []}\n{"id": "a"}\nnonsense\n')

    with pytest.raises(BadRows) as caught:
        read_cases(tmp_path / "cases.jsonl")

    told = str(caught.value)
    assert "line 3: `id`: Field required" in told
    assert "line 4: the id `a` is taken by an earlier case" in told
    assert "line 5: " in told


def test_a_filter_is_by_id_and_tag() -> None:
    assert ids(chosen(CASES, filter="even")) == ["c0", "c2", "c4", "c6", "c8"]
    assert ids(chosen(CASES, filter="c[0-3],!odd")) == ["c0", "c2"]
    assert ids(chosen(CASES, filter="!even,!c9")) == ["c1", "c3", "c5", "c7"]


def test_a_smaller_sample_is_part_of_a_larger() -> None:
    three, six = (chosen(CASES, limit=limit, seed=4) for limit in (3, 6))

    assert (len(three), len(six)) == (3, 6)
    assert set(ids(three)) < set(ids(six))
    assert ids(six) == sorted(ids(six))
    assert ids(chosen(CASES, limit=3, seed=5)) != ids(three)
    assert chosen(CASES, limit=99) == CASES


def test_what_cannot_be_chosen() -> None:
    with pytest.raises(BadArgument, match=r"No case matches `evn` by id or tag; tags are `even`, `odd`\."):
        chosen(CASES, filter="evn")
    with pytest.raises(BadArgument, match=r"`limit` is 0; at least 1 case was expected\."):
        chosen(CASES, limit=0)


def test_the_digest_changes_with_any_word() -> None:
    assert digest(CASES) == digest(tuple(CASES))
    assert digest(CASES) != digest(CASES[1:])
    assert digest([Case(id="a", data={"message": "x"})]) != digest([Case(id="a", data={"message": "y"})])
