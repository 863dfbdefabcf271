"""From a message to what it means: the stages in their order.

0. `slips`: words for numbers, units and comparisons are given their right form; `standing` puts in what was said before
   where a word stands for it.
1. `spans`: every reading of every part of the message, scored.
2. `reading`: the likeliest way to read the whole; `uncounted` takes out numbers that measure nothing, `talk` passes
   over verbs that say nothing of what is wanted, `asides` over sentences that are small talk, `purposes` puts others
   that only ask or turn down in plain words, `denials` and `verdicts` put what denies something beside it, and `repair`
   forgives slips in what is left over.
3. `clauses`: one sequence of terminals for each request, statement or question.
4. `elements`: the grammar composes them.
5. `meaning`: elements become preferences, items, bounds and orders; `questions` and `acts` say what for.
6. `resolve`: against the session: what a bare value answers, what is replaced, what is brought back.

What fitted models are sure is meant otherwise is then read once more, from `repair` on: without wishes that were taken
back (`retracting`), and with those in words that no cue knows in plain ones (`forms`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import get_args

from palate.catalog.catalog import Catalog
from palate.catalog.words import Token, tokens
from palate.language.acts import act
from palate.language.alternatives import alternatives, are_alternatives
from palate.language.anew import another_kind, starts_anew
from palate.language.asides import without_asides
from palate.language.beside import beside
from palate.language.blaming import blamed
from palate.language.clauses import clauses
from palate.language.correcting import EVERYTHING, split_off, take_back
from palate.language.cues.lexicon import Lexicon, lexicon
from palate.language.denials import denied
from palate.language.draft import Draft
from palate.language.elements import Element, compose
from palate.language.finality import promises, settle
from palate.language.following import asked_again, earlier, follows, is_about, is_topic, of_the_shown
from palate.language.forms import Unit, form_models
from palate.language.lexeme import Lexeme
from palate.language.meaning import VAGUE, say
from palate.language.misread import in_plain_words
from palate.language.purposes import in_plain_purpose
from palate.language.questions import ask
from palate.language.reading import read
from palate.language.refining import note_form, refines, take_in
from palate.language.repair import Repaired, repair
from palate.language.resolve import answered, resolved
from palate.language.retracting import without_retracted
from palate.language.scene import Scene
from palate.language.sentences import Purpose, sentence_model
from palate.language.slips import mended
from palate.language.sought import sought
from palate.language.spans import spans
from palate.language.standing import put_in
from palate.language.talk import quieted
from palate.language.trailing import turned
from palate.language.uncounted import uncounted
from palate.language.understanding import (
    POPULARITY,
    Intent,
    MessageAct,
    Order,
    Question,
    SessionView,
    Snap,
    Understanding,
)
from palate.language.verdicts import judged

_COURTESIES = ("greet", "thanks", "help")
LONGEST = 400
"""Words of a message that are read; what comes after is told to be unread."""


def understand(
    message: str,
    session: SessionView,
    catalog: Catalog,
    *,
    called: Mapping[str, frozenset[str]] = MappingProxyType({}),
    language: str = "en",
    twice: bool = True,
) -> Understanding:
    """Find out what a message means.

    Args:
        message: what the person wrote.
        session: what is known of the session so far.
        catalog: what its words are grounded in.
        called: outside tools that the message calls for, with the words that do: nothing else is meant by these.
        language: the language of the cue words.
        twice: whether wishes that were surely misread are read once more, as the models of `forms` tell.
    """
    choice = answered(message, session, catalog)
    if choice is not None:
        return _understand(choice.message, session, catalog, language, choice.chosen, {}, twice=twice)
    return _understand(message, session, catalog, language, {}, called, twice=twice)


def _understand(
    message: str,
    session: SessionView,
    catalog: Catalog,
    language: str,
    chosen: Mapping[str, str],
    called: Mapping[str, frozenset[str]],
    *,
    twice: bool,
) -> Understanding:
    cues = lexicon(language)
    slips = mended(tokens(message)[:LONGEST], catalog, cues)
    words = put_in(slips.words, catalog, cues, sentence_model("small_talk", language))
    scene = Scene(message=message, words=words, catalog=catalog, schema=catalog.schema, session=session)
    pieces = _without(pieces_of(words, catalog, cues), words, frozenset().union(*called.values()))
    told = without_asides(pieces, words, message, sentence_model("small_talk", language))
    models = {purpose: sentence_model(purpose, language) for purpose in get_args(Purpose)}
    plain = in_plain_purpose(told.lexemes, words, session, models)
    judgement = judged(denied(plain.lexemes, words, cues), words, cues)
    promised = promises(pieces, words, sentence_model("final", language))
    settled = settle(judgement, words, cues, shown=bool(session.shown), promised=promised)
    scene = replace(scene, quiet=settled.quiet, undecided=plain.undecided)
    lexemes = settled.lexemes
    meant = _meant(lexemes, scene, cues, chosen, called=bool(called))
    reread: list[Unit] = []
    if twice:
        gone = settled.quiet
        kept = without_retracted(lexemes, pieces, meant.intents, words, sentence_model("retracted", language))
        if kept is not None:
            lexemes, reread, gone = kept.lexemes, [*kept.units], gone | kept.gone
            meant = _meant(lexemes, scene, cues, chosen, called=bool(called))
        wishes = [piece for piece in told.lexemes if piece.start not in gone]
        again = in_plain_words(lexemes, wishes, meant.intents, words, form_models(language))
        if again is not None:
            reread += again.units
            meant = _meant(again.lexemes, replace(scene, apart=again.apart), cues, chosen, called=bool(called))
    intents = meant.intents
    if called:
        intents = _calling(intents, message, tuple(called))
    if settled.final or session.final:
        intents = _as_one(intents)
    if settled.final and all(intent.act == "unclear" for intent in intents):
        intents = [Intent(act="recommend", quote=message[:200])]
    understanding = _together(intents, meant, slips.snapped, scene)
    said = tuple(filter(None, (scene.said(unit.start, unit.end) for unit in reread)))
    return understanding.model_copy(update={"asides": told.asides, "final": settled.final, "reread": said})


@dataclass(frozen=True)
class _Meant:
    """What a message's lexemes were read to mean."""

    intents: Sequence[Intent]
    drafts: Sequence[Draft]
    repaired: Repaired


