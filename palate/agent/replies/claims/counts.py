"""Claims of how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, product

from palate.agent.replies.claims.amount import Amount, is_year
from palate.agent.replies.claims.cues.lexicon import lexicon
from palate.agent.replies.claims.ground import Ground, told
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import has
from palate.agent.replies.claims.stocked import is_there, stocked
from palate.agent.replies.claims.subjects import subject_of
from palate.agent.replies.wording import plural
from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token, normal, singular

_NOUN = 3
"""How many words behind a number may be what it counts."""
_NEAR = 2
"""How many words may stand between somebody and how many are theirs: "Jim Carrey in another two"."""
_MOST = 100
"""Meanings of a few words together that are looked at."""


def is_count(words: Sequence[Token], amount: Amount, ground: Ground) -> bool:
    """Tell whether a number says how many there are: "five films", "the other two", and any that is spelled out."""
    quantity = amount.quantity
    if quantity.unit is not None or quantity.kind != "number" or amount.op != "=" or quantity.low != quantity.high:
        return False
    if is_year(words[amount.start], ground):
        return False  # "The 2005 titles".
    ahead = words[amount.end : amount.end + 3]
    if ahead and ahead[0].normal in lists().words["times"] and ahead[1:] and not ahead[1].before.strip():
        return False  # "Five times as long" is no count.
    return is_counting(words, amount, ground) or words[amount.start].text.isalpha()


def is_of_others(sentence: Sentence, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number in words counts what no item is and no field has: "a story about two brothers".

    What is told of a plot or a use is in no field; how many are shown, and what items have, is looked at.
    """
    words, quantity, at = sentence.words, amount.quantity, amount.end
    number = next((place for place in range(amount.start, at) if number_at(words, place)), amount.start)
    if quantity.unit is not None or quantity.kind != "number" or not words[number].text.isalpha():
        return False
    if words[at - 1].normal == "pair":
        return True  # "They are a pair".
    if at >= len(words) or is_counting(words, amount, ground):
        return False
    if amount.start and words[amount.start - 1].normal == "same":
        return True  # "Takes the same two genres to the ice".
    if words[at - 1].normal == "couple":
        return True  # "A couple in a legal battle" are two of no item.
    known = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    ahead = next((each for each in range(at, len(words)) if words[each].before.strip()), len(words))
    at += _is_apart(words[at])
    nouns = words[at : min(ahead, at + _NOUN)]
    if not nouns:
        return False
    if any(word.normal in _plurals() for word in nouns):
        return True  # "Two village children".
    stops = [place for place, word in enumerate(nouns) if place and word.normal in known]
    near = stops[0] if stops else _NOUN
    nouns = nouns[:near]
    plain = [word for word in nouns if _is_plural(word)][:1]
    starts = [*(each.start for each in sentence.values), *(each.start for each in sentence.mentions)]
    named = any(at <= each < at + near for each in starts) or ground.grounder.field_spans(nouns)
    forms = {form for word in nouns for form in (word.normal, *singular(word.normal))}
    called = any(sum(told(form, f" {normal(item.title)} ") for item in ground.shown) > 1 for form in forms)
    part = any(share.at(words, at) > at for share in lists().shares.values())
    return bool(plain) and not (named or called or part) and nouns[0].normal not in known - _plurals()


def _plurals() -> set[str]:
    return {word for (word,) in lists().words["plurals"].entries}


def _is_plural(word: Token) -> bool:
    return word.text.isalpha() and (word.normal in lists().words["plurals"] or bool(singular(word.normal)))


def is_counting(words: Sequence[Token], amount: Amount, ground: Ground) -> bool:
    """Tell whether things are named behind a number: "five films", "the other two of them"."""
    ahead = words[amount.end : amount.end + 3]
    things = lexicon().things(ground.schema.noun) | {plural(ground.schema.noun)}
    counted = lists().words["counted"]
    return any(word.normal in things for word in ahead) or any(
        counted.at(words, place) > place for place in range(amount.end, amount.end + len(ahead))
    )


