"""How replies look, on a terminal and off it."""

from __future__ import annotations

import io

from rich.console import Console

from palate import Catalog, Condition
from palate.agent.reply import Recommendation, Reply, Trace
from palate.cli.output import print_person, print_preferences, print_reply, print_trace
from palate.language.preference import Preference, Provenance

WHERE = [
    {"field": "year", "op": "between", "value": [1990, 1999]},
    {"field": "genres", "op": "contains", "value": "Sci-Fi"},
]
REPLY = Reply(
    act="recommend",
    text="Two films:\n1. Alien: Covenant (2017): you like Alien\n2. Fargo (1996): a [comedy]; 100: well-known",
    items=(
        Recommendation(id="1", title="Alien: Covenant", score=0.9, fields={}, reasons=("you like Alien",)),
        Recommendation(id="2", title="Fargo", score=0.8, fields={}, reasons=("a [comedy]", "100: well-known")),
    ),
    trace=Trace(
        plan=[{"request": "sci-fi", "planner": "offline", "repaired": ["`sci fi` is `Sci-Fi`."]}],
        steps=[
            {"id": "step1", "tool": "filter", "args": {"where": WHERE}, "status": "ok", "summary": "kept 41 of 1,420",
             "before": 1420, "after": 41, "seconds": 0.001},
            {"id": "step2", "tool": "lookup", "args": {}, "status": "ok", "summary": "1 row",
             "before": None, "after": None, "seconds": 0.0005},
            {"id": "step3", "tool": "search", "args": {"query": "a heist"}, "status": "failed", "reason": "It stalled.",
             "before": 41, "after": 0, "seconds": 2.0},
        ],
        findings=[{"kind": "failed", "message": "`search` failed.", "data": {}}],
        memory={"recalled": 1, "written": 0},
        seconds=0.0123,
    ),
)  # fmt: skip


def printed(console: Console) -> str:
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def plain(width: int = 80) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)


def test_an_item_has_its_title_in_one_line_and_its_reasons_in_the_next() -> None:
    console = plain()

    print_reply(console, REPLY)

    assert printed(console) == (
        "Two films:\n"
        " 1. Alien: Covenant (2017)\n"
        "    you like Alien\n"
        " 2. Fargo (1996)\n"
        "    a [comedy]; 100: well-known\n"
    )


def test_steps_are_one_line_with_what_each_did_to_the_candidates() -> None:
    console = plain()

    print_reply(console, REPLY, steps=True)

    assert printed(console).splitlines()[-1] == "filter 1,420→41 · lookup · search 41→0 (failed) · 12 ms"


def test_there_is_no_colour_off_a_terminal_and_some_on_it() -> None:
    on = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")
    off = plain()
    for console in (on, off):
        print_person(console, "hello [bold]")
        print_reply(console, REPLY, steps=True)

    assert "\x1b[" in printed(on)
    assert "\x1b[" not in printed(off)
    assert printed(off).splitlines()[0] == "> hello [bold]"


def test_the_trace_tells_plan_steps_findings_memory_and_time() -> None:
    console = plain(width=120)

    print_trace(console, REPLY)

    assert [line.rstrip() for line in printed(console).splitlines()] == [
        "plan     sci-fi (offline)",
        "         `sci fi` is `Sci-Fi`.",
        "step1    filter where [year between [1990; 1999]; genres contains Sci-Fi]",
        "         ok: kept 41 of 1,420 (1.0 ms)",
        "step2    lookup",
        "         ok: 1 row (0.5 ms)",
        "step3    search query a heist",
        "         failed: It stalled. (2000.0 ms)",
        "found    failed: `search` failed.",
        "memory   recalled 1, written 0",
        "time     12.3 ms",
    ]


def test_preferences_are_shown_with_the_words_that_said_them(tiny: Catalog) -> None:
    console = plain()
    preferences = [
        Preference(item="1", strength="soft", provenance=Provenance(quote="I love Alien")),
        Preference(
            where=Condition(field="genres", op="contains", value="Horror"),
            polarity="avoid",
            strength="soft",
            provenance=Provenance(quote="not big on horror"),
        ),
        Preference(text="a heist", provenance=Provenance(quote="a heist")),
        Preference(item="gone", polarity="avoid", provenance=Provenance(quote="")),
    ]

    print_preferences(console, preferences, tiny)

    assert [line.rstrip() for line in printed(console).splitlines()] == [
        "          what     said",
        "likes     Alien    I love Alien",
        "dislikes  Horror   not big on horror",
        "must      a heist  a heist",
        "never     gone",
    ]


def test_no_preference_is_said_to_be_none(tiny: Catalog) -> None:
    console = plain()

    print_preferences(console, [], tiny)

    assert printed(console) == "Nothing is remembered.\n"
