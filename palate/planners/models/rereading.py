"""A model's plan held against what its message says without a model: each quote is read again, nothing plain is lost.

A small model quotes "horror" and writes a mood; it quotes "two and a half hours" and writes 150 pages, or nothing.
Where the reading without a model places every word of a quote, what it says takes the place of what the model made of
it. What that reading is sure of and no part of the plan uses is added. Whatever it cannot place is left to the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from palate.catalog.conditions import Condition, Where, describe
from palate.catalog.predicates import NEGATIONS
from palate.catalog.words import fold
from palate.language.preference import Preference
from palate.language.understand import understand
from palate.language.understanding import POPULARITY, Intent, Understanding
from palate.planners.models.quotes import verbatim
from palate.planners.models.written import Taste, WrittenKind, WrittenPlan, WrittenStep
from palate.planners.planner import Reading

_NEGATED = {"contains": "not_contains", "=": "!="}
_BOUNDS = {"<": 0, "<=": 1, ">": 1, ">=": 0}
"""Which end of a range a comparison is with."""
_ASKS = ("recommend", "critique", "state")

Written = dict[str, Any]


@dataclass
class _Held:
    """A plan under examination."""

    reading: Reading
    notes: list[str] = field(default_factory=list)
    _read: dict[str, Understanding] = field(default_factory=dict)

    def read(self, quote: str) -> Understanding:
        """Return what a quote says by itself."""
        if quote not in self._read:
            self._read[quote] = understand(quote, self.reading.session, self.reading.catalog)
        return self._read[quote]

    def said(self, where: Where) -> str:
        """Return a condition in words."""
        return describe(where, self.reading.catalog.schema)


def reread(written: WrittenPlan, reading: Reading) -> tuple[WrittenPlan, tuple[str, ...]]:
    """Return a plan whose conditions are what their quotes plainly say, and what was changed."""
    held = _Held(reading)
    steps = tuple(_step(step, held) for step in written.steps)
    taste = tuple(each for each in written.taste if not _says_otherwise(each, held))
    mended = written.model_copy(update={"steps": _kept(steps, written.kind), "taste": taste})
    intent = _only_intent(reading.understood)
    if intent is not None and written.kind == "recommend" and intent.act in _ASKS:
        mended = _with_all(mended, intent, held)
    if intent is not None and written.kind == "answer" and reading.understood.is_whole:
        mended = _of_the_first(_about_all(mended, intent, held), intent, held)
    return mended, tuple(held.notes)


def _step(step: WrittenStep, held: _Held) -> WrittenStep:
    if "where" not in step.args:
        return step
    wheres = [each for where in step.args["where"] for each in _condition(where, held)]
    if not wheres and step.tool != "filter":
        return step  # It would tell of everything; what is wrong with it is complained of when it is compiled.
    return WrittenStep.model_validate({**step.model_dump(), "where": wheres})


def _kept(steps: Sequence[WrittenStep], kind: WrittenKind) -> tuple[WrittenStep, ...]:
    """Leave out what does nothing: filters of which nothing is left, look-ups for a recommendation that uses none.

    Where a step refers to another, all keep their places.
    """
    if any("from" in str(step.args) for step in steps):
        return tuple(steps)
    idle = {"lookup"} if kind == "recommend" else set()
    return tuple(step for step in steps if step.tool not in idle and (step.tool != "filter" or step.args.get("where")))


def _condition(where: Any, held: _Held) -> Iterator[Any]:
    """Yield what a condition's quote plainly says, or the condition where it says nothing plainly."""
    if not isinstance(where, dict) or not {"quote", "field", "op", "value"} <= set(where):
        yield where
        return
    quote = verbatim(str(where["quote"]), held.reading.message)
    intent = _plain(held.read(quote)) if quote else None
    if quote is None or intent is None or isinstance(where["value"], dict):
        yield where
        return
    said = _hard(intent.preferences)
    plain = [_under(where, each) for each in said]
    if where["field"] in _vague(intent.preferences) or any(
        _same(where, part) or _about(where, part) for each in (*plain, *said) for part in each.parts
    ):
        yield where
    elif plain:
        held.notes.append(f"“{quote}” says {' and '.join(map(held.said, plain))}, not {_told(where)}.")
        yield from (_quoted(each, quote) for each in plain)
    elif intent.preferences or intent.order or intent.like or intent.limit or intent.question:
        held.notes.append(f"{_told(where)} was left out: “{quote}” does not say so.")
    else:
        yield where


def _plain(read: Understanding) -> Intent | None:
    """Return what was understood where every word of it was placed, as it stands."""
    return _only_intent(read) if read.is_whole and not read.snapped else None


def _only_intent(read: Understanding) -> Intent | None:
    return read.intents[0] if len(read.intents) == 1 else None


