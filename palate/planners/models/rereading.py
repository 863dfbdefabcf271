"""The quotes of a model's plan, each read again without a model.

A small model quotes "horror" and writes a mood; it quotes "two and a half hours" and writes 150 pages. Where the
reading without a model places every word of a quote, what it says takes the place of what the model made of it. A quote
with a word that it cannot place is left to the model; one that is cut out of a longer phrase ("before 1970" of "nothing
from before 1970") means what the phrase does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from palate.catalog.conditions import Condition, Where, describe
from palate.catalog.grounding.matches import THRESHOLD
from palate.catalog.predicates import NEGATIONS
from palate.catalog.schema import Schema
from palate.catalog.words import fold
from palate.language.preference import Preference
from palate.language.understand import understand
from palate.language.understanding import Intent, Understanding
from palate.planners.models.quotes import verbatim
from palate.planners.models.saying import Written, about, agrees, each_of, quoted, same, told, under
from palate.planners.models.written import Taste, WrittenKind, WrittenPlan, WrittenStep
from palate.planners.planner import Reading
from palate.planners.references import is_reference


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

    def is_idle(self, quote: str) -> bool:
        """Tell whether words set no condition: they ask for an order, or the message plainly asks for nothing."""
        understood, read = self.reading.understood, self.read(quote)
        whole = only_intent(understood) if understood.is_whole else None
        said = only_intent(read) if read.is_whole else None
        if whole is not None and whole.act == "recommend" and not (_conditional(whole) or whole.order or whole.more):
            return True
        return said is not None and bool(said.order) and not _conditional(said)

    def around(self, quote: str) -> list[Where]:
        """Return what the message says in phrases that a quote is cut out of.

        Where all of the message was placed, in those that a quote is or holds as well.
        """
        understood, words = self.reading.understood, f" {fold(quote)} "
        plain = understood.is_whole and not understood.snapped
        intent, found = only_intent(understood), []
        alone = {entry.provenance.quote: entry.where for one in self.read(quote).intents for entry in one.preferences}
        for each in () if intent is None else intent.preferences:
            phrase = f" {fold(each.provenance.quote)} "
            # "Before 1970" of "nothing from before 1970" says the opposite by itself.
            turned = alone.get(each.provenance.quote, each.where) != each.where
            if (phrase != words and words in phrase) or (phrase in words and (plain or turned)):
                found.append(each)
        return _hard(found)

    def read_otherwise(self, where: Written, quote: str) -> bool:
        """Tell whether other words say something else: of a price, a colour or another field that has one value.

        Of any field they do where they deny the value, and of a text where they name it as a value. A field that is
        named as what is wrong with what was shown gets no value from that.
        """
        schema, field = self.reading.catalog.schema, str(where["field"])
        if not schema.has(field):
            return False
        intents = self.reading.understood.intents
        known = [entry for intent in intents for entry in intent.preferences]
        parts = [part for each in _hard(known) for part in each.parts]
        if any(agrees(where, part) or about(where, part) for part in parts):
            return False
        if any(field in intent.faults for intent in intents) or any(_is_taken(where, part, schema) for part in parts):
            return True
        if schema.field(field).kind not in ("number", "date", "category"):
            return False
        elsewhere = [entry for entry in known if f" {fold(entry.provenance.quote)} " not in f" {fold(quote)} "]
        return any(part.field == field for each in _hard(elsewhere) for part in each.parts)

    def said(self, where: Where) -> str:
        """Return a condition in words."""
        return describe(where, self.reading.catalog.schema)


def _is_taken(where: Written, part: Condition, schema: Schema) -> bool:
    """Tell whether a value is plainly denied, or named as one of another field than a text."""
    if fold(str(part.value)) != fold(str(where["value"])):
        return False
    if part.field == where["field"]:
        # Not the other way round: a model reads denials of other languages.
        return part.op in NEGATIONS and where["op"] not in NEGATIONS
    return schema.field(str(where["field"])).kind == "text"


def reread(written: WrittenPlan, reading: Reading) -> tuple[WrittenPlan, tuple[str, ...]]:
    """Return a plan whose conditions are what their quotes plainly say, and what was changed."""
    held = _Held(reading)
    steps = tuple(_step(_of_one(step, held), held) for step in written.steps)
    taste = tuple(each for each in written.taste if not _says_otherwise(each, held))
    return written.model_copy(update={"steps": _kept(steps, written.kind), "taste": taste}), tuple(held.notes)


def _of_one(step: WrittenStep, held: _Held) -> WrittenStep:
    """Return a look-up of the item that has the most or the least, instead of how much that is: it tells both."""
    figures = step.args.get("aggregate") or []
    if step.tool != "lookup" or step.args.get("group_by") or len(figures) != 1 or step.args.get("items"):
        return step
    function, name = figures[0].get("function"), figures[0].get("field")
    if function not in ("min", "max") or name is None:
        return step
    held.notes.append(f"the {function} of {name} is looked up with the {held.reading.catalog.schema.noun} that has it.")
    kept = {key: each for key, each in step.model_dump().items() if key in ("tool", "where")}
    order = [{"field": name, "descending": function == "max"}]
    return WrittenStep.model_validate({**kept, "select": [name], "order": order, "limit": 1})


def _step(step: WrittenStep, held: _Held) -> WrittenStep:
    if not step.wheres:
        return step
    if step.tool == "lookup" and not step.args.get("items") and (title := _title(step.wheres, held)) is not None:
        held.notes.append(f"“{title}” is a title.")
        figures = [each["field"] for each in step.args.get("aggregate", ()) if each.get("field")]
        select = step.args.get("select") or figures
        made = {"tool": "lookup"} | ({"select": select} if select else {}) | {"items": [title]}
        return WrittenStep.model_validate(made)
    wheres = _once(each for where in step.wheres for each in _condition(where, held))
    if not wheres and step.tool != "filter" and not held.reading.understood.is_whole:
        return step  # It would tell of everything; what is wrong with it is complained of when it is compiled.
    return WrittenStep.model_validate({**step.model_dump(), "where": wheres})


def _title(wheres: Sequence[Any], held: _Held) -> str | None:
    """Return the title that the only condition of a look-up quotes; None where it quotes something else."""
    where = wheres[0] if len(wheres) == 1 and isinstance(wheres[0], dict) else {}
    quote = str(where.get("quote", ""))
    found = held.reading.catalog.grounder.titles(quote, limit=2) if quote else []
    if not found or (len(found) > 1 and found[1].confidence == found[0].confidence):
        return None
    schema = held.reading.catalog.schema
    in_text = schema.has(str(where.get("field"))) and schema.field(str(where["field"])).kind == "text"
    says_more = any(_hard(intent.preferences) for intent in held.read(quote).intents)
    if says_more or found[0].confidence < (THRESHOLD if in_text else 1.0):
        return None
    return found[0].title


def _kept(steps: Sequence[WrittenStep], kind: WrittenKind) -> tuple[WrittenStep, ...]:
    """Leave out what does nothing: filters of which nothing is left, look-ups for a recommendation that uses none.

    Where a step refers to another, all keep their places.
    """
    if refers(steps):
        return tuple(steps)
    idle = {"lookup"} if kind == "recommend" else set()
    return tuple(step for step in steps if step.tool not in idle and (step.tool != "filter" or step.args.get("where")))


def refers(steps: Sequence[WrittenStep]) -> bool:
    """Tell whether a step has a value of an earlier one."""
    return any(_has_reference(step.args) for step in steps)


def _has_reference(value: Any) -> bool:
    if is_reference(value):
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_has_reference, parts))


def _condition(where: Any, held: _Held, *, either: bool = False) -> Iterator[Any]:
    """Yield what a condition's quote plainly says, or the condition where it says nothing plainly."""
    if isinstance(where, dict) and "any_of" in where:
        yield from _either(where["any_of"], held)
        return
    quote = verbatim(str(where["quote"]), held.reading.message)
    if quote is None:
        yield where
    elif held.is_idle(quote):
        held.notes.append(f"{told(where)} was left out: “{quote}” does not say so.")
    elif is_reference(where["value"]):
        yield where
    elif around := held.around(quote):
        yield from _of_phrase(where, quote, around, held, either=either)
    elif not either and held.read_otherwise(where, quote):
        held.notes.append(f"{told(where)} was left out: the message plainly says something else of this.")
    elif (intent := _plain(held.read(quote))) is not None:
        yield from _of_quote(where, quote, intent, held)
    else:
        yield where


