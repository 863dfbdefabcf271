"""Why an item is recommended: every reason is true of it, and drawn from what the turn's steps found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from palate.agent.reasons.affinity import Affinity, value_condition, values_of
from palate.agent.reasons.describing import MOST_READ
from palate.agent.replies.request import phrase
from palate.agent.replies.wording import labelled, listed, quoted, shown_value, titled
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.condition_text import bare_value
from palate.catalog.conditions import Condition, check, describe
from palate.catalog.item import Item
from palate.catalog.schema import Field, Schema
from palate.catalog.words import fold, normal
from palate.language.preference import Preference
from palate.language.understanding import Intent
from palate.memory.ledger import is_negative
from palate.memory.request import Held
from palate.ranking.generators import Family
from palate.ranking.popularity import popularity_of

_MOST_NEIGHBOURS, _MOST_SHARED, _MOST_PLAIN = 2, 3, 12
"""Items that one reason names, values that two items share, and values of a field of which nobody asked."""
_COMMON, _RARE = 0.2, 0.05
"""A value that more of the items have links no two of them; one that fewer have tells more than a description."""


Kind = Literal[
    "measured",
    "words",
    "shared",
    "alike",
    "together",
    "beside",
    "taste",
    "wish",
    "asked",
    "description",
    "contrast",
    "popular",
    "plain",
]
"""What a reason is made of."""


@dataclass(frozen=True)
class Reason:
    """One true thing that speaks for an item."""

    kind: Kind
    text: str


def reasons(
    turn: Workspace, intent_number: int, intent: Intent, held: Held, item: Item, affinity: Affinity | None = None
) -> tuple[Reason, ...]:
    """Return at least one reason for an item, those that tell it from others first.

    Its own values that answer a request ("98 minutes"), words that were looked for, what the trained ranker put it in
    its place for, what nobody asked for and the person's taste makes relevant, what others take beside it, people who
    liked it with something this person likes, what it shares with the items it should resemble, the person's own
    lasting wishes, the values that were asked for by name, and how popular it is.
    """
    of_taste: dict[Family, list[Reason]] = {
        "content": _of("taste", affinity.reasons(item) if affinity is not None else ()),
        "sequence": _of("beside", _beside(turn, intent_number, item)),
        "together": _of("together", _neighbours(turn, intent_number, item)),
    }
    popular = _of("popular", _popular(turn, item))
    decided = _decided(turn, intent_number, item)
    found = [
        *_of("measured", measured(turn, intent, held, item)),
        *_of("words", _words(turn, intent_number, item)),
        *_resembling(turn, intent_number, held, item),
        *(popular if decided == "popularity" else of_taste.pop(decided, ()) if decided is not None else ()),
        *chain.from_iterable(of_taste.values()),
        *_of("wish", _wishes(turn, held.remembered, item)),
        *_of("asked", _asked(turn, held.request, item)),
    ]
    if any(each not in popular for each in found):
        return tuple(dict.fromkeys([*found, *popular]))
    return briefly(turn, held, item)


def briefly(turn: Workspace, held: Held, item: Item) -> tuple[Reason, ...]:
    """Return at least one reason for an item of which nothing else is told: what it is, and how popular it is."""
    words, popular = plain(turn, held, item), _of("popular", _popular(turn, item))
    if words is None and not popular:
        words = say("reasons.unrated", items=turn.parts.catalog.schema.items)
    return tuple(dict.fromkeys([*([Reason("plain", words)] if words else []), *popular]))


def _of(kind: Kind, texts: Iterable[str]) -> list[Reason]:
    return [Reason(kind, text) for text in texts]


def measured(turn: Workspace, intent: Intent, held: Held, item: Item) -> Iterator[str]:
    """Yield the item's values of the numbers and dates that were asked about or ordered by."""
    schema = turn.parts.catalog.schema
    names = [
        name
        for entry in held.request
        if entry.where is not None and check(entry.where, item, schema)
        for name in entry.fields
    ]
    names += [order.field for order in intent.order]
    for name in dict.fromkeys(names):
        field = schema.field(name) if schema.has(name) else None
        if field is None or field.kind not in ("number", "date") or item.get(name) is None:
            continue
        yield in_words(item, field)


