"""`python -m bench` measures what it is told to, and writes it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_one_part_is_measured_written_and_printed(tmp_path: Path) -> None:
    out = tmp_path / "run.json"

    done = subprocess.run(
        [sys.executable, "-m", "bench", "--only", "startup", "--out", str(out), "--json"],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )

    run = json.loads(done.stdout)
    assert run == json.loads(out.read_text())
    assert [figure["what"] for figure in run["figures"]] == ["import palate", "palate --help"]
