"""Which items a claim is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from palate.agent.replies.claims.ahead import named_ahead
from palate.agent.replies.claims.amount import amounts_of
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token
from palate.language.cues.lexicon import lexicon

Group = tuple[Item, ...]
_ARTICLES = ("the", "a", "an")
"""Behind "both", as in "both the oldest and the longest", these tell that it is of one item."""
_MANY = 100
"""More than that are never shown: "1979 of these" counts none of them."""


@dataclass(frozen=True)
class Subject:
    """Whom a claim may be about: it has to hold for every item of one of the groups."""

    groups: tuple[Group, ...]
    whole: bool
    """Whether it is said of the reply as a whole, so that it may also be something that the person asked for."""
    negated: bool
    """Whether the claim is denied."""
    person: bool
    """Whether its clause speaks of what the person said, rather than of an item."""
    exactly: int | None = None
    """Of how many of the reply's items it is said: "two of these are comedies"."""

    def holds(self, test: Callable[[Item], bool]) -> bool:
        """Tell whether something holds for all items of one of the groups; a denial must hold for all as well."""
        if self.exactly is not None:
            return sum(test(item) != self.negated for item in self.groups[0]) == self.exactly
        return any(group and all(test(item) != self.negated for item in group) for group in self.groups)


def apart_of(subject: Subject, sentence: Sentence, start: int) -> Iterator[Subject]:
    """Yield each that a comparison may be about, one at a time.

    What the subject was compared with before is not meant, but for "longer than Jaws, which is 7 minutes longer".
    """
    last = next((each for each in reversed(sentence.mentions) if each.end <= start), None)
    groups = subject.groups
    if last is not None and last.related and len(groups) > 1:
        which = any(word.normal in lists().apart["which"] for word in sentence.words[last.end : start])
        groups = groups[:1] if which else groups[1:]
    yield from (replace(subject, groups=(group,)) for group in groups)


def subject_of(sentence: Sentence, start: int, end: int, ground: Ground) -> Subject:
    """Return whom the claim in `words[start:end]` of a sentence is about."""
    if ahead := named_ahead(sentence, start, end):
        return Subject((ahead,), whole=False, negated=_is_denied(sentence, start, end), person=False)
    if sentence.heads:
        return Subject((sentence.inherited,), whole=False, negated=_is_denied(sentence, start, end), person=False)
    if ground.shown and _names_all(sentence, start):
        return Subject((ground.shown,), whole=True, negated=False, person=False)
    first, _ = sentence.clause(start)
    if rest := _all_but(sentence, first, start, ground):
        return Subject((rest,), whole=False, negated=_is_denied(sentence, start, end), person=False)
    groups = _groups(sentence, start, end, ground)
    named = any(first <= each.start < start for each in sentence.mentions)
    two = _both(sentence, first, start)
    some = _some(sentence, first, start, ground) if ground.shown and not named else None
    whole = not groups or some is not None or (bool(ground.shown) and not named and _of_all(sentence, first, start))
    if two or whole:
        groups = (two,) if two else (ground.shown,)
    return Subject(
        groups,
        whole=whole and some is None,
        negated=_is_denied(sentence, start, end),
        person=_person(sentence, start),
        exactly=some,
    )


def is_wondered(sentence: Sentence, place: int) -> bool:
    """Tell whether a word stands in what the person is asked, or may want: it is said of no item, and claims nothing.

    "Shall I look for French ones?" and "if you'd rather laugh, …" do; "is it French?" is about an item.
    """
    words, (first, last) = sentence.words, sentence.clause(place)
    if sentence.asks and not any(each.end <= place for each in sentence.mentions):
        wants = lists().words["wondering"].at(words, 0) > 0 or lists().words["wanting"].within(words, place)
        pronoun = any(word.normal in lists().words["pronouns"] for word in words[:place])
        return wants or not (pronoun or sentence.mentions)
    if sentence.mentions:
        return False
    return words[first].normal in lists().words["supposing"] and lists().words["you"].within(words, first, last)


def _all_but(sentence: Sentence, first: int, start: int, ground: Ground) -> Group:
    """Return all that is shown but for what is excepted: "all but the first", "except for Jaws, they are all …"."""
    words = sentence.words
    for each in sentence.mentions:
        but = each.start - (words[each.start - 1].normal == "the") if each.start else 0
        without = lists().words["but"].before(words, but)
        apart = lists().words["excepting"].before(words, but)
        whole = first < without < but and each.end <= start and words[without - 1].normal in lists().words["whole"]
        joined = [other for other in sentence.mentions if other.start >= each.start]
        behind = apart < but and lists().words["whole"].within(words, 0 if each.start > start else joined[0].end, start)
        if whole or behind:
            without_them = {item.id for item in _run_of(sentence, joined)}
            return tuple(item for item in ground.shown if item.id not in without_them)
    return ()


