"""Whether a reply to one turn is as expected, told from its state: items, acts, answers and findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from palate.agent.reply import Reply
from palate.catalog.conditions import AnyOf, Condition, check, describe
from palate.evals.suites.conversations.talk import Fact, Turn
from palate.evals.suites.plans.telling import affirms
from palate.evals.suites.unprepared.judging import holds

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import FieldValue, Item

_LACKING = frozenset({"no-data", "unfounded", "rowless"})
"""Findings by which a reply says that the data have no such thing."""
_OPENING = 6
"""Words of a long text that tell it: replies cut texts."""


def judge(turn: Turn, reply: Reply, before: Sequence[Item], catalog: Catalog) -> tuple[str, ...] | None:
    """Return what is not as expected, a kind, a colon and words each; None where nothing could be judged.

    `before` are the items of the last list before the reply: places such as `#1` count in it.
    """
    values = list(_values(turn.fact, before, catalog))
    faults = (*_wrong_list(turn, reply, before, catalog), *_untold(turn, reply, values))
    is_judged = turn.reply != "either" or turn.shown or turn.avoid or turn.missing or values or faults
    return faults if is_judged else None


def items_meant(of: str, before: Sequence[Item], catalog: Catalog) -> Sequence[Item]:
    """Return the items that a place such as `#2` or a title names; none where the place does not exist."""
    if found := re.fullmatch(r"#(\d+)", of):
        return before[int(found[1]) - 1 : int(found[1])]
    titles = [Condition(field=field.name, op="=", value=of) for field in catalog.schema.of_kind("title")]
    return catalog.items(catalog.ids(catalog.columns.select([AnyOf(any_of=tuple(titles))])))


def _wrong_list(turn: Turn, reply: Reply, before: Sequence[Item], catalog: Catalog) -> Iterator[str]:
    shown, schema = catalog.items([item.id for item in reply.items]), catalog.schema
    required, avoided = ([each.where(schema) for each in wanted] for wanted in (turn.shown, turn.avoid))
    if turn.closes and (shown or reply.question is not None):
        yield f"closing: {'items are shown' if shown else 'a question is asked'}"
    elif turn.reply == "no list" and shown:
        yield f"no list: {len(shown)} items are shown"
    if turn.reply == "list" and not shown and (reply.act != "abstain" or len(catalog.columns.select(required))):
        yield f"list: nothing is shown, the act is {reply.act}"
    for where in required:
        if wrong := [item.title for item in shown if not check(where, item, schema)]:
            yield f"shown: {len(wrong)} of {len(shown)} break “{describe(where, schema)}”: {', '.join(wrong)}"
    if sum(any(check(where, item, schema) for where in avoided) for item in shown) * 2 > len(shown):
        yield "opposite: most items are what was to be avoided"
    asked = ("request" in turn.acts or turn.reply == "list") and "reject" not in turn.acts
    if shown and not asked and {item.id for item in shown} == {item.id for item in before}:
        yield "repeated: the last list is shown again"


def _untold(turn: Turn, reply: Reply, values: Sequence[FieldValue]) -> Iterator[str]:
    if values and not any(_tells(reply, value) for value in values):
        yield f"fact: the reply does not tell {' or '.join(map(str, values))}"
    if turn.missing and not _discloses_lack(reply):
        yield f"missing: the reply does not say that there is no {turn.missing}"


def _discloses_lack(reply: Reply) -> bool:
    found = any(finding["kind"] in _LACKING for finding in reply.trace.findings)
    if found or reply.not_understood or reply.blamed or reply.act == "abstain":
        return True
    # An explanation of a recommendation has no rows either, but no step that looked for some.
    looked = bool(reply.trace.steps) and not reply.items
    return reply.act == "answer" and looked and not any(answer.rows for answer in reply.answers)


def _values(fact: Fact | None, before: Sequence[Item], catalog: Catalog) -> Iterator[FieldValue]:
    """Yield the values, any of which tells a fact; none where it cannot be known."""
    if fact is None:
        return
    if fact.says:
        yield fact.says
    elif fact.of in ("#max", "#min"):
        numbers = {item.title: item.get(fact.column) for item in before}
        known = {title: value for title, value in numbers.items() if isinstance(value, int | float)}
        best = (max if fact.of == "#max" else min)(known.values(), default=None)
        yield from (title for title, value in known.items() if value == best)
    else:
        found = (item.get(fact.column) for item in items_meant(fact.of, before, catalog))
        yield from (value for value in found if value is not None)


def _tells(reply: Reply, value: FieldValue) -> bool:
    """Return whether a reply tells a value; a list of items tells many, so of its text nothing counts."""
    cells = [cell for answer in reply.answers for row in answer.rows for cell in row.values()]
    if isinstance(value, bool):
        return any(cell is value for cell in cells) or (not cells and not reply.items and affirms(reply.text) is value)
    texts = [*map(str, cells), *([] if reply.items else [reply.text])]
    openings = [" ".join(str(each).split()[:_OPENING]) for each in (value if isinstance(value, list) else [value])]
    return any(holds(text, opening) for text in texts for opening in openings)