def _meant(
    lexemes: Sequence[Lexeme], scene: Scene, cues: Lexicon, chosen: Mapping[str, str], *, called: bool
) -> _Meant:
    words = scene.words
    repaired = repair(lexemes, scene, cues.opens, chosen)
    turned_down = blamed(repaired.lexemes, scene, cues)
    drafts: list[Parsed] = []
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
    return _Meant(intents, [parsed.draft for parsed in drafts], repaired)


def pieces_of(words: Sequence[Token], catalog: Catalog, cues: Lexicon) -> list[Lexeme]:
    """Return a message's words as they are read before anything is passed over or forgiven."""
    found = read(words, spans(words, catalog, cues), cues.opens) if words else []
    return quieted(uncounted(found, words, cues), words, cues)


def _without(lexemes: Sequence[Lexeme], words: Sequence[Token], calling: frozenset[str]) -> list[Lexeme]:
    """Take the words that call for an outside tool, and plain numbers beside them, out of what is read."""
    spent = [
        bool(calling) and all(word.normal in calling or word.normal.isdigit() for word in words[each.start : each.end])
        for each in lexemes
    ]
    return [replace(each, kind="FILLER") if gone else each for each, gone in zip(lexemes, spent, strict=True)]


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


def _as_one(intents: Sequence[Intent]) -> list[Intent]:
    """Join what is wanted in several sentences: who takes the first item that is shown asks for one thing."""
    intents = [_wished(intent) for intent in intents]
    wanted = [intent for intent in intents if intent.act in ("recommend", "critique") and intent.question is None]
    if len(wanted) < 2:
        return list(intents)
    first = wanted[0]
    joined = {
        name: tuple(each for intent in wanted for each in getattr(intent, name))
        for name in ("preferences", "like", "seen", "reject", "bounds", "order", "withdraw")
    }
    one = first.model_copy(update={**joined, "fresh": any(intent.fresh for intent in wanted)})
    return [one, *(intent for intent in intents if intent not in wanted)]


