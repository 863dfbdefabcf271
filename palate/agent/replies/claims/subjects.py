"""Which items a claim is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from palate.agent.replies.claims.ahead import named_ahead
from palate.agent.replies.claims.denial import is_denied
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.perhaps import meant_perhaps
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.portions import (
    all_but,
    both_of,
    is_of_all,
    joined_to,
    names_all,
    some_behind,
    some_of,
)
from palate.agent.replies.claims.sentences import Sentence
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item

Group = tuple[Item, ...]
_WHICH = 3
"""How many words behind something may be "which": "the kettle (£20), which …"."""


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
    topic: Group = ()
    """What the sentence is about as a whole, which may be meant as well."""

    def holds(self, test: Callable[[Item], bool]) -> bool:
        """Tell whether something holds for all items of one of the groups; a denial must hold for all as well."""
        if self.exactly is not None:
            return sum(test(item) != self.negated for item in self.groups[0]) == self.exactly
        groups = (*self.groups, self.topic)
        return any(group and all(test(item) != self.negated for item in group) for group in groups)


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
    if own := _in_brackets_of(sentence, start, end, sure=bool(named_ahead(sentence, start, end))):
        return Subject((own,), whole=False, negated=False, person=False)
    if ahead := named_ahead(sentence, start, end):
        return Subject((ahead,), whole=False, negated=is_denied(sentence, start, end), person=False)
    if sentence.heads:
        return Subject((sentence.inherited,), whole=False, negated=is_denied(sentence, start, end), person=False)
    if ground.shown and names_all(sentence, start):
        return Subject((ground.shown,), whole=True, negated=False, person=False)
    first, _ = sentence.clause(start)
    if rest := all_but(sentence, first, start, ground):
        return Subject((rest,), whole=False, negated=is_denied(sentence, start, end), person=False)
    if ground.shown and lists().words["most_of"].within(sentence.words, first, start):
        singles = tuple((item,) for item in ground.shown)
        return Subject(singles, whole=False, negated=is_denied(sentence, start, end), person=False)
    if rest := _nothing_else(sentence, first, start, ground):
        return Subject((rest,), whole=False, negated=True, person=False)
    if each := _one_of(sentence, start):
        return Subject(tuple((item,) for item in each), whole=False, negated=False, person=False)
    groups = _groups(sentence, start, end, ground)
    named = any(first <= each.start < start for each in sentence.mentions)
    two = both_of(sentence, first, start)
    some = some_of(sentence, first, start, ground) if ground.shown and not named else None
    some = some or some_behind(sentence, end)
    whole = not groups or some is not None or (bool(ground.shown) and not named and is_of_all(sentence, first, start))
    if two or whole:
        groups = (two,) if two else (ground.shown,)
    if not (whole or two) and _is_of_any(sentence, start):
        groups = (*groups, *((item,) for item in ground.shown))
    denied = is_denied(sentence, start, end)
    if whole and some is None and _they(sentence):
        groups = (*groups, *(sentence.recent[-count:] for count in (1, 2, 3) if len(sentence.recent) >= count))
    if sentence.loosely and not (two or denied) and some is None and not is_of_all(sentence, first, start):
        groups = (*groups, *meant_perhaps(sentence, start, end, ground))
    return Subject(
        groups,
        whole=whole and some is None,
        negated=denied,
        person=_person(sentence, start),
        exactly=some,
        topic=(
            _several_before(sentence, start)
            or _listed_behind(sentence, end)
            or _each_of_two(sentence, start)
            or _they(sentence)
            or _all_named(sentence, start)
            or _unlike_behind(sentence, end, ground)
        )
        if whole
        else ()
        if two
        else _topic(sentence, start, negated=denied),
    )


def _is_of_any(sentence: Sentence, start: int) -> bool:
    """Tell whether a sentence names nothing and has no "it", so that it may be of any: "the bigger machine is red"."""
    first, _ = sentence.clause(start)
    here = any(first <= each.start for each in sentence.mentions)
    if sentence.words[first].normal == "the" and number_at(sentence.words, first + 1) and not here:
        return True  # "The two appliances have two years each".
    opens = sentence.words[0].normal in lists().words["pronouns"]
    it = opens or any(word.normal in lists().words["itself"] for word in sentence.words[:start])
    all_ = lists().words["whole"].at(sentence.words, 0) > 0
    return not (sentence.mentions or it or all_)


def _groups(sentence: Sentence, start: int, end: int, ground: Ground) -> tuple[Group, ...]:
    before = [each for each in sentence.mentions if each.end <= start]
    behind = [each for each in sentence.mentions if each.start >= end]
    groups: list[Group] = []
    if before:
        if before[-1].related and not (_is_unlike(sentence, before[-1]) or _goes_back(sentence, before[-1].end, start)):
            groups.append(joined_to(sentence, before))
        subjects = [each for each in before if not each.related]
        joined = joined_to(sentence, subjects) if subjects else sentence.inherited or ground.shown
        if len(joined) > 1 and subjects and not subjects[-1].several and _stands_apart(sentence, subjects[-1].start):
            groups.append(subjects[-1].items)
        return (*groups, joined)
    if sentence.inherited and _says_it(sentence):
        return (sentence.inherited,)
    ahead = [each for each in behind if not each.related and not _is_contrast(sentence, end, each.start)]
    if ahead:
        return (ahead[0].items,)
    if behind and not _is_contrast(sentence, end, behind[0].start):
        return (behind[0].items, sentence.inherited or ground.shown)
    return (sentence.inherited,) if sentence.inherited else ()


def _in_brackets_of(sentence: Sentence, start: int, end: int, *, sure: bool) -> Group:
    """Return what has in brackets what is said: "closest to the slicer (£29.50) is …"."""
    alone = sentence.clause(start) == (start, end) and "(" in sentence.words[start].before
    owner = next((each for each in sentence.mentions if each.end == start and alone), None)
    return owner.items if owner is not None and not owner.several and (sure or not owner.related) else ()


def _stands_apart(sentence: Sentence, start: int) -> bool:
    """Tell whether what is named begins anew: "for a laugh there's Alien, and Jaws, the oldest, …" is of Jaws alone."""
    return any("," in word.before for word in sentence.words[max(0, start - 2) : start])


def _begins_with_pronoun(sentence: Sentence) -> bool:
    return sentence.words[0].normal in lists().words["itself"]


def _nothing_else(sentence: Sentence, first: int, start: int, ground: Ground) -> Group:
    """Return of what something is denied in "and nothing else here is rated R"."""
    if not lists().words["nothing_else"].within(sentence.words, first, start):
        return ()
    before = [each for each in sentence.mentions if each.end <= start and not (each.related or each.several)]
    own = sentence.inherited if _begins_with_pronoun(sentence) or not before else before[0].items
    return tuple(item for item in ground.shown if item not in own) if own else ()


def _each_of_two(sentence: Sentence, start: int) -> Group:
    """Return the two that were named last, of which "each" may be said."""
    first, _ = sentence.clause(start)
    each = any(word.normal == "each" for word in sentence.words[first:start])
    here = [item for one in sentence.mentions if one.titled and one.end <= start for item in one.items]
    two = tuple({item.id: item for item in [*sentence.recent, *here][-2:]}.values())
    return two if each and len(two) == 2 else ()


def _all_named(sentence: Sentence, start: int) -> Group:
    """Return all that a sentence names before "all": "the kettle (£28), the pan (£64) and the mixer are all gone"."""
    titled = [each for each in sentence.mentions if each.end <= start and each.titled and not each.related]
    return tuple(item for each in titled for item in each.items) if len(titled) > 1 else ()


def _several_before(sentence: Sentence, start: int) -> Group:
    """Return several that were spoken of last: "the other three are action, all rated R"."""
    before = [each for each in sentence.mentions if each.end <= start and not each.related]
    return before[-1].items if before and before[-1].several else ()


def _listed_behind(sentence: Sentence, end: int) -> Group:
    """Return what is listed behind a colon: "three are green, none of them below $400: A, B and C"."""
    words = sentence.words
    colon = next((at for at in range(end, len(words)) if ":" in words[at].before), len(words))
    listed = [each for each in sentence.mentions if each.start >= colon and each.titled and not each.related]
    return tuple(item for each in listed for item in each.items) if len(listed) > 1 else ()


def _unlike_behind(sentence: Sentence, end: int, ground: Ground) -> Group:
    """Return all that is shown but what a contrast names: "none of these goes beyond two hours, while Jaws takes …"."""
    behind = next((each for each in sentence.mentions if each.start >= end and not each.related), None)
    if behind is None or not _is_contrast(sentence, end, behind.start):
        return ()
    return tuple(item for item in ground.shown if item not in behind.items)


def _they(sentence: Sentence) -> Group:
    """Return what "they" is besides all that is shown: headphones, which were spoken of last."""
    return sentence.inherited if sentence.words[0].normal in lists().words["they"] else ()


def _one_of(sentence: Sentence, start: int) -> Group:
    """Return those one of which has something: "the last two, one black, the other silver"."""
    before = [each for each in sentence.mentions if each.end <= start]
    one = start > 0 and sentence.words[start - 1].normal in ("one", "other")
    return before[-1].items if one and before and before[-1].several else ()


def _topic(sentence: Sentence, start: int, *, negated: bool) -> Group:
    """Return what a sentence is about as a whole, where a clause names nothing: "Jaws, where Alien is long, is …"."""
    first, last = sentence.clause(start)
    before = [each for each in sentence.mentions if each.end <= start]
    if not before:
        here = negated or any(each.start < last for each in sentence.mentions)
        if here and not all(each.related for each in sentence.mentions):
            return ()
        return sentence.inherited if sentence.mentions else sentence.topic
    if _begins_with_pronoun(sentence):
        return sentence.inherited
    opens = max((at for at in range(1, start + 1) if ";" in sentence.words[at].before), default=0)
    titled = [each for each in before if each.titled and not each.related]
    part = [each for each in titled if each.start >= opens] or titled
    return part[0].items if titled and before[-1].end <= first else ()


def _is_contrast(sentence: Sentence, end: int, start: int) -> bool:
    """Tell whether "whereas" or the like stands between a claim and what is named behind it."""
    return any(word.normal in lists().words["contrasts"] for word in sentence.words[end:start])


def _is_unlike(sentence: Sentence, mention: Mention) -> bool:
    """Tell whether what follows is not of what was named: "Jaws, unlike Fargo, has …", but "Fargo, which has …"."""
    words, end = sentence.words, mention.end
    which = any(word.normal in ("which", "where") for word in words[end : end + _WHICH])
    return mention.start > 0 and words[mention.start - 1].normal == "unlike" and not which


def _goes_back(sentence: Sentence, end: int, start: int) -> bool:
    """Tell whether the subject goes on behind what it is related to: "Alien outlasts Jaws and is …"."""
    words = sentence.words
    if any(word.normal == "which" for word in words[end : min(start, end + _WHICH)]):
        return False  # "No rush for the kettle, which is steel and is £20".
    return any(
        words[at].normal in lists().words["copulas"] and ("," in words[at].before or words[at - 1].normal == "and")
        for at in range(end, start)
    )


def _says_it(sentence: Sentence) -> bool:
    words, pronouns = sentence.words, lists().words["pronouns"]
    # "After that comes Jaws" is about Jaws, and "if it's a comedy you want" about what comes then.
    titled = any(each.titled and not each.related for each in sentence.mentions)
    supposed = words[0].normal == "should" or (
        words[0].normal == "if" and lists().words["you"].within(words, *sentence.clause(0))
    )
    return (
        words[0].normal not in lists().words["relations"]
        and not supposed
        and any(word.normal in pronouns for word in (*words[:2], *(() if titled else words[-1:])))
    )


def _person(sentence: Sentence, place: int) -> bool:
    first, last = sentence.clause(place)
    named = any(first <= each.start < last for each in sentence.mentions)
    words = sentence.words
    you = lists().words["you"].within(words, first, last)
    return you and not named and lists().words["asked"].within(words, first, last)
