"""Asking the person."""

from __future__ import annotations

from palate.agent.gate.confirmation import asked_by
from palate.agent.outcome import Choice, Outcome
from palate.agent.replies.request import wanted
from palate.agent.replies.section import Section
from palate.agent.replies.wording import labelled, listed
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.tongues import tongue
from palate.catalog.words import occurs
from palate.language.asked import OPEN, PAIR
from palate.memory.request import Held
from palate.memory.short_term import SessionMemory

_MOST_OPTIONS = 5


def ask(turn: Workspace, held: Held, outcome: Outcome, session: SessionMemory) -> Section:
    """Ask which of several things was meant, whether a guess is right, or what else is wanted."""
    choice = outcome.question or Choice(field="title")
    if choice.policy:
        return Section(act="ask", text=asked_by(turn, choice), question=choice)
    if not choice.said and (choice.field == OPEN or not turn.parts.catalog.schema.has(choice.field)):
        return _anything_else(turn, held, outcome, choice, session)
    if not choice.said:
        text = _about(turn, choice)
    elif len(choice.options) == 1:
        text = say("ask.guess", option=choice.options[0])
    elif choice.field == PAIR and not any(occurs(choice.said, option) for option in choice.options):
        text = say("ask.which_one", options=listed(choice.options, last="or"))
    else:
        text = say("ask.which", said=choice.said, options=listed(choice.options, last="or"))
    return Section(act="ask", text=text, question=choice, relaxed=outcome.relaxed)


def _anything_else(turn: Workspace, held: Held, outcome: Outcome, choice: Choice, session: SessionMemory) -> Section:
    """Say back what is wanted as it was understood, and ask what of it is wrong and what else there is."""
    again = session.left_open.is_open
    noun = tongue().article(turn.parts.catalog.schema.noun)
    entries = [*held.request, *(entry for entry in held.hard if entry not in held.request)]
    what = wanted(turn, entries, "a")
    if not entries:
        text = say("ask.anything_else") if again else say("ask.anything_else_first", a_noun=noun)
    elif not again:
        text = say("ask.right_first", what=what)
    elif {entry.key for entry in held.request} == {entry.key for entry in session.preferences}:
        text = say("ask.right_still", what=what)
    else:
        text = say("ask.right_again", what=what)
    question = choice.model_copy(update={"understood": held.conditions})
    return Section(act="ask", text=text, question=question, relaxed=outcome.relaxed)


def _about(turn: Workspace, choice: Choice) -> str:
    """Return a question that learns more of what is wanted, in the catalogue's own words."""
    schema = turn.parts.catalog.schema
    options = listed(choice.options, last="or")
    if choice.field == PAIR:
        return say("ask.pair", options=options)
    field, name = schema.field(choice.field), labelled(choice.field)
    if field.kind == "flag":
        return say("ask.flag", field=name)
    if field.kind == "number" and choice.options:
        return say("ask.number", middle=choice.options[0], field=name)
    example = _example(choice.field)
    return say("ask.field_such_as", example=example, options=options) if options else say("ask.field", example=example)


def ask_what_for(turn: Workspace) -> Section:
    """Ask the one question that helps most when nothing was understood: by the field that splits the catalogue best."""
    schema = turn.parts.catalog.schema
    fields = [field for field in schema.of_kind("tags", "category") if len(field.terms) > 1]
    if not fields:
        return Section(
            act="ask", text=say("ask.what_kind", noun=tongue().noun(schema.noun)), question=Choice(field="text")
        )
    best = max(fields, key=lambda field: (_splits(field.terms[0].count, schema.items, field.distinct), field.present))
    options = tuple(term.value for term in best.terms[:_MOST_OPTIONS])
    text = say(
        "ask.what_kind_such_as",
        noun=tongue().noun(schema.noun),
        example=_example(best.name),
        options=listed(options, last="or"),
        nouns=tongue().plural(schema.noun),
    )
    return Section(act="ask", text=text, question=Choice(field=best.name, options=options, values=options))


def _splits(largest: int, items: int, distinct: int) -> float:
    """Return how well a field divides the catalogue: not one value for all, and not one for each item."""
    share = largest / max(1, items)
    spread = min(distinct, 40) / 40 if distinct <= 60 else 0.2
    return spread * (1.0 - abs(share - 0.25))


def _example(name: str) -> str:
    words = labelled(name)
    return say("ask.example_of_many" if words.endswith("s") else "ask.example", field=words)
