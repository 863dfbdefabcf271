"""Showing items."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.disclosures import disclosure
from palate.agent.explaining import CONCISE, beside_title, explanations
from palate.agent.outcome import Outcome
from palate.agent.policies.calls import because_of
from palate.agent.replies.request import conditions_in_words, likeness_in_words, phrase, qualified
from palate.agent.replies.section import Disclosure, Section
from palate.agent.replies.wording import capital, counted, labelled, listed, number, titled
from palate.agent.reply import Recommendation
from palate.agent.workspace import Workspace
from palate.catalog.item import Item
from palate.catalog.predicates import NEGATIONS
from palate.language.understanding import Intent
from palate.memory.request import Held

_SAID = {"concise": CONCISE, "detailed": 6}
"""How many reasons the text gives of each item; `Recommendation.reasons` has them all."""


def recommend(turn: Workspace, intent: Intent, held: Held, outcome: Outcome) -> Section:
    """Show the chosen items, a line each with its reasons."""
    catalog = turn.parts.catalog
    items = catalog.items(outcome.items)
    said = {item.id: told for item in items if (told := disclosure(turn, item)) is not None}
    why = explanations(turn, outcome.intent, intent, held, items)
    recommended = [
        Recommendation(
            id=item.id,
            title=item.title,
            score=score,
            fields=item.fields,
            reasons=(*reasons, *([said[item.id].said] if item.id in said else [])),
        )
        for item, score, reasons in zip(items, outcome.scores, why, strict=True)
    ]
    lines = [
        f"{place}. {_line(turn, item, each, said.get(item.id))}"
        for place, (item, each) in enumerate(zip(items, recommended, strict=True), start=1)
    ]
    anew, opening, unchecked = _anew(intent, held), _opening(turn, intent, held, outcome), _unchecked(turn, held, items)
    return Section(
        act="recommend",
        text="\n".join([*anew, opening, *lines, *unchecked, *_too_few(turn, outcome), *_fewer(turn, intent, outcome)]),
        items=tuple(recommended),
        relaxed=(*outcome.relaxed, *(_wished(held) if outcome.added else ())),
        incomplete=outcome.incomplete,
        verbatim=(*anew, *((opening,) if outcome.relaxed or outcome.added else ()), *unchecked),
        spoken_of=outcome.items,
    )


def _line(turn: Workspace, item: Item, recommended: Recommendation, told: Disclosure | None) -> str:
    """Return a title with what has to be said of it, and the reasons that tell most."""
    schema = turn.parts.catalog.schema
    said = beside_title(recommended.reasons if told is None else recommended.reasons[:-1], item, schema)
    title = titled(item, schema) if told is None else told.words
    return f"{title}: {'; '.join(said[: _SAID[turn.parts.config.style]])}"


def _fewer(turn: Workspace, intent: Intent, outcome: Outcome) -> list[str]:
    """Say why fewer are shown than were asked for by number, where an item policy is why."""
    if intent.limit is None or len(outcome.items) >= intent.limit or not outcome.held_back:
        return []
    why = [because for rule in outcome.held_back if (because := because_of(turn.parts.policies, rule)) is not None]
    return [f"You asked for {number(intent.limit)}; {listed(why)}."] if why else []


def _unchecked(turn: Workspace, held: Held, items: Sequence[Item]) -> list[str]:
    """Say of which items an exclusion could not be checked, since the value is missing."""
    schema = turn.parts.catalog.schema
    said = []
    for entry in held.hard:
        parts = [] if entry.where is None else [part for part in entry.where.parts if part.op in NEGATIONS]
        for part in parts:
            titles = [titled(item, schema) for item in items if item.get(part.field) in (None, [])]
            if titles:
                name = labelled(part.field)
                said.append(
                    f"I do not know the {name} of {listed(titles)}, so “{phrase(part, schema)}” is not sure there."
                )
    return said


def _too_few(turn: Workspace, outcome: Outcome) -> list[str]:
    """Say without which conditions there would be more."""
    if not outcome.blamed or outcome.added or outcome.relaxed:
        return []
    without = listed([f"“{phrase}”" for phrase in outcome.blamed])
    return [f"Without {without} there would be {counted(outcome.freed, turn.parts.catalog.schema.noun)}."]


def _anew(intent: Intent, held: Held) -> list[str]:
    """Say what of an earlier request no longer counts, where the message was taken for a new one."""
    gone = [f"“{entry.provenance.quote}”" for entry in held.replaced if entry.provenance.quote]
    started = intent.fresh and intent.act == "recommend" and gone
    return [f"I took this as a new request and let go of {listed(list(dict.fromkeys(gone)))}."] if started else []


def _wished(held: Held) -> list[str]:
    """Return the words that were looked for, as they are quoted."""
    return [f"“{entry.text}”" for entry in held.request if entry.text is not None and entry.polarity == "want"]


def _opening(turn: Workspace, intent: Intent, held: Held, outcome: Outcome) -> str:
    noun = turn.parts.catalog.schema.noun
    count = len(outcome.items) - outcome.added
    asked = [phrase for phrase in conditions_in_words(turn, held.request) if phrase not in outcome.relaxed]
    like = likeness_in_words(turn, held) if not any(each.startswith("like ") for each in outcome.relaxed) else ""
    what = counted(count, noun) + (f" like {like}" if like else "")
    order = listed([each.quote for each in intent.order if each.quote])
    opening = qualified(what, asked) + (f", {order} first" if order else "")
    if outcome.relaxed:
        without = listed(outcome.relaxed, last="or")
        return f"Nothing fits {without} as well. Without that, {opening}:"
    if outcome.added:
        others = "the other one lacks" if outcome.added == 1 else f"the other {number(outcome.added)} lack"
        return f"Only {opening} {'fits' if count == 1 else 'fit'}; {others} {listed(_wished(held), last='or')}:"
    if count < outcome.wanted and not outcome.left:
        return f"Only {opening} {'fits' if count == 1 else 'fit'}:"
    return capital(f"{opening}:" if asked or like or order else f"{what} you may like:")
