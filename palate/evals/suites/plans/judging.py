"""Whether the last reply is what a case's gold says, told from state: item ids and the values in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from palate.agent.reply import Reply
from palate.evals.suites.plans.answering import wrong_answers
from palate.evals.suites.plans.gold import Gold, ItemRef, Shown
from palate.evals.suites.plans.showing import wrong_items

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import ItemId


def faults(gold: Gold, replies: Sequence[Reply], catalog: Catalog, *, k: int) -> list[str]:
    """Return what is wrong with the last of all replies, which show `k` items where there are so many.

    One clause each; nothing where it is right.
    """
    try:
        known = _resolved(gold, replies)
    except IndexError:
        return [f"the reply before shows {len(replies[-2].items)} items, so that what is meant does not exist"]
    return list(_faults(known, replies, catalog, k))


def _faults(gold: Gold, replies: Sequence[Reply], catalog: Catalog, k: int) -> Iterator[str]:
    reply = replies[-1]
    if gold.act is not None and reply.act != gold.act:
        yield f"the act is {reply.act}, not {gold.act}"
    if gold.act == "abstain":
        if reply.items:
            yield f"{len(reply.items)} items are shown where none is right"
        return
    yield from wrong_answers(gold, reply, catalog, k=k)
    if gold.about_items:
        yield from wrong_items(gold, replies, catalog, k=k)


def _resolved(gold: Gold, replies: Sequence[Reply]) -> Gold:
    """Put ids for references to what was shown."""

    def known(ref: ItemRef) -> ItemId:
        if not isinstance(ref, Shown):
            return ref
        shown = [item.id for item in replies[-2].items]
        return shown[ref.place - 1] if ref.place > 0 else shown[ref.place]

    if gold.than is not None and gold.than.place is not None:
        known(Shown(place=gold.than.place))
    alike = gold.alike and gold.alike.model_copy(update={"items": tuple(map(known, gold.alike.items))})
    answers = tuple(
        answer if answer.kind == "count" else answer.model_copy(update={"of": known(answer.of)})
        for answer in gold.answers
    )
    without = tuple(map(known, gold.without))
    return gold.model_copy(update={"alike": alike, "answers": answers, "without": without})
