"""Short names of items: "the hoodie", "Totoro", "the two white kettles": what only they are, of all that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from palate.agent.replies.claims.cues.lexicon import lexicon
from palate.agent.replies.claims.ground import Ground, called, is_owner
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.naming import is_claimed, is_compared, is_named, is_subject
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.standing import has, number_of
from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.matches import THRESHOLD, ValueSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token, normal, singular

_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_MOST_TOLD = 2
"""How many words that texts have may stand before "one"."""
_ARTICLE_AND_NOUN = 2
_LEAST = 3
"""How many letters a word of a title has at least that names an item."""


@dataclass(frozen=True)
class _Part:
    """A word of a title, or a value, and who has it."""

    end: int
    ids: frozenset[str]
    titled: frozenset[str]
    """Those that have it in the title: "the oven" is the Countertop Oven rather than any of the ovens."""
    plural: bool = False
    person: bool = False
    """Whether it is a name of many items' makers, as in "the Kubrick"."""


def short_names(
    words: Sequence[Token], values: Sequence[ValueSpan], named: Sequence[Mention], ground: Ground
) -> Iterator[Mention]:
    """Yield what stands behind "the" or in capitals and is true of one shown item, or of as many as it says.

    What is said to *be* something ("it is the western") names nothing, and neither does what explains a name
    ("Alien, the western"): these are claims.
    """
    others = [item for item in ground.known.values() if item not in ground.shown]
    titled = {**_titled(others), **_titled(ground.shown)}
    yield from _parts_of_titles(words, ground)
    for start in range(len(words)):
        behind = lists().words["the"].at(words, start)
        if any(word.before.strip() for word in words[start + 1 : behind]):
            behind = start  # "4.7 stars each. Of the two, …".
        if (behind > start or _is_counting(words, start)) and not is_claimed(words, start):
            found = _described(words, start, behind, values, titled, ground)
            yield from (each for each in found if not _is_of_story(words, each, named, ground))
            yield from _told_of(words, start, behind, ground)
        elif (owner := _owner_at(words, start, values)) is not None:
            yield from _of_owner(words, owner, ground)
        elif words[start].capital and not (start and words[start - 1].normal in lists().words["the"]):
            yield from _in_capitals(words, start, values, titled, ground)


def _parts_of_titles(words: Sequence[Token], ground: Ground) -> Iterator[Mention]:
    """Yield several words in capitals that stand so in one title alone: "the Two Slot"."""
    titles = {item.id: f" {normal(item.title)} " for item in ground.known.values()}
    for start in range(len(words)):
        phrase, end = words[start].normal, start + 1
        opens = words[start].capital or words[start].text.isdecimal()
        while opens and end < len(words) and words[end].capital and not words[end].before.strip():
            phrase, end = f"{phrase} {words[end].normal}", end + 1
            owners = [known for known, title in titles.items() if f" {phrase} " in title]
            if len(owners) == 1:
                article = start > 0 and words[start - 1].normal == "the"
                yield Mention(start - article, end, (ground.known[owners[0]],), short=True)


def _is_counting(words: Sequence[Token], start: int) -> bool:
    """Tell whether a number in words stands there that no article precedes: "two white kettles"."""
    number = number_at(words, start) if words[start].text.isalpha() else None
    return number is not None and number.value > 1 and not (start and words[start - 1].normal in lists().words["the"])


