"""Items by what they have more of: "the older one", "the longest"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.agent.replies.claims.cues.lexicon import lexicon
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.naming import PAUSE, is_claimed, is_compared, is_named, is_subject
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.standing import first_of, place_of
from palate.catalog.grounding.matches import AdjectiveSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token

Items = tuple[Item, ...]
_PAIR = 2


def of_two_by_degree(
    words: Sequence[Token], span: AdjectiveSpan, seen: Items, named: Sequence[Mention], ground: Ground
) -> Iterator[Mention]:
    """Yield "the older one", the older of the two that are shown or were named last.

    "It is the older" and "the older is Alien" are claims, and name nothing.
    """
    # "The cheaper costs" is no "cheaper cost".
    end = span.end - 1 if is_subject(words, span.end - 1) and span.end > span.start + 1 else span.end
    start, end = span.start - 1, _behind(words, end, ground)
    explains = any(each.end == start and PAUSE.search(words[start].before) for each in named if not each.several)
    explained = any(end <= each.start <= end + 2 for each in named)
    opens = words[start].capital and end > span.end and "," in "".join(word.before for word in words[end : end + 1])
    stands_for_it = words[end - 1].normal == "one" or is_named(words, start, end) or opens
    if is_claimed(words, start) or explains or explained or not stands_for_it:
        return
    if len(ground.shown) > _PAIR and is_compared(words, start):
        return  # "£18.50 dearer than the smaller one": of many, it may be any.
    pair = ground.shown if len(ground.shown) == 2 else seen[-2:]
    places = [place_of(item, span.field) for item in pair]
    known = [place for place in places if place is not None]
    if len(known) == len(set(known)) == 2:
        most = max(known) if span.direction == 1 else min(known)
        yield Mention(start, end, (pair[places.index(most)],), short=True)


def the_most(words: Sequence[Token], named: Sequence[Mention], ground: Ground) -> Iterator[Mention]:
    """Yield "the oldest" of which something else is said: "the oldest costs $20"; "the oldest is Alien" is a claim."""
    for span in ground.grounder.adjectives(words):
        start, end = span.start - 1, _behind(words, span.end, ground)
        number = number_at(words, start) if start > 0 else None
        start -= number is not None
        if span.degree != "superlative" or start < 0 or words[start].normal not in ("the", "that"):
            continue
        end += end < len(words) and words[end].normal == "here"
        end = lists().words["of_them"].at(words, end)
        told = end < len(words) and words[end].normal in lists().words["copulas"]
        explained = any(end <= each.start <= end + 2 for each in named)
        # "Alien, the newest and the longest" is a claim; "the newest and the longest are apart" is none.
        joined = end < len(words) and words[end].normal == "and" and start > 0 and "." not in words[start].before
        joined = joined and words[start - 1].normal != "between"
        if (told and explained) or joined or is_claimed(words, start) or not _is_meant(words, start, end):
            continue
        if number is not None:
            found = first_of(ground.shown, span.field, span.direction, int(number.value))
        else:
            found = _first(span, ground)
        if 0 < len(found) < len(ground.shown):
            yield Mention(start, end, found, short=True)


def _is_meant(words: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether "the longest" names an item: "between the shortest and the longest", "the dearest £310"."""
    than = lists().apart["than"].before(words, start) < start or words[start - 1].normal in (
        "between",
        "like",
        "unlike",
    )
    if than or is_subject(words, end):
        return is_subject(words, end) or not (end < len(words) and "," in words[end].before)
    number = end < len(words) and not words[end].text[0].isalpha() and not words[end].before.strip()
    after = start > 2 and words[start - 1].normal == "and" and "between" in [word.normal for word in words[:start]]
    return number or after


def _first(span: AdjectiveSpan, ground: Ground) -> Items:
    """Return what has most of a field, or least: several where these are equal; () where that is not known of all."""
    places = {item.id: place for item in ground.shown if (place := place_of(item, span.field)) is not None}
    most = (max if span.direction == 1 else min)(places.values(), default=None)
    found = tuple(item for item in ground.shown if places.get(item.id) == most)
    return found if len(places) == len(ground.shown) else ()


def _behind(words: Sequence[Token], end: int, ground: Ground) -> int:
    """Return where "one", "film" or "of the two" ends that stands behind an adjective."""
    things = lexicon().things(ground.schema.noun) | {"one", "ones"}
    if end < len(words) and not words[end].before.strip() and words[end].normal in things:
        return end + 1
    return lists().words["of_two"].at(words, end)
