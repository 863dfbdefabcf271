"""What a message plainly asks for and a model's plan makes no use of: it is added, or the plan is cut to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from palate.catalog.conditions import Condition
from palate.catalog.words import fold, tokens
from palate.language.preference import Preference
from palate.language.understanding import POPULARITY, Intent
from palate.planners.models.rereading import only_intent, refers
from palate.planners.models.saying import Written, each_of, is_choice, quoted, same
from palate.planners.models.written import WrittenPlan, WrittenStep
from palate.planners.planner import Reading
from palate.planners.references import is_reference

_ASKS = ("recommend", "critique", "state")
_COUNTS = ("count", "average", "superlative")
"""Questions about all that satisfies something, and not about items that are named."""


def with_all_said(written: WrittenPlan, reading: Reading) -> tuple[WrittenPlan, tuple[str, ...]]:
    """Return a plan that uses all that its message plainly says, and what was changed for it."""
    notes: list[str] = []
    intent = only_intent(reading.understood)
    if intent is not None and written.kind == "recommend" and intent.act in _ASKS:
        written = _with_all(written, intent, reading, notes)
    if intent is not None and written.kind == "answer":
        written = _of_the_first(_about_all(written, intent, reading, notes), intent, reading, notes)
    return written, tuple(notes)


def unused_title(written: WrittenPlan, reading: Reading) -> str | None:
    """Return a title of several words that stands in the message as it is written, and that no part of a plan has."""
    said = list(tokens(reading.message))
    words = f" {fold(' '.join(said_in(written)))} "
    for span in reading.catalog.grounder.title_spans(said):
        whole = reading.message[said[span.start].start : said[span.end - 1].end]
        if span.end - span.start > 1 and whole == span.matches[0].title and f" {fold(whole)} " not in words:
            return whole
    return None


def said_in(written: WrittenPlan) -> Iterator[str]:
    """Yield all words of the person that a plan has: titles, texts, quotes."""
    for step in written.steps:
        yield from (str(title) for title in _titles(step))
        yield str(step.args.get("query", ""))
    yield from (str(used.get("quote", "")) for used in _used(written.steps))
    yield from (text for taste in written.taste for text in (taste.quote, taste.title) if text)


def _with_all(written: WrittenPlan, intent: Intent, reading: Reading, notes: list[str]) -> WrittenPlan:
    """Return a recommendation that uses everything that the message plainly asks for."""
    steps = list(written.steps)
    if reading.understood.is_whole and not refers(steps):
        # Words that all found their place elsewhere are not looked for in texts as well.
        steps = [step for step in steps if step.tool != "search"]
    filters = [step for step in steps if step.tool != "lookup"]
    if added := _lost(intent, filters, reading, notes):
        _filter(steps, added)
    _order(steps, intent, notes)
    _likeness(steps, intent, reading, notes)
    return written.model_copy(update={"steps": tuple(steps)})


def _about_all(written: WrittenPlan, intent: Intent, reading: Reading, notes: list[str]) -> WrittenPlan:
    """Return an answer that is about no more than the message plainly asks about."""
    steps = list(written.steps)
    at = _first(steps, "lookup")
    counts = intent.question is not None and intent.question.kind in _COUNTS
    if at == len(steps) or not counts or any(step.args.get("items") for step in steps):
        return written
    args = steps[at].model_dump()
    if added := _lost(intent, steps, reading, notes):
        args["where"] = [*steps[at].wheres, *added]
    if intent.question is not None and intent.question.kind == "count":
        args.pop("group_by", None)
    steps[at] = WrittenStep.model_validate(args)
    return written.model_copy(update={"steps": tuple(steps)})


def _lost(intent: Intent, steps: Sequence[WrittenStep], reading: Reading, notes: list[str]) -> list[Written]:
    """Return the conditions that were plainly said and that no step uses."""
    understood = reading.understood
    plain = understood.is_whole and not understood.snapped
    plain = plain and not any(entry.where is not None and is_choice(entry.where) for entry in intent.preferences)
    lost = [entry for entry in intent.preferences if _is_lost(entry, steps, plain=plain)]
    if lost:
        told = ", ".join(f"“{entry.provenance.quote}”" for entry in lost)
        notes.append(f"{told} was added: the plan made no use of it.")
    return [quoted(entry.where, entry.provenance.quote) for entry in lost if entry.where is not None]


def _is_lost(entry: Preference, steps: Sequence[WrittenStep], *, plain: bool) -> bool:
    """Tell whether no step uses a preference; `plain` tells that all of the message has its place, and no choice."""
    where, quote = entry.where, entry.provenance.quote
    if where is None or entry.polarity != "want" or entry.horizon == "long":
        return False
    if not quote or set(fold(quote).split()) <= _words_of(steps):
        return False
    # What was plainly said by itself is no alternative to something else, nor a value that is looked up.
    alone = plain and not is_choice(where)
    used, (whole, *each) = list(_alone(steps) if alone else _used(steps)), each_of(where) or (None,)
    if whole is not None and each and not any(same(other, whole) for other in used):
        return not all(any(same(other, part) for other in used) for part in each)
    return not any(_uses(other, part, quote) for other in used for part in where.parts)


def _words_of(steps: Sequence[WrittenStep]) -> set[str]:
    """Return the words that steps look for as text or as a title."""
    texts = [text for step in steps for text in (step.args.get("query", ""), *_titles(step))]
    return set(fold(" ".join(map(str, texts))).split())


def _titles(step: WrittenStep) -> list[Any]:
    items = step.args.get("items")
    return items if isinstance(items, list) else []


def _uses(used: Written, where: Condition, quote: str) -> bool:
    if used.get("field") != where.field:
        return False
    words = set(fold(quote).split()) & set(fold(str(used.get("quote", ""))).split())
    return bool(words) or isinstance(used.get("value"), dict) or same(used, where)


def _used(steps: Sequence[WrittenStep]) -> Iterator[Written]:
    for step in steps:
        for where in step.wheres:
            yield from where.get("any_of", [where])


def _alone(steps: Sequence[WrittenStep]) -> Iterator[Written]:
    """Yield the conditions that hold whatever else does, each with a value of its own."""
    for step in steps:
        yield from (each for each in step.wheres if "any_of" not in each and not is_reference(each["value"]))


def _filter(steps: list[WrittenStep], wheres: list[Written]) -> None:
    """Put conditions into the last filter, or before what ranks: places that references count stay as they are."""
    for at in reversed(range(len(steps))):
        if steps[at].tool == "filter":
            update = {"where": [*steps[at].wheres, *wheres]}
            steps[at] = WrittenStep.model_validate({**steps[at].model_dump(), **update})
            return
    made = WrittenStep.model_validate({"tool": "filter", "where": wheres})
    steps.insert(_first(steps, "search", "similar", "rank"), made)


def _first(steps: Sequence[WrittenStep], *tools: str) -> int:
    """Return the place of the first step of one of these tools; the end where there is none."""
    return next((at for at, step in enumerate(steps) if step.tool in tools), len(steps))


def _orders(intent: Intent) -> list[Written]:
    """Return what a message sorts by, as a model writes it; popularity is a way to rank, and no field."""
    return [{"field": each.field, "descending": each.descending} for each in intent.order if each.field != POPULARITY]


def _order(steps: list[WrittenStep], intent: Intent, notes: list[str]) -> None:
    """Sort by what was asked for in so many words, where the plan sorts by nothing or by something else."""
    wanted = _orders(intent)
    at = _first(steps, "rank")
    ranked = steps[at] if at < len(steps) else WrittenStep(tool="rank")
    if not wanted or ranked.args.get("order") == wanted:
        return
    notes.append(f"“{intent.order[0].quote}” orders by {', '.join(each['field'] for each in wanted)}.")
    steps[at : at + 1] = [WrittenStep.model_validate({**ranked.model_dump(), "order": wanted})]


def _of_the_first(written: WrittenPlan, intent: Intent, reading: Reading, notes: list[str]) -> WrittenPlan:
    """Return a plan that looks up the first by an order where the message plainly asks for that one item."""
    wanted = _orders(intent)
    steps, last = written.steps[:-1], written.steps[-1] if written.steps else None
    superlative = intent.question is not None and intent.question.kind == "superlative"
    if not superlative or not wanted or last is None or last.tool != "lookup":
        return written
    ordered = [each.get("field") for each in last.args.get("order") or ()]
    if not reading.understood.is_whole and ordered != [wanted[0]["field"]]:
        return written  # What was not placed may ask for another one.
    where = [each for each in last.wheres if each.get("field") != wanted[0]["field"]]
    if last.args.get("order") == wanted and where == last.wheres:
        return written
    notes.append(f"“{intent.order[0].quote}” asks for the first by {wanted[0]['field']}.")
    kept = {name: each for name, each in last.model_dump().items() if name != "aggregate"}
    asked = {**kept, "where": where, "select": [wanted[0]["field"]], "order": wanted, "limit": 1}
    return written.model_copy(update={"steps": (*steps, WrittenStep.model_validate(asked))})


def _likeness(steps: list[WrittenStep], intent: Intent, reading: Reading, notes: list[str]) -> None:
    """Look for what resembles the items that were named for it, where the plan does not use them at all."""
    if refers(steps):
        return  # They are looked up for a value to compare with.
    named = {str(title) for step in steps if step.tool == "similar" for title in _titles(step)}
    known = reading.catalog.grounder
    used = {found[0].id for title in named if (found := known.titles(title, limit=1))}
    lost = [mention for mention in intent.like if mention.how == "title" and mention.item not in used]
    if not lost:
        return
    notes.append(f"{', '.join(f'“{mention.quote}”' for mention in lost)} was added: the plan made no use of it.")
    made = WrittenStep.model_validate({"tool": "similar", "items": [mention.title for mention in lost]})
    steps.insert(_first(steps, "rank"), made)
