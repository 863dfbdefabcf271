"""Showing items."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.disclosures import disclosure
from palate.agent.explaining import CONCISE, beside_title, explanations
from palate.agent.outcome import Outcome
from palate.agent.policies.calls import because_of
from palate.agent.replies.left_out import left_out
from palate.agent.replies.request import conditions_in_words, likeness_in_words, phrase, qualified
from palate.agent.replies.section import Disclosure, Section
from palate.agent.replies.wording import capital, counted, labelled, listed, number, quoted, titled
from palate.agent.replies.words import say
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
    gone, opening, unchecked = (
        left_out(intent, held),
        _opening(turn, intent, held, outcome),
        _unchecked(turn, held, items),
    )
    return Section(
        act="recommend",
        text="\n".join([*gone, opening, *lines, *unchecked, *_too_few(turn, outcome), *_fewer(turn, intent, outcome)]),
        items=tuple(recommended),
        relaxed=(*outcome.relaxed, *(_wished(held) if outcome.added else ())),
        incomplete=outcome.incomplete,
        verbatim=(*gone, *((opening,) if outcome.relaxed or outcome.added else ()), *unchecked),
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
    return [say("recommend.fewer", number=number(intent.limit), because=listed(why))] if why else []


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


def _too_few(turn: Workspace, outcome: Outcome) -> list[str]:
    """Say without which conditions there would be more."""
    if not outcome.blamed or outcome.added or outcome.relaxed:
        return []
    conditions = listed(list(map(quoted, outcome.blamed)))
    what = counted(outcome.freed, turn.parts.catalog.schema.noun)
    return [say("recommend.without", conditions=conditions, what=what)]


def _wished(held: Held) -> list[str]:
    """Return the words that were looked for, as they are quoted."""
    return [quoted(entry.text) for entry in held.request if entry.text is not None and entry.polarity == "want"]


def _opening(turn: Workspace, intent: Intent, held: Held, outcome: Outcome) -> str:
    count = len(outcome.items) - outcome.added
    asked = [phrase for phrase in conditions_in_words(turn, held.request) if phrase not in outcome.relaxed]
    given_up = any(each.startswith(say("request.resembling", titles="")) for each in outcome.relaxed)
    like = likeness_in_words(turn, held) if not given_up else ""
    noun = counted(count, turn.parts.catalog.schema.noun)
    what = qualified(f"{noun} {say('request.resembling', titles=like)}" if like else noun, asked)
    order = listed([each.quote for each in intent.order if each.quote])
    what = say("recommend.ordered", what=what, order=order) if order else what
    only = say("recommend.only_one" if count == 1 else "recommend.only", what=what)
    if outcome.relaxed:
        return say("recommend.relaxed", without=listed(outcome.relaxed, last="or"), what=what)
    if outcome.added:
        return f"{only}; {_lacking(outcome.added, _wished(held))}:"
    if count < outcome.wanted and not outcome.left:
        return f"{only}:"
    return capital(f"{what}:" if asked or like or order else say("recommend.may_like", what=what))


def _lacking(added: int, wished: Sequence[str]) -> str:
    """Say of items that were added what they lack."""
    words = listed(wished, last="or")
    if added == 1:
        return say("recommend.lacking_one", words=words)
    return say("recommend.lacking", number=number(added), words=words)