def _described(
    words: Sequence[Token],
    start: int,
    at: int,
    values: Sequence[ValueSpan],
    titled: Mapping[str, frozenset[str]],
    ground: Ground,
) -> Iterator[Mention]:
    number = number_at(words, at) if at < len(words) and _year(words[at], ground) is None else None
    count = int(number.value) if number is not None and number.value == int(number.value) and not number.rest else 1
    pair = any(word.normal == "pair" for word in words[at : at + 2])
    count = 2 if words[start].normal in lists().words["two"] or pair else count
    at = number.end if number is not None else at
    if number is not None and at + 1 < len(words) and words[at].normal in ("from", "by"):
        at += 1  # "The two from Nordhus".
    parts: list[_Part] = []
    while at < len(words) and not words[at].before.strip():
        part = _part(words, at, values, titled, ground)
        if part is None:
            break
        parts.append(part)
        at = part.end
        if is_owner(words[at - 1]):
            break  # "The Mask's Jim Carrey".
    if not parts or (words[start].normal == "both" and at < len(words) and words[at].normal == "and"):
        return  # "Both Mifune and Shimura".
    by_titles = frozenset.intersection(*(part.titled or part.ids for part in parts))
    ids = by_titles if len(by_titles) == count else frozenset.intersection(*(part.ids for part in parts))
    end = at + (at < len(words) and not words[at].before.strip() and words[at].normal in _nouns(ground))
    if count == 1 and parts[-1].plural and len(ids) > 1:
        count = len(ids)  # "The Brewsters".
    by_title = any(part.titled for part in parts) or (end > at and (count > 1 or words[at].normal == "one"))
    if not count == len(ids) < len(ground.shown):
        return
    somebody = end == at and words[at - 1].capital and parts[-1].person and _closes(words, end)
    if end < len(words) and words[end].normal == "of" and not words[end].before.strip() and words[end - 1].capital:
        return  # "Shares the PG of Jaws".
    from_title = any(part.titled for part in parts)
    opens = words[start - 1].normal if start else ""
    from_there = opens in ("from", "in", "by") or (opens == "for" and not words[at - 1].capital)
    noun = end < len(words) and any(called(words[end], f" {normal(ground.known[each].title)} ") for each in ids)
    closed = noun or _closes(words, end) or is_subject(words, end)
    if not from_title and end == at and (from_there or not closed):
        return  # "From the United Kingdom", "at the end of the silent era".
    place = start > 0 and words[start - 1].normal in lists().words["where"] and not is_subject(words, end)
    if place and end == at and len(parts) == 1 and not words[at - 1].capital:
        return  # "A day in the city" names no City Lights.
    if by_title or somebody or is_named(words, start, end):
        yield Mention(start, end, tuple(item for item in ground.known.values() if item.id in ids), short=True)


def _is_of_story(words: Sequence[Token], mention: Mention, named: Sequence[Mention], ground: Ground) -> bool:
    """Tell whether what was named last tells of it: "two women murder a man, and the body goes missing"."""
    last = next((each for each in reversed(named) if each.end <= mention.start), None)
    word, alone = words[mention.end - 1], mention.end - mention.start == _ARTICLE_AND_NOUN
    if last is None or not alone or word.capital or mention.several or mention.items == last.items:
        return False
    titled = any(called(word, f" {normal(item.title)} ") for item in mention.items)
    return titled and any(called(word, ground.texts(item)) for item in last.items)


def _told_of(words: Sequence[Token], start: int, at: int, ground: Ground) -> Iterator[Mention]:
    """Yield "the theme park one": what the texts of one shown item alone tell of."""
    ahead = range(at + 1, min(len(words), at + 1 + _MOST_TOLD))
    end = next((each for each in ahead if _is_thing(words, each, ground)), at)
    said = [word.normal for word in words[at:end]]
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    if not said or any(word in common or not word.isalpha() for word in said):
        return
    found = tuple(item for item in ground.shown if all(f" {word} " in ground.texts(item) for word in said))
    if len(found) == 1 < len(ground.shown):
        yield Mention(start, end + 1, found, short=True)


def _is_thing(words: Sequence[Token], at: int, ground: Ground) -> bool:
    """Tell whether a word is the "one" or "film" that stands for an item, in one go with what is before it."""
    return words[at].normal in _nouns(ground) and not words[at].before.strip()


def _part(
    words: Sequence[Token],
    at: int,
    values: Sequence[ValueSpan],
    titled: Mapping[str, frozenset[str]],
    ground: Ground,
) -> _Part | None:
    if (year := _year(words[at], ground)) is not None:
        return _Part(at + 1, year, frozenset())
    spans = [span for span in values if span.start == at and span.matches[0].confidence >= THRESHOLD]
    if words[at].normal in ground.schema.names:
        return None  # "The maker of the lever" is no Coffee Maker.
    named = _who(words[at], titled)
    if not spans:
        return _Part(at + 1, named, named) if named else None
    span = max(spans, key=lambda each: each.end)
    owners = {item.id for item in ground.shown if any(has(item, match) for match in span.matches)}
    person = any(ground.schema.field(match.field).kind in ("tags", "category") for match in span.matches)
    plural = words[span.end - 1].capital and span.matches[0].how == "plural"
    return _Part(span.end, named | owners, named, plural, person) if named | owners else None