def _hard(preferences: Sequence[Preference]) -> list[Where]:
    return [
        entry.where
        for entry in preferences
        if entry.where is not None and entry.polarity == "want" and entry.strength == "hard"
    ]


def _vague(preferences: Sequence[Preference]) -> set[str]:
    """Return the fields that words speak of without a value of their own, such as "longer": a model may know which."""
    return {name for entry in preferences if entry.strength == "soft" for name in entry.fields}


def _under(written: Written, plain: Where) -> Where:
    """Return what a quote says under the comparison or negation that the model read around it."""
    op = str(written["op"])
    if not isinstance(plain, Condition):
        return plain
    if plain.op in _NEGATED and op in NEGATIONS:
        return plain.model_copy(update={"op": _NEGATED[plain.op]})
    if plain.op == "=" and op in _BOUNDS and plain.field == written["field"]:
        return plain.model_copy(update={"op": op})
    if plain.op == "between" and op in _BOUNDS and isinstance(plain.value, list) and plain.field == written["field"]:
        return plain.model_copy(update={"op": op, "value": plain.value[_BOUNDS[op]]})
    return plain


def _quoted(where: Where, quote: str) -> Written:
    """Write a condition as a model does."""
    if isinstance(where, Condition):
        return {"quote": quote, **where.model_dump(mode="json")}
    return {"any_of": [_quoted(part, quote) for part in where.parts]}


def _told(written: Written) -> str:
    return f"`{written['field']} {written['op']} {written['value']}`"


def _same(written: Written, plain: Condition) -> bool:
    """Tell whether a condition is what its quote says: its value, on the same side of it."""
    value, ops = written["value"], (str(written["op"]), plain.op)
    if written["field"] != plain.field or (plain.op in NEGATIONS and ops[0] not in NEGATIONS):
        return False
    if isinstance(value, str) and isinstance(plain.value, str):
        return fold(value) == fold(plain.value)
    return bool(value == plain.value) and (ops[0] == ops[1] or ops[0][:1] == ops[1][:1])


def _about(written: Written, plain: Condition) -> bool:
    """Tell whether a comparison is with what a bare number stands for: "80 minutes" says 72 to 88 by itself."""
    value, ends = written["value"], plain.value
    if written["field"] != plain.field or written["op"] not in _BOUNDS or not isinstance(ends, list):
        return False
    numbers = [each for each in (value, *ends) if isinstance(each, int | float)]
    return plain.op == "between" and len(numbers) == 3 and numbers[1] <= numbers[0] <= numbers[2]


def _says_otherwise(taste: Taste, held: _Held) -> bool:
    """Tell whether the words of a taste plainly say what a person wants now, and nothing for good."""
    quote = verbatim(taste.quote, held.reading.message)
    intent = _plain(held.read(quote)) if quote else None
    if intent is None or intent.act == "state" or any(each.horizon == "long" for each in intent.preferences):
        return False
    held.notes.append(f"a taste was left out: “{quote}” tells nothing that lasts.")
    return True


def _with_all(written: WrittenPlan, intent: Intent, held: _Held) -> WrittenPlan:
    """Return a recommendation that uses everything that the message plainly asks for."""
    steps = list(written.steps)
    if held.reading.understood.is_whole:
        # Words that all found their place elsewhere are not looked for in texts as well.
        steps = [step for step in steps if step.tool != "search"]
    filters = [step for step in steps if step.tool != "lookup"]
    if added := _lost(intent, filters, held):
        _filter(steps, added)
    _order(steps, intent, held)
    _likeness(steps, intent, held)
    return written.model_copy(update={"steps": tuple(steps)})


def _about_all(written: WrittenPlan, intent: Intent, held: _Held) -> WrittenPlan:
    """Return an answer that is about no more than the message plainly asks about."""
    steps = list(written.steps)
    at = next((at for at, step in enumerate(steps) if step.tool == "lookup"), None)
    counts = intent.question is not None and intent.question.kind in ("count", "average", "superlative")
    if at is None or not counts or any(step.args.get("items") for step in steps):
        return written
    if added := _lost(intent, steps, held):
        update = {"where": [*steps[at].args.get("where", ()), *added]}
        steps[at] = WrittenStep.model_validate({**steps[at].model_dump(), **update})
    return written.model_copy(update={"steps": tuple(steps)})


def _lost(intent: Intent, steps: Sequence[WrittenStep], held: _Held) -> list[Written]:
    """Return the conditions that were plainly said and that no step uses."""
    lost = [entry for entry in intent.preferences if _is_lost(entry, steps)]
    if lost:
        told = ", ".join(f"“{entry.provenance.quote}”" for entry in lost)
        held.notes.append(f"{told} was added: the plan made no use of it.")
    return [_quoted(entry.where, entry.provenance.quote) for entry in lost if entry.where is not None]