def _run_of(sentence: Sentence, named: Sequence[Mention]) -> Group:
    """Return the items of the first of some mentions, and of those that are joined to it."""
    found = list(named[0].items)
    for one, other in pairwise(named):
        if [word.normal for word in sentence.words[one.end : other.start] if word.normal != "the"] not in ([], ["and"]):
            break
        found += other.items
    return tuple(found)


def _names_all(sentence: Sentence, start: int) -> bool:
    """Tell whether a value is a part of what names all that is shown: "none of these three war dramas"."""
    words, at = sentence.words, start
    if words[start].before.strip(" -"):
        return False  # "The dearest of these five (£210)" names nothing by its price.
    ends = {each.end: each.start for each in sentence.values}
    while at in ends and not words[at].before.strip(" -"):
        at = ends[at]
    if at and number_at(words, at - 1) is not None:
        at -= 1
    return at > 1 and words[at - 1].normal in lists().words["those"] and words[at - 2].normal == "of"


def is_share(sentence: Sentence, start: int, ground: Ground) -> bool:
    """Tell whether a number is that of those of which something else is said: "two titles date from 1927"."""
    first, last = sentence.clause(start)
    starts = [each.start for each in sentence.values] + [each.start for each in amounts_of(sentence, ground)]
    told = any(start < each < last for each in starts)
    number = number_at(sentence.words, start)
    return told and number is not None and _some(sentence, first, last, ground) == number.value


def _some(sentence: Sentence, first: int, start: int, ground: Ground) -> int | None:
    """Return the two of "two of these" and "two are", or the one of "only one comedy", that stands before a claim."""
    words, whole, narrow = sentence.words, lists().words["whole"], lists().words["narrow"]
    if start > 1 and words[start - 1].normal == "one" and words[start - 2].normal in lists().words["only"]:
        return 1
    but_one = next((at for at in range(first, start - 2) if lists().words["but_one"].at(words, at) > at), None)
    if but_one is not None:
        return len(ground.shown) - 1
    joined = [place for place in range(first + 1, start) if words[place].normal in lists().words["all"]]
    anew = [place for place in joined if words[place - 1].normal == "and"]
    for place in range(anew[-1] if anew else first, start - 1):
        number = number_at(words, place)
        only = place > 0 and words[place - 1].normal in lists().words["only"]
        behind = number.end if number is not None and number.value in range(2 - only, _MANY) else start
        among = (
            behind < start
            and words[behind].normal == "of"
            and max(whole.at(words, behind + 1), narrow.at(words, behind + 1)) > behind + 1
        )
        if number is not None and (among or _are(words, first, place, behind, start, ground)):
            return int(number.value)
    return None


def _are(words: Sequence[Token], first: int, place: int, behind: int, start: int, ground: Ground) -> bool:
    """Tell whether a clause begins with a number of things that are something: "but only two titles date from"."""
    opens = all(word.normal in lists().words["openings"] for word in words[first:place])
    if behind < start and words[behind].normal in _things(ground):
        behind += 1
    are = behind < start and words[behind].normal in lists().words["are"]
    return opens and words[place].text.isalpha() and are


def _things(ground: Ground) -> frozenset[str]:
    single = {entry[0] for entry in lists().words["counted"].entries if len(entry) == 1}
    return lexicon().things(ground.schema.noun) | single


def _of_all(sentence: Sentence, first: int, start: int) -> bool:
    """Tell whether a clause is about "these" or "all", rather than about one of them."""
    words, inside = sentence.words, any(each.end <= start for each in sentence.mentions)
    for place in range(first, start):
        if inside and words[place].normal == "both":
            continue  # "Alien, made in 1979, is both this and that."
        if words[place].normal == "both" and words[place + 1].normal in _ARTICLES:
            continue  # "Both the oldest and the longest" is one.
        if words[place].normal == "all" and words[place + 1].normal == "for":
            continue  # "All for $44" is what one costs.
        among = place > 0 and words[place - 1].normal in lists().words["among"]
        if lists().words["whole"].at(words, place) > place and not among:
            return True
    return False


def _both(sentence: Sentence, first: int, start: int) -> Group:
    """Return the two items that "both" are, where two were named together right before."""
    before = [each for each in sentence.mentions if each.end <= first]
    named = any(each.end <= start for each in sentence.mentions)
    pair = _joined(sentence, before) if before else () if named else _both_ahead(sentence) or sentence.recent[-2:]
    words = sentence.words
    both = any(words[at].normal == "both" and words[at + 1].normal not in _ARTICLES for at in range(first, start))
    return pair if both and len(pair) == 2 else ()