def _closes(words: Sequence[Token], end: int) -> bool:
    """Tell whether no noun follows a name: "the Nolan is", "than the Nolan, …", and not "the Nolan film"."""
    if end == len(words) or words[end].before.strip() or not words[end].text[0].isalpha():
        return True
    return words[end].normal in lists().words["placed"] or is_subject(words, end)


def _year(word: Token, ground: Ground) -> frozenset[str] | None:
    """Return who is of a year: "the 1968 film"."""
    field = ground.schema.of_role("year")
    if field is None or not _YEAR.fullmatch(word.normal):
        return None
    return frozenset(item.id for item in ground.shown if number_of(item, field) == float(word.normal))


def _owner_at(words: Sequence[Token], start: int, values: Sequence[ValueSpan]) -> ValueSpan | None:
    """Return the value that somebody is who owns something: "Ridley Scott's"; None of what is said to be somebody's."""
    owners = [span for span in values if span.start == start and is_owner(words[span.end - 1])]
    sure = [span for span in owners if span.matches[0].confidence >= THRESHOLD]
    return max(sure, key=lambda each: each.end) if sure and not is_claimed(words, start) else None


def _of_owner(words: Sequence[Token], owner: ValueSpan, ground: Ground) -> Iterator[Mention]:
    """Yield "Scott's is longer" and "Scott's bleak epic follows": what is somebody's, where one shown item alone is."""
    at = owner.end
    named = at < len(words) and not words[at].before.strip() and words[at].normal in _nouns(ground)
    end = at + named
    told = named and end < len(words) and not (words[end].capital or words[end].before.strip())
    told = told or _opens(words, owner.start)
    items = tuple(item for item in ground.shown if any(has(item, match) for match in owner.matches))
    if len(items) == 1 < len(ground.shown) and (told or is_subject(words, end) or is_compared(words, owner.start)):
        yield Mention(owner.start, end, items, short=True)


def _opens(words: Sequence[Token], start: int) -> bool:
    """Tell whether a part of a sentence begins at a word."""
    mark = words[start].before.strip()
    return start == 0 or mark != "" or words[start - 1].normal in lists().words["opening"]


def _in_capitals(
    words: Sequence[Token],
    start: int,
    values: Sequence[ValueSpan],
    titled: Mapping[str, frozenset[str]],
    ground: Ground,
) -> Iterator[Mention]:
    """Yield a run of capitals, all of them words of one title.

    At the beginning of a sentence they tell nothing unless something is said of them, and what is a value too is a
    claim: "it is by Patagonia".
    """
    inside = start > 0 and not any(sign in words[start].before for sign in ".!?:\n")
    if start and words[start - 1].capital and not words[start].before.strip():
        return
    sure = [span for span in values if span.matches[0].confidence >= THRESHOLD]
    end = start + 1
    while end < len(words) and words[end].capital and not words[end].before.strip():
        if any(span.start == end for span in sure):
            break  # "Interstellar is PG-13, Django R".
        end += 1
    told = is_subject(words, end) or (end < len(words) and words[end].before.strip() == ",")
    if any(span.start < end and start < span.end for span in sure) or not (inside or told):
        return
    owners = [_who(word, titled) for word in words[start:end]]
    ids = frozenset.intersection(*owners)
    if len(ids) == 1:
        yield Mention(start, end, tuple(item for item in ground.known.values() if item.id in ids), short=True)


def _titled(items: Sequence[Item]) -> Mapping[str, frozenset[str]]:
    """Return who has a word in the title, by word; words that any title may have are none."""
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    found: dict[str, set[str]] = {}
    for item in items:
        owned = [normal(word[:-2]) for word in item.title.split() if word[-2:] in ("'s", "\u2019s")]
        for word in [*normal(item.title).split(), *owned]:
            if len(word) >= _LEAST and word.isalpha() and word not in common:
                found.setdefault(word, set()).add(item.id)
    return {word: frozenset(ids) for word, ids in found.items()}


def _who(word: Token, titled: Mapping[str, frozenset[str]]) -> frozenset[str]:
    forms = (word.normal, *singular(word.normal))
    return next((titled[form] for form in forms if form in titled), frozenset())


def _nouns(ground: Ground) -> frozenset[str]:
    return lexicon().things(ground.schema.noun) | {word for (word,) in lists().words["things"].entries}
