"""Values that are no claim about an item: talk, what somebody needs, how many there are, and what names an item."""

from __future__ import annotations

from palate.agent.replies.claims.ahead import named_ahead
from palate.agent.replies.claims.amount import amounts_of
from palate.agent.replies.claims.amounts import holds_for
from palate.agent.replies.claims.ground import Ground, called, is_owner, told
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import has
from palate.agent.replies.claims.wondering import is_wondered
from palate.catalog.grounding.matches import ValueSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.words import singular

_ARTICLES = ("a", "an", "the", "your", "his", "her", "their")


def is_aside(sentence: Sentence, span: ValueSpan, ground: Ground) -> bool:
    """Tell whether a value is said by the way, and of no item."""
    return (
        _is_talk(sentence, span, ground)
        or _is_reading(sentence, span)
        or is_wondered(sentence, span.start)
        or _is_whose(sentence, span, ground)
        or _is_numbered(sentence, span, ground)
        or _names(sentence, span, ground)
    )


def _is_talk(sentence: Sentence, span: ValueSpan, ground: Ground) -> bool:
    """Tell whether a word is one of the reply's own, or the name of a field, rather than a value."""
    words, (word, *more) = sentence.words, sentence.words[span.start : span.end]
    names = {word.normal, *singular(word.normal)} & set(ground.schema.names)
    own = word.normal in lists().words["talk"] or bool(names)
    told = lists().words["idioms"].around(words, span.start, span.end)
    owned = is_owner(words[span.end - 1]) and not words[span.end - 1].capital
    return told or owned or (not more and own and not (word.capital and span.start))


def _is_reading(sentence: Sentence, span: ValueSpan) -> bool:
    """Tell whether it is what the person was understood to mean: "by “sad” I understood melancholy or tragic"."""
    first, _ = sentence.clause(span.start)
    told = any(first <= each.start < span.start for each in sentence.mentions)
    return not told and lists().words["understood"].within(sentence.words, first, span.start)


def _is_whose(sentence: Sentence, span: ValueSpan, ground: Ground) -> bool:
    """Tell whether it is of somebody, or what somebody needs: "your cat", "dog owners", "for your desk, there's …"."""
    words, start = sentence.words, span.start
    if span.end < len(words) and words[span.end].normal in lists().words["people"]:
        return True
    if (
        start
        and words[start - 1].normal in ("as", "than", "of", "like", "below", "above")
        and is_owner(words[span.end - 1])
    ):
        return True  # "Four times as much as SummitKit's".
    if (
        words[start].capital
        and span.end < len(words)
        and words[span.end].capital
        and not words[span.end].before.strip()
    ):
        name = f"{words[span.end - 1].normal} {words[span.end].normal}"  # "James Bond" is no James Stewart.
        if any(told(name, ground.texts(item)) for item in ground.known.values()):
            return True
    if start and words[start - 1].normal in ("your", "his", "her"):
        return True
    liken = start > 1 and words[start - 1].normal == "the" and words[start - 2].normal in ("like", "as", "than", "of")
    closes = span.end == len(words) or words[span.end].before.strip() or words[span.end].normal == "and"
    if (
        liken
        and closes
        and words[span.end - 1].capital
        and any(any(has(item, match) for match in span.matches) for item in ground.known.values())
    ):
        return True  # "White like the AcmeTech".
    people = words[span.end - 1].normal in lists().words["plurals"]
    if people and any(number_at(words, at) is not None for at in range(max(0, start - 2), start)):
        return True  # "Two village children".
    if start > 1 and words[start - 1].normal == "to" and words[start - 2].normal in ("something", "plenty", "things"):
        return True  # "Something to play with".
    first, last = sentence.clause(start)
    apart = not sentence.mentions or any(each.end <= first for each in sentence.mentions)
    if apart and lists().words["wanting"].within(words, first, start):
        return not any(first <= each.start < start for each in sentence.mentions)
    if start > 1 and words[start - 1].normal in _ARTICLES and words[start - 2].normal == "for":
        return not any(each.start == span.end for each in sentence.mentions)
    opens = first + (words[first].normal in ("and", "but", "or"))
    aim = opens < start and words[opens].normal == "for" and start - opens <= 1 + (words[start - 1].normal in _ARTICLES)
    told_of = any(opens < each.start < start for each in sentence.mentions)
    return aim and not told_of and (span.end == last or any(each.start > span.end for each in sentence.mentions))


def _is_numbered(sentence: Sentence, span: ValueSpan, ground: Ground) -> bool:
    """Tell whether as many have a value as stands before it ("two microwaves"), or it is less so ("than bleak")."""
    words = sentence.words
    before = words[span.start - 1].normal if span.start else ""
    at, ends = span.start - (before in ("from", "by")), {each.end: each for each in sentence.values}
    beside = [span]
    while at in ends and not words[at].before.strip(" -"):
        beside.append(ends[at])
        at = ends[at].start
    at = lists().words["pieces_of"].before(words, at)
    other = at > 0 and words[at - 1].normal == "other"
    at -= other
    number = number_at(words, at - 1) if at > 0 else None
    amount = next((each for each in amounts_of(sentence, ground) if each.end == span.start), None)
    word = sentence.words[span.start]
    if amount is not None and any(
        holds_for(item, amount, ground) and called(word, ground.texts(item)) for item in ground.shown
    ):
        return True  # "With 111 sofas".
    having = sum(all(any(has(item, one) for one in each.matches) for each in beside) for item in ground.shown)
    return is_graded(sentence, span) or (
        number is not None
        and number.end == at
        and number.value in (having, having - other)
        and not named_ahead(sentence, span.start, span.end)
    )


def is_graded(sentence: Sentence, span: ValueSpan) -> bool:
    """Tell whether a value is what something is more or less than: "the least dark", "below an R", "among R's"."""
    words, at = sentence.words, span.start
    at -= at > 1 and words[at - 1].normal in ("a", "an")
    return at > 1 and words[at - 1].normal in ("than", "least", "less", "among", "below", "above")


def _names(sentence: Sentence, span: ValueSpan, ground: Ground) -> bool:
    """Tell whether a value stands for items that have it: "who also turns up in the western", "the green pair costs".

    "Jaws is the western" and "Jaws, the western" claim that it is one.
    """
    words, ends = sentence.words, {each.end: each.start for each in sentence.values}
    at = span.start
    while at in ends and not words[at].before.strip(" -"):
        at = ends[at]
    between = at > 1 and sentence.free(at - 1, at) and not words[at - 1].before.strip()
    if between and words[at - 2].text.lower() in lists().words["pointing"]:
        at -= 1  # "The surfing thriller".
    if not at or words[at].before.strip() or words[at - 1].text.lower() not in lists().words["pointing"]:
        return False  # "It's" has the same normal form as "its".
    first, _ = sentence.clause(at - 1)
    before = [each for each in sentence.mentions if each.end < at]
    opens = max([first, *(each.end for each in before)])
    claimed = any(word.normal in lists().words["copulas"] for word in words[opens : at - 1])
    claimed = claimed and words[at - 2].normal not in ("than", "as", "of", "like")  # "It is £20 more than the red set".
    explains = bool(words[at - 1].before.strip()) and any(each.end == at - 1 for each in sentence.mentions)
    behind = span.end + (span.end < len(words) and words[span.end].normal in lists().words["copulas"])
    named = any(behind <= each.start <= behind + (behind > span.end) for each in sentence.mentions)
    named = named or (behind < len(words) and not words[behind].before.strip() and called(words[behind], ground.titles))
    return not (claimed or explains or named) and any(
        any(has(item, match) for match in span.matches) for item in ground.shown
    )
