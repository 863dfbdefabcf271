"""What a case, a title or a value holds is data of the page: never markup, never a script."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from rich.console import Console

from palate.agent.reply import Recommendation, Reply, Trace
from palate.evals.case import Case
from palate.evals.compare import compare
from palate.evals.report.html import to_html
from palate.evals.report.report import Report
from palate.evals.report.talks import pack
from palate.evals.report.terminal import print_comparison, print_report
from palate.evals.runner import run
from tests.evals.doubles import Echo, Numbers
from tests.evals.report.test_html import Page
from tests.evals.report.test_talks import unpacked
from tests.harmful import HARMS, harm_in

SCRIPT = "</script><img src=x onerror=alert(1)>"
ODD = f"{SCRIPT}\u2028 \u202e\x9b\x1b[2J {''.join(HARMS)}"


@dataclass(frozen=True)
class Odd(Echo):
    """Says odd things instead of numbers that it does not know."""

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        if int(message) < self.known:
            return super().ask(message, user=user, session=session)
        step = {"id": ODD, "tool": ODD, "args": {ODD: ODD}, "status": "failed", "reason": ODD}
        trace = Trace(steps=[step], findings=[{"kind": ODD, "message": ODD}])
        item = Recommendation(id=ODD, title=ODD, score=1.0, fields={}, reasons=(ODD,))
        return Reply(act="chat", text=f"{ODD}\n{ODD}", items=(item,), relaxed=(ODD,), trace=trace)


class OddNumbers(Numbers):
    """Cases of odd names, tags and data."""

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        found = super().cases(limit=limit, seed=seed, filter=filter)
        return [Case(id=f"{each.id} {ODD}", tags=(ODD,), data={**each.data, ODD: ODD}) for each in found]


@pytest.fixture
def report() -> Report:
    return run(OddNumbers(name=ODD), [Odd(name=ODD, about=ODD, known=7), Odd("none", ODD, known=0)])


def test_odd_text_is_text_of_the_page(report: Report) -> None:
    text = to_html([report])
    page = Page(text)

    assert "<img" not in text
    assert [tag for tag, _ in page.seen if tag == "img"] == []
    assert harm_in(text) == []
    assert any(SCRIPT in words for words in page.words)


def test_odd_text_is_text_of_the_conversations(report: Report) -> None:
    packed = pack(report)
    lines = unpacked(packed)["lines"]

    assert "<" not in packed.data
    assert [line for line in lines if harm_in(line) or "\n" in line] == []
    assert any(line.startswith(f"{SCRIPT} ") for line in lines)
    assert any(f"{SCRIPT} " in line and line.startswith("n7 ") for line in lines)


def test_a_report_in_a_terminal_has_its_own_lines_alone(report: Report) -> None:
    console = Console(width=100, file=io.StringIO())
    print_report(console, report)
    print_comparison(console, compare(report, report, first=ODD, second="none"))

    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    assert [line for line in told.splitlines() if line.lstrip().startswith("2. Fake:")] == []
