"""The tool `search`: free text over titles, texts and values, by FTS5 and BM25, and by what texts mean."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from palate.catalog.item import ItemId
from palate.catalog.words import normal, plural
from palate.errors import ToolError
from palate.tools.candidates import Positions, within
from palate.tools.context import ToolContext
from palate.tools.executor import watch
from palate.tools.ordering import Floats, best, scaled
from palate.tools.query_words import Term, match_all, match_any, query_terms
from palate.tools.result import MOST_EXPLAINED, ToolResult
from palate.tools.text_meanings import Likeness, likeness
from palate.tools.tool import built_in

BM25 = "-bm25(items_fts, 5.0, 1.0, 2.0)"
"""A word in the title counts five times one in a text, one among the values twice."""
MOST_SCORED = 60_000
"""Matches that are scored, which takes about a microsecond each."""
MOST_SIFTED = 200_000
"""Matches that are looked at where few candidates are left to score."""
SMALL_POOL = 20_000
MOST_SECONDS = 5.0
MOST_ALIKE = 20
"""Items that come in since their texts mean nearly what is sought."""
NEAR = 0.7
"""From which product of meanings on a text means nearly what is sought (`python -m bench.descriptions`)."""
EVERY = "+"
"""What a query begins with where an item has to have all of its words, such as to be counted."""
_LEAST = 0.01
"""The score of what comes last: 0 is for what does not fit at all."""


@built_in("search", narrows=True)
def search(
    context: ToolContext,
    query: Annotated[str, Field(description='what is sought, in plain words; "words in quotes" stay together')],
) -> ToolResult:
    """Keep and order the candidates whose title, text or values have words of a free-text wish, the best match first.

    For what no field says: a plot, a mood, a use. Give only the telling words. Not for values, ranges or negations
    (`filter`), nor for a title to be looked up (`lookup`).
    """
    before, size = context.candidates, context.candidates.size(context.catalog.schema.items)
    noun = normal(context.catalog.schema.noun)
    terms = query_terms(query, {noun, plural(noun)})
    if not terms:
        left = before.narrowed(np.empty(0, dtype=np.int64), context.step or "search")
        return ToolResult("empty", "there is no word to search for", left, size, evidence={"words": []})
    every = query.startswith(EVERY)
    with _deadline(context) as connection:
        found = _find(connection, terms, context, every=every)
    near = likeness(context.catalog, query) if found.ranked and len(terms) > 1 and not every else None
    if near is not None:
        found = _with_meanings(found, near, context.candidates.pool)
    order = found.positions[best(found.scores)]
    ids = context.catalog.ids(order)
    step = context.step or "search"
    if found.ranked:
        scores = {"search": found.scores[np.searchsorted(found.positions, order)]}
        left = before.ordered(order, ids, step, scores=scores, pool=found.positions)
    else:
        left = before.narrowed(found.positions, step)
    with _deadline(context) as connection:
        matched = _matched_words(connection, terms, order[:MOST_EXPLAINED], ids)
    evidence = {"words": [term.text for term in terms], "unused": list(found.unused), "matched": matched}
    if len(found.alike):
        evidence["alike"] = [each for each in ids[:MOST_EXPLAINED] if each not in matched]
    words = f" {found.joined} ".join(f"`{term.text}`" for term in found.terms)
    summary = f"{len(found.positions) - len(found.alike):,} of {size:,} have {words}"
    if len(found.alike):
        summary += f"; {len(found.alike):,} others mean nearly that"
    return ToolResult("ok" if len(order) else "empty", summary, left, size, evidence=evidence)


@dataclass(frozen=True)
class _Found:
    positions: Positions
    """Sorted."""
    scores: Floats
    """In [0, 1], the best match being 1."""
    terms: tuple[Term, ...]
    """What was searched for: all terms, or the rarer ones where that would be too many matches."""
    unused: tuple[str, ...] = ()
    alike: Positions = field(default_factory=lambda: np.empty(0, np.int64))
    """Those that have none of the words, and mean nearly the same."""
    joined: Literal["or", "and"] = "or"
    ranked: bool = True


def _find(connection: sqlite3.Connection, terms: tuple[Term, ...], context: ToolContext, *, every: bool) -> _Found:
    """Match what has all terms; where nothing does, as many terms as can be scored in time, the rarest first.

    Where these are too many as well, because every word is common, what has any stays without an order. If items have
    to have `every` term, nothing else is matched.
    """
    pool = context.candidates.pool
    small = pool is not None and len(pool) <= SMALL_POOL
    most = MOST_SIFTED if small else MOST_SCORED
    together = match_all(terms)
    if len(terms) > 1 and _count(connection, together, most) <= most:
        found = _scored(connection, together, terms, pool, small=small)
        if len(found.positions) or every:
            return replace(found, joined="and")
    if len(terms) > 1 and every:
        return replace(_unordered(connection, together, terms, pool), joined="and")
    chosen = _rarest(connection, terms, most) if context.catalog.schema.items > most else terms
    unused = tuple(term.text for term in terms if term not in chosen)
    if chosen:
        found = _scored(connection, match_any(chosen), chosen, pool, small=small)
        if len(found.positions) or not unused:
            return replace(found, unused=unused)
    return _unordered(connection, match_any(terms), terms, pool)


def _unordered(connection: sqlite3.Connection, match: str, terms: tuple[Term, ...], pool: Positions | None) -> _Found:
    positions = _all_matches(connection, match)
    if pool is not None:
        positions = positions[within(positions, pool)]
    return _Found(positions, np.zeros(len(positions)), terms, ranked=False)


def _with_meanings(found: _Found, near: Likeness, pool: Positions | None) -> _Found:
    """Order what was found by its words and its meaning alike.

    Where no item has all words, those come in whose texts are nearest to them: "they become a family" is hardly ever
    told in these words.
    """
    alike = near.near >= NEAR if found.joined == "or" else np.zeros(len(near.near), dtype=bool)
    if pool is not None:
        alike &= within(near.positions, pool)
    others = np.setdiff1d(near.positions[alike][best(near.near[alike], MOST_ALIKE)], found.positions)
    positions = np.union1d(found.positions, others)
    if not len(positions):
        return found
    words, meanings = np.zeros(len(near.positions)), _standard(near.near)
    known = within(near.positions, found.positions)
    words[known] = found.scores[np.searchsorted(found.positions, near.positions[known])]
    told = within(positions, near.positions)
    scores = np.zeros(len(positions))
    scores[told] = (_standard(words) + meanings)[np.searchsorted(near.positions, positions[told])]
    scores[~told] = _standard(words).min() + found.scores[np.searchsorted(found.positions, positions[~told])]
    return replace(found, positions=positions, alike=others, scores=scaled(scores - scores.min() + _LEAST))


def _standard(scores: Floats) -> Floats:
    """Return scores by how many standard deviations they are above the mean."""
    standard: Floats = (scores - scores.mean()) / (scores.std() or 1.0)
    return standard


def _all_matches(connection: sqlite3.Connection, match: str) -> Positions:
    """Return the sorted positions of everything that matches, read as one text, which is far faster than row by row."""
    query = "SELECT group_concat(rowid, ' ') FROM items_fts WHERE items_fts MATCH ?"
    (rowids,) = connection.execute(query, (match,)).fetchone()
    return np.sort(np.fromstring(rowids or "", dtype=np.int64, sep=" ")) - 1


def _count(connection: sqlite3.Connection, match: str, most: int) -> int:
    """Count matches, but no further than one above `most`."""
    query = "SELECT COUNT(*) FROM (SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT ?)"
    return int(connection.execute(query, (match, most + 1)).fetchone()[0])


def _rarest(connection: sqlite3.Connection, terms: tuple[Term, ...], most: int) -> tuple[Term, ...]:
    """Return the terms, rarest first, that match no more than `most` items together."""
    counts = {term: _count(connection, term.match, most) for term in terms}
    chosen: list[Term] = []
    for term in sorted(terms, key=counts.__getitem__):
        if sum(counts[each] for each in (*chosen, term)) > most:
            break
        chosen.append(term)
    return tuple(chosen)


def _scored(
    connection: sqlite3.Connection, match: str, terms: tuple[Term, ...], pool: Positions | None, *, small: bool
) -> _Found:
    statement = f"SELECT rowid - 1, {BM25} FROM items_fts WHERE items_fts MATCH ?"
    values = [match]
    if small and pool is not None:
        # The plus keeps FTS5 from starting the search anew for every rowid; what is not in the pool is never scored.
        statement += " AND +rowid IN (SELECT value FROM json_each(?))"
        values.append(json.dumps((pool + 1).tolist()))
    rows = connection.execute(statement, values).fetchall()
    places = np.array([place for place, _ in rows], dtype=np.int64)
    scores = np.array([score for _, score in rows], dtype=np.float64)
    if pool is not None and not small:
        inside = within(places, pool)
        places, scores = places[inside], scores[inside]
    order = np.argsort(places)
    return _Found(places[order], scaled(scores[order]), terms)


def _matched_words(
    connection: sqlite3.Connection, terms: Sequence[Term], positions: Positions, ids: Sequence[ItemId]
) -> dict[ItemId, list[str]]:
    """Return which terms each item matches; `ids` begin with those of `positions`."""
    matched: dict[ItemId, list[str]] = {}
    names = dict(zip((positions + 1).tolist(), ids, strict=False))
    statement = "SELECT rowid FROM items_fts WHERE items_fts MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
    for term in terms:
        for (rowid,) in connection.execute(statement, (term.match, json.dumps(list(names)))):
            matched.setdefault(names[rowid], []).append(term.text)
    return matched


@contextmanager
def _deadline(context: ToolContext) -> Iterator[sqlite3.Connection]:
    """Give this thread's connection, on which a statement stops at the deadline."""
    connection = context.catalog.connect()
    until = min(context.deadline, time.monotonic() + MOST_SECONDS)
    connection.set_progress_handler(watch(until), 1_000)
    try:
        yield connection
    except sqlite3.OperationalError as error:
        if time.monotonic() < until:
            raise
        raise ToolError("the search ran out of time; use fewer or rarer words.") from error
    finally:
        connection.set_progress_handler(None, 0)