def is_counted(sentence: Sentence, amount: Amount, ground: Ground) -> bool:
    """Tell whether there are so many: items, items named, others, or what a tool counted."""
    count, behind = int(amount.quantity.low or 0), sentence.words[amount.end : amount.end + 1]
    if behind and behind[0].normal == "of" and not _is_of_one(sentence, amount):
        return count <= len(ground.shown)  # How many of them it is said of is looked at with what is said.
    told_of = [word.normal for word in sentence.words[amount.end + 1 : amount.end + 2]]
    if behind and behind[0].normal == "things" and told_of in (["that"], ["which"]):
        return 1 < count <= len(ground.shown)  # "Four things that resemble it".
    before = _word_before(sentence, amount)
    narrowed = before in lists().words["your"] or before in lists().words["narrowing"]
    if narrowed and 1 < count < len(ground.shown):
        return True  # "The two on the left": of which it is said is told by what is said.
    others = [len(ground.shown) - 1] if _word_before(sentence, amount) in lists().words["others_of"] else []
    if behind and behind[0].normal == "more":
        others.append(len(ground.shown) - len({item.id for item in _before(sentence, amount)}))
    if sentence.heads and count == len(sentence.inherited):
        return True  # "Three scales:", in front of their list.
    titled = [each for each in sentence.mentions if not each.short]
    ahead = [each for each in sentence.mentions if each.titled and each.start >= amount.end]
    if not any(each.titled for each in sentence.mentions) and _are_parts(sentence, ground):
        return True
    if count and count in (len(ahead), sum(not each.related for each in ahead)):
        return True  # "Two alternatives: A, and B, which is cheaper than the first".
    named = {len(each.items) for each in titled} | {len(titled)}
    if (
        _is_of_own(sentence, amount, ground)
        or count in having(sentence, amount, ground)
        or count in _of_whom(sentence, amount, ground)
        or count in (*ground.evidence.counts, *named, *others)
    ):
        return True
    return told(str(count), ground.facts)


def _is_of_own(sentence: Sentence, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number is how many values an item has, or all, of what is named behind it: "two directors"."""
    at = amount.end + (sentence.words[amount.end : amount.end + 1] != () and _is_apart(sentence.words[amount.end]))
    named = ground.grounder.field_spans(sentence.words[at : at + 1])
    subject = subject_of(sentence, amount.start, amount.end, ground)

    def so(item: Item, field: str) -> bool:
        values = item.get(field)
        return isinstance(values, list) and len(values) == amount.quantity.low

    fields = [match.field for span in named for match in span.matches]
    return any(subject.holds(partial(so, field=field)) for field in fields) or any(
        len(_values(ground.shown, field)) == amount.quantity.low for field in fields
    )


def _is_apart(word: Token) -> bool:
    return word.normal in lists().words["distinct"]


def _values(items: Sequence[Item], field: str) -> set[object]:
    """Return all values that some items have of a field: "from three countries"."""
    values = [value for item in items if (value := item.get(field)) is not None]
    return {part for value in values for part in (value if isinstance(value, list) else [value])}


def _before(sentence: Sentence, amount: Amount) -> Iterator[Item]:
    yield from (item for each in sentence.mentions if each.end <= amount.start for item in each.items)


def _is_of_one(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a number is one that a single item has: "four of the latter"."""
    return any(each.start == amount.end + 1 and len(each.items) == 1 for each in sentence.mentions)


def having(sentence: Sentence, amount: Amount, ground: Ground) -> set[int]:
    """Return how many have what is told behind a number, by what that may mean: "two films here with music"."""
    _, last = sentence.clause(amount.start)
    words = sentence.words
    anew = (at for at in range(amount.end + 1, last) if words[at - 1].normal == "and" and number_at(words, at))
    last = next(anew, last)  # "Three in glass and two in ceramic".
    spans = [each.matches for each in sentence.values if amount.end <= each.start < last]
    there = [each for _, _, each in stocked(sentence, amount.end, last, ground)]
    if there:
        return {sum(is_there(item, ground) is there[0] for item in ground.shown)}
    if not spans:
        return set()
    return {
        sum(all(has(item, one) for one in meant) for item in ground.shown) for meant in islice(product(*spans), _MOST)
    } | {sum(all(any(has(item, one) for one in span) for span in spans) for item in ground.shown)}


def _are_parts(sentence: Sentence, ground: Ground) -> bool:
    """Tell whether the numbers of a sentence come to all that is shown: "one comedy and four darker things"."""
    words, parts, at = sentence.words, list[float](), 0
    while at < len(words):
        number = number_at(words, at)
        if number is not None:
            parts.append(number.value)
        elif words[at].normal in ("a", "an") and (at == 0 or words[at - 1].normal == "and"):
            parts.append(1)
        at = number.end if number is not None else at + 1
    return len(parts) > 1 and sum(parts) == len(ground.shown)


def _of_whom(sentence: Sentence, amount: Amount, ground: Ground) -> set[int]:
    """Return how many are of what is named right before a number: "SkinTheory has two, and Pagecraft three"."""
    near = [each for each in sentence.values if each.end <= amount.start <= each.end + _NEAR]
    return {sum(any(has(item, one) for one in each.matches) for item in ground.shown) for each in near}


def _word_before(sentence: Sentence, amount: Amount) -> str:
    return sentence.words[amount.start - 1].normal if amount.start else ""
