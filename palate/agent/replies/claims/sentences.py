"""A reply as sentences: their words, the items that they name, and the item that "it" is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from palate.agent.replies.claims.bounds import ends
from palate.agent.replies.claims.ground import Ground, told
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.mentions import Titles, mentions_of
from palate.agent.replies.claims.phrases import lists
from palate.catalog.grounding.matches import AdjectiveSpan, ValueSpan
from palate.catalog.item import Item
from palate.catalog.words import Token, normal, tokens

NUMBERED = re.compile(r"\s*(\d+)[.)]\s+")
_BULLET = re.compile(r"\s*[-•*]\s+")
_QUOTED = re.compile('[“"]([^”"]*)[”"]')
_PARTS = re.compile(r"[,;:()\u2013\u2014\n]| - ")
_BREAKS = ("but", "while", "whereas", "though", "although", "yet")


@dataclass(frozen=True)
class Sentence:
    """One sentence."""

    words: tuple[Token, ...]
    clauses: tuple[int, ...]
    """Of each word, which clause it stands in."""
    mentions: tuple[Mention, ...]
    inherited: tuple[Item, ...]
    """What the sentence before it in the same line was about, or the item that the line is numbered for."""
    echoed: frozenset[int]
    """Words between quotation marks that say back what the person said."""
    topic: tuple[Item, ...] = ()
    """What the sentence before it in the same line was about first: "it" may be that as well."""
    recent: tuple[Item, ...] = ()
    """What the sentences before it name, in the whole reply, the last one last."""
    values: tuple[ValueSpan, ...] = ()
    """Values of fields that stand outside of titles, the longest of those that overlap."""
    asks: bool = False
    """Whether it is a question."""
    heads: bool = False
    """Whether it names nothing, and `inherited` is the part of what is shown that is listed below it."""
    listed: tuple[Item, ...] = ()
    """The items of the list that it stands in; () outside of lists."""
    loosely: bool = False
    """Whether what it says may be of any that it names, where it does not say plainly of whom."""

    def free(self, start: int, end: int) -> bool:
        """Tell whether a span is neither part of a title nor said back."""
        inside = any(start < each.end and each.start < end for each in self.mentions)
        return not inside and not any(place in self.echoed for place in range(start, end))

    def clause(self, place: int) -> tuple[int, int]:
        """Return where the clause of a word begins and ends."""
        number = self.clauses[place]
        inside = [each for each, clause in enumerate(self.clauses) if clause == number]
        return inside[0], inside[-1] + 1


def sentences_of(text: str, ground: Ground) -> list[Sentence]:
    """Split a reply into sentences."""
    titles = Titles.of(ground.known.values())
    found: list[Sentence] = []
    before: tuple[Item, ...] = ()
    recent: tuple[Item, ...] = ()
    places = iter(ground.shown)
    lines = list(filter(str.strip, text.split("\n")))
    parts = _lists(lines, ground)
    for at, line in enumerate(lines):
        numbered = NUMBERED.match(line)
        if numbered is not None:
            before = tuple(item for item in (next(places, None),) if item is not None)
        elif not line[:1].isspace():
            before = _listed_below(parts[at : at + 2], ground)
        heads = bool(before) and not _is_listed(line)
        bullet = numbered or _BULLET.match(line)
        for each in _of_line(line[bullet.end() if bullet else 0 :], titles, ground, before, recent):
            found.append(replace(each, heads=heads and not each.mentions, listed=parts[at]))
            before = _about(each) or before
        below = parts[at + 1] if at + 1 < len(parts) and line.rstrip().endswith(":") else ()
        if below and not found[-1].mentions:
            part = len(below) < len(ground.shown)
            found[-1] = replace(found[-1], heads=part, inherited=below if part else ())
        titled = [each for sentence in found for each in sentence.mentions if each.titled]
        named = [item for each in titled for item in each.items]
        recent = tuple(reversed({item.id: item for item in reversed(named)}.values()))
    return found


def _lists(lines: Sequence[str], ground: Ground) -> list[tuple[Item, ...]]:
    """Return the items of the list that each line stands in; () outside of lists."""
    found: list[tuple[Item, ...]] = []
    for listed, run in groupby(lines, _is_listed):
        inside = list(run)
        own = {item.id for line in inside if listed for item in _first_named(f" {normal(line)} ", ground)}
        found += [tuple(item for item in ground.shown if item.id in own)] * len(inside)
    return found


def _first_named(line: str, ground: Ground) -> Iterator[Item]:
    """Yield the item that a line names first, and those joined to it: others are what it is compared with."""
    at, last = {item.id: line.find(f" {normal(item.title)} ") for item in ground.shown}, None
    for item in sorted((item for item in ground.shown if at[item.id] >= 0), key=lambda item: at[item.id]):
        if last is not None and any(
            word != "and" and not word.isdecimal() for word in line[last : at[item.id]].split()
        ):
            return
        yield item
        last = at[item.id] + len(normal(item.title)) + 2


def _listed_below(parts: Sequence[tuple[Item, ...]], ground: Ground) -> tuple[Item, ...]:
    """Return the items of the list that a line is the heading of, where they are not all that is shown."""
    own, *below = parts
    return below[0] if not own and below and len(below[0]) < len(ground.shown) else ()


def _is_listed(line: str) -> bool:
    return bool(NUMBERED.match(line) or _BULLET.match(line))


def is_of_none(sentence: Sentence, place: int) -> bool:
    """Tell whether a clause that begins at a word is about no item: "no film here is longer"."""
    words, affirmed = sentence.words, lists().words["affirmed"]
    end = lists().words["no"].at(words, place)
    return end > place and affirmed.at(words, end - 1) == end - 1


def adjectives(sentence: Sentence, ground: Ground) -> list[AdjectiveSpan]:
    """Find the words that ask for more or less of a field, none of them across a comma."""
    found: list[AdjectiveSpan] = []
    first = 0
    for place in range(1, len(sentence.words) + 1):
        if place < len(sentence.words) and sentence.clauses[place] == sentence.clauses[first]:
            continue
        spans = ground.grounder.adjectives(sentence.words[first:place])
        found += [replace(span, start=span.start + first, end=span.end + first) for span in spans]
        first = place
    return [span for span in found if sentence.free(span.start, span.end)]


def _of_line(
    line: str, titles: Titles, ground: Ground, before: tuple[Item, ...], recent: tuple[Item, ...]
) -> Iterator[Sentence]:
    words = tokens(line)
    values = ground.grounder.value_spans(words)
    echoed = _echoed(line, words, ground)
    named = mentions_of(words, titles, ground, values=values, echoed=echoed, before=recent)
    spans = [*((each.start, each.end) for each in named), *((each.start, each.end) for each in values)]
    inner = {place for start, end in spans for place in range(start + 1, end)}
    single = {span.start for span in values if span.end == span.start + 1}
    starts = [
        place
        for place in range(1, len(words))
        if place not in inner and ends(words[place - 1], words[place], initial=place - 1 not in single)
    ]
    topic: tuple[Item, ...] = ()
    for start, end in zip([0, *starts], [*starts, len(words)], strict=True):
        if start == end:
            continue
        inside = tuple(_moved(each, start, before) for each in named if start <= each.start < end)
        own = tuple(words[start:end])
        said_back = frozenset(place - start for place in echoed if start <= place < end)
        earlier = [item for each in named if each.end <= start and not each.several for item in each.items]
        made = Sentence(own, _clauses(own, inside), inside, before, said_back, topic, (*recent, *earlier))
        there = [each for each in values if start <= each.start < end]
        moved = [ValueSpan(each.start - start, each.end - start, each.matches) for each in there]
        behind = line[words[end - 1].end : words[end].start if end < len(words) else None]
        made = replace(made, values=_apart(made, moved), asks="?" in behind)
        yield made
        before, topic = _about(made) or before, _topic(made) or topic


def _apart(sentence: Sentence, values: Sequence[ValueSpan]) -> tuple[ValueSpan, ...]:
    """Leave the longest of the values that overlap, and none that are part of a title or said back."""
    kept: list[ValueSpan] = []
    for span in values:
        apart = all(span.end <= other.start or other.end <= span.start for other in kept)
        if apart and sentence.free(span.start, span.end) and not _is_joined(span):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))


def _is_joined(span: ValueSpan) -> bool:
    """Tell whether several words are read as one: "past a hundred" has no pasta in it."""
    match = span.matches[0]
    return match.how == "typo" and len(normal(str(match.value)).split()) < span.end - span.start


def _moved(mention: Mention, start: int, before: tuple[Item, ...]) -> Mention:
    items = mention.items if mention.several else _meant(mention.items, before)
    return replace(mention, start=mention.start - start, end=mention.end - start, items=items)


def _meant(items: tuple[Item, ...], before: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return which of several items of one title is meant: the one that the line is about, where it is one of them."""
    return tuple(item for item in items if item in before) or items


