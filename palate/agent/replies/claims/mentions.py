"""Where a reply speaks of items: by title, with or without the year, or by their place in the list."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from palate.agent.replies.claims.ground import Ground, is_owner, told
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.naming import PAUSE
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.places import placed
from palate.agent.replies.claims.references import references
from palate.agent.replies.claims.short_names import short_names
from palate.catalog.grounding.matches import THRESHOLD, ValueSpan
from palate.catalog.grounding.subtitles import heads
from palate.catalog.item import Item
from palate.catalog.words import Token, normal

_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_ENDS = re.compile(r"[.!?:;]")
_STOPS = re.compile(r"[.!?:;,]")
_LEAST_HEAD = 4
_LONGEST = 16


@dataclass(frozen=True)
class Titles:
    """How the items of the evidence are called."""

    forms: Mapping[str, tuple[Item, ...]]

    @classmethod
    def of(cls, items: Iterable[Item]) -> Titles:
        """Collect titles, and what comes before their subtitles."""
        forms: dict[str, list[Item]] = {}
        for item in items:
            short = {head for head in heads(item.title) if len(head) >= _LEAST_HEAD}
            for form in {normal(item.title), *short}:
                forms.setdefault(form, []).append(item)
        return cls({form: tuple(found) for form, found in forms.items()})


def mentions_of(
    words: Sequence[Token],
    titles: Titles,
    ground: Ground,
    *,
    values: Sequence[ValueSpan],
    echoed: Container[int],
    before: tuple[Item, ...] = (),
) -> list[Mention]:
    """Find the items that words name, as they stand; none overlaps another.

    Args:
        words: of a line.
        titles: what the items of the evidence are called.
        ground: the evidence.
        values: of fields among the words; a title within a longer one is none, as in "Akira Kurosawa".
        echoed: words that are said back, and name nothing.
        before: the items that the lines before it name.
    """
    known = list(_known(words, titles))
    titled = [_dated(words, each, ground) for each in _apart(known, [])]
    found = [*known, *_strange(words, titles, ground), *placed(words, values, titled, ground)]
    found = [each for each in found if each.start not in echoed and not _is_value(each, values)]
    full = [_dated(words, each, ground) for each in _apart(found, [])]
    short = [each for each in short_names(words, values, full, ground) if each.start not in echoed]
    named = _apart([each for each in short if not _explains(words, each, full)], full)
    meant = references(words, named, [each for each in full if each.titled], values, before, ground)
    return _with_roles(words, _apart([each for each in meant if each.start not in echoed], named), values)


def _apart(found: Sequence[Mention], first: Sequence[Mention]) -> list[Mention]:
    """Leave the longest of what overlaps, after what comes first; in the order of the words."""
    kept = list(first)
    for each in sorted(found, key=lambda each: (each.start - each.end, each.strange, each.start)):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def _explains(words: Sequence[Token], mention: Mention, named: Sequence[Mention]) -> bool:
    """Tell whether a short name explains a title: "Alien, the western" and "the western is Alien" are claims."""
    start, end = mention.start, mention.end
    goes_on = end < len(words) and words[end].normal == "and"  # "Jaws, the western and Alien" are three.
    if not goes_on and any(each.end == start and PAUSE.search(words[start].before) for each in named):
        return True
    said = end < len(words) and words[end].normal in lists().words["copulas"]
    return said and any(each.start in (end + 1, end + 2) for each in named)


def _is_value(mention: Mention, values: Sequence[ValueSpan]) -> bool:
    """Tell whether the words are a value, or a part of one; a title of the evidence that is a value too is a title."""
    length = mention.end - mention.start + (not mention.strange)
    return any(
        span.start <= mention.start and mention.end <= span.end and length <= span.end - span.start for span in values
    )


def _known(words: Sequence[Token], titles: Titles) -> Iterator[Mention]:
    for start in range(len(words)):
        phrase = ""
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            phrase = f"{phrase} {words[end - 1].normal}".strip()
            owner = phrase[:-1] if is_owner(words[end - 1]) else phrase
            for form in dict.fromkeys((phrase, owner)):
                if form in titles.forms and _is_name(words[start:end]):
                    yield Mention(start, end, titles.forms[form])


def _strange(words: Sequence[Token], titles: Titles, ground: Ground) -> Iterator[Mention]:
    for span in ground.grounder.title_spans(words):
        said = words[span.start : span.end]
        if span.matches[0].confidence < THRESHOLD or not _is_name(said) or _begins(words, span.start, span.end):
            continue
        if not any(word.text[:1].isalpha() for word in said):
            continue
        if span.start and words[span.start - 1].normal == "the" and _is_in_titles(said, ground):
            continue  # "The Godzilla" is Godzilla Minus One, where that is shown.
        plain = normal(said[0].text.removesuffix("'s").removesuffix("\u2019s"))
        inside = span.start > 0 and not words[span.start].before.strip()
        inside = inside or is_owner(said[-1])
        if len(said) == 1 and inside and any(told(plain, ground.texts(each)) for each in ground.shown):
            continue  # "Wyatt Earp in Tombstone" is a place that a shown item tells of, and no film.
        if normal(span.matches[0].title) not in titles.forms:
            items = ground.catalog.items(match.id for match in span.matches)
            yield Mention(span.start, span.end, tuple(items), strange=True)


def _is_in_titles(words: Sequence[Token], ground: Ground) -> bool:
    phrase = " ".join(word.normal for word in words)
    return any(f" {phrase} " in f" {normal(item.title)} " for item in ground.shown)


def _is_name(words: Sequence[Token]) -> bool:
    """Tell whether words are written as a title is: in capitals but for particles, or between quotation marks."""
    particles = lists().words["particles"]
    telling = [word for word in words if word.normal not in particles and word.text[:1].isalpha()]
    return words[0].quoted or all(word.capital or word.text[:1].isdigit() for word in (words[0], *telling[:1]))


def _begins(words: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a single word is in capitals because a sentence begins with it."""
    starts = start == 0 or words[start].before.strip()[-1:] in (".", "!", "?", ":")
    follows = end < len(words) and (
        words[end].before.strip().startswith(("(", ",", ":")) or words[end].normal in lists().words["follows"]
    )
    return starts and end - start == 1 and not words[start].quoted and not follows


