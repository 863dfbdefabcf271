"""Words that stand for items named before: "the former", "latter", "that one", "the last two"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from palate.agent.replies.claims.bounds import closing, opening
from palate.agent.replies.claims.by_degree import of_two_by_degree, the_most
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.naming import is_compared, is_subject
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.remainders import the_other, the_rest, unlike_those
from palate.catalog.grounding.matches import ValueSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token

Items = tuple[Item, ...]
_PAIR = 2
_LIKENING = ("like", "as")
_JOINED = (["and"], ["and", "the"])
_TOLD = 2
"""How many words may tell what "its counterpart" is: "its Iranian counterpart"."""


def references(
    words: Sequence[Token],
    named: Sequence[Mention],
    titled: Sequence[Mention],
    values: Sequence[ValueSpan],
    before: Items,
    ground: Ground,
) -> Iterator[Mention]:
    """Yield what stands for items that were named before, in this line or above it.

    Args:
        words: of the line.
        named: what names items in it.
        titled: those that do so by their titles: only these are "the former" and "the latter".
        values: of fields among the words.
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
            words,
            start,
            _last(before, [each for each in (named if those else titled) if each.end <= start]),
            values,
            ground,
        )
    for span in comparatives:
        by_title = _last(before, [each for each in titled if each.end < span.start])
        first += of_two_by_degree(words, span, by_title, [*named, *first], ground)
    yield from first
    named = sorted([*named, *first], key=lambda each: each.start)
    for start in range(len(words)):
        by_title = _last(before, [each for each in titled if each.end <= start])
        by_any = _last(before, [each for each in named if each.end <= start])
        here = _last((), [each for each in named if opening(words, start) <= each.start and each.end <= start])
        alone = [each for each in named if each.end <= start and not _is_beside(words, each.start)]
        own = _own(words, start, alone, named)
        yield from _of_two_named(words, start, by_title, here)
        yield from the_other(words, start, by_any, _last(before, alone), here, titled, ground)
        many = len(ground.shown) - len(own) > 1
        run = _run(words, [each for each in named if opening(words, start) <= each.start and each.end <= start])
        compared = run if is_compared(words, start) else own if own and many else ()
        yield from the_rest(words, start, compared or _last(before, alone)[-1:], by_title, titled, ground)
        yield from _one_of_pair(words, start, titled)
        yield from unlike_those(words, start, [*named, *titled], values, ground)
        yield from _counterpart(words, start, by_any, ground)
        yield from _middle(words, start, ground)
        yield from _previous(words, start, by_title, ground)
    yield from the_most(words, named, ground)


def _own(words: Sequence[Token], start: int, alone: Sequence[Mention], named: Sequence[Mention]) -> Items:
    """Return what the sentence of a word speaks of, or the part of it that begins anew: "A is PG; B and C are R, …"."""
    likened = [each for each in named if each.end <= start and words[each.start - 1].normal in _LIKENING]
    opens = opening(words, start)
    part = next((at for at in range(start, opens, -1) if ";" in words[at].before), opens)
    inside = [each for each in [*alone, *likened] if opens <= each.start]
    begun = any(part <= each.start <= part + 1 for each in inside)
    return _last((), [each for each in inside if part <= each.start] if begun else inside)


def _run(words: Sequence[Token], named: Sequence[Mention]) -> Items:
    """Return what was named last in a sentence, with what is joined to it or likened: "A and B, as C, …"."""
    alone = [each for each in named if not _is_beside(words, each.start) or words[each.start - 1].normal in _LIKENING]
    run = alone[-1:]
    for each in reversed(alone[:-1]):
        likened = run[0].start > 0 and words[run[0].start - 1].normal in _LIKENING
        between = [word.normal for word in words[each.end : run[0].start]]
        if not likened and between not in ([], ["and"], ["and", "the"], ["the"]):
            break
        run.insert(0, each)
    return _last((), run)


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
    here = _last((), [each for each in named if opening(words, start) <= each.start and each.end <= start])
    contrasted = start > 0 and words[start - 1].normal in ("where", "while", "whereas")
    if (is_compared(words, start) or contrasted) and len(here) == 1 and seen[-1:] == here:
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
    """Yield "the middle one" of three, and "the two in the middle" of four."""
    end = lists().words["middle"].at(words, start)
    if end > start and len(ground.shown) == 3:
        yield Mention(start, end, ground.shown[1:2], placed=True)
    number = number_at(words, start + 1) if words[start].normal == "the" and start + 1 < len(words) else None
    if number is None or len(ground.shown) - number.value not in (2, 4):
        return
    inside = lists().words["in_the_middle"].at(words, number.end)
    out = (len(ground.shown) - int(number.value)) // 2
    if inside > number.end:
        yield Mention(start, inside, ground.shown[out:-out], placed=True)


def _one_of_pair(words: Sequence[Token], start: int, titled: Sequence[Mention]) -> Iterator[Mention]:
    """Yield "one" and "the other" of two that a sentence names: "A and B fit, one a western, the other a drama"."""
    opens = start - (start > 0 and words[start - 1].normal == "the")
    apart = bool(words[opens].before.strip()) or words[opens - 1].normal in ("in", "of", "with", "and", "but")
    behind = words[start + 1 : start + 2]
    whose = lists().words["of_them"].at(words, start + 1) > start + 1
    if words[start].normal != "one" or not start or not apart or not behind or behind[0].normal == "that" or whose:
        return
    low = opening(words, start)
    pair = [each for each in titled if low <= each.start < start]
    joined = len(pair) == _PAIR and [word.normal for word in words[pair[0].end : pair[1].start]] in _JOINED
    closes = closing(words, start)
    for at in range(start + 1, closes) if joined else ():
        end = lists().words["other"].at(words, at)
        again = words[at].normal == "one" and words[at].before.strip() != ""
        if end > at or again:
            yield Mention(opens, start + 1, pair[0].items, short=True)
            yield Mention(at, end if end > at else at + 1, pair[1].items, short=True)
            return


def _some(
    words: Sequence[Token], start: int, seen: Items, values: Sequence[ValueSpan], ground: Ground
) -> Iterator[Mention]:
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
        kind = any(each.start == number.end and not words[number.end].before.strip() for each in values)
        if name == "every" and (kind or not count < len(ground.shown)):
            continue  # All that are shown.
        if len(items) == count:
            yield Mention(start, number.end, tuple(items), short=True)
