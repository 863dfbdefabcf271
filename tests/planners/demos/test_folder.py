"""A folder's file: whole or not at all, and nothing of who is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import BadArgument, UnreadableFile
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import FILE, DemoFolder
from tests.planners.demos.conftest import demonstration


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "new")
    given = demonstration("a", "ann", said="aber [value]", source="harvested")

    assert folder.add([given.tried(success=True)]) == 1

    assert folder.read() == (given.tried(success=True),)


def test_a_line_has_the_message_and_the_frames_that_should_be_written_of_it() -> None:
    assert demonstration("a").tried(success=True).line() == (
        '{"id":"a","message":"a comedy","frames":{"frames":[{"acts":["request"],"set":[{"field":"genres","op":"any_of",'
        '"values":["Comedy"],"quote":"comedy"}]}]},"masked":"a [value]","successes":1,"tries":1,"version":1,'
        '"source":"added"}'
    )


def test_the_same_id_takes_the_place(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.add([demonstration("a"), demonstration("b")])

    assert folder.add([demonstration("a", "ann")]) == 2
    assert folder.read() == (demonstration("a", "ann"), demonstration("b"))


def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.add([demonstration("a")])

    def broken(known: tuple[Demonstration, ...]) -> tuple[Demonstration, ...]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        folder.change(broken)

    assert folder.read() == (demonstration("a"),)
    assert [file.name for file in tmp_path.glob("*.tmp")] == []


def test_who_reads_meanwhile_reads_the_old_file_to_its_end(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.add([demonstration("a")])

    with (tmp_path / FILE).open() as reading:
        folder.change(lambda _: [demonstration("b")])
        assert reading.read() == f"{demonstration('a').line()}\n"

    assert folder.read() == (demonstration("b"),)


def test_who_is_forgotten_leaves_nothing(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.add([demonstration("a", "ann"), demonstration("b", "bob"), demonstration("c", "ann", "bob")])

    assert folder.erase("ann") == 2

    assert folder.read() == (demonstration("b", "bob"),)
    assert "ann" not in (tmp_path / FILE).read_text()
    assert folder.erase("ann") == 0


def test_a_folder_that_cannot_be_written_is_the_callers_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(BadArgument, match=r"file` cannot be written"):
        DemoFolder(tmp_path / "file").add([demonstration("a")])


def test_a_demonstration_of_another_version_is_not_read(tmp_path: Path) -> None:
    line = demonstration("a").line().replace('"version":1', '"version":2')
    (tmp_path / FILE).write_text(f"{line}\n")

    with pytest.raises(UnreadableFile, match="line 1: `version`: input should be 1"):
        DemoFolder(tmp_path).read()