def in_words(item: Item, field: Field) -> str:
    """Return an item's value of a number or date, with the field's name where its unit does not tell it."""
    value = shown_value(item.get(field.name), field)
    if field.role == "year":
        return say("reasons.from_year", year=value)
    return value if field.unit else say("reasons.value", field=labelled(field.name), value=value)


def _asked(turn: Workspace, request: Sequence[Preference], item: Item) -> Iterator[str]:
    """Yield the named values that were asked for and that it has."""
    schema = turn.parts.catalog.schema
    for entry in request:
        if entry.where is None or entry.polarity == "avoid" or not check(entry.where, item, schema):
            continue
        kinds = {schema.field(name).kind for name in entry.fields if schema.has(name)}
        if kinds <= {"number", "date"} or is_negative(entry):
            continue
        true = [_narrowed(part, item) for part in entry.where.parts if check(part, item, schema)]
        yield listed([phrase(part, schema) for part in true])


def _narrowed(part: Condition, item: Item) -> Condition:
    """Leave of several values those that an item has: it is by one of two directors, not by "one or the other"."""
    if part.op not in ("in", "contains_any") or not isinstance(part.value, list):
        return part
    value = item.get(part.field)
    own = {fold(str(each)) for each in (value if isinstance(value, list) else [value])}
    kept = [each for each in part.value if fold(str(each)) in own]
    return part.model_copy(update={"value": kept}) if kept else part


def _wishes(turn: Workspace, remembered: Sequence[Preference], item: Item) -> Iterator[str]:
    """Yield the person's lasting wishes that it fulfils, in their own words."""
    schema = turn.parts.catalog.schema
    for entry in remembered:
        if entry.where is None or entry.polarity == "avoid" or is_negative(entry):
            continue
        if check(entry.where, item, schema):
            said = entry.provenance.quote
            words = phrase(entry.where, schema)
            yield say("reasons.wish_quoted", words=words, quote=said) if said else say("reasons.wish", words=words)


def _words(turn: Workspace, intent: int, item: Item) -> Iterator[str]:
    """Yield the searched words that it matches, or that its text means nearly the same."""
    for words in _evidence(turn, intent, "matched", item.id):
        if words:
            yield say("reasons.mentions", words=listed(list(map(quoted, words))))
    if any(item.id in ran.result.evidence.get("alike", ()) for ran in turn.ran[intent]):
        yield say("reasons.alike")


def _resembling(turn: Workspace, intent: int, held: Held, item: Item) -> Iterator[Reason]:
    """Yield what links it with the items that it should resemble: shared values, and people who liked both."""
    schema = turn.parts.catalog.schema
    for links in _evidence(turn, intent, "because", item.id):
        for link in links[:_MOST_NEIGHBOURS]:
            telling = _telling(link["shared"], schema)
            values = [each.words for each in sorted(telling, key=lambda each: each.leans)]
            if values and len(held.like) == 1:
                said = say("reasons.shares_it", values=say("wording.comma").join(values))
            elif values:
                said = say("reasons.shares", values=listed(values), title=_title(turn, link["item"]))
            else:
                continue
            yield Reason("shared" if telling[0].share <= _RARE else "alike", said)
        together = [_title(turn, link["item"]) for link in links if link["together"]]
        if together:
            titles = listed(together[:_MOST_NEIGHBOURS], last="or")
            yield Reason("alike", _simulated(turn, say("reasons.liked_together", titles=titles)))


@dataclass(frozen=True)
class _Shared:
    """A value that two items share."""

    share: float
    """How large a part of the items has it; of a rare one, which the schema does not count, 0."""
    words: str
    leans: bool
    """Whether the words lean on what stands before them, as "with Sigourney Weaver" does."""


def _telling(shared: Mapping[str, Sequence[str]], schema: Schema) -> list[_Shared]:
    """Return the values that tell most, the rarest first."""
    found = []
    for field in (schema.field(name) for name in shared if schema.has(name)):
        counts = {term.value: term.count for term in field.terms}
        for value in shared[field.name]:
            where, share = value_condition(field, value), counts.get(value, 0) / max(1, schema.items)
            if share <= _COMMON:
                found.append(_Shared(share, phrase(where, schema), bare_value(where, schema) is None))
    return sorted(found, key=lambda each: each.share)[:_MOST_SHARED]


