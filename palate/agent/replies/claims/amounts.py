"""Claims of numbers: amounts, years, prices, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from palate.agent.replies.claims.amount import Amount, amounts_of, fitted, op_before, op_behind
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.counts import is_count, is_counted, is_of_others
from palate.agent.replies.claims.difference import Difference, differences_of
from palate.agent.replies.claims.ground import Ground, called, is_owner, told
from palate.agent.replies.claims.multiples import Multiple, multiples_of
from palate.agent.replies.claims.pairs import Pair, pair_holds, pairs_of
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.portions import is_share
from palate.agent.replies.claims.reckoned import is_reckoned
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.series import series_holds, series_of
from palate.agent.replies.claims.standing import has, number_of
from palate.agent.replies.claims.subjects import Subject, apart_of, subject_of
from palate.agent.replies.claims.totals import is_total
from palate.agent.replies.claims.wondering import is_wondered
from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.quantities import fit, quantity_spans
from palate.catalog.grounding.quantity import Quantity
from palate.catalog.item import Item
from palate.catalog.schema import Field
from palate.catalog.words import normal, tokens

_ABOUT = 0.07
"""How far from "about" it may be."""
_ROUND = 0.035
"""How far from an amount it may be that is told in hours alone."""
_NEAR = 0.4
"""How far from a limit the nearest may be of which it is told."""
_DECADE = 10
_DECIMALS = re.compile(r"\d\.(\d+)")


def unbound_amounts(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield the numbers that nothing bears out."""
    apart: list[Difference | Multiple] = [*differences_of(sentence, ground), *multiples_of(sentence, ground)]
    amounts = [
        each
        for each in amounts_of(sentence, ground)
        if not (
            is_wondered(sentence, each.start) or lists().words["idioms"].around(sentence.words, each.start, each.end)
        )
    ]
    amounts = [each for each in amounts if not any(other.covers(each.start, each.end) for other in apart)]
    read = [(pair, _holds(pair, sentence, ground)) for pair in pairs_of(sentence, amounts)]
    rows = [row for row in series_of(sentence, amounts) if series_holds(row, sentence, ground)]
    in_row = {each.start for row in rows for each in row}
    for amount in amounts:
        together = [holds for pair, holds in read if amount in pair.both]
        if any(together) or amount.start in in_row or is_total(amount, sentence, ground):
            continue
        if is_reckoned(amount, sentence, ground) or _is_of_all(sentence, amount, ground):
            continue
        if (
            _is_rest(sentence, amount, ground)
            or is_of_others(sentence, amount, ground)
            or _names(sentence, amount, ground)
        ):
            continue
        if any(pair.second == amount and pair.kind == "against" for pair, _ in read):
            yield Claim("number", amount.said, f"“{amount.said}” is not what the other has.")
            continue
        if _is_yours(sentence, amount) and _asked(replace(amount, op="="), ground, loosely=True):
            continue
        owned = _owner(sentence, amount)
        if owned and amount.op in ("<", ">"):
            amount = replace(amount, op="=")  # noqa: PLW2901 - "Less than the £74 of the mixer" is its price.
        subject = owned or subject_of(sentence, amount.start, amount.end, ground)
        at = amount.op == "=" and amount.start > 0 and sentence.words[amount.start - 1].normal in lists().apart["at"]
        if at and subject.negated:
            subject = replace(subject, negated=False)  # "It isn't cheap at £115" tells the price.
        if is_count(sentence.words, amount, ground):
            share = is_share(sentence, amount.start, ground)
            elided = _is_elided(sentence, amount) and any(
                holds_for(item, replace(amount, field=None), ground) for item in ground.shown
            )
            if not (
                elided
                or share
                or is_counted(sentence, amount, ground)
                or _binds(replace(amount, field=None), subject, ground)
            ):
                yield Claim("count", amount.said, f"Nothing here is counted {amount.said}.")
        elif not _binds(amount, subject, ground):
            yield Claim("number", amount.said, f"No item that “{amount.said}” is said of has that value.")