def _dated(words: Sequence[Token], mention: Mention, ground: Ground) -> Mention:
    """Take a year in brackets for a part of the title, and leave the items that are of that year."""
    end = mention.end
    year = ground.schema.of_role("year")
    if year is None or end >= len(words) or not _YEAR.fullmatch(words[end].normal) or "(" not in words[end].before:
        return mention
    dated = tuple(item for item in mention.items if str(item.get(year.name) or "")[:4] == words[end].normal)
    return replace(mention, end=end + 1, items=dated)


def _with_roles(words: Sequence[Token], found: Sequence[Mention], values: Sequence[ValueSpan]) -> list[Mention]:
    """Tell what the others are related to: a title behind "than" or "like", and those joined to it by "and"."""
    done: list[Mention] = []
    for each in found:
        start = _described_from(words, each.start, values)
        start = lists().words["parts_of"].before(words, start)
        before = words[start - 1].normal if start and not _STOPS.search(words[start].before) else ""
        joined = bool(done) and _are_joined(words, done[-1], each) and not _goes_on(words, done, each)
        picked = lists().words["picked"].before(words, start) < start
        beside = before in lists().words["relations"] or _is_beside(words, start) or _is_likewise(words, start)
        # "With the oven you can bake", "then it's Bergman again, with Persona".
        picked = picked or (before == "with" and bool(words[start - 1].capital or "," in words[start - 1].before))
        explained = each.end < len(words) and words[each.end].before.strip() == ":"
        picked = picked or (before == "for" and explained)  # "Pay £2 more for the kettle: it's steel".
        owner = is_owner(words[each.end - 1])
        opens = start == 0 or bool(words[start].before.strip()) or before in lists().words["opens_clause"]
        opens = opens or each.end == len(words) or bool(words[each.end].before.strip())
        inside = owner and not opens and any(one.titled and not one.related for one in done)
        beside = beside or _is_beside_it(words, start) or inside  # "It has Babe's G rating".
        related = (beside and not picked) or (joined and done[-1].related)
        done.append(replace(each, related=related))
    return done


def _is_beside(words: Sequence[Token], start: int) -> bool:
    """Tell whether something is named beside what is spoken of: "twice the price", "…, who made the mixer as well"."""
    if start < len(words) and _ENDS.search(words[start].before):
        return False
    times = start > 0 and words[start - 1].normal in lists().words["times"]
    if times or any(factor.before(words, start) < start for factor in lists().factors.values()):
        return True
    clause = next((at for at in range(start, 0, -1) if words[at].before.strip()), 0)
    return any(word.normal in lists().words["persons"] for word in words[clause : min(start, clause + 2)])


def _is_beside_it(words: Sequence[Token], start: int) -> bool:
    """Tell whether something is joined to "that", which another is related to: "as long as that and Alien"."""
    joined = start > 2 and words[start - 1].normal == "and" and words[start - 2].normal in lists().words["pronouns"]
    return joined and words[start - 3].normal in lists().words["relations"]


def _is_likewise(words: Sequence[Token], start: int) -> bool:
    """Tell whether something is so as well: "rated R, as is Memento"."""
    return start > 1 and words[start - 2].normal == "as" and words[start - 1].normal in lists().words["likewise"]


def _goes_on(words: Sequence[Token], done: Sequence[Mention], each: Mention) -> bool:
    """Tell whether a list goes on behind what one of it is related to: "A, as long as B, and C"."""
    alone = len(done) > 1 and not done[-2].related
    return alone and words[each.start - 1].normal == "and" and words[each.start - 1].before.strip() == ","


def _described_from(words: Sequence[Token], start: int, values: Sequence[ValueSpan]) -> int:
    """Return where a mention begins together with its article and values: "than the navy headphones"."""
    while inside := [span for span in values if span.end == start and not words[start].before.strip()]:
        start = min(span.start for span in inside)
    return start - 1 if start > 1 and words[start - 1].normal in ("the", "a") else start


def _are_joined(words: Sequence[Token], one: Mention, other: Mention) -> bool:
    """Tell whether two mentions are one list: "Alien and Jaws", "Alien, Jaws"."""
    between = words[one.end : other.start + 1]
    ends = any(sign in word.before for word in between for sign in ".!?:;") or one.several or other.several
    return not ends and [word.normal for word in between[:-1]] in ([], ["and"], ["or"], ["nor"])
