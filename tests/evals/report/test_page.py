"""The page in a browser, where there is one: conversations are unpacked, and unfolded turn by turn."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from palate.evals.report.html import to_html
from palate.evals.runner import run
from tests.evals.doubles import Echo, Numbers

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=3000",
]
SCRIPT = """
<script>setTimeout(() => {
  const choose = (name, value) => {
    const element = document.querySelector(name);
    element.value = value;
    element.dispatchEvent(new Event("input"));
  };
  choose(".by-contestant", "none");
  choose(".of-tag", "high");
  choose(".by-tag", "low");
  document.querySelector("details.talk").open = true;
}, 1000)</script></body>
"""


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium here")
def test_conversations_are_chosen_and_unfolded(tmp_path: Path) -> None:
    report = run(Numbers(), [Echo(known=7), Echo("none", known=0)])
    (tmp_path / "page.html").write_text(to_html([report]).replace("</body>", SCRIPT), "utf-8")

    ran = subprocess.run(
        [
            str(BROWSER),
            *QUIET,
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            (tmp_path / "page.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    dom = re.sub(r"<script.*?</script>", "", ran.stdout, flags=re.DOTALL)
    assert re.findall(r'<span class="id">(\w+)</span><span class="who">(\w+)</span>', dom) == [
        (f"n{number}", "none") for number in range(5, 10)
    ]
    assert '<span class="shown small">5 of 13</span>' in dom
    assert '<div class="said">5</div><div class="reply"><div class="text">&lt;b&gt;I do not know&lt;/b&gt;</div>' in dom
    assert re.findall(r'data-view="(\w*)"( hidden="")?', dom) == [
        ("", ' hidden=""'),
        ("high", ' hidden=""'),
        ("low", ""),
    ]