def _wished(intent: Intent) -> Intent:
    """Read "do you have one in Japanese?" as a wish."""
    if intent.question is None or intent.question.kind != "exists" or not intent.preferences:
        return intent
    return intent.model_copy(update={"act": "recommend", "question": None})


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


def _calling(intents: Sequence[Intent], message: str, tools: tuple[str, ...]) -> list[Intent]:
    """Return the intents with the first one calling the tools, whatever else it says."""
    first, *rest = intents or [Intent(act="unclear", quote=message[:200])]
    act_ = "recommend" if first.act == "unclear" else first.act
    return [first.model_copy(update={"cued": tools, "act": act_}), *rest]


@dataclass(frozen=True)
class Parsed:
    """One clause with what it says."""

    clause: Sequence[Lexeme]
    elements: Sequence[Element]
    draft: Draft


def _parsed(clause: Sequence[Lexeme], draft: Draft, before: Draft | None) -> Parsed:
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
    return Parsed(clause, elements, draft)


def _refines(parsed: Parsed, before: Parsed, *, corrects: bool) -> bool:
    """Tell whether a clause says more of what the one before it asks for; what corrects that always does."""
    acts = {act(each.draft, each.elements) for each in (before, parsed)}
    if "unclear" in acts:
        # "Melancholy? Tense? One of them. Before 1965": words that say nothing part nothing.
        return True
    asking = acts == {"recommend"}
    draft, known = parsed.draft, before.draft
    return asking and (corrects or refines(draft, known) or are_alternatives(draft, known))


def _with(parsed: Parsed, more: Parsed) -> Parsed:
    take_in(parsed.draft, more.draft)
    return Parsed([*parsed.clause, *more.clause], [*parsed.elements, *more.elements], parsed.draft)


def _soft(elements: Sequence[Element]) -> list[Element]:
    """Return the elements that "ideally" or "if possible" softens: those between the same two separators."""
    parts: list[list[Element]] = [[]]
    for element in elements:
        if element.cue("SEP", "BUT") is not None:
            parts.append([])
        parts[-1].append(element)
    return [element for part in parts if any(each.cue("SOFT") is not None for each in part) for element in part]


def _intent(parsed: Parsed, *, called: bool) -> Intent:
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


def _faults(parsed: Parsed) -> tuple[str, ...]:
    """Return the fields that a clause names which turns something down and wants nothing else."""
    draft = parsed.draft
    if draft.preferences or draft.bounds or draft.order or not (draft.reject or "DENY" in draft.marks):
        return ()
    named = (piece for element in parsed.elements for piece in (*element.lexemes, *element.cues))
    return tuple(dict.fromkeys(name for piece in named if piece.kind == "FIELD" for name in piece.fields))


def _gone(draft: Draft, doing: MessageAct) -> tuple[str, ...]:
    return ("text", "like") if doing == "recommend" and "INSTEAD" not in draft.marks and another_kind(draft) else ()


def _with_compared(parsed: Parsed) -> Question | None:
    question = parsed.draft.question
    if question is None or question.kind != "compare":
        return question
    items = tuple(dict.fromkeys([*question.items, *(bound.item for bound in parsed.draft.bounds)]))
    return question.model_copy(update={"items": items})


def _together(intents: Sequence[Intent], meant: _Meant, snapped: Sequence[Snap], scene: Scene) -> Understanding:
    drafts, repaired = meant.drafts, meant.repaired
    unknown = [*repaired.unknown, *(words for draft in drafts for words in draft.unknown)]
    return Understanding(
        message=scene.message,
        intents=tuple(intents) or (Intent(act="unclear", quote=scene.message[:200]),),
        snapped=(*snapped, *repaired.snapped),
        ambiguous=tuple(ambiguity for draft in drafts for ambiguity in draft.ambiguous),
        doubtful=tuple(repaired.doubtful),
        unknown=tuple(dict.fromkeys(unknown)),
    )
