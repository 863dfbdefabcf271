"""Whom something is said of that is named behind it: "the yellow jacket", "cheapest is the kettle"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.naming import PAUSE
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item

_NOUNS = 2
"""How many words may stand between what items are and their list: "two horror films here:"."""
_TWO = 2
_NEAR = 4
"""How many words may stand between somebody and what they are "back in"."""
_PUT_FIRST = 10
"""How many words may be put in before what they are said of."""


def named_ahead(sentence: Sentence, start: int, end: int) -> tuple[Item, ...]:
    """Return the items named behind the claim in `words[start:end]` that it is said of; () where it is of others."""
    return next(filter(None, (find(sentence, start, end) for find in _FINDERS)), ())


def _owners(sentence: Sentence, start: int, end: int) -> tuple[Item, ...]:
    """Return whose something is said to be right before the name: "the yellow jacket", "two of the former".

    Somebody is so in several at once: "Mifune in Yojimbo and Rashomon".
    """
    words = sentence.words
    behind = lists().words["belongs"].at(words, end)
    if behind == end and not any(each.start <= start and end <= each.end for each in sentence.values):
        return ()
    ends, at = {each.start: each.end for each in sentence.values}, behind
    if at < len(words) and words[at].normal == "the" and not any(each.start == at for each in sentence.mentions):
        at += 1
    while at in ends and not words[at].before.strip():
        at = ends[at]
    behind_it = [each for each in sentence.mentions if each.start >= at]
    if not behind_it or behind_it[0].start != at or any(word.before.strip() for word in words[end : at + 1]):
        return ()
    if words[end].normal == "of" and behind_it[0].several:
        return ()  # "The newer of the two violent ones" is one of them.
    return _run(sentence, behind_it) if words[end].normal == "in" else behind_it[0].items


def _listed(sentence: Sentence, start: int, end: int) -> tuple[Item, ...]:
    """Return the items that are listed behind what they are: "two kettles: the Pour Kettle and the Classic Kettle"."""
    words = sentence.words
    # "Two proper coffee makers" are two coffee makers.
    ahead = [at for at in reversed(range(start)) if sentence.free(at, at + 1)]
    number = next((each for at in ahead if (each := number_at(words, at)) and start - 1 <= each.end <= start), None)
    both = lists().words["both_of"].before(words, start) < start
    count = 2 if both else int(number.value) if number is not None else 0
    behind = [each for each in sentence.mentions if each.start >= end and not each.related]
    if not 1 < count <= len(behind):
        return ()
    listed = behind[:count]
    opens = listed[0].start - (words[listed[0].start - 1].normal == "the")
    paused = any(PAUSE.search(words[at].before) for at in range(end, opens + 1))
    if opens - end > _NOUNS or not paused:
        return ()
    return tuple(item for each in listed for item in each.items)


def _told_first(sentence: Sentence, start: int, end: int) -> tuple[Item, ...]:
    """Return what somebody is in who is told first: "Mitchum is back in Jaws", "Ledger and Pitt lead Alien"."""
    words, (first, last) = sentence.words, sentence.clause(start)
    ends = {each.start: each.end for each in sentence.values}
    opens = first + (words[first].normal in ("and", "but", "the"))
    while opens < start and (opens in ends or words[opens].normal == "and"):
        opens = ends.get(opens, opens + 1)
    if opens < start or end == last or not words[start].capital:
        return ()
    behind = next((each for each in sentence.mentions if first <= each.start < last), None)
    if behind is None or behind.start < end or words[behind.start - 1].normal in ("like", "than", "after", "before"):
        return ()
    at = behind.start - (words[behind.start - 1].normal == "the")
    between = [word.normal for word in words[end:at]]
    plain = not any(word in lists().words["copulas"] for word in between)
    contrast = any(word in lists().words["contrasts"] for word in between)
    return (
        behind.items
        if at - end <= _NEAR and not contrast and (plain or words[at - 1].normal in lists().words["belongs"])
        else ()
    )


def _in_brackets(sentence: Sentence, _: int, end: int) -> tuple[Item, ...]:
    """Return what stands in brackets behind something that is said of it: "94 minutes (Near Dark)"."""
    words = sentence.words
    behind = next((each for each in sentence.mentions if each.start in (end, end + 1)), None)
    if behind is None or "(" not in words[end].before:
        return ()
    closed = behind.end == len(words) or ")" in words[behind.end].before
    return behind.items if closed else ()


def _apposed(sentence: Sentence, start: int, end: int) -> tuple[Item, ...]:
    """Return what is named right behind what it is: "end with the newest, Jaws", "the latest Touch of Evil"."""
    words = sentence.words
    behind = next((each for each in sentence.mentions if each.start in (end, end + 1)), None)
    if behind is None or behind.several or words[start - 1].normal != "the":
        return ()
    between, mark = [word.normal for word in words[end : behind.start]], words[end].before.strip()
    explains = any(each.end == start - 1 for each in sentence.mentions) and words[start - 1].before.strip()
    claimed = explains or words[start - 2].normal in lists().words["copulas"]
    return behind.items if between in ([], ["the"]) and (mark == "" or (mark == "," and not claimed)) else ()


def _counted_apart(sentence: Sentence, start: int, end: int) -> tuple[Item, ...]:
    """Return what is named right behind what one of several is: "and one in white, the office chair"."""
    words, (first, _) = sentence.words, sentence.clause(start)
    behind = next((each for each in sentence.mentions if each.start >= end), None)
    told = any(first <= each.start < start for each in sentence.mentions)
    if behind is None or told or not behind.titled:
        return ()
    at = behind.start - (words[behind.start - 1].normal == "the")  # "There's a white coat, the Winter Coat".
    if at != sentence.clause(start)[1] or words[at].before.strip() not in (",", ":"):
        return ()
    one = any(
        words[at].normal in ("one", "second", "another")
        and not (words[at - 1].normal in lists().words["copulas"] or words[at - 1].normal in lists().words["only"])
        for at in range(first, start)
    )
    return behind.items if one or lists().words["there_is"].within(words, first, start) else ()


def _before_colon(sentence: Sentence, start: int, end: int) -> tuple[Item, ...]:
    """Return as many as are listed behind a colon: "two more are Northloom's: A and B"."""
    words, (first, last) = sentence.words, sentence.clause(start)
    if last == len(words) or ":" not in words[last].before or any(each.start < last for each in sentence.mentions):
        return ()
    listed = [each for each in sentence.mentions if each.start >= end and each.titled and not each.related]
    counts = [number_at(words, at) for at in range(first, start)]
    said = any(number is not None and number.value == len(listed) > 1 for number in counts)
    return tuple(item for each in listed for item in each.items) if said else ()


def _inverted(sentence: Sentence, start: int, end: int) -> tuple[Item, ...]:
    """Return what is told before its verb: "cheapest is the kettle", "ten minutes longer, in short, comes Jaws"."""
    words = sentence.words
    behind = next((each for each in sentence.mentions if each.start >= end and not each.related), None)
    if behind is None:
        return ()
    at = next((each.start for each in sentence.values if each.end == behind.start), behind.start)
    at -= words[at - 1].normal == "the"
    offers = lists().words["offers"].before(words, at)
    verb = at - 1 if at and words[at - 1].normal in lists().words["inverting"] else offers
    opens = next((at for at in range(start, 0, -1) if _opens(sentence, at)), 0)
    said = [
        at for at in range(opens, verb) if not (at and words[at - 1].normal == "than")
    ]  # "Shorter than that is Jaws".
    told = any(words[at].normal in lists().words["verbs"] for at in said)
    named = any(opens <= each.start < start and not each.related for each in sentence.mentions)
    parted = any(";" in word.before for word in words[end:verb])
    parted = parted or (offers < at and any(_opens(sentence, each) for each in range(end, verb)))
    if told or named or parted or not end <= verb < at:
        return ()
    return _run(sentence, [each for each in sentence.mentions if each.start >= behind.start])


def _opens(sentence: Sentence, at: int) -> bool:
    """Tell whether a part of a sentence begins at a word that may have a verb of its own."""
    word = sentence.words[at]
    return any(sign in word.before for sign in ";:") or (
        word.normal in ("and", "but", "while", "whereas") and sentence.clauses[at] != sentence.clauses[at - 1]
    )


def _put_first(sentence: Sentence, start: int, _: int) -> tuple[Item, ...]:
    """Return what something is said of that is put in before it: "and, dearest of the five, the kettle"."""
    words = sentence.words
    opens = next((at for at in range(start, 0, -1) if words[at - 1].normal in ("and", "then")), 0)
    mark = words[opens].before.strip()
    behind = next((each for each in sentence.mentions if each.end > opens), None)
    if not opens or not mark or behind is None or behind.start < start:
        return ()
    at = behind.start - (words[behind.start - 1].normal == "the")
    return behind.items if words[at].before.strip() == mark and at - start <= _PUT_FIRST else ()


def _run(sentence: Sentence, named: Sequence[Mention]) -> tuple[Item, ...]:
    """Return the items of the first mention, with those that are joined to it."""
    found = list(named[0].items)
    for earlier, later in pairwise(named):
        between = sentence.words[earlier.end : later.start]
        apart = len(named) == _TWO and any("," in word.before for word in between)  # "There's Jaws, and Alien is …".
        if apart or [word.normal for word in between] not in ([], ["and"]):
            break
        found += later.items
    return tuple(found)


_FINDERS = (_owners, _listed, _told_first, _in_brackets, _apposed, _counted_apart, _before_colon, _inverted, _put_first)
