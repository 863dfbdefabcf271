"""Items by their place in the list, or among the two that were named: "the second", "numbers two and four"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.agent.replies.claims.bounds import closing, opening
from palate.agent.replies.claims.cues.lexicon import CueSpan, lexicon
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.naming import is_claimed, is_compared
from palate.agent.replies.claims.phrases import lists, ordinal
from palate.catalog.grounding.matches import ValueSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token

_PAIR = 2


def placed(
    words: Sequence[Token], values: Sequence[ValueSpan], titled: Sequence[Mention], ground: Ground
) -> Iterator[Mention]:
    """Yield "the second", "number three", "the last one", and that of "the first is steel, the second plastic"."""
    if len(ground.shown) < 2:
        return
    yield from _numbers(words, ground)
    any_before = False
    pair: tuple[Item, ...] = ()
    for span in lexicon().spans(words, noun=ground.schema.noun):
        place = span.cue.value
        if (
            span.cue.kind != "ORDINAL"
            or ":" in place
            or "top" in [word.normal for word in words[span.start : span.end]]
        ):
            continue
        two = _pair_before(words, span.start, span.end, titled)
        listed = any_before or place == "1" or bool(two)  # "The first a western and the second a comedy".
        if _is_of_kind(words, span, values):
            continue
        if not (_is_placed(words, span.start, span.end) or (listed and _is_short(words, span, values))):
            continue
        any_before = any_before or not is_compared(words, span.start)
        index = int(place) - 1 if int(place) > 0 else int(place)
        if pair := two or (pair if listed and place == "2" else ()):
            if len(pair) == _PAIR and -3 < index < 2:
                yield Mention(span.start, span.end, (pair[index],), short=True)
            continue
        if -len(ground.shown) <= index < len(ground.shown):
            yield Mention(span.start, span.end, (ground.shown[index],), placed=True)


def _numbers(words: Sequence[Token], ground: Ground) -> Iterator[Mention]:
    """Yield "numbers two and four"."""
    for start, word in enumerate(words):
        opens = "(" in word.before and start > 1 and words[start - 1].normal in ("them", "these", "those")
        places: list[int] = []
        at, end = start + (not opens), start
        while (word.normal == "numbers" or opens) and at < len(words) and (number := number_at(words, at)) is not None:
            if number.value > len(ground.shown):
                break
            through = words[at - 1].normal == "to" and bool(places)
            places += range(places[-1] + 1 if through else int(number.value), int(number.value) + 1)
            end = number.end
            at = end + (end < len(words) and words[end].normal in ("and", "to"))
        if len(places) > 1 and all(0 < place <= len(ground.shown) for place in places):
            yield Mention(start, end, tuple(ground.shown[place - 1] for place in places), short=True)


def _pair_before(words: Sequence[Token], start: int, end: int, titled: Sequence[Mention]) -> tuple[Item, ...]:
    """Return the two that a sentence names together before "the first": "A and B have it; the first is …"."""
    opens = opening(words, start)
    before = [each for each in titled if opens <= each.start and each.end <= start]
    those = lists().words["those_two"]
    both = lists().words["both_of_those"]
    if any(both.at(words, at) > at for at in range(opens, start)):
        named = [item for each in titled if each.end <= opens for item in each.items]
        return tuple({item.id: item for item in named}.values())[-2:]
    if those.before(words, start) < start or those.at(words, end) > end:
        named = [item for each in titled if each.end <= start for item in each.items]
        return tuple({item.id: item for item in named}.values())[-2:]
    if not before and (last := opening(words, opens - 1) if opens else 0) < opens:
        before = [each for each in titled if last <= each.start and each.end <= opens]
        before = before if before and before[0].start <= last + 1 else []  # "A and B fit. The first is longer."
    elif len(before) == 2 and (
        _both_follow(words, start) or any(word.normal == "both" for word in words[before[1].end : start])
    ):
        return tuple(item for each in before for item in each.items)
    if len(before) != 2 or any(len(each.items) != 1 for each in before):
        return ()
    between = [word.normal for word in words[before[0].end : before[1].start]]
    return tuple(item for each in before for item in each.items) if between in (["and"], ["and", "the"]) else ()


def _both_follow(words: Sequence[Token], start: int) -> bool:
    """Tell whether both "the first" and "the second" stand in the rest of a sentence, one of them at a word."""
    low = max((at for at in range(start + 1) if ";" in words[at].before), default=start)
    said = [words[at].normal for at in range(low, closing(words, start))]
    return "first" in said and "second" in said


def _is_short(words: Sequence[Token], span: CueSpan, values: Sequence[ValueSpan]) -> bool:
    """Tell whether what it is stands behind "the second", whose verb is left out."""
    opens = words[span.start].before.strip() in (",", ";", ":") or words[span.start - 1].normal == "and"
    first = words[span.start].normal == "the" and opens
    if not first or span.end == len(words) or words[span.end].before.strip():
        return False
    told = any(each.start == span.end for each in values) or not words[span.end].text[0].isalpha()
    return told or words[span.end].normal in lists().words["shortened"]


def _is_of_kind(words: Sequence[Token], span: CueSpan, values: Sequence[ValueSpan]) -> bool:
    """Tell whether it is of a kind: "the second-best", "musical number two", "it is the first and the oldest"."""
    behind = words[span.end : span.end + 2]
    if (
        words[span.end - 1].capital
        and span.end - 1 > 0
        and behind
        and behind[0].capital
        and not behind[0].before.strip()
    ):
        return True  # "The First World War".
    joined = is_claimed(words, span.start) and [word.normal for word in behind] == ["and", "the"]
    joined = joined or ([*map(_is_most, behind)] == [False, True] and behind[0].normal == "and")
    hyphen = bool(behind) and behind[0].before == "-"
    kind = words[span.start].normal == "number" and any(
        each.end == span.start and not words[span.start].before.strip() for each in values
    )
    return joined or hyphen or kind


def _is_most(word: Token) -> bool:
    return word.text.endswith("est") or word.normal in ("most", "least")


def _is_placed(words: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether "the first" is an item, and not the first of something: "the first comedy here"."""
    joined = start > 1 and words[start - 1].normal == "and" and ordinal(words[start - 2]) is not None
    if not (joined or words[start].normal in ("the", "number")) or words[end - 1].normal in ("former", "latter"):
        return False
    if end == len(words) or words[end].before.strip() or lists().words["those_two"].at(words, end) > end:
        return True
    if words[end].capital and start and words[start - 1].normal == "in":
        return True  # "In the first Jack Nicholson plays".
    return words[end].normal in lists().words["follows"] or words[end].normal in lists().words["placed"]