def _echoed(line: str, words: Sequence[Token], ground: Ground) -> frozenset[int]:
    """Return the words between quotation marks that say back what was said or looked for."""
    wheres = (ground.echo, *map(ground.reasons, ground.known.values()))
    spans = [
        match.span(1) for match in _QUOTED.finditer(line) if any(told(normal(match[1]), where) for where in wheres)
    ]
    return frozenset(
        place for place, word in enumerate(words) if any(low <= word.start and word.end <= high for low, high in spans)
    )


def _clauses(words: Sequence[Token], named: Sequence[Mention]) -> tuple[int, ...]:
    inner = {place for each in named for place in range(each.start + 1, each.end)}
    numbers: list[int] = []
    for place, word in enumerate(words):
        opens = place > 0 and place not in inner and (_PARTS.search(word.before) or _breaks(words, place))
        numbers.append((numbers[-1] if numbers else 0) + bool(opens))
    return tuple(numbers)


def _breaks(words: Sequence[Token], place: int) -> bool:
    """Tell whether "but" or the like begins a clause: not in "all but the first"."""
    excepts = words[place - 1].normal in lists().words["whole"] and words[place - 2].normal != "at"
    return words[place].normal in _BREAKS and not excepts  # "No comedy at all but a romance".


def _topic(sentence: Sentence) -> tuple[Item, ...]:
    """Return what a sentence names first, by its title."""
    return next((each.items for each in sentence.mentions if each.titled and not each.related), ())


def _about(sentence: Sentence) -> tuple[Item, ...]:
    """Return what the next sentence's "it" is: the last item that this one is about."""
    aside = {each.end for each in sentence.mentions if each.start and sentence.words[each.start - 1].normal == "where"}
    single = [each for each in sentence.mentions if not (each.several or each.end in aside)]
    named = [each for each in single if not each.related] or single or sentence.mentions
    compared = named and named[-1].several and named[-1].related  # "Longer than the others. It is …"
    goes_on = named and named[-1].related and sentence.words[0].normal in lists().words["pronouns"]
    return named[-1].items if named and not compared and not goes_on else ()
