"""The trials of reliability: each at a small size, and what makes one fail."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bench.hard import connections, crowd, foreign_origins, odd, process, request_cost, soak, sql, victims
from bench.hard.aftermath import CHECKS, Seen
from bench.hard.messages import Odd, odd_messages, shapes
from bench.hard.page import markdown
from bench.hard.process import descendants, lives, until
from bench.hard.request_cost import Cost
from bench.hard.running import MOST_SECONDS, Name, Running, heard
from bench.hard.trial import MOST_TOLD, Ground, Trial, told
from palate import Agent, Catalog

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what processes hold is read from /proc")

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0
MACHINE = {
    "commit": "0f2fb89",
    "changed": False,
    "cores": 2,
    "architecture": "x86_64",
    "system": "Linux",
    "measured": "2026-11-28T12:00:00+00:00",
    "versions": {"python": "3.11.7"},
}


OWN = (Name.SOAK, Name.KILLS, Name.CONNECTIONS)
"""Trials that measure the process that they are in, or fork it."""
SCALE = 0.005


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run trials in processes of their own once, as the command does."""
    out = tmp_path_factory.mktemp("hard") / "reliability.md"
    only = [word for name in OWN for word in ("--only", name)]
    command = [sys.executable, "-m", "bench.hard", "--scale", f"{SCALE}", *only, "--json", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return {**json.loads(done.stdout), "code": done.returncode, "page": out.read_text("utf-8")}


@pytest.mark.parametrize("name", OWN)
def test_a_trial_passes_in_a_process_of_its_own_at_a_small_size(small: dict[str, Any], name: str) -> None:
    trial = next(each for each in small["trials"] if each["name"] == name)

    assert trial["failures"] == []
    assert trial["passed"]
    assert trial["figures"]


@pytest.mark.parametrize("name", [name for name in Name if name not in OWN])
def test_a_trial_passes_at_a_small_size(name: str, tmp_path: Path) -> None:
    trial = import_module(f"bench.hard.{name}").trial(Ground(tmp_path, tell=lambda *_: None, scale=SCALE))

    assert trial.failures == ()
    assert trial.figures


def test_the_command_tells_all_of_it(small: dict[str, Any]) -> None:
    failed = [each["name"] for each in small["trials"] if not each["passed"]]

    assert [each["name"] for each in small["trials"]] == list(OWN)
    assert small["code"] == bool(failed)
    assert all(f"## {name}" in small["page"] for name in OWN)
    assert f"`python -m bench.hard --scale {SCALE}" in small["page"]


@pytest.fixture
def _heeded() -> Iterator[None]:
    """Have those that are started heed Ctrl-C, which a shell tells what it runs in the background to ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heeded")
def test_ctrl_c_leaves_no_process() -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "bench.hard", "--only", "kills", "--only", "soak"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        # The two trials, the server that victims are forked from, and a victim, beside Python's own helpers.
        assert until(lambda: len(descendants(run.pid)) >= 5, PATIENCE), "nothing began"
        children = descendants(run.pid)
        os.killpg(run.pid, signal.SIGINT)
        run.communicate(timeout=PATIENCE)
        assert until(lambda: not any(map(lives, children)), PATIENCE), "something was left running"
    finally:
        for child in filter(lives, (run.pid, *descendants(run.pid))):
            os.kill(child, signal.SIGKILL)
        run.communicate()


def die(_: Connection) -> None:
    os._exit(3)


def hold(_: Connection) -> None:
    time.sleep(PATIENCE)


def failures_of(target: Callable[[Connection], object], *, began: float) -> tuple[str, ...]:
    """Return why a trial failed whose process does something else than its trial."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    running = Running(Name.ODD, context.Process(target=target, args=(theirs,)), ours, began)
    running.process.start()
    theirs.close()
    try:
        wait([ours], timeout=began - time.monotonic() + PATIENCE)
        trial = heard(running, lambda *_: None)
    finally:
        running.end()
    assert trial is not None
    return trial.failures


def test_a_trial_whose_process_dies_or_does_not_end_has_failed() -> None:
    now = time.monotonic()

    assert failures_of(die, began=now) == ("Its process ended with 3 and said nothing.",)
    assert failures_of(hold, began=now - MOST_SECONDS) == ("It did not end within 580 s.",)


def test_a_page_tells_how_it_was_made_and_what_came_of_it() -> None:
    trials = [
        Trial("soak", "That it lasts.", {"turns": 20_000, "MB": 0.5}, seconds=240.0),
        Trial("odd", "That nothing | breaks.", {}, ("<b> broke it.",), seconds=60.0),
    ]

    page = markdown(trials, command="python -m bench.hard", scale=1.0, machine=MACHINE)

    assert page.splitlines()[4:] == [
        "| | |",
        "|---|---|",
        "| command | `python -m bench.hard` |",
        "| scale | 1 (1 is the whole) |",
        "| measured | 2026-11-28T12:00:00+00:00 |",
        "| commit | 0f2fb89 |",
        "| machine | 2 cores, x86_64, Linux |",
        "| versions | python 3.11.7 |",
        "",
        "| trial | what was asked for | verdict | s |",
        "|---|---|---|---|",
        "| [soak](#soak) | That it lasts. | passed | 240 |",
        "| [odd](#odd) | That nothing \\| breaks. | **failed** | 60 |",
        "",
        "## soak",
        "",
        "| figure | value |",
        "|---|---|",
        "| turns | 20,000 |",
        "| MB | 0.5 |",
        "",
        "## odd",
        "",
        "What was not as it should be:",
        "",
        "- &lt;b> broke it.",
    ]


def test_failures_without_end_are_told_shortened() -> None:
    assert told(["once"]) == ("once",)
    assert told(["again"] * 1_020)[-2:] == ("again", "… and 1,000 more.")
    assert len(told(["again"] * 1_020)) == MOST_TOLD + 1


def test_a_leak_fails_the_soak() -> None:
    flat = [soak.Sample(turns, 150.0 + turns / 20_000, 18, turns / 100) for turns in range(0, 20_001, 200)]
    leaks = [replace(each, megabytes=150.0 + each.turns / 500) for each in flat]
    opens = [replace(each, files=18 + each.turns // 1_000) for each in flat]

    assert list(soak.failures(flat)) == []
    assert list(soak.failures(leaks)) == ["Memory grew by 2.00 MB in 1,000 turns; at most 1.0 was expected."]
    assert list(soak.failures(opens)) == [
        "18 more files were open at the end than after the warm-up; at most 3 were expected."
    ]


def test_a_crowd_fails_by_a_word_of_anothers_a_lost_turn_and_another_answer() -> None:
    ann, bob = crowd.crowd(len(crowd.SCRIPTS) + 1, seed=0)[0], crowd.crowd(len(crowd.SCRIPTS) + 1, seed=0)[-1]
    heard = crowd.Heard(tuple(f"Noted {ann.canary}." for _ in crowd.SAID))
    kept = crowd.Kept(ann.messages, ("{}",) * len(crowd.SAID), ('{"kind":"preference"}',))
    alone = (heard, kept)

    def wrong(heard: crowd.Heard = heard, kept: crowd.Kept = kept) -> list[str]:
        return [failure.split(" (")[0] for failure in crowd.failures(ann, heard, kept, *alone)]

    assert ann.script == bob.script
    assert wrong() == []
    assert wrong(kept=replace(kept, replies=(bob.canary,) * len(crowd.SAID))) == [
        f"person 0 has the words of others: {bob.canary}."
    ]
    assert len(wrong(kept=replace(kept, messages=ann.messages[:-1]))) == 1
    assert len(wrong(kept=replace(kept, events=()))) == 1
    assert wrong(heard=replace(heard, texts=(*heard.texts[:2], "Hello.", *heard.texts[3:]))) == [
        "person 0 was told something else than alone, from turn 3 on."
    ]
    assert wrong(heard=crowd.Heard(error="PalateError: busy")) == ["person 0 met PalateError: busy."]


def test_odd_messages_are_the_same_for_a_seed_and_of_every_shape() -> None:
    with Catalog.films() as catalog:
        words = odd.words_of(catalog)
    said = list(islice(odd_messages(words, seed=1), 2 * len(shapes())))

    assert said == list(islice(odd_messages(words, seed=1), len(said)))
    assert {each.shape.split(", ")[0] for each in said} == set(shapes())
    assert max(len(each.text) for each in said) >= 100_000
    assert said != list(islice(odd_messages(words, seed=2), len(said)))


def test_an_exception_and_a_slow_turn_fail_the_odd() -> None:
    said = Odd("sql", "1 OR 1=1")
    answered = [odd.Answered(0, said, 0.1), odd.Answered(1, said, 1.5), odd.Answered(2, said, 0.1, "KeyError: 'x'")]

    assert list(odd.failures(answered)) == [
        "Message 1 (sql, 8 characters: '1 OR 1=1') took 1.50 s; at most 1.0 was expected.",
        "Message 2 (sql, 8 characters: '1 OR 1=1') raised KeyError: 'x'.",
    ]


def test_a_statement_past_its_deadline_fails() -> None:
    late = sql.Ran("SELECT 1", "out of time", 1.2)

    assert list(sql.failures([replace(late, seconds=0.9), late])) == [
        "'SELECT 1' took 1.20 s; at most 1.0 was expected."
    ]


def test_slow_clients_that_hold_up_others_or_the_end_fail() -> None:
    found = connections.Found(alone=[0.1], beside=[0.5], opened=1_650, refused=850, shutdown=0.4, orphaned=0.4)
    held = replace(found, beside=[0.6], errors=2, refused=0, left=800, megabytes=80.0, shutdown=65.4, orphaned=10.0)

    assert list(connections.failures(found, slack=1.0)) == []
    assert list(connections.failures(held, slack=1.0)) == [
        "2 requests of the other user were not answered.",
        "The other user's p95 was 0.60 s beside the slow ones; at most 0.55 s was expected.",
        "No connection was refused, however many one address had.",
        "800 connections were open after 15 s; 5 s is what they have.",
        "Memory grew by 80 MB; at most 50 MB was expected.",
        "A shutdown with half a request took 65.4 s; at most 3 s was expected.",
        "Workers ended 10.0 s after their parent; at most 2 s was expected.",
    ]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    victims.shop(tmp_path).parent.mkdir()
    victims.ingest(tmp_path, 0)
    return tmp_path


def test_a_whole_catalogue_is_told_from_one_of_two_editions(shop: Path) -> None:
    seen = Seen(done={0}, open={1})
    assert list(CHECKS["ingest"](shop, seen)) == []

    with Catalog.open(victims.shop(shop)) as catalog:
        catalog.upsert([victims.item(1, 5)])

    assert [failure.split(";")[0] for failure in CHECKS["ingest"](shop, seen)] == [
        "the catalogue has the editions 0,1",
        "edition 1 has (150, 300) items and interactions",
    ]


def test_what_an_upsert_added_is_missed(shop: Path) -> None:
    with victims.upserting(shop) as work:
        work(1)

    assert list(CHECKS["upsert"](shop, Seen(done={0, 1}))) == []
    assert list(CHECKS["upsert"](shop, Seen(done={0, 1, 2})))[-1] == "what [2] added is lost"


def test_a_turn_that_only_memory_has_is_found(tmp_path: Path) -> None:
    seen = Seen()
    with victims.talking(tmp_path) as work:
        for piece in (1, 2):
            work(piece)
            seen.done.add(piece)
    assert list(CHECKS["turn"](tmp_path, seen)) == []

    with Catalog.films() as catalog, Agent(catalog, state=tmp_path / "state") as agent:
        agent.end(user="person 0", session="session 0")

    assert list(CHECKS["turn"](tmp_path, seen)) == [
        "person 0 is remembered by the turns [('session 0', 1), ('session 0', 2)], which are not there",
        "the turns of the messages [1, 2] were answered and are lost",
    ]


def test_a_run_that_lost_a_result_is_found(tmp_path: Path) -> None:
    victims.evaluate(tmp_path, 1)
    assert list(CHECKS["eval run"](tmp_path, Seen(open={1}))) == []

    lines = victims.outcome(tmp_path, 1) / "counting" / "outcomes.jsonl"
    lines.write_text(lines.read_text().replace('"right": 1.0', '"right": 0.0', 1))

    assert list(CHECKS["eval run"](tmp_path, Seen(open={1}))) == [
        "run 1, resumed, has 40 results, 39 of them right; 40 were expected"
    ]


@pytest.mark.skipif(not Path("/proc/thread-self/schedstat").exists(), reason="the system counts no waiting")
def test_time_in_which_others_have_the_processor_does_not_count() -> None:
    cores = os.sched_getaffinity(0)
    one = {min(cores)}
    spin = f"import os; os.sched_setaffinity(0, {one})\nwhile True: pass"
    other = subprocess.Popen([sys.executable, "-c", spin])
    try:
        assert until(lambda: os.sched_getaffinity(other.pid) == one, PATIENCE)
        os.sched_setaffinity(0, one)
        wall, counted, computing = time.perf_counter(), process.seconds(), time.thread_time()
        while time.thread_time() - computing < 0.3:
            pass
        wall, counted = time.perf_counter() - wall, process.seconds() - counted
    finally:
        os.sched_setaffinity(0, cores)
        other.kill()
        other.wait()

    assert 0.3 <= counted < wall - 0.1


def test_time_in_which_a_thread_waits_for_something_counts() -> None:
    start = process.seconds()
    time.sleep(0.1)

    assert process.seconds() - start >= 0.09


def test_a_ground_does_its_share_of_everything(tmp_path: Path) -> None:
    ground = Ground(tmp_path, tell=lambda *_: None, scale=0.1)

    assert (ground.count(200), ground.count(3), ground.count(200, least=50)) == (20, 1, 50)


CHEAP = Cost("a comedy", turns=1, status=200, cpu=0.1, size=5_000)


@pytest.mark.parametrize(
    ("cost", "statuses", "waits", "said"),
    [
        pytest.param(CHEAP, [200, 429], [0.1], [], id="cheap"),
        pytest.param(replace(CHEAP, cpu=0.6), [429], [0.1], ["`a comedy` took 0.60 s of CPU for 1 turns"], id="dear"),
        pytest.param(replace(CHEAP, cpu=0.6, turns=2), [429], [0.1], [], id="two turns"),
        pytest.param(
            replace(CHEAP, size=9_000_000), [429], [0.1], ["`a comedy` was answered with 9,000,0"], id="large"
        ),
        pytest.param(replace(CHEAP, turns=0), [429], [0.1], ["`a comedy` was answered with 200"], id="not refused"),
        pytest.param(CHEAP, [200, 200], [0.1], ["Replays at once were answered with [200]"], id="no limit"),
        pytest.param(CHEAP, [429], [0.1, 0.1, 6.0], ["Another user once waited 6.00 s"], id="one wait"),
        pytest.param(CHEAP, [429], [2.0], ["Another user usually waited 2.00 s"], id="all wait"),
    ],
)
def test_costs_that_fail(cost: Cost, statuses: list[int], waits: list[float], said: list[str]) -> None:
    found = list(request_cost.failures([cost], statuses, waits, 1.0))

    assert len(found) == len(said)
    assert all(each.startswith(start) for each, start in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        pytest.param(httpx2.Response(401), [], id="refused"),
        pytest.param(httpx2.Response(200), ["POST /v1/ask by no token was answered with 200."], id="answered"),
        pytest.param(
            httpx2.Response(401, text=foreign_origins.CANARY),
            ["POST /v1/ask by no token read what the victim said."],
            id="read",
        ),
        pytest.param(
            httpx2.Response(403, headers={"Access-Control-Allow-Origin": "*"}),
            ["POST /v1/ask by no token may be read by another origin."],
            id="CORS",
        ),
    ],
)
def test_answers_to_a_foreign_origin_that_fail(answered: httpx2.Response, said: list[str]) -> None:
    attack = next(each for each in foreign_origins.ATTACKS if each.name == "no token")
    case = foreign_origins.Case(attack, "POST", "/v1/ask", routed=True)
    with httpx2.Client(transport=httpx2.MockTransport(lambda _: answered), base_url="http://127.0.0.1") as client:
        assert list(foreign_origins.failures_of(client, case, "s", "1", {})) == said


def test_cpu_of_a_process_is_counted() -> None:
    before = process.cpu_seconds(os.getpid())
    while process.cpu_seconds(os.getpid()) < before + 0.05:
        sum(range(10_000))
