"""Stages 3 to 6: from a message's lexemes to what it asks for and tells, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from palate.language.acts import act
from palate.language.alternatives import alternatives, are_alternatives
from palate.language.anew import another_kind, starts_anew
from palate.language.beside import beside
from palate.language.blaming import blamed
from palate.language.clauses import clauses
from palate.language.correcting import EVERYTHING, split_off, take_back
from palate.language.cues.lexicon import Lexicon
from palate.language.draft import Draft
from palate.language.elements import Element, compose
from palate.language.following import asked_again, earlier, follows, is_about, is_topic, of_the_shown
from palate.language.lexeme import Lexeme
from palate.language.meaning import VAGUE, say
from palate.language.questions import ask
from palate.language.refining import note_form, refines, take_in
from palate.language.repair import Repaired, repair
from palate.language.resolve import resolved
from palate.language.scene import Scene
from palate.language.sought import sought
from palate.language.trailing import turned
from palate.language.understanding import (
    POPULARITY,
    Intent,
    MessageAct,
    Order,
    Question,
)

_COURTESIES = ("greet", "thanks", "help")


@dataclass(frozen=True)
class Meant:
    """What a message's lexemes were read to mean."""

    intents: Sequence[Intent]
    drafts: Sequence[Draft]
    repaired: Repaired


def meant_by(
    lexemes: Sequence[Lexeme], scene: Scene, cues: Lexicon, chosen: Mapping[str, str], *, called: bool
) -> Meant:
    """Read a message's lexemes against its session.

    Args:
        lexemes: what the message says, without what is passed over.
        scene: the message, its catalogue and its session.
        cues: the cue words.
        chosen: what the person chose for words that named several items: id by the words said.
        called: whether the message calls for outside tools.
    """
    words = scene.words
    repaired = repair(lexemes, scene, cues.opens, chosen)
    turned_down = blamed(repaired.lexemes, scene, cues)
    drafts: list[_Parsed] = []
    said: Draft | None = None
    pending: str | None = None
    split = clauses(turned_down.lexemes, words, scene.schema)
    for pieces in sought(split, words, cues, opens=not (scene.session.shown or scene.session.asked)):
        correction, clause = split_off(pieces)
        correction = pending if correction is None else correction
        if not clause:
            pending = correction
            continue
        before = drafts[-1].draft if drafts else None
        parsed = _parsed(clause, Draft(scene=scene, named=list(before.named) if before else []), before)
        pending = correction if parsed.draft.says_nothing else None
        if pending is not None:
            # "Sorry, what I'm after is: …": what is right comes yet.
            continue
        if correction is not None and said is not None and before is not None:
            take_back((said, before), parsed.draft, everything=correction == EVERYTHING)
            if before.says_nothing:
                parsed.draft.marks |= drafts.pop().draft.marks
                before = drafts[-1].draft if drafts else None
        said = parsed.draft
        if before is not None and is_topic(before) and is_about(parsed.draft, before):
            drafts[-1] = parsed
        elif drafts and _refines(parsed, drafts[-1], corrects=correction is not None):
            drafts[-1] = _with(drafts[-1], parsed)
        else:
            drafts.append(parsed)
    intents = resolved([_intent(parsed, called=called) for parsed in drafts], scene)
    intents = _asked_of_oneself(_without_courtesies(intents))
    if turned_down.fields:
        intents = _blaming(intents, turned_down.fields)
    return Meant(intents, [parsed.draft for parsed in drafts], repaired)


@dataclass(frozen=True)
class _Parsed:
    """One clause with what it says."""

    clause: Sequence[Lexeme]
    elements: Sequence[Element]
    draft: Draft


def _parsed(clause: Sequence[Lexeme], draft: Draft, before: Draft | None) -> _Parsed:
    elements = turned(compose(clause), draft.scene)
    draft.marks.update(cue.kind for element in elements for cue in element.cues)
    draft.mild = {each.cue("INSTEAD") for each in elements} - {None} == {"mild"}
    note_form(draft, clause)
    soft = _soft(elements)
    for element in sorted(elements, key=lambda each: each.name in VAGUE):
        draft.strength = "soft" if element in soft else "hard"
        say(element, draft)
    draft.preferences = beside(draft)
    if draft.scene.session.shown and draft.says_nothing and any(element.name == "deny" for element in elements):
        # "Nothing there for me": with nothing that is unwanted, all that was shown is.
        draft.marks.add("DENY")
    if before is None:
        before = earlier(draft)
        draft.about += of_the_shown(elements, draft)
    if before is not None and follows(elements, draft, before):
        draft.preferences, draft.bounds, draft.unknown = list(before.preferences), list(before.bounds), []
    if before is not None and is_topic(before) and not (draft.about or draft.preferences or draft.like):
        draft.about = list(before.about)
    if "POPULAR" in draft.marks and not draft.order:
        draft.order.append(Order(field=POPULARITY))
    draft.question = ask(elements, draft) or asked_again(elements, draft)
    return _Parsed(clause, elements, draft)


