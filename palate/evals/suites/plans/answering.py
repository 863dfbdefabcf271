"""Whether a reply's text tells what was asked, computed from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from palate.agent.reply import Reply
from palate.catalog.conditions import check, describe
from palate.evals.suites.plans.gold import CountOf, Gold, Holds, ValueOf
from palate.evals.suites.plans.telling import affirms, tells, tells_number

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import FieldValue


def wrong_answers(gold: Gold, reply: Reply, catalog: Catalog, *, k: int) -> Iterator[str]:
    """Yield what the text does not tell.

    Where nothing but an answer is wanted, a reply that recommends is one only if its first item is what was asked
    about: otherwise any list would hold the right number sooner or later.
    """
    for answer in gold.answers:
        if answer.kind == "count":
            yield from _wrong_count(answer, reply, catalog, k)
            continue
        subject = str(answer.of)
        if not gold.about_items and not _is_about(reply, subject):
            yield f"the reply does not answer: its act is {reply.act}"
        elif answer.kind == "value":
            yield from _wrong_value(answer, subject, reply, catalog)
        else:
            yield from _wrong_truth(answer, subject, reply, catalog)


def _is_about(reply: Reply, subject: str) -> bool:
    return reply.act == "answer" or (reply.act == "recommend" and [item.id for item in reply.items[:1]] == [subject])


def _wrong_count(answer: CountOf, reply: Reply, catalog: Catalog, k: int) -> Iterator[str]:
    count = len(catalog.columns.select(answer.where))
    # A list of k items may say k and less of itself.
    if reply.act != "answer" and count <= k:
        yield f"the reply does not answer: its act is {reply.act}"
    elif not tells_number(reply.text, count):
        yield f"the text does not say that there are {count}"


def _wrong_value(answer: ValueOf, subject: str, reply: Reply, catalog: Catalog) -> Iterator[str]:
    item = catalog.item(subject)
    value = item.get(answer.field)
    if not tells(reply.text, value, every=answer.every):
        yield f"the text does not say that {answer.field} of {item.title} is {_told(value)}"


def _wrong_truth(answer: Holds, subject: str, reply: Reply, catalog: Catalog) -> Iterator[str]:
    item, schema = catalog.item(subject), catalog.schema
    true = check(answer.condition, item, schema)
    values = [item.get(part.field) for part in answer.condition.parts]
    if any(not isinstance(value, bool) and tells(reply.text, value) for value in values):
        return
    if affirms(reply.text) is not true or not tells(reply.text, item.title):
        is_or_not = "is" if true else "is not"
        yield f"the text does not say that {item.title} {is_or_not} {describe(answer.condition, schema)}"


def _told(value: FieldValue) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
