"""Claims that an item has a value of a category, tags or flag field, or lacks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from palate.agent.replies.claims.asides import is_aside
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.ground import Ground, told
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence, adjectives, is_of_none
from palate.agent.replies.claims.standing import has, has_alone, is_akin, is_made_of
from palate.agent.replies.claims.stocked import stocked
from palate.agent.replies.claims.subjects import Subject, subject_of
from palate.catalog.grounding.matches import THRESHOLD, ValueMatch, ValueSpan
from palate.catalog.item import Item
from palate.catalog.words import normal, singular

_GAP = 2
"""How many words may stand between a field's name and its value: "directed by the …"."""


def unbound_values(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield the values that nothing bears out."""
    for span in sentence.values:
        matches = [match for match in span.matches if match.confidence >= THRESHOLD]
        if not matches or is_aside(sentence, span, ground) or _is_of_none(sentence, span, ground):
            continue
        if _is_stock(sentence, span, ground):
            continue
        subject = subject_of(sentence, span.start, span.end, ground)
        said = " ".join(word.text for word in sentence.words[span.start : span.end])
        if not _binds(sentence, span, _of_field(sentence, span, matches, ground), subject, said, ground):
            yield Claim("value", said, f"No item that “{said}” is said of {_has(subject)} it.")


def _is_stock(sentence: Sentence, span: ValueSpan, ground: Ground) -> bool:
    """Tell whether a value is a part of what tells that something is there, which is looked at as such."""
    return any(
        start <= span.start and span.end <= end for start, end, _ in stocked(sentence, 0, len(sentence.words), ground)
    )


def _is_of_none(sentence: Sentence, span: ValueSpan, ground: Ground) -> bool:
    """Tell whether a value is what nothing is that has more: "no knife here is rated higher"."""
    first, last = sentence.clause(span.start)
    compared = any(
        span.end <= each.start < last and each.degree == "comparative" for each in adjectives(sentence, ground)
    )
    return compared and span.start <= first + 3 and is_of_none(sentence, first)


def _has(subject: Subject) -> str:
    return "lacks" if subject.negated else "has"


def _binds(
    sentence: Sentence, span: ValueSpan, matches: Sequence[ValueMatch], subject: Subject, said: str, ground: Ground
) -> bool:
    words, clause = normal(said), sentence.clauses[span.start]
    if subject.person and told(words, ground.echo):
        return True
    if subject.whole and _said_back(matches, words, subject, ground):
        return True
    related = _shared_with(sentence, span)
    if related is not None and not subject.negated:
        return all(any(has(item, match) for match in matches) for item in related.items) and subject.holds(
            lambda item: any(has(item, match) for match in matches)
        )
    if subject.exactly is not None and any(subject.holds(partial(has, match=match)) for match in matches):
        return True
    beside = [each for each in sentence.values if _alike(each, span) and sentence.clauses[each.start] == clause]
    joined = [one for each in beside for one in each.matches]
    if (
        len(beside) > 1
        and subject.exactly is not None
        and subject.holds(lambda item: any(has(item, one) for one in joined))
    ):
        return True
    if subject.exactly is not None and _together(sentence, span, subject):
        return True
    named = sentence.mentions
    opens = subject.whole or (bool(named) and all(each.start >= span.end or each.several for each in named))
    if opens and not subject.negated and _is_enumerated(sentence, span):
        return any(has(item, match) for match in matches for item in ground.shown) or any(
            told(words, ground.texts(item)) for item in ground.shown
        )
    if subject.negated and (both := _both_of(sentence, span)):
        return subject.holds(lambda item: all(any(has(item, one) for one in each.matches) for each in both))
    if is_alone(sentence, span) and not subject.negated:
        return subject.holds(lambda item: any(has(item, match) and has_alone(item, match) for match in matches))
    told_field, fields = len(matches) < len(span.matches), {match.field for match in matches}

    def true(item: Item) -> bool:
        # What has two meanings is denied where one of them is: "no French in it" of a film from France.
        if (all if subject.negated else any)(has(item, match) for match in matches):
            return True
        loose = not subject.negated and not told_field
        return loose and (
            any(told(form, ground.texts(item)) for form in (words, *singular(words)))
            or told(words, ground.reasons(item))
            or (" " not in words and any(is_made_of(words, word) for word in ground.texts(item).split()))
            or is_akin(words, item, but=fields)
        )

    return subject.holds(true) or _among_all(sentence, span, subject, ground)


def is_alone(sentence: Sentence, span: ValueSpan) -> bool:
    """Tell whether it is said that something has this value and no other: "comedy and nothing else"."""
    words, end = sentence.words, lists().words["alone"].at(sentence.words, span.end)
    return end > span.end and (end == len(words) or bool(words[end].before.strip()))


def _both_of(sentence: Sentence, span: ValueSpan) -> list[ValueSpan]:
    """Return the two of "nothing here comes in both silver and red"."""
    words = sentence.words
    for one, other in pairwise(sentence.values):
        both = one.start > 0 and words[one.start - 1].normal == "both"
        if both and span in (one, other) and [word.normal for word in words[one.end : other.start]] == ["and"]:
            return [one, other]
    return []


def _together(sentence: Sentence, span: ValueSpan, subject: Subject) -> bool:
    """Tell whether as many have all that is said as is said: "two of these are Brewster kettles"."""
    first, last = sentence.clause(span.start)
    beside = [each for each in sentence.values if first <= each.start and each.end <= last]
    return len(beside) > 1 and subject.holds(
        lambda item: all(any(has(item, match) for match in each.matches) for each in beside)
    )


def _is_enumerated(sentence: Sentence, span: ValueSpan) -> bool:
    """Tell whether a value is of one of several that are counted up: "I can offer a novel and a business book"."""
    words, article = sentence.words, span.start - 1
    if article > 1 and words[article].normal == "from" and words[article - 2].normal in ("a", "an"):
        article -= 2  # "And an outsider from Hong Kong".
    if article < 0 or words[article].normal not in lists().words["one_of_several"]:
        return False
    return article == 0 or words[article - 1].normal not in lists().words["copulas"]


def _among_all(sentence: Sentence, span: ValueSpan, subject: Subject, ground: Ground) -> bool:
    """Tell whether a value is one of several of which each item has one, and none is idle: "by Chaplin or Keaton"."""
    first, last = sentence.clause(span.start)
    several = [group for group in subject.groups if len(group) > 1]
    pools = [ground.shown] if subject.whole else several
    inside = [each for each in sentence.values if subject.whole or (first <= each.start and each.end <= last)]
    joined = [each for each in inside if _alike(each, span)]
    if len(joined) < 2 or subject.negated or subject.exactly is not None:
        return False
    for pool in pools:
        having = [{item.id for item in pool if any(has(item, one) for one in each.matches)} for each in joined]
        if all(having) and len(set.union(*having)) == len(pool):
            return True
    return False


def _alike(one: ValueSpan, other: ValueSpan) -> bool:
    return bool({match.field for match in one.matches} & {match.field for match in other.matches})


def _said_back(matches: Sequence[ValueMatch], words: str, subject: Subject, ground: Ground) -> bool:
    """Tell whether it is what was asked for or found out; what is shown must not say the opposite."""
    if told(words, ground.facts):
        return True
    asked = told(words, ground.echo) or any(told(normal(str(match.value)), ground.echo) for match in matches)
    if not asked or not ground.shown:
        return asked
    return not subject.negated or not any(has(item, match) for match in matches for item in ground.shown)


def _of_field(
    sentence: Sentence, span: ValueSpan, matches: Sequence[ValueMatch], ground: Ground
) -> Sequence[ValueMatch]:
    """Leave the fields that the words right before name: "directed by X" is no claim about the cast."""
    names = {match.field for match in matches}
    for field in ground.grounder.field_spans(sentence.words[max(0, span.start - 4) : span.start]):
        ends = max(0, span.start - 4) + field.end
        said = {match.field for match in field.matches} & names
        acts = sentence.words[ends - 1].normal in lists().words["acts"] and sentence.words[ends].normal != "by"
        if said and span.start - ends <= _GAP and said != names and not acts:
            return [match for match in matches if match.field in said]
    return matches


def _shared_with(sentence: Sentence, span: ValueSpan) -> Mention | None:
    """Return whom a value is shared with: "shares Horror with Alien" is about both."""
    first, _ = sentence.clause(span.start)
    if not lists().words["shares"].within(sentence.words, first, span.start):
        return None
    joins = ("with", "as")
    return next(
        (
            each
            for each in sentence.mentions
            if each.related
            and each.start >= span.end
            and any(word.normal in joins for word in sentence.words[each.start - 2 : each.start])
        ),
        None,
    )
