"""Stage 6: what a message means after what was said before."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.words import tokens
from palate.language.answering import as_answer, talks
from palate.language.cues.lexicon import lexicon
from palate.language.learned.resolve import undone
from palate.language.scene import Scene
from palate.language.understanding import Intent

_TELLING = ("recommend", "critique", "state")
_SAYS_OTHERWISE = frozenset(
    {"YES", "PRAISE", "LOVE", "COMMIT", "WHO", "WHAT", "WHEN", "WHERE", "HOW", "WHY", "IS", "HAVE"}
)
"""Cues of a message that turns nothing down."""
_SHORT = 3
"""A longer message is no bare "no"."""


def resolved(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Return the intents as they stand after what was said before."""
    # A message of nothing but talk may still turn down what was shown: "those don't appeal".
    said = intents or [Intent(act="unclear", quote=scene.message[:200])]
    readings = [_bare_answer(_undone(intent, scene), scene) for intent in said]
    return as_answer(_restarted(_dismissing(_merged(_understood(readings)))), scene)


def _understood(intents: Sequence[Intent]) -> list[Intent]:
    """Leave out a clause that says nothing beside one that does: "of everything here, what came out first?"."""
    said = [intent for intent in intents if intent.act != "unclear"]
    return said or list(intents)


def _dismissing(intents: Sequence[Intent]) -> list[Intent]:
    """Read "Not those. From the eighties." as one request, with what was turned down out of it."""
    out: list[Intent] = []
    for intent in intents:
        told = bool(out) and intent.act in _TELLING and out[-1].act in _TELLING
        if told and _only_dismisses(out[-1]):
            out.append(_with_dismissal(intent, out.pop()))
        elif told and _only_dismisses(intent):
            # "From the eighties. So not those." says the same, the other way round.
            out.append(_with_dismissal(out.pop(), intent))
        else:
            out.append(intent)
    return out


def _with_dismissal(intent: Intent, dismissal: Intent) -> Intent:
    update: dict[str, object] = {
        "reject": (*dismissal.reject, *intent.reject),
        "seen": (*dismissal.seen, *intent.seen),
        "more": dismissal.more or intent.more,
        "act": "critique" if intent.act == "recommend" else intent.act,
    }
    return intent.model_copy(update=update)


def _only_dismisses(intent: Intent) -> bool:
    said = intent.preferences or intent.like or intent.bounds or intent.order or intent.limit or intent.question
    return intent.act == "critique" and not said


def _restarted(intents: Sequence[Intent]) -> list[Intent]:
    """Read "Start over. A French thriller." as one request that starts over."""
    if len(intents) > 1 and intents[0].act == "undo" and intents[0].fresh and intents[1].act == "recommend":
        return [intents[1].model_copy(update={"fresh": True}), *intents[2:]]
    return list(intents)


def _merged(intents: Sequence[Intent]) -> list[Intent]:
    """Read "Recommend something. I loved Heat." is one request: what only asks joins what says for what."""
    asking = [intent for intent in intents if intent.act in ("recommend", "critique") and not intent.reject]
    empty = [intent for intent in asking if _says_nothing(intent)]
    rest = [intent for intent in intents if intent not in empty]
    joined = next(
        (index for index, intent in enumerate(rest) if intent.act in ("state", "recommend", "critique")), None
    )
    if not empty or joined is None:
        return list(intents)
    # "I liked Alien, what else?" asks for more like it; "Something else. I liked Alien." only tells taste besides.
    asks_after = any(intents.index(each) > intents.index(rest[joined]) or not each.more for each in empty)
    about = rest[joined].about if asks_after else ()
    loved = tuple(mention for mention in about if _is_liked(mention.item, rest[joined]))
    if all(intents.index(each) < intents.index(rest[joined]) for each in empty):
        loved = tuple(mention.model_copy(update={"how": "taste"}) for mention in loved)
    update: dict[str, object] = {
        "like": (*rest[joined].like, *loved),
        "more": any(each.more for each in (*empty, rest[joined])),
        "act": "recommend" if rest[joined].act == "state" else rest[joined].act,
        "only": any(each.only for each in intents),
    }
    rest[joined] = rest[joined].model_copy(update=update)
    return rest


def _is_liked(item: str, intent: Intent) -> bool:
    return any(entry.item == item and entry.polarity == "want" for entry in intent.preferences)


def _says_nothing(intent: Intent) -> bool:
    return not (intent.preferences or intent.like or intent.bounds or intent.order or intent.limit or intent.seen)


def _undone(intent: Intent, scene: Scene) -> Intent:
    """Read "Undo that": what the last turn withdrew or replaced comes back, what it added goes."""
    return undone(intent, scene.session) if intent.act == "undo" else intent


def _tells_of_shown(scene: Scene) -> bool:
    """Tell whether something is said after items were shown, with no question: that mostly turns them down."""
    kinds = {span.cue.kind for span in lexicon().spans(scene.words, noun=scene.schema.noun)}
    asks = "?" in scene.message or bool(kinds & _SAYS_OTHERWISE)
    return scene.session.asked is None and not asks and talks([word.normal for word in scene.words])


def _bare_answer(intent: Intent, scene: Scene) -> Intent:
    """Read a bare "yes" as taking up an offer; "no" and "those don't appeal", after items were shown, as "others"."""
    if intent.act != "unclear":
        return intent
    words = tokens(intent.quote)
    kinds = {span.cue.kind for span in lexicon().spans(words, noun=scene.schema.noun)}
    if scene.session.offered and "YES" in kinds and not kinds & {"NEG", "DENY"}:
        return intent.model_copy(update={"act": "undo", "withdraw": scene.session.offered})
    said = [word.normal for word in words]
    short = bool(kinds & {"NEG", "DENY"}) and len(words) <= _SHORT
    of_shown = not lexicon().shown.isdisjoint(said) and not (lexicon().negations | lexicon().faults).isdisjoint(said)
    if scene.session.shown and not scene.session.offered and (short or of_shown or _tells_of_shown(scene)):
        return intent.model_copy(update={"act": "critique", "more": True})
    return intent