def _is_of_all(sentence: Sentence, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number is how many are shown: "red, four times over"."""
    words, end, count = sentence.words, amount.end, amount.quantity.low
    if lists().words["no_two"].before(words, end) < amount.start:
        return True  # "No two are alike".
    if lists().words["times_over"].at(words, end) > end or (amount.op == "<=" and words[end : end + 1] != ()):
        return count == len(ground.shown) and (amount.op != "<=" or words[end].normal == "here")
    if [word.normal for word in words[end : end + 1]] != ["times"]:
        return False
    before = [each for each in sentence.values if each.end <= amount.start]  # "Vera Miles turns up three times".
    having = [sum(any(has(item, one) for one in each.matches) for item in ground.shown) for each in before]
    return count in having


def _is_rest(sentence: Sentence, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number is how many are left: "three by Fellini and two by others"."""
    if lists().words["by_others"].at(sentence.words, amount.end) == amount.end:
        return False
    having = [sum(any(has(item, one) for one in each.matches) for item in ground.shown) for each in sentence.values]
    return any(len(ground.shown) - each == amount.quantity.low for each in having)


def _owner(sentence: Sentence, amount: Amount) -> Subject | None:
    """Return whose a number is beside a name: "near the cooker's £98", "less than the £74 of the mixer"."""
    words, end = sentence.words, amount.end
    behind = end + 1 + (words[end + 1 : end + 2] != () and words[end + 1].normal == "the")
    if end < len(words) and words[end].normal == "of" and not words[end].before.strip():
        owner = next((each for each in sentence.mentions if each.start in (end + 1, behind)), None)
    else:
        owner = next((each for each in sentence.mentions if each.end == amount.start), None)
        owned = owner is not None and is_owner(words[owner.end - 1])
        owner = owner if owned else None
    if owner is None:
        return None
    return Subject((owner.items,), whole=False, negated=False, person=False)


def _names(sentence: Sentence, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number stands for the item that has it: "ten times as much as the £55 cooker"."""
    words, end = sentence.words, amount.end
    if not amount.start or end >= len(words) or words[end].before.strip() or not words[end].text.isalpha():
        return False
    if amount.op == "=" and any(
        holds_for(item, amount, ground) and called(words[end], f" {normal(item.title)} ") for item in ground.shown
    ):
        return True  # "111 sofas".
    pointed = words[amount.start - 1].text.lower() in lists().words["pointing"] and amount.op == "="
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    plain = amount.quantity.unit is not None and words[end].normal not in common
    return pointed and plain and any(holds_for(item, amount, ground) for item in ground.shown)


def _is_elided(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether what a number counts is left out: "two years, while the others have five"."""
    words, end = sentence.words, amount.end
    ends = end == len(words) or bool(words[end].before.strip())
    return ends and amount.start > 0 and words[amount.start - 1].normal in lists().words["having_elided"]


def _is_yours(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether an amount is said to be the person's: "your two hours", "the £80 mark", "fifty pounds buy you"."""
    words, end = sentence.words, amount.end
    own = any(word.normal in lists().words["you"] for word in words[max(0, amount.start - 1) : end])
    own = own or lists().words["change_from"].before(words, amount.start) < amount.start
    return own or any(lists().words[name].at(words, end) > end for name in ("marks", "gets_you"))


def _holds(pair: Pair, sentence: Sentence, ground: Ground) -> bool:
    """Tell whether two numbers hold together: "between 1975 and 1996"."""
    start = pair.first.start
    subject = subject_of(sentence, start, pair.first.end, ground)
    return any(pair_holds(pair, one, sentence, ground) for one in apart_of(subject, sentence, start))


def holds_for(item: Item, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number is true of one of an item's numbers or dates."""
    fields = ground.schema.of_kind("number", "date")
    named = [field for field in fields if field.name == amount.field and item.get(field.name) is not None]
    return any(_is_so(item, field, amount) for field in named or fields)


def _binds(amount: Amount, subject: Subject, ground: Ground) -> bool:
    if subject.exactly is not None and amount.field is None and amount.op not in ("=", "~"):
        fields = ground.schema.of_kind("number", "date")  # "The only one below a thousand" is so by one field.
        return any(_binds(replace(amount, field=field.name), subject, ground) for field in fields)
    quoted = normal(amount.quantity.text)
    if (subject.person or subject.whole) and _asked(amount, ground, loosely=subject.person):
        return True
    if subject.whole and (_told_by_facts(amount, ground) or told(quoted, ground.facts)):
        return True

    said, low, high = normal(amount.said), amount.quantity.low or 0, amount.quantity.high or 0
    decade = [f"{low // 10 * 10:.0f}s"] if 0 < high - low < _DECADE and low > 1000 else []

    def true(item: Item) -> bool:
        if holds_for(item, amount, ground):
            return True
        if any(told(words, ground.reasons(item)) for words in amount.around):
            return True
        year = ground.schema.of_role("year")
        loose = amount.field is None or (year is not None and amount.field == year.name)
        return loose and any(told(each, ground.texts(item)) for each in (*decade, quoted, said))

    if subject.negated:
        amount = replace(amount, lasts=False)  # "None over 116 minutes" tells no length.
    if subject.negated and subject.whole and amount.op == "=":
        amount = replace(amount, op=">=")  # "None of these takes even an hour and a half".
    return subject.holds(true) or (subject.negated and _is_beyond_none(amount, subject, ground))


def _is_beyond_none(amount: Amount, subject: Subject, ground: Ground) -> bool:
    """Tell whether none goes beyond a limit, of a field in which one comes near it: "none falls below 4.3"."""
    fields = [field for field in ground.schema.of_kind("number", "date") if field.name == (amount.field or field.name)]
    for field in fields:
        fit = fitted(amount.quantity, field, amount.field)
        known = [value for group in subject.groups for item in group if (value := number_of(item, field)) is not None]
        near = fit is not None and fit.low is not None and any(abs(each - fit.low) <= _NEAR * fit.low for each in known)
        if near and subject.holds(partial(_is_so, field=field, amount=amount)):
            return True
    return False


def _is_so(item: Item, field: Field, amount: Amount) -> bool:
    value = number_of(item, field)
    quantity = fitted(amount.quantity, field, amount.field)
    bare = amount.quantity.unit is None and amount.op not in ("=", "~") and field.role == "price"
    quantity = quantity or (amount.quantity if bare else None)  # "The only one under a thousand".
    if value is None or quantity is None:
        return False
    low = quantity.low if quantity.low is not None else float("-inf")
    high = quantity.high if quantity.high is not None else float("inf")
    about = _ROUND if amount.is_round else _ABOUT if amount.op == "~" and field.role != "year" else None
    if about is not None:
        return low * (1 - about) <= value <= high * (1 + about)
    if amount.op in ("=", "~"):
        return low <= _rounded(value, amount.quantity.text) <= high or low <= value <= high
    if amount.op == ">" and amount.lasts and value == high:
        return True
    return {"<": value < low, "<=": value <= high, ">": value > high, ">=": value >= low}[amount.op]


def _rounded(value: float, text: str) -> float:
    decimals = _DECIMALS.search(text)
    return round(value, len(decimals[1]) if decimals else 2)


def _asked(amount: Amount, ground: Ground, *, loosely: bool) -> bool:
    """Tell whether the person named the number, on the same side of it, or `loosely` as "your budget of £80"."""
    for each in ground.evidence.said:
        words = tokens(each)
        for span in quantity_spans(words):
            same = _same(span.quantity, amount.quantity, ground)
            _, op = op_before(words, span.start)
            if op == "=":
                _, op = op_behind(words, span.end)
            if same and (
                (loosely and amount.op == "=")
                or op == amount.op
                or {op, amount.op} <= {"<", "<="}
                or {op, amount.op} <= {">", ">="}
            ):
                return True
    return False


def _same(one: Quantity, other: Quantity, ground: Ground) -> bool:
    """Tell whether two amounts are equal, as they stand or in the unit of a field."""
    if (one.low, one.high) == (other.low, other.high):
        return one.unit == other.unit or None in (one.unit, other.unit) or _converted(one, other, ground)
    return _converted(one, other, ground)


def _converted(one: Quantity, other: Quantity, ground: Ground) -> bool:
    for field in ground.schema.of_kind("number", "date"):
        fitted = [fit(each, field) for each in (one, other)]
        first, second = fitted
        if first is not None and second is not None and (first.low, first.high) == (second.low, second.high):
            return True
    return False


def _told_by_facts(amount: Amount, ground: Ground) -> bool:
    spans = [span for fact in ground.evidence.facts for span in quantity_spans(tokens(fact))]
    text = amount.quantity.text
    return amount.op == "=" and any(
        span.quantity.low is not None
        and (span.quantity.low == amount.quantity.low or _rounded(span.quantity.low, text) == amount.quantity.low)
        and amount.quantity.unit in (None, span.quantity.unit, *_units_of_numbers(ground))
        for span in spans
    )


def _units_of_numbers(ground: Ground) -> set[str | None]:
    return {field.unit for field in ground.schema.of_kind("number")}