def _is_lost(entry: Preference, steps: Sequence[WrittenStep]) -> bool:
    where, quote = entry.where, entry.provenance.quote
    if where is None or entry.polarity != "want" or entry.horizon == "long":
        return False
    if not quote or set(fold(quote).split()) <= _words_of(steps):
        return False
    return not any(_uses(used, part, quote) for used in _used(steps) for part in where.parts)


def _words_of(steps: Sequence[WrittenStep]) -> set[str]:
    """Return the words that steps look for as text or as a title."""
    texts = [text for step in steps for text in (step.args.get("query", ""), *step.args.get("items", ()))]
    return set(fold(" ".join(map(str, texts))).split())


def _uses(used: Written, where: Condition, quote: str) -> bool:
    if used.get("field") != where.field:
        return False
    words = set(fold(quote).split()) & set(fold(str(used.get("quote", ""))).split())
    return bool(words) or isinstance(used.get("value"), dict) or _same(used, where)


def _used(steps: Sequence[WrittenStep]) -> Iterator[Written]:
    for step in steps:
        for where in step.args.get("where", ()):
            yield from where.get("any_of", [where]) if isinstance(where, dict) else ()


def _filter(steps: list[WrittenStep], wheres: list[Written]) -> None:
    """Put conditions into the last filter, or before what ranks: places that references count stay as they are."""
    for at in reversed(range(len(steps))):
        if steps[at].tool == "filter":
            update = {"where": [*steps[at].args.get("where", ()), *wheres]}
            steps[at] = WrittenStep.model_validate({**steps[at].model_dump(), **update})
            return
    made = WrittenStep.model_validate({"tool": "filter", "where": wheres})
    steps.insert(_before_rank(steps), made)


def _before_rank(steps: Sequence[WrittenStep]) -> int:
    return next((at for at, step in enumerate(steps) if step.tool in ("search", "similar", "rank")), len(steps))


def _orders(intent: Intent) -> list[Written]:
    """Return what a message sorts by, as a model writes it; popularity is a way to rank, and no field."""
    return [{"field": each.field, "descending": each.descending} for each in intent.order if each.field != POPULARITY]


def _order(steps: list[WrittenStep], intent: Intent, held: _Held) -> None:
    """Sort by what was asked for in so many words, where the plan sorts by nothing or by something else."""
    wanted = _orders(intent)
    at = next((at for at, step in enumerate(steps) if step.tool == "rank"), None)
    if at is None or not wanted or steps[at].args.get("order") == wanted:
        return
    held.notes.append(f"“{intent.order[0].quote}” orders by {', '.join(each['field'] for each in wanted)}.")
    steps[at] = WrittenStep.model_validate({**steps[at].model_dump(), "order": wanted})


def _of_the_first(written: WrittenPlan, intent: Intent, held: _Held) -> WrittenPlan:
    """Return a plan that looks up the first by an order where the message plainly asks for that one item."""
    wanted = _orders(intent)
    steps, last = written.steps[:-1], written.steps[-1] if written.steps else None
    superlative = intent.question is not None and intent.question.kind == "superlative"
    if not superlative or not wanted or last is None or last.tool != "lookup" or last.args.get("order"):
        return written
    held.notes.append(f"“{intent.order[0].quote}” asks for the first by {wanted[0]['field']}.")
    where = [each for each in last.args.get("where", ()) if each.get("field") != wanted[0]["field"]]
    kept = {name: each for name, each in last.model_dump().items() if name != "aggregate"}
    asked = {**kept, "where": where, "select": [wanted[0]["field"]], "order": wanted, "limit": 1}
    return written.model_copy(update={"steps": (*steps, WrittenStep.model_validate(asked))})


def _likeness(steps: list[WrittenStep], intent: Intent, held: _Held) -> None:
    """Look for what resembles the items that were named for it, where the plan does not use them at all."""
    if any("from" in str(step.args) for step in steps):
        return  # They are looked up for a value to compare with.
    named = {str(title) for step in steps if step.tool == "similar" for title in step.args.get("items") or ()}
    known = held.reading.catalog.grounder
    used = {found[0].id for title in named if (found := known.titles(title, limit=1))}
    lost = [mention for mention in intent.like if mention.how == "title" and mention.item not in used]
    if not lost:
        return
    held.notes.append(f"{', '.join(f'“{mention.quote}”' for mention in lost)} was added: the plan made no use of it.")
    made = WrittenStep.model_validate({"tool": "similar", "items": [mention.title for mention in lost]})
    at = next((at for at, step in enumerate(steps) if step.tool == "rank"), len(steps))
    steps.insert(at, made)