def _either(parts: Sequence[Written], held: _Held) -> Iterator[Any]:
    """Yield one of several conditions, each read again."""
    several = sum(not held.is_idle(str(part["quote"])) for part in parts) > 1
    read = (each for part in parts for each in _condition(part, held, either=several))
    again = _once(one for each in read for one in each.get("any_of", [each]))
    if again:
        yield again[0] if len(again) == 1 else {"any_of": again}


def _conditional(intent: Intent) -> bool:
    """Tell whether an intent sets any condition."""
    return bool(intent.preferences or intent.bounds or intent.like)


def _of_phrase(where: Written, quote: str, said: list[Where], held: _Held, *, either: bool) -> Iterator[Any]:
    """Yield what a phrase says that a quote is cut out of, or the condition where it says the same.

    `either` tells that it is one of several, any of which will do.
    """
    if any(agrees(where, part) or about(where, part) for each in said for part in each_of(each, either=either)):
        yield where
        return
    held.notes.append(f"“{quote}” is of what says {' and '.join(map(held.said, said))}, not {told(where)}.")
    yield from (quoted(each, quote) for each in said)


def _of_quote(where: Written, quote: str, intent: Intent, held: _Held) -> Iterator[Any]:
    """Yield what a quote says by itself, or the condition where it may say so."""
    said = _hard(intent.preferences)
    plain = [under(where, each) for each in said]
    if where["field"] in _vague(intent.preferences) or any(
        same(where, part) or about(where, part)
        for each in (*plain, *said)
        for part in (each.parts if where["op"] in NEGATIONS else each_of(each))
    ):
        yield where
    elif plain:
        held.notes.append(f"“{quote}” says {' and '.join(map(held.said, plain))}, not {told(where)}.")
        yield from (quoted(each, quote) for each in plain)
    elif intent.preferences or intent.order or intent.like or intent.limit or intent.question:
        held.notes.append(f"{told(where)} was left out: “{quote}” does not say so.")
    else:
        yield where


def _once(wheres: Iterable[Any]) -> list[Any]:
    """Leave out a condition that is there already, whatever words it quotes."""
    found: list[Any] = []
    for where in wheres:
        bare = _bare(where)
        if not any(_bare(each) == bare for each in found):
            found.append(where)
    return found


def _bare(where: Any) -> Any:
    return {key: each for key, each in where.items() if key != "quote"} if isinstance(where, dict) else where


def _plain(read: Understanding) -> Intent | None:
    """Return what was understood where every word of it was placed, as it stands."""
    return only_intent(read) if read.is_whole and not read.snapped else None


def only_intent(read: Understanding) -> Intent | None:
    """Return the intent of what has one."""
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


def _says_otherwise(taste: Taste, held: _Held) -> bool:
    """Tell whether the words of a taste plainly say what a person wants now, and nothing for good."""
    quote = verbatim(taste.quote, held.reading.message)
    intent = _plain(held.read(quote)) if quote else None
    if intent is None or intent.act == "state" or any(each.horizon == "long" for each in intent.preferences):
        return False
    held.notes.append(f"a taste was left out: “{quote}” tells nothing that lasts.")
    return True
