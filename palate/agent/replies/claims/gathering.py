"""Gathering what a turn knows into the evidence for its reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.agent.outcome import Outcome
from palate.agent.replies.answer import MOST_VALUES
from palate.agent.replies.claims.evidence import Evidence
from palate.agent.replies.disclose import disclosures
from palate.agent.replies.request import conditions_in_words
from palate.agent.replies.section import Section
from palate.agent.replies.wording import shown_value
from palate.agent.reply import Reply
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.language.preference import Preference
from palate.language.understanding import Intent, Understanding
from palate.memory.request import Held


def gathered(state: AgentState, turn: Workspace, sections: Sequence[Section], reply: Reply) -> Evidence:
    """Return what a reply may say; `reply` is the one that the templates wrote."""
    understanding = state.understanding or Understanding(message=state.message)
    showing = [outcome for outcome in state.outcomes if outcome.kind == "show"]
    reasons = {item.id: item.reasons for item in reply.items}
    about = tuple(dict.fromkeys(_about(state, understanding, sections, reply)))
    return Evidence(
        shown=tuple(item.id for item in reply.items),
        about=about,
        reasons={item: why for item in about if (why := state.session.reasons.get(item))} | reasons,
        where=tuple(entry.where for entry in state.held[showing[0].intent].hard if entry.where) if showing else (),
        said=tuple(dict.fromkeys(filter(None, _said(state, turn, understanding, reply)))),
        facts=tuple(dict.fromkeys(_facts(state, turn, understanding))),
        counts=tuple(dict.fromkeys(_counts(state, turn, reply))),
        complete=all(outcome.left == 0 for outcome in showing),
        required=(*_verbatim(sections), *_disclosed(state, sections)),
        template=reply.text,
    )


def _verbatim(sections: Sequence[Section]) -> Iterator[str]:
    """Yield what has to be said as it is: by the templates, and by item policies of what is shown."""
    for section in sections:
        yield from section.verbatim
        yield from (each.words for each in section.disclosed)


def _disclosed(state: AgentState, sections: Sequence[Section]) -> tuple[str, ...]:
    understanding = state.understanding or Understanding(message=state.message)
    return disclosures(understanding, state.findings, asked=any(section.act == "ask" for section in sections))


def _about(state: AgentState, understanding: Understanding, sections: Sequence[Section], reply: Reply) -> Iterator[str]:
    """Yield the items that the reply may speak of besides those that it shows."""
    for section in sections:
        yield from section.spoken_of
        yield from section.question.values if section.question is not None else ()
    yield from (miss.id for miss in reply.near)
    for intent in understanding.intents:
        yield from _named(intent)
    yield from (mention.item for held in state.held for mention in held.like)


def _named(intent: Intent) -> Iterator[str]:
    for mention in (*intent.like, *intent.about, *intent.reject, *intent.seen):
        yield mention.item
    yield from (bound.item for bound in intent.bounds)
    yield from intent.question.items if intent.question is not None else ()


def _said(state: AgentState, turn: Workspace, understanding: Understanding, reply: Reply) -> Iterator[str]:
    """Yield the person's words, what they were read as, and what was done about them."""
    yield state.message
    preferences: list[Preference] = [*state.session.preferences]
    for held in state.held:
        preferences += _all_of(held)
    yield from (entry.provenance.quote for entry in preferences)
    yield from conditions_in_words(turn, preferences)
    yield from (order.quote for intent in understanding.intents for order in intent.order)
    yield from (intent.quote for intent in understanding.intents)
    yield from (*reply.relaxed, *reply.blamed, *reply.snapped, *understanding.unknown)
    yield from (phrase for miss in reply.near for phrase in miss.breaks)
    yield from reply.question.options if reply.question is not None else ()
    yield from (finding.message for finding in state.findings if finding.kind in ("ambiguous", "doubtful", "unread"))


def _all_of(held: Held) -> tuple[Preference, ...]:
    return (*held.request, *held.remembered, *held.replaced)


def _facts(state: AgentState, turn: Workspace, understanding: Understanding) -> Iterator[str]:
    """Yield what tools found for questions, as words."""
    for outcome in _answers(state):
        for ran in turn.ran.get(outcome.intent, ()):
            for row in ran.result.rows:
                yield from (f"{name.replace('_', ' ')}: {value}" for name, value in row.items())
            yield ran.result.summary
        question = understanding.intents[outcome.intent].question
        if question is not None and question.kind == "values":
            yield from _values(turn, question.field)


def _values(turn: Workspace, name: str | None) -> Iterator[str]:
    catalog = turn.parts.catalog
    if name is None or not catalog.schema.has(name):
        yield from (each.replace("_", " ") for each in catalog.schema.names)
        return
    field = catalog.schema.field(name)
    if field.kind in ("category", "tags"):
        counts = catalog.vocabulary(name)
        yield from (f"{value} ({count})" for value, count in counts.items())
        yield from (str(len(counts)), str(len(counts) - MOST_VALUES))
    yield from (shown_value(bound, field) for bound in (field.minimum, field.maximum) if bound is not None)


def _counts(state: AgentState, turn: Workspace, reply: Reply) -> Iterator[int]:
    yield turn.parts.catalog.schema.items
    yield len(reply.items)
    yield len(reply.near)
    for outcome in state.outcomes:
        yield from (len(outcome.items), len(outcome.items) - outcome.added, outcome.added)
        yield from (outcome.left, outcome.left + len(outcome.items), outcome.freed)
    for outcome in _answers(state):
        for ran in turn.ran.get(outcome.intent, ()):
            yield from (value for row in ran.result.rows for value in row.values() if isinstance(value, int))
            yield from (ran.result.candidates.total,) if ran.result.candidates is not None else ()


def _answers(state: AgentState) -> list[Outcome]:
    return [outcome for outcome in state.outcomes if outcome.kind == "answer"]
