"""How much of what people say is understood: for each theme of `gold.jsonl`, a floor under the share of rows that hold.

Values and alternatives are written in alphabetical order, denied values one by one, and items by their ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition
from palate.language.asked import OPEN
from palate.language.preference import Preference
from palate.language.session import SessionView
from palate.language.understand import understand
from palate.language.understanding import Shown, Understanding

_LINES = Path(__file__).with_name("gold.jsonl").read_text(encoding="utf-8").splitlines()
GOLD: list[dict[str, Any]] = [json.loads(line) for line in _LINES]
FLOORS = {
    "acts": 0.90, "alternatives": 0.66, "answers": 0.83, "asides": 0.90, "bounds": 0.77, "corrections": 0.81,
    "critiques": 0.79, "denials": 0.73, "finality": 0.74, "orders": 0.64, "questions": 0.71, "refining": 0.73,
    "said-back": 0.53, "slips": 0.79, "tastes": 0.57, "titles": 0.54, "values": 0.75, "years": 0.74,
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogs(built: dict[str, Path]) -> Iterator[dict[str, Catalog]]:
    with Catalog.open(built["films"]) as films, Catalog.open(built["shop"]) as shop:
        yield {"films": films, "shop": shop}


@pytest.mark.parametrize("tag", sorted({*FLOORS, *(row["tag"] for row in GOLD)}))
def test_enough_of_a_theme_is_understood(catalogs: dict[str, Catalog], tag: str) -> None:
    rows = {at: row for at, row in enumerate(GOLD) if row["tag"] == tag}
    failed = [wrong for at, row in rows.items() if (wrong := amiss(row, meant(at, catalogs[row["catalog"]])))]
    share = 1 - len(failed) / len(rows)

    assert share >= FLOORS[tag], "\n".join([f"{share:.3f} of {len(rows)} rows hold; these do not:", *failed])


def amiss(row: dict[str, Any], read: dict[str, object]) -> str:
    """Return what was understood otherwise than the row says; nothing if it holds."""
    wrong = [f"    {key}: {read[key]}, not {value}" for key, value in row["gold"].items() if read[key] != value]
    return "\n".join([f"  {row['message']}", *wrong]) if wrong else ""


@cache
def meant(at: int, catalog: Catalog) -> dict[str, object]:
    """Return what the row at a place of the file is taken for, which is found out once."""
    session = session_of(GOLD[at], catalog)
    return summary(understand(GOLD[at]["message"], session, catalog), session)


def session_of(row: dict[str, Any], catalog: Catalog) -> SessionView:
    """Return the session that a row speaks of, at its second turn if the row says anything of it."""
    items = catalog.items(row.get("shown", []))
    shown = [Shown(id=each.id, title=each.title, fields=dict(each.fields)) for each in items]
    held, offered = ([Preference(where=Condition(**each)) for each in row.get(key, [])] for key in ("held", "offered"))
    told = row.get("session", {})
    known = {
        "turn": int(len(row) > 4),
        "shown": shown,
        "preferences": held,
        "pending": _pending(row, held, [entry.key for entry in offered]),
        "asked_fact": {"question": told.get("question"), "conditions": told.get("questioned", ())},
    }
    return SessionView.model_validate(known | {name: told[name] for name in ("turn", "previous") if name in told})


def _pending(row: dict[str, Any], held: list[Preference], keys: list[str]) -> dict[str, Any] | None:
    """Return what the row says that the last reply asked; whoever was told nothing back had nothing to tell."""
    field, flags = row.get("asked"), row.get("session", {})
    said_back = ([entry.key for entry in held] or ["text:what was said back"]) if flags.get("said_back") else []
    if flags.get("doubted"):
        return {"kind": "confirmation", "field": field, "keys": keys, "said_back": said_back}
    if keys:
        return {"kind": "offer", "keys": keys}
    if field is None:
        return None
    if field == OPEN:
        return {"kind": "open", "said_back": said_back}
    return {"kind": "field", "field": field, "options": flags.get("options", ())}


def summary(read: Understanding, session: SessionView) -> dict[str, object]:
    """Write what was understood as the gold rows do; who turns down all that was shown asks for more."""
    names = ("like", "seen", "reject", "about", "preferences", "bounds", "faults", "order", "withdraw")
    told = {name: [each for intent in read.intents for each in getattr(intent, name)] for name in names}
    question = next((intent.question for intent in read.intents if intent.question), None)
    entries: list[Preference] = told["preferences"]
    items = {name: {mention.item for mention in told[name]} for name in names[:4]}
    items["about"] |= set(question.items if question else ())
    return {
        **{name: sorted(ids) for name, ids in items.items()},
        **{name: any(getattr(intent, name) for intent in read.intents) for name in ("only", "fresh")},
        "act": read.intents[0].act,
        "where": lines(entry for entry in entries if (entry.polarity, entry.strength) == ("want", "hard")),
        "prefer": lines(entry for entry in entries if (entry.polarity, entry.strength) == ("want", "soft")),
        "avoid": lines(entry for entry in entries if entry.polarity == "avoid"),
        "long": any(entry.horizon == "long" for entry in entries),
        "also": any(entry.also for entry in entries),
        "bounds": sorted(f"{bound.field} {bound.op} {bound.item}" for bound in told["bounds"]),
        "faults": told["faults"],
        "order": [f"{order.field} {'desc' if order.descending else 'asc'}" for order in told["order"]],
        "limit": next((intent.limit for intent in read.intents if intent.limit is not None), None),
        "question": question.kind if question else None,
        "field": question.field if question else None,
        "withdraw": sorted(said(Condition.model_validate_json(key)) if "{" in key else key for key in told["withdraw"]),
        "more": any(intent.more for intent in read.intents) or 0 < len(session.shown) <= len(items["reject"]),
        "final": read.final,
        "snapped": [snap.used for snap in read.snapped],
        "unknown": list(read.unknown),
    }


def lines(entries: Iterable[Preference]) -> list[str]:
    """Write preferences in alphabetical order, each once."""
    return sorted({line for entry in entries for line in written(entry)})


def written(entry: Preference) -> list[str]:
    """Write a preference: a line for each value that is denied, one in all for anything else."""
    where = entry.where
    if where is None:
        return [f"item {entry.item}" if entry.item is not None else f"text {entry.text}"]
    if isinstance(where, Condition) and where.op in ("not_contains", "not_in") and isinstance(where.value, list):
        return [f"{where.field} {where.op.replace('not_in', '!=')} {value}" for value in where.value]
    return [" or ".join(sorted(map(said, where.parts)))]


def said(part: Condition) -> str:
    """Write one condition."""
    value = sorted(part.value, key=str) if isinstance(part.value, list) and part.op != "between" else part.value
    return f"{part.field} {part.op} {value}"
