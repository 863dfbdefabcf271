"""Stage 6a: what a message means that answers a question of the last reply."""

from __future__ import annotations

from collections.abc import Sequence

from palate.language.asked import OPEN, PAIR
from palate.language.cues.lexicon import lexicon
from palate.language.learned.resolve import as_wish, of_same_fields, told_again
from palate.language.scene import Scene
from palate.language.understanding import Intent, Mention

_ENDS = ("bye", "thanks", "unclear")
"""What "that's all, thanks" may be read as."""
_SHORT = 3
"""A longer message is no bare "thanks"."""
_FEW = 5
"""Words of a clause that refuses something: "don't leave it out"."""


def as_answer(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Return the intents as they are meant if the last reply asked something."""
    wanted = _wanted_now(_rather(_unsettled(intents, scene), scene), scene)
    return _unasked(_told_again(_put_right(wanted, scene), scene), scene)


def _told_again(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Let what is told again of a field count alone: the rest that was said back of it was what is wrong."""
    agrees = any(
        not span.start and span.cue.kind == "YES" for span in lexicon().spans(scene.words, noun=scene.schema.noun)
    )
    return told_again(intents, agrees, scene.session)


def _unasked(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Take out what was said back and nobody asked for."""
    if not scene.unasked:
        return list(intents)
    first, *rest = intents
    first = first.model_copy(update={"withdraw": (*first.withdraw, *scene.unasked)})
    return [first.model_copy(update={"act": "recommend"}) if first.act in _ENDS else first, *rest]


def talks(said: Sequence[str]) -> bool:
    """Tell whether words are about somebody, or about what was said or shown."""
    return not (lexicon().tellers | lexicon().pointing).isdisjoint(said)


def _wanted_now(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Read what answers "is there anything else that it should be?" as a wish: "nothing but drama hits the spot".

    Before anything was shown, "why does everybody push westerns at me?" asks for no reasons.
    """
    if scene.session.asked != OPEN and not scene.session.said_back:
        return list(intents)
    mere_talk = ("state",) if scene.session.shown else ("state", "why")
    return [as_wish(intent) if intent.act in mere_talk else intent for intent in intents]


def _rather(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Read "the second, but newer", after a question between two items, as passing over the first; "neither", both."""
    session, options = scene.session, [str(option) for option in scene.session.options]
    if session.asked != PAIR or session.pending or len(options) < 2:
        return list(intents)
    nearer = {mention.item for intent in intents for mention in intent.like} & set(options)
    kinds = {span.cue.kind for span in lexicon().spans(scene.words, noun=scene.schema.noun)}
    if not nearer and not kinds & {"NEG", "DENY"}:
        return list(intents)
    passed = tuple(
        Mention(item=item.id, title=item.title, quote=scene.message[:200], how="reference")
        for item in scene.catalog.items([option for option in options if option not in nearer])
    )
    left = tuple(mention for mention in intents[0].like if mention.item not in options)
    first = {"act": "recommend", "question": None, "more": False, "like": left, "passed": passed}
    return [intents[0].model_copy(update=first), *intents[1:]]


def _unsettled(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Read "that's a tough one to answer", after a question, as no answer: it is no text that anybody looks for."""
    if scene.session.asked is None:
        return list(intents)
    cues = [span.cue for span in lexicon().spans(scene.words, noun=scene.schema.noun)]
    kinds = {cue.kind for cue in cues}
    if any((cue.kind, cue.value) == ("BYE", "done") for cue in cues) and all(each.act in _ENDS for each in intents):
        return [Intent(act="recommend", quote=scene.message[:200])]
    says_little = talks([word.normal for word in scene.words]) and "WANT" not in kinds
    says_little = says_little or scene.undecided or bool(kinds & {"NEG", "DENY"} and kinds & {"DEMO", "THANKS"})
    wished = [entry for intent in intents for entry in intent.preferences]
    # "None of those, thanks" is an answer, and "thanks" none.
    silent = ("unclear", "thanks") if kinds & {"NEG", "DENY"} or len(scene.words) > _SHORT else ("unclear",)
    unclear = bool(intents) and all(intent.act in silent for intent in intents)
    only_texts = all(entry.text is not None for entry in wished) and (bool(wished) or unclear)
    if not says_little or not only_texts or any(map(_says_more, intents)):
        return list(intents)
    return [Intent(act="recommend", quote=scene.message[:200])]


def _says_more(intent: Intent) -> bool:
    return bool(intent.like or intent.bounds or intent.order or intent.limit or intent.reject or intent.question)


def _put_right(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Read the answer to "did I get that wrong?": what is said of the field now counts, and nothing said lets it go.

    What speaks of other wishes that were said back puts these right, and leaves what was to blame as it is.
    """
    session = scene.session
    blamed = [entry for entry in session.preferences if entry.key in session.offered]
    if not session.doubted or any(intent.act == "undo" or intent.fresh for intent in intents):
        return list(intents)
    fields = {name for entry in blamed for name in entry.fields}
    held = [entry for entry in session.preferences if fields & set(entry.fields)]
    told = [of_same_fields(held, intent) for intent in intents]
    if any(told):
        return [
            intent.model_copy(update={"withdraw": (*intent.withdraw, *keys)}) if keys else intent
            for intent, keys in zip(intents, told, strict=True)
        ]
    if _stands_by_it(scene) or scene.unasked or any(intent.question is not None for intent in intents):
        return list(intents)
    if session.said_back and any(of_same_fields(session.preferences, intent) for intent in intents):
        return list(intents)
    first, *rest = intents if any(map(_wishes, intents)) else [Intent(act="recommend", quote=scene.message[:200])]
    return [first.model_copy(update={"lapsed": session.offered}), *rest]


def _stands_by_it(scene: Scene) -> bool:
    """Tell whether a message says no; "not sure", "no idea so far" and "never was I so glad of a Friday" do not."""
    words = scene.words
    refuses = bool(words) and words[0].normal in lexicon().refusals | lexicon().nays and not scene.undecided
    ends = next((at for at, word in enumerate(words) if at and word.before.strip()), len(words))
    return refuses and ends <= _FEW


def _wishes(intent: Intent) -> bool:
    return _says_more(intent) or any(entry.text is None for entry in intent.preferences)
