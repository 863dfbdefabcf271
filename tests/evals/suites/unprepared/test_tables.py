"""What is not as it should be in the files of tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import UnreadableFile
from palate.evals.suites.unprepared.tables import csv_of, read_tables

TABLE = '[lamps]\nhalf = "{half}"\npackage = "{package}"\nlicence = "made up"\nkinds = {{}}\n'


def written(folder: Path, half: str = "kept", package: str = "csv", request: str = 'say = "hi"') -> Path:
    (folder / "requests").mkdir()
    (folder / "tables.toml").write_text(TABLE.format(half=half, package=package))
    (folder / "requests" / "lamps.toml").write_text(f"[[request]]\n{request}\n")
    return folder


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"half": "third"}, r"lamps.toml`: half: Input should be 'development' or 'kept'\."),
        ({"request": 'first = "price"'}, r"lamps.toml`: request.0.say: Field required\."),
        ({"request": 'say = "hi"\nfirst = "price"'}, r"lamps.toml`: request.0.first: String should match"),
        ({"request": "say ="}, r"lamps.toml` cannot be read as TOML: Invalid value"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, wrong: dict[str, str], told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        read_tables(written(tmp_path, **wrong))


def test_a_package_that_no_table_is_read_from_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path / "cache"))
    [table] = read_tables(written(tmp_path, package="numpy"))

    with pytest.raises(UnreadableFile, match=r"`numpy` of `lamps` is no package that tables are read from"):
        csv_of(tmp_path, table)
