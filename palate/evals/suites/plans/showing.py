"""Whether the items that a reply shows are those that the gold plan yields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from palate.agent.reply import Reply
from palate.catalog.conditions import Where, check, describe
from palate.evals.suites.plans.gold import Alike, First, Gold, Than
from palate.evals.suites.plans.telling import first_told

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog, Positions
    from palate.catalog.item import Item

_MANY = 80
"""Candidates from which on an item counts as alike that is among the first `_NEAR`; of fewer the first 2k."""
_NEAR = 20


@dataclass(frozen=True)
class _View:
    """A conversation's last reply over its catalogue."""

    gold: Gold
    replies: Sequence[Reply]
    catalog: Catalog
    k: int
    shown: tuple[Item, ...]

    @property
    def before(self) -> list[str]:
        """The ids shown by earlier replies."""
        return [item.id for reply in self.replies[:-1] for item in reply.items]

    def pool(self, wheres: Sequence[Where]) -> Positions:
        """The positions that may be shown under these conditions."""
        barred = [*self.gold.without, *(self.before if self.gold.fresh else ())]
        if self.gold.alike is not None:
            barred += self.gold.alike.items
        return np.setdiff1d(self.catalog.columns.select(wheres), self.catalog.positions(map(str, barred)))


def wrong_items(gold: Gold, replies: Sequence[Reply], catalog: Catalog, *, k: int) -> Iterator[str]:
    """Yield what is wrong with the items of the last reply."""
    shown = tuple(catalog.items([item.id for item in replies[-1].items]))
    view = _View(gold, replies, catalog, k, shown)
    if gold.first is not None:
        yield from _wrong_first(view, gold.first)
        return
    if gold.than is not None:
        yield from _wrong_than(view, gold.than)
    if not shown:
        if gold.than is None:
            yield f"no item is shown; the act is {replies[-1].act}"
        return
    yield from _wrong_conditions(view)
    yield from _unwanted(view)
    yield from _wrong_groups(view)
    if gold.among is not None and len(found := {item.id for item in shown} & set(gold.among.items)) < gold.among.least:
        yield f"{len(found)} of {', '.join(gold.among.items)} shown, not {gold.among.least}"
    if gold.some_not and all(_meets(view, gold.some_not, item) for item in shown):
        yield f"what was withdrawn still holds of all: {_described(view, gold.some_not)}"
    if gold.alike is not None:
        yield from _wrong_alike(view, gold.alike)
    elif gold.where and gold.than is None:
        yield from _wrong_number(view, len(view.pool(gold.where)))


def _meets(view: _View, wheres: Sequence[Where], item: Item) -> bool:
    return all(check(where, item, view.catalog.schema) for where in wheres)


def _described(view: _View, wheres: Sequence[Where]) -> str:
    return ", ".join(describe(where, view.catalog.schema) for where in wheres)


def _titles(items: Sequence[Item]) -> str:
    return ", ".join(item.title for item in items)


def _wrong_conditions(view: _View) -> Iterator[str]:
    for where in view.gold.where:
        if wrong := [item for item in view.shown if not check(where, item, view.catalog.schema)]:
            yield f"not {describe(where, view.catalog.schema)}: {_titles(wrong)}"


def _unwanted(view: _View) -> Iterator[str]:
    given = view.gold.alike.items if view.gold.alike is not None else ()
    unwanted = {*view.gold.without, *given, *(view.before if view.gold.fresh else ())}
    if wrong := [item for item in view.shown if item.id in unwanted]:
        yield f"shown although named or shown before: {_titles(wrong)}"
    if len({item.id for item in view.shown}) < len(view.shown):
        yield "an item is shown twice"


def _wrong_groups(view: _View) -> Iterator[str]:
    groups = view.gold.groups
    for group in groups:
        if not any(_meets(view, group, item) for item in view.shown):
            yield f"none is {_described(view, group)}"
    wrong = [item for item in view.shown if not any(_meets(view, group, item) for group in groups)]
    if groups and wrong:
        yield f"of neither kind: {_titles(wrong)}"


def _wrong_number(view: _View, exist: int) -> Iterator[str]:
    expected = min(view.k, exist)
    if len(view.shown) != expected:
        yield f"{len(view.shown)} items are shown, not {expected}"


def _wrong_first(view: _View, first: First) -> Iterator[str]:
    """Compare values, so that of items that tie any is right; an answer in words may name the one item."""
    pool = view.pool(view.gold.where)
    values = view.catalog.columns.numbers(first.field)[pool]
    there, values = pool[~np.isnan(values)], values[~np.isnan(values)]
    order = np.argsort(-values if first.descending else values, kind="stable")
    best = values[order][: first.items].tolist()
    shown: Sequence[Item] = view.shown
    if not shown and first.items == 1:
        by_title = {item.title: item for item in view.catalog.items(view.catalog.ids(there[order]))}
        named = first_told(view.replies[-1].text, list(by_title))
        shown = [] if named is None else [by_title[named]]
    said = [_number(item, first.field) for item in shown[: first.items]]
    fits = all(_meets(view, view.gold.where, item) for item in shown[: first.items])
    if said != best or not fits:
        wanted = view.catalog.items(view.catalog.ids(there[order][: first.items]))
        yield f"{_titles(shown[: first.items]) or 'nothing'} comes first, not {_titles(wanted)}"


def _number(item: Item, field: str) -> float | None:
    value = item.get(field)
    return float(value) if isinstance(value, int | float) else None


def _wrong_than(view: _View, than: Than) -> Iterator[str]:
    past = [_number(item, than.field) for item in view.catalog.items(item.id for item in view.replies[-2].items)]
    known = [value for value in past if value is not None]
    sign = 1 if than.op == "<" else -1
    if than.place is None:
        bound, sure = median(known), sign * min(sign * value for value in known)
    else:
        there = past[than.place - 1]
        if there is None:
            yield f"what was shown has no {than.field} to compare with"
            return
        bound = sure = there
    values = [(item, _number(item, than.field)) for item in view.shown]
    wrong = [item for item, value in values if value is None or sign * value >= sign * bound]
    if wrong:
        yield f"{than.field} is not {than.op} {bound:g}: {_titles(wrong)}"
    pool = view.pool(view.gold.where)
    exist = int(np.sum(sign * view.catalog.columns.numbers(than.field)[pool] < sign * sure))
    if not view.shown and (exist or view.replies[-1].act != "abstain"):
        yield f"no item is shown; the act is {view.replies[-1].act}"
    elif not min(view.k, exist) <= len(view.shown) <= view.k:
        yield f"{len(view.shown)} items are shown, not {min(view.k, exist)}"


def _wrong_alike(view: _View, alike: Alike) -> Iterator[str]:
    from palate.ranking.similarity import similar_to

    scores = similar_to(view.catalog, [str(item) for item in alike.items]).scores
    near: set[str] = set()
    exist = []
    for wheres in (view.gold.where, (*view.gold.where, *alike.kept)):
        pool = view.pool(wheres)
        order = pool[np.argsort(-scores[pool], kind="stable")][: int(np.sum(scores[pool] > 0))]
        within = alike.within or (_NEAR if len(pool) >= _MANY else 2 * view.k)
        near.update(view.catalog.ids(order[:within]))
        exist.append(len(order))
    if wrong := [item for item in view.shown if item.id not in near]:
        yield f"not among the likest: {_titles(wrong)}"
    if not min(view.k, *exist) <= len(view.shown) <= view.k:
        yield f"{len(view.shown)} items are shown, not {min(view.k, *exist)}"
