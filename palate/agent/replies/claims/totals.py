"""Claims of what items come to together: "both for $68.90", "305 minutes in all"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from palate.agent.replies.claims.amount import Amount, fitted
from palate.agent.replies.claims.compared import recent_items
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import number_of
from palate.agent.replies.claims.subjects import Group
from palate.catalog.schema import Field

_LEAST_APART = 0.005
_OPEN = {"<": "below", "<=": "below", ">": "above", ">=": "above"}


def is_total(amount: Amount, sentence: Sentence, ground: Ground) -> bool:
    """Tell whether a number is what all items, those of its sentence or the last two come to, and is said to be."""
    several = amount.op == "=" and lists().totals["several"].within(sentence.words)
    if not (several or lists().totals["together"].within(sentence.words)):
        return False
    fields = [field for field in ground.schema.of_kind("number") if field.role != "year"]
    return any(_adds_up(amount, group, field) for group in _groups(amount, sentence, ground) for field in fields)


def _groups(amount: Amount, sentence: Sentence, ground: Ground) -> Iterator[Group]:
    """Yield what may be added up, none of it a single item."""
    here = {item.id: item for each in sentence.mentions for item in each.items}
    pair = lists().totals["pair"].within(sentence.words)
    groups: list[Group] = [tuple(here.values())] if here else [ground.shown]
    groups += [each.items for each in sentence.mentions if each.several]
    if pair:
        groups.append(tuple(recent_items(sentence, amount.start)[:2]))
    elif lists().words["whole"].within(sentence.words) or not here:
        groups.append(ground.shown)
    if not any(each.titled for each in sentence.mentions):
        groups += combinations(ground.shown, 2)  # "Lamp and sofa together would come to $121.71".
    yield from (group for group in groups if len(group) > 1)


def _adds_up(amount: Amount, group: Group, field: Field) -> bool:
    quantity, values = fitted(amount.quantity, field, amount.field), [number_of(item, field) for item in group]
    known = [value for value in values if value is not None]
    if quantity is None or quantity.low is None or quantity.high is None or len(known) < len(group):
        return False
    total = sum(known)
    side = _OPEN.get(amount.op)
    if side is not None:
        return total <= quantity.high if side == "below" else total >= quantity.low
    room = 0.1 * total if amount.op == "~" else _LEAST_APART
    return quantity.low - room < total < quantity.high + room