def _both_ahead(sentence: Sentence) -> Group:
    """Return what is named behind a verb that "both" goes before: "both in navy, are the tent and the stove"."""
    first, *_ = (*sentence.mentions, None)
    if first is None:
        return ()
    at = first.start - (sentence.words[first.start - 1].normal == "the")
    if not at or sentence.words[at - 1].normal not in lists().words["copulas"]:
        return ()
    run = [first]
    for later in sentence.mentions[1:]:
        between = [word.normal for word in sentence.words[run[-1].end : later.start] if word.normal != "the"]
        if between[-1:] != ["and"]:
            break
        run.append(later)
    return tuple(item for each in run for item in each.items)


def _groups(sentence: Sentence, start: int, end: int, ground: Ground) -> tuple[Group, ...]:
    before = [each for each in sentence.mentions if each.end <= start]
    behind = [each for each in sentence.mentions if each.start >= end]
    groups: list[Group] = []
    if before:
        if before[-1].related and not _goes_back(sentence, before[-1].end, start):
            groups.append(_joined(sentence, before))
        subjects = [each for each in before if not each.related]
        return (*groups, _joined(sentence, subjects) if subjects else sentence.inherited or ground.shown)
    if sentence.inherited and _says_it(sentence):
        return (sentence.inherited,)
    ahead = [each for each in behind if not each.related and not _is_contrast(sentence, end, each.start)]
    if ahead:
        return (ahead[0].items,)
    if behind and not _is_contrast(sentence, end, behind[0].start):
        return (behind[0].items, sentence.inherited or ground.shown)
    return (sentence.inherited,) if sentence.inherited else ()


def _is_contrast(sentence: Sentence, end: int, start: int) -> bool:
    """Tell whether "whereas" or the like stands between a claim and what is named behind it."""
    return any(word.normal in lists().words["contrasts"] for word in sentence.words[end:start])


def _goes_back(sentence: Sentence, end: int, start: int) -> bool:
    """Tell whether the subject goes on behind what it is related to: "Alien outlasts Jaws and is …"."""
    words = sentence.words
    return any(
        words[at].normal in lists().words["copulas"] and ("," in words[at].before or words[at - 1].normal == "and")
        for at in range(end, start)
    )


def _joined(sentence: Sentence, named: Sequence[Mention]) -> Group:
    """Return the items of the last mention, with those that are joined to it: "Alien and Jaws are …"."""
    found = list(named[-1].items)
    for earlier, later in zip(reversed(named[:-1]), reversed(named[1:]), strict=True):
        between = sentence.words[earlier.end : later.start]
        apart = [word.normal for word in between] not in ([], ["and"], ["or"], ["nor"])
        if apart or earlier.several or later.several:
            break
        found += earlier.items
    return tuple(found)


def _says_it(sentence: Sentence) -> bool:
    words, pronouns = sentence.words, lists().words["pronouns"]
    # "After that comes Jaws" is about Jaws, and "if it's a comedy you want" about what comes then.
    supposed = words[0].normal == "if" and lists().words["you"].within(words, *sentence.clause(0))
    return (
        words[0].normal not in lists().words["relations"]
        and not supposed
        and any(word.normal in pronouns for word in words[:2])
    )


def _person(sentence: Sentence, place: int) -> bool:
    first, last = sentence.clause(place)
    named = any(first <= each.start < last for each in sentence.mentions)
    words = sentence.words
    you = lists().words["you"].within(words, first, last)
    return you and not named and lists().words["asked"].within(words, first, last)


def _is_denied(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a clause denies what stands in `words[start:end]`, which it may begin with."""
    first, _ = sentence.clause(start)
    words, place, instead, neither = sentence.words, first, False, False
    closed = end < len(words) and words[end].before.strip() != ""  # "Jaws (124 minutes) is not …"
    denied = start <= first + 1 and not closed and lists().words["denied"].at(words, end) > end
    while place < start:
        if not sentence.free(place, place + 1):
            place += 1  # "No Country for Old Men" denies nothing.
        elif (behind := lists().words["affirmed"].at(words, place)) > place:
            place = behind
        elif instead and words[place].normal == "and":
            denied, instead, place = not denied, False, place + 1  # "Glass instead of steel and in stock".
        elif neither and words[place].normal == "nor":
            place += 1  # "Neither A nor B" denies once.
        elif (behind := lists().words["negations"].at(words, place)) > place:
            neither = words[place].normal == "neither"
            instead = lists().words["instead"].at(words, place) == behind
            denied, place = not denied, behind
        else:
            place += 1
    return denied
