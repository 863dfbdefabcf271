"""Claims that there is something of an item, or nothing, where the catalogue counts how much: "out of stock"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.ground import Ground, told
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.portions import is_of_all
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import number_of
from palate.agent.replies.claims.subjects import subject_of
from palate.catalog.item import Item

_KINDS = (("in_stock", True), ("out_of_stock", False))


def unbound_stock(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield what is said to be there, or not to be, and is not so."""
    for start, end, there in stocked(sentence, 0, len(sentence.words), ground):
        said = " ".join(word.text for word in sentence.words[start:end])
        subject = subject_of(sentence, start, end, ground)
        known = all(is_there(item, ground) is not None for group in subject.groups for item in group)
        asked = (subject.person or subject.whole) and told(said.lower(), ground.echo)

        def holds(item: Item, there: bool = there) -> bool:
            return is_there(item, ground) is there

        if start > 1 and "if" in [word.normal for word in sentence.words[max(0, start - 3) : start]]:
            continue  # "It would be a bargain if it weren't out of stock".
        if start and sentence.words[start - 1].normal in ("the", "what's", "whats", "those", "ones", "one"):
            continue  # "The unavailable ones", "what's in stock".
        one = any(lists().words["one_of_them"].at(sentence.words, at) > at for at in range(start))
        if subject.whole and not sentence.mentions and (one or not is_of_all(sentence, 0, start)):
            subject = replace(subject, groups=tuple((item,) for item in ground.shown), whole=False)
        if known and not asked and not subject.holds(holds):
            yield Claim("value", said, f"Nothing that “{said}” is said of is so.")


def stocked(sentence: Sentence, first: int, last: int, ground: Ground) -> Iterator[tuple[int, int, bool]]:
    """Yield where words say that something is there, or that it is not, if the catalogue counts that."""
    field = ground.schema.of_role("stock")
    if field is None:
        return
    place = first
    while place < last:
        ends = {lists().words[name].at(sentence.words, place): there for name, there in _KINDS}
        end = max(ends)
        if place < end <= last and sentence.free(place, end):
            yield place, end, ends[end]
        place = max(place + 1, end)


def is_there(item: Item, ground: Ground) -> bool | None:
    """Tell whether there is any of an item; None where that is not known."""
    field = ground.schema.of_role("stock")
    if field is None or field.kind == "flag":
        return None if field is None or item.get(field.name) is None else item.get(field.name) is True
    count = number_of(item, field)
    return None if count is None else count > 0
