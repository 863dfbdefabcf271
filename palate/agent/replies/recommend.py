"""Showing items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palate.agent.gate.admission import has_a_say
from palate.agent.gate.bars import OWN_RULES
from palate.agent.gate.calls import because_of
from palate.agent.gate.disclosures import disclosure
from palate.agent.outcome import Outcome
from palate.agent.reasons.explaining import Explained, explanations
from palate.agent.replies.disclose import left_out
from palate.agent.replies.request import in_short, in_words, likeness_in_words, phrase, wanted
from palate.agent.replies.section import Disclosure, Section
from palate.agent.replies.wording import clauses, labelled, listed, quoted, titled
from palate.agent.replies.words import phrases, say
from palate.agent.reply import Recommendation
from palate.agent.workspace import Workspace
from palate.catalog.conditions import check
from palate.catalog.item import Item
from palate.catalog.predicates import NEGATIONS
from palate.catalog.schema import Schema
from palate.catalog.tongues import tongue
from palate.language.preference import Preference
from palate.language.understanding import Intent, Order
from palate.memory.ledger import is_negative
from palate.memory.request import Held
from palate.tools.candidates import within

_MOST_REMEMBERED = 2
_PAGES = 5
"""So many lists more a person may leaf through: that there is more than that without a wish says nothing of it."""
_SAID = {"concise": 1, "detailed": 4}
"""How many reasons the text gives of each item; `Recommendation.reasons` has them all."""


def recommend(turn: Workspace, intent: Intent, held: Held, outcome: Outcome, *, lost: bool = False) -> Section:
    """Show the chosen items, a line each with what tells most of it; `lost`: without words that may matter."""
    catalog = turn.parts.catalog
    items = catalog.items(outcome.items)
    said = {item.id: told for item in items if (told := disclosure(turn, item)) is not None}
    why = explanations(turn, outcome.intent, intent, held, items)
    recommended = [
        _recommendation(item, score, (*each.reasons, *([said[item.id].said] if item.id in said else [])))
        for item, score, each in zip(items, outcome.scores, why, strict=True)
    ]
    lines = [
        _line(turn, place, item, each, said.get(item.id))
        for place, (item, each) in enumerate(zip(items, why, strict=True), start=1)
    ]
    gone = left_out(intent, held)
    opening, unchecked = _opening(turn, intent, held, outcome, lost), _unchecked(turn, held, items)
    ending = [
        *unchecked,
        *_too_few(turn, held, outcome),
        *_kept_back(turn, held, outcome),
        *_fewer(turn, intent, outcome),
    ]
    return Section(
        act="recommend",
        text="\n".join([*gone, opening, *lines, *ending]),
        items=tuple(recommended),
        relaxed=(*outcome.relaxed, *(_wished(held) if outcome.added else ())),
        incomplete=outcome.incomplete or any(each.brief for each in why),
        verbatim=(*gone, *((opening,) if outcome.relaxed or outcome.added else ()), *unchecked),
        spoken_of=outcome.items,
    )


def named_best(
    turn: Workspace, intent: Intent, held: Held, outcome: Outcome, named: Sequence[str]
) -> tuple[Recommendation, ...]:
    """Return the item that an answer names as the most of something, to be shown beside it; none where a rule minds."""
    catalog, question = turn.parts.catalog, intent.question
    if question is None or question.kind != "superlative" or question.items or has_a_say(turn):
        return ()
    place = catalog.positions(named[:1])
    if any(within(place, barred).any() for barred in turn.barred[outcome.intent].values()):
        return ()
    best = catalog.items(named[:1])
    why = explanations(turn, outcome.intent, intent, held, best)
    return tuple(_recommendation(item, 1.0, each.reasons) for item, each in zip(best, why, strict=True))


def _recommendation(item: Item, score: float, reasons: tuple[str, ...]) -> Recommendation:
    return Recommendation(id=item.id, title=item.title, score=score, fields=item.fields, reasons=reasons)


def _line(turn: Workspace, place: int, item: Item, why: Explained, told: Disclosure | None) -> str:
    """Return a title with what has to be said of it, its values that were asked about, and what tells most of it."""
    title = titled(item, turn.parts.catalog.schema) if told is None else told.words
    said = [*why.told[: _SAID[turn.parts.config.style]], *filter(None, [why.popular])]
    if not said:
        return say("recommend.line", place=place, title=title, reasons=clauses(why.beside or why.reasons))
    for fact in why.beside:
        title = say("recommend.beside", title=title, facts=fact)
    return say("recommend.line", place=place, title=title, reasons=clauses(said))


def _fewer(turn: Workspace, intent: Intent, outcome: Outcome) -> list[str]:
    """Say why fewer are shown than were asked for by number, where an item policy is why."""
    if intent.limit is None or len(outcome.items) >= intent.limit or not outcome.held_back:
        return []
    why = [because for rule in outcome.held_back if (because := because_of(turn.parts.policies, rule)) is not None]
    noun = turn.parts.catalog.schema.noun
    return [say("recommend.fewer", number=tongue().number(intent.limit, noun), because=listed(why))] if why else []


def _unchecked(turn: Workspace, held: Held, items: Sequence[Item]) -> list[str]:
    """Say of which items an exclusion could not be checked, since the value is missing."""
    schema = turn.parts.catalog.schema
    said = []
    for entry in held.hard:
        parts = [] if entry.where is None else [part for part in entry.where.parts if part.op in NEGATIONS]
        for part in parts:
            titles = [titled(item, schema) for item in items if item.get(part.field) in (None, [])]
            if titles:
                field, condition = labelled(part.field), phrase(part, schema)
                said.append(say("recommend.unchecked", field=field, titles=listed(titles), condition=condition))
    return said


def _too_few(turn: Workspace, held: Held, outcome: Outcome) -> list[str]:
    """Say without which conditions there would be more, where something of what was asked for is left then."""
    if not outcome.blamed or outcome.added or outcome.relaxed:
        return []
    more, wishes = outcome.freed - len(outcome.items), [entry for entry in held.hard if not is_negative(entry)]
    if not 0 < more <= _PAGES * outcome.wanted or len(wishes) <= len(outcome.blamed):
        return []
    conditions = listed([quoted(words) for words in in_short(turn, held, outcome.blamed)])
    return [say("recommend.without", conditions=conditions, more=tongue().number(more, turn.parts.catalog.schema.noun))]


def _kept_back(turn: Workspace, held: Held, outcome: Outcome) -> list[str]:
    """Say how many fit and are left out, and why, where fewer are shown than were wanted."""
    if not _is_short(outcome):
        return []
    said = counted_out(turn, {name: n for name, n in barred_by(turn, held, outcome).items() if name != "like"})
    return [say("recommend.besides", kept=said)] if said else []


def barred_by(turn: Workspace, held: Held, outcome: Outcome) -> dict[str, int]:
    """Return how many of the items that fit each rule keeps out; what several keep out counts once.

    The conversation's own rules come first: what was turned down is told as that, though it may be known as well.
    """
    pool, found = turn.fitting(outcome.intent, held.hard), {}
    for rule, barred in sorted(turn.barred[outcome.intent].items(), key=lambda each: each[0] not in OWN_RULES):
        kept = within(pool, barred)
        if kept.any():
            pool, found[rule] = pool[~kept], int(kept.sum())
    return found


def counted_out(turn: Workspace, rules: Mapping[str, int]) -> str:
    """Return how many items each rule keeps out, in words."""
    noun, own, said = turn.parts.catalog.schema.noun, phrases("kept_back"), []
    for rule, count in rules.items():
        because = own.get(rule) or say("recommend.since", because=because_of(turn.parts.policies, rule) or rule)
        said.append(say("recommend.kept_back", number=tongue().number(count, noun), why=because))
    return listed(said)


def _is_short(outcome: Outcome) -> bool:
    return len(outcome.items) - outcome.added < outcome.wanted and not outcome.left


def _wished(held: Held) -> list[str]:
    """Return the words that were looked for, as they are quoted."""
    return [quoted(entry.words) for entry in held.request if entry.text is not None and entry.polarity == "want"]


def _ordered(order: Order, schema: Schema) -> str:
    """Return what comes first by an order, as what it is ordered by and not as the person called it: `cheapest`."""
    field = schema.field(order.field)
    words = phrases("most" if order.descending else "least")
    if field.role is not None and field.role in words:
        return words[field.role]
    return say("recommend.highest" if order.descending else "recommend.lowest", field=labelled(field.name))


def _opening(turn: Workspace, intent: Intent, held: Held, outcome: Outcome, lost: bool) -> str:
    """Say in one line what was understood, and how much of it there is."""
    count = len(outcome.items) - outcome.added
    given_up = outcome.relaxed
    entries = [
        entry
        for entry in held.request
        if in_words(entry, turn.parts.catalog.schema) not in given_up and _is_met(turn, entry, outcome)
    ]
    like = likeness_in_words(turn, held, but=outcome.relaxed)
    what = wanted(turn, entries, count, like=like)
    order = listed([_ordered(each, turn.parts.catalog.schema) for each in intent.order if each.quote])
    what = say("recommend.ordered", what=what, order=order) if order else what
    here = say("recommend.here_one" if count == 1 else "recommend.here", what=what)
    if outcome.relaxed:
        key = "recommend.relaxed_besides" if _fits_elsewhere(turn, held, outcome) else "recommend.relaxed"
        return say(key, without=listed(outcome.relaxed, last="or"), here=here)
    if outcome.added:
        added = tongue().number(outcome.added, turn.parts.catalog.schema.noun)
        return say("recommend.added", here=tongue().opened(here), added=added, words=listed(_wished(held), last="or"))
    if "shown" in turn.barred[outcome.intent]:
        return say("recommend.more", what=what)
    exact = not like and all(map(_is_exact, entries))
    if exact and _is_short(outcome) and len(turn.fitting(outcome.intent, held.hard)) == count:
        return say("recommend.only", what=what)
    if entries or like or order or lost:
        return say("recommend.opening", here=tongue().opened(here))
    quotes = _remembered(held)
    if quotes:
        return say("recommend.may_like", here=here, quotes=quotes)
    return say("recommend.start_with", what=tongue().opened(what))


def _fits_elsewhere(turn: Workspace, held: Held, outcome: Outcome) -> bool:
    """Tell whether something that is kept out may fit what was given up: then it is not true that nothing does."""
    schema = turn.parts.catalog.schema
    dropped = [each for each in held.preferences if in_words(each, schema) in outcome.relaxed]
    told = len(dropped) == len(outcome.relaxed) and all(each.where is not None for each in dropped)
    fits = not told or len(turn.fitting(outcome.intent, [*held.hard, *dropped])) > 0
    return fits and any(rule != "like" for rule in turn.barred[outcome.intent])


def _is_met(turn: Workspace, entry: Preference, outcome: Outcome) -> bool:
    """Tell whether a reply may call its items by a preference: one that only ranks, where all of them meet it."""
    where, schema = entry.where, turn.parts.catalog.schema
    if not entry.ranks or where is None:
        return True
    wanted = entry.polarity == "want"
    return all(check(where, item, schema) is wanted for item in turn.parts.catalog.items(outcome.items))


def _is_exact(entry: Preference) -> bool:
    """Tell whether what fits an entry is told from its values, and not from words or as a matter of degree."""
    return entry.call is not None or (entry.where is not None and entry.strength == "hard" and entry.polarity == "want")


def _remembered(held: Held) -> str:
    """Return what the person said of their taste that the choice is made by."""
    quotes = [entry.provenance.quote for entry in held.remembered if entry.polarity == "want"]
    return listed([quoted(quote) for quote in dict.fromkeys(filter(None, quotes))][:_MOST_REMEMBERED])
