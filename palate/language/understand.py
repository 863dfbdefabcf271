"""From a message to what it means: the stages in their order.

0. `slips`: words for numbers, units and comparisons are given their right form; `standing` puts in what was said before
   where a word stands for it.
1. `spans`: every reading of every part of the message, scored.
2. `reading`: the likeliest way to read the whole; `uncounted` takes out numbers that measure nothing, `talk` passes
   over verbs that say nothing of what is wanted, `unasked` over sentences that say of what was said back that nobody
   asked for it, `asides` over those that are small talk, `purposes` puts others that only ask or turn down in plain
   words, `denials` and `verdicts` put what denies something beside it, `contrasted` parts it from what is wanted
   instead, and `repair` forgives slips in what is left over.
3. `clauses`: one sequence of terminals for each request, statement or question.
4. `elements`: the grammar composes them.
5. `meaning`: elements become preferences, items, bounds and orders; `questions` and `acts` say what for.
6. `resolve`: against the session: what is replaced, what is brought back, and in `answering` what a question of the
   last reply was answered; `chosen` puts what an answer chooses in the words' place before anything is read.

`intents` leads from 3 to 6, clause by clause.

What fitted models are sure is meant otherwise is then read once more, from `repair` on: without wishes that were taken
back (`retracting`), and with those in words that no cue knows in plain ones (`misread`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from palate.catalog.catalog import Catalog
from palate.catalog.words import Token, tokens
from palate.language.asides import without_asides
from palate.language.chosen import answered
from palate.language.contrasted import contrasted
from palate.language.cues.lexicon import Lexicon, lexicon
from palate.language.denials import denied
from palate.language.finality import promises, settle
from palate.language.forms import Unit, form_models
from palate.language.intents import Meant, meant_by
from palate.language.lexeme import Lexeme
from palate.language.misread import in_plain_words
from palate.language.purposes import in_plain_purpose
from palate.language.reading import read
from palate.language.retracting import without_retracted
from palate.language.scene import Scene
from palate.language.sentences import Purpose, sentence_model
from palate.language.slips import mended
from palate.language.spans import spans
from palate.language.standing import put_in
from palate.language.talk import quieted
from palate.language.told_again import doubted, insists, said_back
from palate.language.unasked import without_unasked
from palate.language.uncounted import uncounted
from palate.language.understanding import (
    Intent,
    SessionView,
    Snap,
    Understanding,
)
from palate.language.verdicts import judged

LONGEST = 150
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
        twice: whether wishes that were surely misread are read once more, as fitted models tell.
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
    said = tokens(message)
    slips = mended(said[:LONGEST], catalog, cues)
    words = put_in(slips.words, catalog, cues, sentence_model("small_talk", language))
    scene = Scene(message=message, words=words, catalog=catalog, schema=catalog.schema, session=session)
    pieces = _without(pieces_of(words, catalog, cues), words, frozenset().union(*called.values()))
    unasked = without_unasked(pieces, words, session, sentence_model("unasked", language))
    pieces = unasked.lexemes
    told = without_asides(pieces, words, message, sentence_model("small_talk", language))
    models = {purpose: sentence_model(purpose, language) for purpose in get_args(Purpose)}
    plain = in_plain_purpose(told.lexemes, words, session, models)
    judgement = judged(denied(plain.lexemes, words, cues), words, cues)
    promised = promises(pieces, words, sentence_model("final", language))
    settled = settle(judgement, words, cues, shown=bool(session.shown), promised=promised)
    scene = replace(scene, quiet=settled.quiet, undecided=plain.undecided, unasked=unasked.keys)
    lexemes = contrasted(settled.lexemes, words, cues)
    meant = meant_by(lexemes, scene, cues, chosen, called=bool(called))
    reread: tuple[Unit, ...] = ()
    if twice:
        model = sentence_model("retracted", language)
        held = [entry.where for entry in session.preferences if entry.where is not None]
        kept = without_retracted(lexemes, pieces, meant.intents, words, model, held=held)
        if kept is not None:
            lexemes = kept.lexemes
            meant = meant_by(lexemes, scene, cues, chosen, called=bool(called))
        gone = settled.quiet | (kept.gone if kept is not None else frozenset())
        wishes = [piece for piece in told.lexemes if piece.start not in gone]
        again = said_back(session)
        blamed = doubted(session)
        models_of = form_models(language)
        plainly = in_plain_words(lexemes, wishes, meant.intents, words, models_of, again=again, blamed=blamed)
        if plainly is not None:
            scene = replace(scene, apart=plainly.apart)
            lexemes = plainly.lexemes
            meant = meant_by(lexemes, scene, cues, chosen, called=bool(called))
        reread = tuple(unit for once_more in (kept, plainly) if once_more is not None for unit in once_more.units)
    insisting = twice and insists(wishes, words, meant.intents, again)
    intents = meant.intents
    if called:
        intents = _calling(intents, message, tuple(called))
    if settled.final or session.final or session.doubted or _all_said(intents, session):
        intents = _as_one(intents)
    if settled.final and all(intent.act == "unclear" for intent in intents):
        intents = [Intent(act="recommend", quote=message[:200])]
    understanding = _together(intents, meant, slips.snapped, scene)
    anew = tuple(filter(None, (scene.said(unit.start, unit.end) for unit in reread)))
    unread = message[said[LONGEST].start :] if len(said) > LONGEST else ""
    return understanding.model_copy(
        update={
            "asides": told.asides,
            "final": settled.final,
            "reread": anew,
            "insists": insisting,
            "unread": unread,
        }
    )


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


def _all_said(intents: Sequence[Intent], session: SessionView) -> bool:
    """Tell whether requests wish only what was wished before: who says it again makes no new requests of it."""
    held = [entry.where for entry in session.preferences if entry.where is not None]
    wanted = [intent for intent in intents if _wants(intent)]
    more = any(each.like or each.bounds or each.order or each.limit for each in wanted)
    again = all(
        each.preferences and all(entry.where is not None and entry.where in held for entry in each.preferences)
        for each in wanted
    )
    return again and not more and all(intent.question is None for intent in intents)


def _as_one(intents: Sequence[Intent]) -> list[Intent]:
    """Join what is wanted in several sentences by somebody who asks for one thing.

    Who takes the first item that is shown does, and who says what they said before.
    """
    intents = [_wished(intent) for intent in intents]
    wanted = [intent for intent in intents if _wants(intent) and intent.question is None]
    if len(wanted) < 2:
        return list(intents)
    first = wanted[0]
    joined = {
        name: tuple(each for intent in wanted for each in getattr(intent, name))
        for name in ("preferences", "like", "seen", "reject", "bounds", "order", "withdraw", "lapsed")
    }
    one = first.model_copy(update={**joined, "fresh": any(intent.fresh for intent in wanted)})
    return [one, *(intent for intent in intents if intent not in wanted)]


def _wants(intent: Intent) -> bool:
    return intent.act in ("recommend", "critique") or (intent.act == "undo" and bool(intent.preferences))


def _wished(intent: Intent) -> Intent:
    """Read "do you have one in Japanese?" as a wish."""
    if intent.question is None or intent.question.kind != "exists" or not intent.preferences:
        return intent
    return intent.model_copy(update={"act": "recommend", "question": None})


def _calling(intents: Sequence[Intent], message: str, tools: tuple[str, ...]) -> list[Intent]:
    """Return the intents with the first one calling the tools, whatever else it says."""
    first, *rest = intents or [Intent(act="unclear", quote=message[:200])]
    act_ = "recommend" if first.act == "unclear" else first.act
    return [first.model_copy(update={"cued": tools, "act": act_}), *rest]


def _together(intents: Sequence[Intent], meant: Meant, snapped: Sequence[Snap], scene: Scene) -> Understanding:
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