def _refines(parsed: _Parsed, before: _Parsed, *, corrects: bool) -> bool:
    """Tell whether a clause says more of what the one before it asks for; what corrects that always does."""
    acts = {_does(each) for each in (before, parsed)}
    if "unclear" in acts:
        # "Melancholy? Tense? One of them. Before 1965": words that say nothing part nothing.
        return True
    asking = acts == {"recommend"}
    draft, known = parsed.draft, before.draft
    return asking and (corrects or refines(draft, known) or are_alternatives(draft, known))


def _does(parsed: _Parsed) -> MessageAct:
    """Return what a clause does; "scratch that, from 1990 on" takes something back, and asks."""
    doing, draft = act(parsed.draft, parsed.elements), parsed.draft
    return "recommend" if doing == "undo" and draft.preferences and "RESET" not in draft.marks else doing


def _with(parsed: _Parsed, more: _Parsed) -> _Parsed:
    take_in(parsed.draft, more.draft)
    return _Parsed([*parsed.clause, *more.clause], [*parsed.elements, *more.elements], parsed.draft)


def _soft(elements: Sequence[Element]) -> list[Element]:
    """Return the elements that "ideally" or "if possible" softens: those between the same two separators."""
    parts: list[list[Element]] = [[]]
    for element in elements:
        if element.cue("SEP", "BUT") is not None:
            parts.append([])
        parts[-1].append(element)
    return [element for part in parts if any(each.cue("SOFT") is not None for each in part) for element in part]


def _intent(parsed: _Parsed, *, called: bool) -> Intent:
    draft = parsed.draft
    doing = act(draft, parsed.elements)
    like = draft.like
    about = draft.about
    if doing == "recommend" and draft.marks & {"WANT", "MORE"}:
        # "I liked Alien, what else?" asks for more like it, besides telling taste.
        liked = {entry.item for entry in draft.preferences if entry.item is not None and entry.polarity == "want"}
        like = [*like, *(mention for mention in about if mention.item in liked)]
    taste = draft.marks & {"LOVE", "HATE", "PRAISE", "BLAME"}
    if doing in ("recommend", "critique") and about and not (taste or draft.relative or called):
        # A title alone ("Heat", "something with Alien vibes") is what the person wants more of.
        like, about = [*like, *about], []
    return Intent(
        act=doing,
        quote=draft.scene.quote(*parsed.clause),
        preferences=()
        if draft.question is not None and draft.question.kind == "compare"
        else tuple(alternatives(draft)),
        like=tuple(dict.fromkeys(like)),
        seen=tuple(draft.seen),
        reject=tuple(draft.reject),
        faults=_faults(parsed) if doing == "critique" else (),
        bounds=() if draft.question is not None and draft.question.kind == "compare" else tuple(draft.bounds),
        order=tuple(draft.order),
        limit=draft.limit,
        question=_with_compared(parsed),
        about=tuple(dict.fromkeys(about)),
        withdraw=tuple(dict.fromkeys([*draft.withdraw, *_gone(draft, doing)])),
        fresh="RESET" in draft.marks or (doing == "recommend" and starts_anew(draft)),
        only="ONLY" in draft.marks,
        more="MORE" in draft.marks or ("DENY" in draft.marks and bool(draft.scene.session.shown)),
    )


def _faults(parsed: _Parsed) -> tuple[str, ...]:
    """Return the fields that a clause names which turns something down and wants nothing else."""
    draft = parsed.draft
    if draft.preferences or draft.bounds or draft.order or not (draft.reject or "DENY" in draft.marks):
        return ()
    named = (piece for element in parsed.elements for piece in (*element.lexemes, *element.cues))
    return tuple(dict.fromkeys(name for piece in named if piece.kind == "FIELD" for name in piece.fields))


def _gone(draft: Draft, doing: MessageAct) -> tuple[str, ...]:
    return ("text", "like") if doing == "recommend" and "INSTEAD" not in draft.marks and another_kind(draft) else ()


def _with_compared(parsed: _Parsed) -> Question | None:
    question = parsed.draft.question
    if question is None or question.kind != "compare":
        return question
    items = tuple(dict.fromkeys([*question.items, *(bound.item for bound in parsed.draft.bounds)]))
    return question.model_copy(update={"items": items})


def _without_courtesies(intents: Sequence[Intent]) -> list[Intent]:
    """Return the intents without greetings and thanks beside a request, which is what is to be answered."""
    asked = [intent for intent in intents if intent.act not in _COURTESIES]
    return asked or list(intents)[:1]


def _blaming(intents: Sequence[Intent], faults: tuple[str, ...]) -> list[Intent]:
    """Return the intents where what was shown is turned down for some fields: what is told besides is let go."""
    critiques = [each for each in intents if each.act == "critique"]
    wishes = [each for each in intents if each.act == "recommend" and _wants(each)]
    return [*(each.model_copy(update={"more": True, "faults": faults}) for each in critiques), *wishes]


def _wants(intent: Intent) -> bool:
    said = intent.like or intent.bounds or intent.order or intent.limit
    return bool(said) or any(entry.where is not None for entry in intent.preferences)


def _asked_of_oneself(intents: Sequence[Intent]) -> list[Intent]:
    """Leave out a question that the next sentence answers: "Which language? French."."""
    return [
        intent
        for intent, then in zip(intents, [*intents[1:], None], strict=True)
        if then is None
        or intent.question is None
        or intent.question.kind != "values"
        or not any(intent.question.field in entry.fields for entry in then.preferences)
    ]
