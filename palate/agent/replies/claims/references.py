"""Words that stand for items named before: "the former", "the other", "the last two", "the older one"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.short_names import PAUSE, is_claimed, is_compared, is_named, is_subject
from palate.agent.replies.claims.standing import first_of, place_of
from palate.catalog.grounding.matches import AdjectiveSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token
from palate.language.cues.lexicon import lexicon

Items = tuple[Item, ...]
_PAIR = 2
_TOLD = 2
"""How many words may tell what "its counterpart" is: "its Iranian counterpart"."""


def references(
    words: Sequence[Token], named: Sequence[Mention], titled: Sequence[Mention], before: Items, ground: Ground
) -> Iterator[Mention]:
    """Yield what stands for items that were named before, in this line or above it.

    Args:
        words: of the line.
        named: what names items in it.
        titled: those that do so by their titles: only these are "the former" and "the latter".
        before: the items of the lines before it, the last one last.
        ground: the evidence.
    """
    comparatives = [
        span
        for span in ground.grounder.adjectives(words)
        if span.degree == "comparative" and span.start and words[span.start - 1].normal == "the"
    ]
    first = [*_one_of_two(words, ground)]
    for start in range(len(words)):
        first += _that(words, start, before, named)
        those = lists().words["those"].at(words, start) > start
        first += _some(
            words, start, _last(before, [each for each in (named if those else titled) if each.end <= start]), ground
        )
    for span in comparatives:
        by_title = _last(before, [each for each in titled if each.end < span.start])
        first += _of_two_by_degree(words, span, by_title, [*named, *first], ground)
    yield from first
    named = sorted([*named, *first], key=lambda each: each.start)
    for start in range(len(words)):
        by_title = _last(before, [each for each in titled if each.end <= start])
        by_any = _last(before, [each for each in named if each.end <= start])
        here = _last((), [each for each in named if _opening(words, start) <= each.start and each.end <= start])
        alone = [each for each in named if each.end <= start and not _is_beside(words, each.start)]
        own = _last((), [each for each in alone if _opening(words, start) <= each.start])
        yield from _of_two_named(words, start, by_title, here)
        yield from _other(words, start, by_any, _last(before, alone), here, ground)
        many = len(ground.shown) - len(own) > 1
        yield from _rest(words, start, own if own and many else _last(before, alone)[-1:], ground)
        yield from _counterpart(words, start, by_any, ground)
        yield from _middle(words, start, ground)
        yield from _previous(words, start, by_title, ground)
    yield from _most(words, named, ground)


def _opening(words: Sequence[Token], start: int) -> int:
    """Return where the sentence begins that a word stands in."""
    return next((at for at in range(start, 0, -1) if any(mark in words[at].before for mark in ".!?\n")), 0)


def _is_beside(words: Sequence[Token], start: int) -> bool:
    """Tell whether what is named is compared with, and not picked: "than Jaws", but not "begin with Jaws"."""
    return is_compared(words, start) and lists().words["picked"].before(words, start) == start


def _last(before: Iterable[Item], mentions: Iterable[Mention]) -> Items:
    """Return the items named so far, each once, the last one last."""
    order = [*before, *(item for each in mentions for item in each.items)]
    return tuple(reversed({item.id: item for item in reversed(order)}.values()))


def _of_two_named(words: Sequence[Token], start: int, seen: Items, here: Items) -> Iterator[Mention]:
    """Yield "the former" and "the latter" of the two named last; "longer than the latter" is said of neither."""
    if is_compared(words, start) and len(here) == 1:
        seen = tuple(item for item in seen if item not in here)
    for name, index in (("former", -2), ("latter", -1)):
        end = lists().words[name].at(words, start)
        if end > start and len(seen) > 1:
            yield Mention(start, end, (seen[index],), short=True)


def _previous(words: Sequence[Token], start: int, seen: Items, ground: Ground) -> Iterator[Mention]:
    """Yield "the previous one", which is one that is shown."""
    shown = [item for item in seen if item in ground.shown]
    end = lists().words["previous"].at(words, start)
    if end > start and len(shown) > 1:
        yield Mention(start, end, (shown[-2],), short=True)


def _that(words: Sequence[Token], start: int, before: Items, named: Sequence[Mention]) -> Iterator[Mention]:
    """Yield "that one", which is the one named last, whatever it was named for."""
    end = lists().words["that_one"].at(words, start)
    seen = _last(before, [each for each in named if each.end <= start]) if end > start else ()
    here = _last((), [each for each in named if _opening(words, start) <= each.start and each.end <= start])
    if is_compared(words, start) and len(here) == 1 and seen[-1:] == here:
        seen = seen[:-1]  # "Jaws is a minute longer than that one".
    if seen:
        yield Mention(start, end, (seen[-1],), short=True)


def _one_of_two(words: Sequence[Token], ground: Ground) -> Iterator[Mention]:
    """Yield the first of the two that are shown where a sentence begins with "one", and "the other" follows."""
    opens = [at for at, word in enumerate(words) if word.normal == "one" and word.capital]
    for at in opens if len(ground.shown) == 2 else ():
        behind = next((place for place in range(at + 1, len(words)) if "." in words[place].before), len(words))
        if any(lists().words["other"].at(words, place) > place for place in range(at, behind)):
            yield Mention(at, at + 1, ground.shown[:1], short=True)


def _other(
    words: Sequence[Token], start: int, seen: Items, alone: Items, here: Items, ground: Ground
) -> Iterator[Mention]:
    """Yield "the other", which is the one of two that was not named last, and "the other two".

    Those are all but what the sentence names, or but what was spoken of last, without what that was compared with.
    """
    end = lists().words["other"].at(words, start)
    many = words[end - 1].text.lower() == "others"  # "The other's" has the same normal form.
    if end == start or not seen or many:
        return
    number = number_at(words, end) if end < len(words) else None
    unlike = start > 0 and words[start - 1].normal == "unlike"
    if number is not None and (unlike or not is_compared(words, start)):
        left = len(ground.shown) - int(number.value)
        rest = {item.id for item in (here if len(here) == left else alone[-left:] if left > 0 else ())}
        others = tuple(item for item in ground.shown if item.id not in rest)
        if 1 < len(others) == number.value:
            yield Mention(start, number.end, others, short=True)
    elif number is None and _ends(words, end):
        pair = ground.shown if len(ground.shown) == 2 else seen[-2:]
        others = tuple(item for item in pair if item.id != seen[-1].id)
        if len(others) == 1:
            yield Mention(start, end, others, short=True)


def _counterpart(words: Sequence[Token], start: int, seen: Items, ground: Ground) -> Iterator[Mention]:
    """Yield "its companion" and "its Iranian counterpart": the one of two that was not named last."""
    if words[start].text.lower() != "its" or not seen:
        return  # "It's" has the same normal form.
    ahead = range(start + 1, min(len(words), start + 2 + _TOLD))
    end = next((at for at in ahead if words[at].normal in lists().words["counterparts"]), None)
    pair = ground.shown if len(ground.shown) == 2 else seen[-2:]
    others = tuple(item for item in pair if item.id != seen[-1].id)
    plain = end is not None and not any(word.before.strip() for word in words[start + 1 : end + 1])
    told = (
        words[start].capital
        or (is_compared(words, start) and len(ground.shown) == _PAIR)
        or (end is not None and is_subject(words, end + 1))
    )
    if end is not None and plain and told and len(others) == 1:
        yield Mention(start, end + 1, others, short=True)


def _middle(words: Sequence[Token], start: int, ground: Ground) -> Iterator[Mention]:
    """Yield "the middle one" of three."""
    end = lists().words["middle"].at(words, start)
    if end > start and len(ground.shown) == 3:
        yield Mention(start, end, ground.shown[1:2], placed=True)


def _rest(words: Sequence[Token], start: int, own: Items, ground: Ground) -> Iterator[Mention]:
    """Yield "the rest" of which something is said: all but what the sentence speaks of, or what was spoken of last."""
    end = lists().words["rest"].at(words, start)
    others = tuple(item for item in ground.shown if own and item not in own)
    anew = start > 0 and ("," in words[start].before or words[start - 1].normal in ("and", "while", "but"))
    elided = anew and end < len(words) and not words[end].before.strip()
    meant = is_subject(words, end) or is_compared(words, start) or elided
    if end > start and meant and 1 < len(others) < len(ground.shown):
        yield Mention(start, end, others, short=True)


def _some(words: Sequence[Token], start: int, seen: Items, ground: Ground) -> Iterator[Mention]:
    """Yield "the last two", "the first three" and "those two", which are not meant in "the dearest of those two"."""
    if start and words[start - 1].normal == "of":
        return
    for name in ("lasts", "firsts", "those", "every"):
        at = lists().words[name].at(words, start)
        number = number_at(words, at) if start < at < len(words) else None
        count = int(number.value) if number is not None and number.value == int(number.value) else 0
        if number is None or not 1 < count < 10 or words[start].before.strip().endswith("“"):
            continue
        items = ground.shown[:count] if name == "firsts" else seen[-count:] or ground.shown[-count:]
        if name == "lasts" and {item.id for item in ground.shown} <= {item.id for item in seen}:
            items = ground.shown[-count:]  # All were named: "the last two" are those of the list.
        if name == "lasts" and not any(item in seen for item in ground.shown[-count:]):
            items = ground.shown[-count:]  # "Nordhus makes the last two: …"
        if name == "every" and not count < len(ground.shown):
            continue  # All that are shown.
        if len(items) == count:
            yield Mention(start, number.end, tuple(items), short=True)


def _of_two_by_degree(
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


def _most(words: Sequence[Token], named: Sequence[Mention], ground: Ground) -> Iterator[Mention]:
    """Yield "the oldest" of which something else is said: "the oldest costs $20"; "the oldest is Alien" is a claim."""
    for span in ground.grounder.adjectives(words):
        start, end = span.start - 1, _behind(words, span.end, ground)
        number = number_at(words, start) if start > 0 else None
        start -= number is not None
        if span.degree != "superlative" or start < 0 or words[start].normal not in ("the", "that"):
            continue
        end += end < len(words) and words[end].normal == "here"
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


def _ends(words: Sequence[Token], end: int) -> bool:
    """Tell whether "the other" is one by itself, rather than "the other western"."""
    if end == len(words) or words[end].before.strip() or words[end - 1].normal != "other":
        return True
    return not words[end].text.isalpha() or is_subject(words, end) or words[end].normal in lists().words["placed"]
