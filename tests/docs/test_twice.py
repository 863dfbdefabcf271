"""README.md's Python says the same again when it is run again, in one process and in two, over one state folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_examples import CodeExample, find_examples

ROOT = Path(__file__).parents[2]
ASKING = [each for each in find_examples(str(ROOT / "README.md")) if "agent.ask(" in each.source]
TIMES = """
import json, sys
from palate import Agent

replies, ask = [], Agent.ask

def noting(agent, message, **given):
    reply = ask(agent, message, **given)
    replies[-1].append(reply.model_dump(mode="json", exclude={"trace"}))
    return reply

Agent.ask = noting
for _ in range(int(sys.argv[2])):
    replies.append([])
    exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), {"__name__": "__main__"})
print(json.dumps(replies), file=sys.stderr)
"""


def replies_of(example: CodeExample, folder: Path, *, times: int) -> list[list[dict[str, object]]]:
    """Run a script so many times in a process whose folder is `folder`; return what `ask` returned in each run."""
    folder.mkdir(exist_ok=True)
    script = folder / "script.py"
    script.write_text(example.source, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", TIMES, str(script), str(times)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found: list[list[dict[str, object]]] = json.loads(ran.stderr.splitlines()[-1])
    return found


def test_there_is_a_script_to_run() -> None:
    assert ASKING


@pytest.mark.parametrize("example", ASKING, ids=str)
def test_run_again_it_is_answered_alike(example: CodeExample, tmp_path: Path) -> None:
    first, second = replies_of(example, tmp_path / "one", times=2)
    (third,) = replies_of(example, tmp_path / "one", times=1)

    assert first
    assert second == first
    assert third == first
