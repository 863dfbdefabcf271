"""How much of what is shown a claim is about: all of it, all but some, the two that are named, or so many of these."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from palate.agent.replies.claims.amount import amounts_of
from palate.agent.replies.claims.cues.lexicon import lexicon
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token

Items = tuple[Item, ...]
_ARTICLES = ("the", "a", "an")
"""Behind "both", as in "both the oldest and the longest", these tell that it is of one item."""
_OF_ONE = ("thats", "is", "has", "have", "was")
_VERB = 2
"""How many words may stand between somebody and how many are theirs: "accounts for two"."""


def all_but(sentence: Sentence, first: int, start: int, ground: Ground) -> Items:
    """Return all that is shown but for what is excepted: "all but the first", "except for Jaws, they are all …"."""
    words = sentence.words
    for each in sentence.mentions:
        but = each.start - (words[each.start - 1].normal == "the") if each.start else 0
        without = lists().words["but"].before(words, but)
        apart = lists().words["excepting"].before(words, but)
        whole = first < without < but and each.end <= start and words[without - 1].normal in lists().words["whole"]
        joined = [other for other in sentence.mentions if other.start >= each.start]
        behind = apart < but and lists().words["whole"].within(words, 0 if each.start > start else joined[0].end, start)
        every = lists().words["in_every_case"].before(words, without) < without < but and start < without
        inside = sentence.clauses[without] == sentence.clauses[start] or words[without].normal != "but"
        excepted = start < without < but and inside and lists().words["whole"].within(words, first, start)
        if whole or behind or every or excepted:
            without_them = {item.id for item in _run_of(sentence, joined)}
            return tuple(item for item in ground.shown if item.id not in without_them)
    return ()


def _run_of(sentence: Sentence, named: Sequence[Mention]) -> Items:
    """Return the items of the first of some mentions, and of those that are joined to it."""
    found = list(named[0].items)
    for one, other in pairwise(named):
        if [word.normal for word in sentence.words[one.end : other.start] if word.normal != "the"] not in ([], ["and"]):
            break
        found += other.items
    return tuple(found)


def names_all(sentence: Sentence, start: int) -> bool:
    """Tell whether a value is a part of what names all that is shown: "none of these three war dramas"."""
    words, at = sentence.words, start
    part = number_at(words, start) is not None or any(each.start == start for each in sentence.values)
    if words[start].before.strip(" -") or not part:
        return False  # "The dearest of these five (£210)" names nothing by its price.
    ends = {each.end: each.start for each in sentence.values}
    while not words[at].before.strip(" -") and (at in ends or _is_rated(words, at)):  # "These G-rated dramas".
        at = ends.get(at, at - 1)
    if at and number_at(words, at - 1) is not None:
        at -= 1
    return at > 1 and words[at - 1].normal in lists().words["those"] and words[at - 2].normal == "of"


def _is_rated(words: Sequence[Token], at: int) -> bool:
    return at > 1 and words[at - 1].normal == "rated" and words[at - 1].before == "-"


def is_share(sentence: Sentence, start: int, ground: Ground) -> bool:
    """Tell whether a number is that of those of which something else is said: "two titles date from 1927"."""
    first, last = sentence.clause(start)
    starts = [each.start for each in sentence.values] + [each.start for each in amounts_of(sentence, ground)]
    told = any(start < each < last for each in starts)
    number = number_at(sentence.words, start)
    return told and number is not None and some_of(sentence, first, last, ground) == number.value


def some_of(sentence: Sentence, first: int, start: int, ground: Ground) -> int | None:
    """Return the two of "two of these" and "two are", or the one of "only one comedy", that stands before a claim."""
    words, whole, narrow = sentence.words, lists().words["whole"], lists().words["narrow"]
    if start > 1 and words[start - 1].normal == "one" and words[start - 2].normal in lists().words["only"]:
        return 1
    if (cases := _cases(words, first, start)) is not None:
        return cases
    but_one = next((at for at in range(first, start - 2) if lists().words["but_one"].at(words, at) > at), None)
    if but_one is not None:
        return len(ground.shown) - 1
    joined = [place for place in range(first + 1, start) if words[place].normal in lists().words["all"]]
    anew = [place for place in joined if words[place - 1].normal == "and"]
    anew += [at for at in range(first + 1, start) if words[at - 1].normal == "and" and number_at(words, at)]
    first = max(anew, default=first)
    for place in range(first, start):
        if lists().words["unique"].before(words, place) < place and words[place].normal == "one":
            return None  # "The only one of the four that is …" is looked at as such.
        number = number_at(words, place)
        only = place > 0 and words[place - 1].normal in lists().words["only"]
        among_them = number is not None and [word.normal for word in words[number.end : number.end + 1]] == ["of"]
        least = 1 if only or (among_them and opens_with(words, first, place)) else 2
        behind = number.end if number is not None and number.value in range(least, len(ground.shown) + 1) else start
        of_them = behind + (behind < start and words[behind].normal in _things(ground))
        told = ("from", "by", "with") if of_them + 1 == start else ("from", "by")
        from_ = opens_with(words, first, place) and of_them < start and words[of_them].normal in told
        out = [word.normal for word in words[behind : behind + 2]] == ["out", "of"]
        among = (
            from_
            or (out and behind < start and number_at(words, behind + 2) is not None)
            or (
                behind < start
                and words[behind].normal == "of"
                and max(whole.at(words, behind + 1), narrow.at(words, behind + 1)) > behind + 1
            )
        )
        there = (
            number is not None and number.end == start < len(words) and words[start].normal in lists().words["are"]
        )  # "Two can be had right now".
        are = _are(words, first, place, behind, start, ground) or (there and opens_with(words, first, place))
        if number is not None and (among or are):
            return int(number.value)
    return None


def _cases(words: Sequence[Token], first: int, start: int) -> int | None:
    """Return the three of "and in three cases a musical"."""
    for place in range(first, start):
        number = number_at(words, place) if place and words[place - 1].normal == "in" else None
        if number is not None and number.end < start and words[number.end].normal in ("cases", "of"):
            return int(number.value) if words[number.end].normal == "cases" else None
    return None


def some_behind(sentence: Sentence, end: int) -> int | None:
    """Return the two of "Volterra makes two of these", or "accounts for two of the three", behind a claim."""
    words, whole, narrow = sentence.words, lists().words["whole"], lists().words["narrow"]
    ahead = range(end + 1, min(len(words), end + 1 + _VERB))
    if end >= len(words) or words[end].before.strip():
        return None
    at = next((at for at in ahead if number_at(words, at) is not None), end)
    number = number_at(words, at) if at > end and not words[at].before.strip() else None
    if number is None or number.value < 2 or number.end >= len(words) or words[number.end].normal != "of":
        return None
    among = max(whole.at(words, number.end + 1), narrow.at(words, number.end + 1)) > number.end + 1
    return int(number.value) if among else None


def _are(words: Sequence[Token], first: int, place: int, behind: int, start: int, ground: Ground) -> bool:
    """Tell whether a clause begins with a number of things that are something: "but only two titles date from"."""
    opens = opens_with(words, first, place)
    if behind < start and words[behind].normal in _things(ground):
        behind += 1
    are = behind < start and words[behind].normal in lists().words["are"]
    return opens and words[place].text.isalpha() and are


def opens_with(words: Sequence[Token], first: int, place: int) -> bool:
    """Tell whether a clause begins with a number, or with a word or two before it: "but only two"."""
    return all(word.normal in lists().words["openings"] for word in words[first:place])


def _things(ground: Ground) -> frozenset[str]:
    single = {entry[0] for entry in lists().words["counted"].entries if len(entry) == 1}
    return lexicon().things(ground.schema.noun) | single


def is_of_all(sentence: Sentence, first: int, start: int) -> bool:
    """Tell whether a clause is about "these" or "all", rather than about one of them."""
    words, inside = sentence.words, any(each.end <= start for each in sentence.mentions)
    for place in range(first, start):
        if inside and words[place].normal in ("both", "they", "theyre", "them", "those"):
            continue  # "Alien, made in 1979, is both this and that", "as for the jeans, they're blue".
        if words[place].normal == "both" and words[place + 1].normal in _ARTICLES:
            continue  # "Both the oldest and the longest" is one.
        if words[place].normal == "each" and words[place + 1].normal == "other":
            continue  # "Two neighbours falling for each other".
        if words[place].normal in ("neither", "none", "nothing") and words[place - 1].normal in _OF_ONE and place:
            continue  # "The only one that's neither", "it has nothing of the humour".
        if words[place].normal == "them" and place and words[place - 1].normal in lists().words["relations"]:
            continue  # "It tops them all".
        if words[place].normal == "all" and place and words[place - 1].normal in ("above", "after", "at", "them", "us"):
            continue  # "Above all romantic", "the cheapest of them all".
        if [word.normal for word in words[place : place + 3]] == ["all", "the", "way"]:
            continue  # "Sung all the way through".
        if words[place].normal == "every" and words[place + 1].normal in ("bit", "inch"):
            continue  # "Every bit as dreamlike".
        own = place + 1 == start and number_at(words, start) is not None
        if words[place].normal == "all" and place > first and (own or words[place - 1].normal == "it"):
            continue  # "Uses up all 95", "moves it all to Australia".
        if words[place].normal == "all" and words[place + 1].normal in ("for", "in", "done", "over"):
            continue  # "All for $44" is what one costs.
        among = place > 0 and words[place - 1].normal in lists().words["among"]
        if lists().words["whole"].at(words, place) > place and not among:
            return True
    return False


def both_of(sentence: Sentence, first: int, start: int) -> Items:
    """Return the two items that "both" are, where two were named together right before."""
    before = [each for each in sentence.mentions if each.end <= first]
    named = any(each.end <= start for each in sentence.mentions)
    pair = joined_to(sentence, before) if before else () if named else _both_ahead(sentence) or sentence.recent[-2:]
    words = sentence.words
    low = max((each.end for each in sentence.mentions if first <= each.start and each.end <= start), default=first)
    both = any(words[at].normal == "both" and words[at + 1].normal not in _ARTICLES for at in range(low, start))
    return pair if both and len(pair) == 2 else ()


def _both_ahead(sentence: Sentence) -> Items:
    """Return what is named behind a verb that "both" goes before: "both in navy, are the tent and the stove"."""
    first, *_ = (*sentence.mentions, None)
    if first is None:
        return ()
    at = first.start - (sentence.words[first.start - 1].normal == "the")
    if ":" in sentence.words[at].before:
        return tuple(item for each in sentence.mentions if each.titled and not each.related for item in each.items)
    if not at or sentence.words[at - 1].normal not in lists().words["copulas"]:
        return ()
    run = [first]
    for later in sentence.mentions[1:]:
        between = [word.normal for word in sentence.words[run[-1].end : later.start] if word.normal != "the"]
        if between[-1:] != ["and"]:
            break
        run.append(later)
    return tuple(item for each in run for item in each.items)


def joined_to(sentence: Sentence, named: Sequence[Mention]) -> Items:
    """Return the items of the last mention, with those that are joined to it: "Alien and Jaws are …"."""
    found = list(named[-1].items)
    for earlier, later in zip(reversed(named[:-1]), reversed(named[1:]), strict=True):
        between = [word for word in sentence.words[earlier.end : later.start] if not word.text[0].isdigit()]
        apart = [word.normal for word in between] not in ([], ["and"], ["or"], ["nor"])
        apart = apart or ";" in sentence.words[later.start].before
        again = later.short and any(item in each.items for each in named[:-1] for item in later.items)
        if apart or again or earlier.several or later.several or earlier.placed != later.placed:
            break  # "Jaws and Alien, the first a …" tells of the first alone.
        found += earlier.items
    return tuple(found)
