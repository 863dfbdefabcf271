"""A page of docs/how-to that is about a script of examples/ shows it as it is, and what it prints.

`make test ARGS="tests/docs/test_how_to.py --update-examples"` writes both into the pages.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(
    r'^```python title="(?P<script>examples/\w+\.py)"\n(?P<code>.*?)^```\n'
    r"(?P<between>\nIt prints\n\n```text\n(?P<prints>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
PAGES = {path: SHOWN.search(path.read_text(encoding="utf-8")) for path in (ROOT / "docs" / "how-to").glob("*.md")}
ABOUT = {shown["script"]: path for path, shown in PAGES.items() if shown}


def block(script: str, capsys: pytest.CaptureFixture[str], *, runs: bool) -> str:
    """Return what a page has to say of a script."""
    code = (ROOT / script).read_text(encoding="utf-8")
    said = f'```python title="{script}"\n{code}```\n'
    if runs:
        runpy.run_path(str(ROOT / script), run_name="__main__")
        prints = "".join(f"{line.rstrip()}\n" for line in capsys.readouterr().out.splitlines())
        said += f"\nIt prints\n\n```text\n{prints}```\n"
    return said


@pytest.mark.parametrize("script", sorted(ABOUT))
def test_a_page_shows_its_script_and_what_that_prints(
    script: str, capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config
) -> None:
    page, shown = ABOUT[script], PAGES[ABOUT[script]]
    assert shown is not None

    said = block(script, capsys, runs=shown["between"] is not None)

    if pytestconfig.getoption("update_examples"):
        page.write_text(page.read_text(encoding="utf-8").replace(shown[0], said), encoding="utf-8")
    else:
        assert shown[0] == said


def test_every_script_has_a_page() -> None:
    scripts = {f"examples/{path.name}" for path in (ROOT / "examples").glob("[!_]*.py")}

    assert scripts == ABOUT.keys()
