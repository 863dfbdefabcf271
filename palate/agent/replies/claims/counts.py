"""Claims of how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, product

from palate.agent.replies.claims.amount import Amount, is_year
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
from palate.language.cues.lexicon import lexicon

_NOUN = 3
"""How many words behind a number may be what it counts."""
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
    if at >= len(words) or is_counting(words, amount, ground):
        return False
    if words[at - 1].normal == "couple":
        return True  # "A couple in a legal battle" are two of no item.
    known = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    ahead = next((each for each in range(at, len(words)) if words[each].before.strip()), len(words))
    nouns = words[at : min(ahead, at + _NOUN)]
    plain = [word for word in nouns if _is_plural(word)][:1]
    starts = [*(each.start for each in sentence.values), *(each.start for each in sentence.mentions)]
    named = any(at <= each < at + _NOUN for each in starts) or ground.grounder.field_spans(nouns)
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
    if count == sum(each.titled and each.start >= amount.end for each in sentence.mentions):
        return True  # "Two alternatives: A, and B, which is cheaper than the first".
    named = {len(each.items) for each in titled} | {len(titled)}
    if (
        _is_of_own(sentence, amount, ground)
        or count in having(sentence, amount, ground)
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
    spans = [each.matches for each in sentence.values if amount.end <= each.start < last]
    there = [each for _, _, each in stocked(sentence, amount.end, last, ground)]
    if there:
        return {sum(is_there(item, ground) is there[0] for item in ground.shown)}
    if not spans:
        return set()
    return {
        sum(all(has(item, one) for one in meant) for item in ground.shown) for meant in islice(product(*spans), _MOST)
    } | {sum(all(any(has(item, one) for one in span) for span in spans) for item in ground.shown)}


def _word_before(sentence: Sentence, amount: Amount) -> str:
    return sentence.words[amount.start - 1].normal if amount.start else ""
