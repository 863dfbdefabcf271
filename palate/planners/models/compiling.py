"""From a plan as a model wrote it to what the message means and steps that can run, with all that is wrong with it.

Nothing is taken on trust: each quote is read again (`rereading`), what was plainly said is used (`forgotten`), a
condition whose quote is not in the message is left out, a value is looked for in the catalogue as a person's words are
and a title becomes an item or a complaint (`naming`), a taste has to be told (`tastes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from palate.catalog.conditions import Condition, Where
from palate.catalog.grounding.data import words_of
from palate.catalog.words import fold, stem, tokens
from palate.errors import CallerError, PlanError
from palate.language.preference import Preference
from palate.language.refining import joins
from palate.language.understand import understand
from palate.language.understanding import Intent, ItemValue, MessageAct, Order, Understanding
from palate.planners.models.asking import question_of
from palate.planners.models.examined import Examined, as_said
from palate.planners.models.forgotten import said_in, unused_title, with_all_said
from palate.planners.models.naming import grounded, mentions_of
from palate.planners.models.quotes import verbatim
from palate.planners.models.rereading import reread
from palate.planners.models.tastes import tastes
from palate.planners.models.written import WrittenPlan, conditions_of
from palate.planners.plan import Plan, Step
from palate.planners.planner import Drafted, Reading
from palate.planners.references import Reference, is_reference
from palate.planners.validation import validate

_WHERE: TypeAdapter[Where] = TypeAdapter(Where)
_TITLED = ("similar", "lookup")
"""Tools whose `items` a model names by their titles."""
_SOCIAL = ("seen", "reject", "more", "only", "withdraw", "lapsed", "fresh")
"""What the reading without a model adds to an intent: reactions to what was shown, which no step says."""
_MOST_SHOWN = 50


def compiled(written: WrittenPlan, reading: Reading, *, planner: str) -> Drafted:
    """Return what a message means by a model's plan for it, and that plan.

    Raises:
        PlanError: it cannot be run; the message lists every complaint.
    """
    written, misread = reread(written, reading)
    written, forgotten = with_all_said(written, reading)
    made = Examined(reading, repaired=[*misread, *forgotten])
    steps = tuple(_step(number, step.tool, step.args, written, made) for number, step in enumerate(written.steps, 1))
    made.preferences.extend(tastes(written, made))
    if _says_nothing(written, made):
        made.complaints.append("no step uses what the message says.")
    if written.kind != "chat" and (title := unused_title(written, reading)) is not None:
        made.complaints.append(f"the message names “{title}”, and no step uses it.")
    if made.complaints:
        raise PlanError(" ".join(made.complaints))
    intent = _intent(written, steps, made)
    understood = reading.understood
    understanding = Understanding(
        message=reading.message,
        intents=(intent,),
        snapped=tuple(made.snapped),
        unknown=tuple(_unused(understood.unknown, written)),
        asides=tuple(_unused(understood.asides, written)),
    )
    if not steps:
        return Drafted(understanding if made.preferences else understood)
    plan = Plan(
        request=reading.message,
        steps=steps,
        kind="answer" if written.kind == "answer" else "recommend",
        show=made.limit,
        planner=planner,
        repaired=tuple(made.repaired),
    )
    checked = validate(plan, reading.catalog.schema, reading.toolbox, most_steps=reading.most_steps)
    return Drafted(understanding, (checked,))


def _unused(passed_over: Iterable[str], written: WrittenPlan) -> Iterator[str]:
    """Yield what the reading without a model has no place for and no words of the plan are of."""
    used = [f" {fold(each)} " for each in said_in(written) if each]
    for said in passed_over:
        words = f" {fold(said)} "
        if not any(each in words or words in each for each in used):
            yield said


def _says_nothing(written: WrittenPlan, made: Examined) -> bool:
    """Tell whether a recommendation is of anything at all though the message has words that it might be about."""
    understood = made.reading.understood
    if written.kind != "recommend" or not understood.unknown or any(each.more for each in understood.intents):
        return False
    outside = any(
        made.reading.toolbox.get(step.tool).outside for step in written.steps if step.tool in made.reading.toolbox
    )
    return not (made.preferences or made.like or made.bounds or made.order or made.limit or outside)


def _step(number: int, tool: str, given: Mapping[str, Any], written: WrittenPlan, made: Examined) -> Step:
    """Return a step with what it says of the person noted, and what is wrong with it complained of."""
    name, args = f"step{number}", dict(given)
    if asked := conditions_of(args):
        wheres = [each for where in asked if (each := _condition(where, tool, written, made)) is not None]
        unsaid = len(wheres) < len(asked)
        if unsaid and (tool != "filter" or not wheres):
            # Left out, it would answer about more than was asked, or recommend anything at all.
            made.complaints.append(f"`{name}` has a condition whose quote is not in the message.")
        args["where"] = wheres
    if tool in _TITLED and args.get("items"):
        mentions = tuple(mentions_of(args["items"], name, made))
        args["items"] = [mention.item for mention in mentions]
        made.sources[name] = mentions
        if tool == "similar":
            made.like.extend(mentions)
    if tool == "search":
        _search(str(args.get("query", "")), made)
    if tool == "rank":
        made.limit = _limit(args.pop("limit", None)) or made.limit
    if tool == "lookup" and args.get("select"):
        args["select"] = list(dict.fromkeys(["id", "title", *args["select"]]))
    if tool in ("rank", "lookup"):
        made.order.extend(Order(**each) for each in args.get("order", ()) if isinstance(each, dict))
    return Step(id=name, tool=tool, args=args, why=_why(given))


def _why(given: Mapping[str, Any]) -> str:
    quotes = [part["quote"] for where in conditions_of(given) for part in where.get("any_of", [where])]
    return "; ".join(dict.fromkeys(quotes))


def _limit(value: object) -> int | None:
    return value if isinstance(value, int) and 0 < value <= _MOST_SHOWN else None


def _condition(where: Any, tool: str, written: WrittenPlan, made: Examined) -> dict[str, Any] | None:
    """Return a condition without its quote, and note what it says the person wants; None where nobody said it."""
    parts = where.get("any_of", [where]) if isinstance(where, dict) else []
    if not parts or not all(isinstance(part, dict) and {"field", "op", "value"} <= set(part) for part in parts):
        made.complaints.append(f"`{where}` is no condition.")
        return None
    said = [verbatim(str(part.get("quote", "")), made.message) for part in parts]
    if None in said:
        invented = parts[said.index(None)]
        told = f"`{invented['field']} {invented['op']} {invented['value']}`"
        made.repaired.append(f"{told} was left out: the message does not say “{invented.get('quote', '')}”.")
        return None
    quote = ", ".join(dict.fromkeys(filter(None, said)))
    bare = [grounded({key: part[key] for key in ("field", "op", "value")}, quote, made) for part in parts]
    condition = bare[0] if len(bare) == 1 else {"any_of": bare}
    if tool == "filter" or (tool == "lookup" and written.kind == "answer"):
        _note(condition, quote, made)
    return condition


def _note(condition: dict[str, Any], quote: str, made: Examined) -> None:
    """Keep a condition as a preference, or as a bound where its value is another item's."""
    if is_reference(condition.get("value")):
        made.bounds.extend(_bounds(condition, quote, made))
        return
    try:
        where = _WHERE.validate_python(condition)
        where.check_against(made.reading.catalog.schema)
    except (ValidationError, CallerError) as error:
        made.complaints.append(str(error).splitlines()[0])
        return
    wanted = [known for known in made.reading.session.preferences if known.polarity == "want"]
    also = isinstance(where, Condition) and joins(where, wanted, made.reading.catalog)
    known = Preference(where=where, also=also)
    if _is_plain(where, quote, made):
        made.preferences.append(as_said(known, quote, made))
    else:
        made.preferences.append(as_said(known.model_copy(update={"strength": "soft"}), quote, made, source="guessed"))


