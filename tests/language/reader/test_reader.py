"""The reader that is shipped: its file, and what it says of plain messages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from palate.catalog.catalog import Catalog
from palate.errors import StorageError
from palate.language.link import link
from palate.language.reader.labels import ACTS, ROLES
from palate.language.reader.meanings import MeaningEncoder, encoder
from palate.language.reader.pieces import Marked
from palate.language.reader.reader import Reader, Reading, Tag, shipped

FILMS = Catalog.films()
FILE = Path(__file__).parents[3] / "palate" / "language" / "reader" / "reader.onnx"


def read(message: str, context: str = "new") -> Reading:
    return shipped().read(message, [Marked(each.start, each.end, each.kind) for each in link(message, FILMS)], context)


@pytest.mark.parametrize(
    ("message", "roles"),
    [
        ("a western", ["want"]),
        ("no horror", ["avoid"]),
        ("a comedy but no romance", ["want", "avoid"]),
        ("something like Alien", ["like"]),
        ("bitte keinen Horror", ["avoid"]),
        ("not a comedy, something with Tom Hanks", ["avoid", "want"]),
    ],
)
def test_roles_of_plain_messages(message: str, roles: list[str]) -> None:
    assert [tag.role for tag in read(message).parts] == roles


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ("hello", "greet"),
        ("how many westerns do you have?", "count"),
        ("a western", "request"),
    ],
)
def test_acts_of_plain_messages(message: str, act: str) -> None:
    sentence = read(message).sentences[0]
    assert max(ACTS, key=lambda each: sentence.acts[each]) == act


def test_probabilities_are_such() -> None:
    for tag in read("a western under two hours, not by John Ford, like Alien").parts:
        assert sum(tag.roles.values()) == pytest.approx(1)
        assert set(tag.roles) == set(ROLES)


def tag(**roles: float) -> Tag:
    return Tag(
        max(roles, key=lambda role: roles[role]), max(roles.values()), {each: roles.get(each, 0.0) for each in ROLES}
    )


@pytest.mark.parametrize(
    ("read_as", "doubtful"),
    [
        (tag(avoid=0.9, want=0.1), False),
        (tag(avoid=0.55, want=0.45), True),
        (tag(avoid=0.45, unlike=0.35, want=0.2), False),  # what is ruled out either way is not in doubt
        (tag(at_most=0.5, above=0.3, want=0.2), True),
        (tag(none=0.5, want=0.25, avoid=0.25), False),
    ],
)
def test_what_may_be_the_opposite_is_in_doubt(read_as: Tag, doubtful: bool) -> None:
    assert read_as.is_doubtful is doubtful


@pytest.mark.parametrize("message", ["", " ", "?", "\0", "🎬" * 50, "a" * 5000, "<s> [value] </s>", "\ud800"])
def test_odd_messages_are_read(message: str) -> None:
    reading = shipped().read(message, (), "new")
    assert reading.end <= len(message)


def test_meanings_have_one_length() -> None:
    found = encoder().of(["a scary one", "genre: Horror", ""])
    assert found.shape == (3, 384)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)


@pytest.mark.parametrize("load", [Reader, MeaningEncoder])
def test_a_missing_file_is_told(load: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot be loaded .* install it anew"):
        load(tmp_path / "reader.onnx")


@pytest.mark.parametrize("load", [Reader, MeaningEncoder])
def test_a_damaged_file_is_told(load: Callable[[Path], object], tmp_path: Path) -> None:
    damaged = tmp_path / "reader.onnx"
    damaged.write_bytes(FILE.read_bytes()[:1_000_000])
    with pytest.raises(StorageError, match="cannot be loaded"):
        load(damaged)


def test_meanings_are_no_roles() -> None:
    with pytest.raises(StorageError, match="cannot be loaded"):
        Reader(FILE.with_name("meanings.onnx"))


@pytest.mark.parametrize(("name", "most"), [("reader.onnx", 25_000_000), ("meanings.onnx", 40_000_000)])
def test_the_files_are_small_enough_to_ship(name: str, most: int) -> None:
    assert FILE.with_name(name).stat().st_size <= most