def _decided(turn: Workspace, intent: int, item: Item) -> Family | None:
    """Return which kind of features put an item in its place; None where no trained ranker did."""
    return next((parts.get("decided") for parts in _evidence(turn, intent, "contributions", item.id)), None)


def by_popularity(turn: Workspace, intent_number: int, intent: Intent, item: Item) -> bool:
    """Tell whether how many people liked an item is what put it in its place."""
    found = list(_evidence(turn, intent_number, "contributions", item.id))
    decided = _decided(turn, intent_number, item)
    likes = turn.tastes[intent_number].likes if turn.tastes else {}
    searched = any(True for _ in _words(turn, intent_number, item))
    return bool(found) and not intent.order and not searched and (decided == "popularity" if decided else not likes)


def _neighbours(turn: Workspace, intent: int, item: Item) -> Iterator[str]:
    """Yield the items that this person likes and whose admirers liked it too."""
    for parts in _evidence(turn, intent, "contributions", item.id):
        liked = [_title(turn, known) for known in parts.get("liked", ())][:_MOST_NEIGHBOURS]
        if liked:
            yield _simulated(turn, say("reasons.neighbours", titles=listed(liked)))


def _beside(turn: Workspace, intent: int, item: Item) -> Iterator[str]:
    """Yield what the person took lately that others take beside it, where that put it in its place."""
    for parts in _evidence(turn, intent, "contributions", item.id):
        taken = [_title(turn, known) for known in parts.get("beside", ())][:_MOST_NEIGHBOURS]
        if taken:
            yield say("reasons.beside", titles=listed(taken, last="or"))


def _popular(turn: Workspace, item: Item) -> Iterator[str]:
    """Yield how many people liked it, where the log tells; said to be simulated where it is."""
    catalog = turn.parts.catalog
    log = catalog.schema.log
    if not log.interactions:
        return
    popularity, position = popularity_of(catalog), catalog.position(item.id)
    people, liked = int(popularity.people[position]), int(popularity.liked[position])
    if people:
        yield _simulated(turn, _liked(liked, people, log.liked_from))


def _liked(liked: int, people: int, least: float | None) -> str:
    """Say how many of how many people liked an item, where ratings from `least` on say so and half of them did."""
    if least is None:
        return say("reasons.taken_by_one" if people == 1 else "reasons.taken_by", people=people)
    if people == liked == 1:
        return say("reasons.liked_by_the_one", least=least)
    if liked * 2 >= people:
        return say("reasons.liked_by", least=least, liked=liked, people=people)
    return say("reasons.rated_by_one" if people == 1 else "reasons.rated_by", people=people)


def _simulated(turn: Workspace, told: str) -> str:
    return told if turn.parts.catalog.schema.log.simulated is None else say("reasons.simulated", told=told)


def plain(turn: Workspace, held: Held, item: Item) -> str | None:
    """Return what an item of which nothing else tells anything is, or was spared; None where nothing is known."""
    schema = turn.parts.catalog.schema
    asked, title = {name for entry in held.request for name in entry.fields}, normal(item.title[:MOST_READ])
    for field in schema.of_kind("tags", "category"):
        values = [value for value in values_of(item, field)[:_MOST_PLAIN] if normal(value) not in title]
        if values and field.name not in asked:
            return listed([phrase(value_condition(field, value), schema) for value in values])
    spared = [describe(entry.where, schema) for entry in held.hard if entry.where is not None and is_negative(entry)]
    return listed(spared) or None


def _evidence(turn: Workspace, intent: int, name: str, item: str) -> Iterator[Any]:
    """Yield what the steps that ran noted of an item under a name."""
    for ran in turn.ran.get(intent, ()):
        noted = ran.result.evidence.get(name)
        if isinstance(noted, Mapping) and item in noted:
            yield noted[item]


def _title(turn: Workspace, item: str) -> str:
    catalog = turn.parts.catalog
    return titled(catalog.item(item), catalog.schema) if catalog.has(item) else item