def _is_plain(where: Where, quote: str, made: Examined) -> bool:
    """Tell whether the reading without a model says the same; what only a model reads can be let go, and never bars.

    A small model makes wishes of small talk: a film about twins of "the twins have chickenpox".
    """
    read = (made.reading.understood, understand(quote, made.reading.session, made.reading.catalog))
    said = [entry.where for each in read for intent in each.intents for entry in intent.preferences]
    return any(where == each for each in said)


def _bounds(condition: dict[str, Any], quote: str, made: Examined) -> Iterator[ItemValue]:
    try:
        source = Reference.parse(condition["value"]["from"])
    except PlanError as error:
        made.complaints.append(str(error))
        return
    about = made.sources.get(source.step, ())
    if len(about) == 1 and source.column == condition["field"]:
        try:
            yield ItemValue(
                field=condition["field"], op=condition["op"], item=about[0].item, title=about[0].title, quote=quote
            )
        except ValidationError:
            return


def _search(query: str, made: Examined) -> None:
    """Keep words that are looked for as a wish; those of a demonstration that nobody said are no wish."""
    if not query.strip():
        return
    if _is_invented(query, made):
        made.complaints.append(f"the message says nothing of “{query}”, which is searched for.")
        return
    quote = verbatim(query, made.message) or made.message
    made.preferences.append(as_said(Preference(text=query.strip(), strength="soft"), quote, made))


def _is_invented(query: str, made: Examined) -> bool:
    """Tell whether a query shares no word with a message of which some words are known: others may be translated."""
    known = any(intent.preferences or intent.order or intent.like for intent in made.reading.understood.intents)
    said, wanted = (
        {stem(each.normal) for each in tokens(text) if each.normal not in words_of("common/en.toml", "function")}
        for text in (made.message, query)
    )
    return known and not said & wanted


def _intent(written: WrittenPlan, steps: tuple[Step, ...], made: Examined) -> Intent:
    """Return what the message asks for, with the reactions to what was shown that no step says."""
    before = next(iter(made.reading.understood.intents), None)
    reacts = before is not None and before.act in ("recommend", "critique", "state")
    reactions = {name: getattr(before, name) for name in _SOCIAL} if reacts else {}
    toolbox = made.reading.toolbox
    return Intent(
        act=_act(written, steps, before),
        quote=made.message,
        preferences=tuple(made.preferences),
        like=tuple(dict.fromkeys(made.like)),
        bounds=tuple(made.bounds),
        order=tuple(made.order) if written.kind == "recommend" else (),
        limit=made.limit,
        question=question_of(steps, made.order) if written.kind == "answer" else None,
        cued=tuple(step.tool for step in steps if step.tool in toolbox and toolbox.get(step.tool).outside),
        **reactions,
    )


def _act(written: WrittenPlan, steps: tuple[Step, ...], before: Intent | None) -> MessageAct:
    if not steps:
        return "state"
    if written.kind == "answer":
        return "question"
    return "critique" if before is not None and before.act == "critique" else "recommend"
