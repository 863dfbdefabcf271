import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from palate import Agent, Catalog
from palate.cli.main import main


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(args)
    said = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, said.out, said.err


@pytest.fixture
def db(tiny: Catalog) -> str:
    with Agent(tiny) as agent:
        agent.ask("I love Alien", user="u", session="s")
        agent.ask("I love Jaws", user="u", session="s")
    return str(tiny.path)


def test_what_is_remembered_is_shown(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "memory", "show", "--db", db, "--user", "u")

    assert code == 0
    assert "Alien" in out
    assert "Jaws" in out


def test_as_json_all_of_it(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "memory", "show", "--db", db, "--user", "u", "--json")
    told = json.loads(out)

    assert code == 0
    assert [entry["item"] for entry in told["preferences"]] == ["1", "3"]
    assert len(told["sessions"][0]["turns"]) == 2


def test_one_item_is_forgotten(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "memory", "forget", "--db", db, "--user", "u", "--item", "1", "--yes") == (
        *(0, "1 record of `u` is gone.\n", ""),
    )
    _, out, _ = run(capsys, "memory", "show", "--db", db, "--user", "u", "--json")
    assert [entry["item"] for entry in json.loads(out)["preferences"]] == ["3"]


def test_everything_is_forgotten(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "memory", "forget", "--db", db, "--user", "u", "--yes", "--json")[0] == 0

    _, out, _ = run(capsys, "memory", "show", "--db", db, "--user", "u")
    assert out == "Nothing is remembered.\n"


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--user", "nobody", "--yes"], "Nothing is remembered of `nobody`"),
        (["--user", "u", "--item", "1", "--key", "k", "--yes"], "`--item` and `--key` were both given"),
    ],
)
def test_what_cannot_be_forgotten(db: str, capsys: pytest.CaptureFixture[str], args: list[str], why: str) -> None:
    code, out, err = run(capsys, "memory", "forget", "--db", db, *args)

    assert (code, out) == (2, "")
    assert why in err


def test_without_yes_it_is_asked_first_and_no_answer_is_no(
    db: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, _, _ = run(capsys, "memory", "forget", "--db", db, "--user", "u")

    assert code != 0
    assert "Alien" in run(capsys, "memory", "show", "--db", db, "--user", "u")[1]
    assert Path(db).exists()


def test_what_is_old_is_erased(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    kept = run(capsys, "memory", "expire", "--db", db, "--days", "1", "--yes", "--json")
    gone = run(capsys, "memory", "expire", "--db", db, "--days", "0", "--yes")

    assert (kept[0], json.loads(kept[1])) == (0, {"days": 1.0, "erased": 0})
    assert (gone[0], gone[1]) == (0, "4 turns and notes are gone.\n")


def test_what_is_damaged_can_be_forgotten(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(f"{db}.palate/state.db")) as state:
        state.execute("UPDATE records SET data = '{' WHERE kind = 'event'")
        state.execute("UPDATE checkpoints SET checkpoint = x'c1'")
        state.commit()

    code, _, err = run(capsys, "memory", "show", "--db", db, "--user", "u")
    assert (code, err.count("\n")) == (1, 1)
    assert "is damaged" in err
    assert run(capsys, "memory", "forget", "--db", db, "--user", "u", "--yes")[0] == 0
    assert "Nothing is remembered of `u`" in run(capsys, "memory", "forget", "--db", db, "--user", "u", "--yes")[2]
