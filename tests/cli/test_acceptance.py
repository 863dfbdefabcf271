"""What a newcomer is promised: conditions hold, sessions go on, nothing turned down comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, Catalog
from tests.cli.test_main import run

ROOT = Path(__file__).parents[2]
"""Where the tests' tagged messages can be imported from."""


@pytest.fixture
def palate(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """A command, and what it prints, read as JSON."""

    def printed(*args: str) -> Any:
        code, out, _ = run(capsys, [*args, "--json"])
        assert code == 0
        return json.loads(out)

    return printed


@pytest.fixture
def ids(palate: Callable[..., Any]) -> Callable[[str, Catalog], set[str]]:
    """The ids that a SELECT gives, by the tool that apps and people use."""

    def selected(query: str, catalog: Catalog) -> set[str]:
        found = palate("tools", "run", "sql", "--db", str(catalog.path), "--args", json.dumps({"query": query}))
        return {row["id"] for row in found["rows"]}

    return selected


def test_every_item_satisfies_all_four_conditions(
    films: Catalog, palate: Callable[..., Any], ids: Callable[[str, Catalog], set[str]]
) -> None:
    message = "a comedy from the nineties under 100 minutes, not with Jim Carrey"
    allowed = ids(
        """
        SELECT id FROM items WHERE year BETWEEN 1990 AND 1999 AND runtime < 100
        AND id IN (SELECT id FROM tags WHERE field = 'genres' AND value = 'Comedy')
        AND id NOT IN (SELECT id FROM tags WHERE field = 'cast' AND value = 'Jim Carrey')
        """,
        films,
    )

    reply = palate("ask", "--db", str(films.path), "--user", "ann", message)

    shown = [item["id"] for item in reply["items"]]
    assert len(shown) == 5
    assert set(shown) <= allowed


def test_the_same_on_a_shop(shop: Catalog, palate: Callable[..., Any], ids: Callable[[str, Catalog], set[str]]) -> None:
    allowed = ids("SELECT id FROM items WHERE price BETWEEN 30 AND 200 AND brand <> 'Patagonia' AND in_stock = 1", shop)

    reply = palate("ask", "--db", str(shop.path), "between $30 and $200, not by Patagonia, in stock")

    assert reply["act"] == "recommend"
    assert {item["id"] for item in reply["items"]} <= allowed


CONVERSATION = (
    "I love thrillers and I've seen Psycho",
    "a thriller from before 1980",
    "under two hours",
    "not the second one",
    "another",
    "I've seen the first one",
    # Here another process goes on.
    "more",
    "why the second one?",
    "who directed it?",
    "forget the year",
    "not the first one",
    "start over: something like Vertigo",
    "more like the second one",
)


OTHER = """
import json, sys
from palate.language import understand
from tests.said import said
understand.shipped = said
from palate import Agent, Catalog
with Catalog.open(sys.argv[1]) as catalog, Agent(catalog) as agent:
    replies = [agent.ask(each, user="u", session="s") for each in json.loads(sys.argv[2])]
print(json.dumps([reply.model_dump(mode="json") for reply in replies]))
"""


def test_a_conversation_over_two_processes_never_shows_again_what_was_seen_or_turned_down(films: Catalog) -> None:
    with Agent(films) as agent:
        said = [agent.ask(each, user="u", session="s") for each in CONVERSATION[:6]]
    done = subprocess.run(
        [sys.executable, "-c", OTHER, str(films.path), json.dumps(CONVERSATION[6:])],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    replies = [reply.model_dump(mode="json") for reply in said] + json.loads(done.stdout)

    shown = [[item["id"] for item in reply["items"]] for reply in replies]
    gone = {"psycho-1960"}
    for message, items, before in zip(CONVERSATION, shown, [[], *shown], strict=False):
        if message == "not the second one":
            gone.add(before[1])
        elif message in ("not the first one", "I've seen the first one"):
            gone.add(before[0])
        assert not gone & set(items), message
    assert [reply["act"] for reply in replies] == [
        "chat",
        *["recommend"] * 4,
        "chat",
        "recommend",
        "answer",
        "answer",
        *["recommend"] * 4,
    ]
    second = next(item for item in replies[6]["items"] if item["id"] == shown[6][1])
    assert second["title"] in replies[7]["text"]
    assert ", ".join(second["fields"]["director"]) in replies[8]["text"]
    assert all(item["fields"]["year"] < 1980 for reply in replies[1:7] for item in reply["items"])
    assert any(item["fields"]["year"] >= 1980 for reply in replies[9:] for item in reply["items"])
