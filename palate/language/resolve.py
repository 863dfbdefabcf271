"""What frames mean after what was said before: answers, what is taken back, what is put right."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.item import Item
from palate.language.asked import OPEN, PAIR
from palate.language.bounds import negated
from palate.language.frame import Frames
from palate.language.preference import Preference, Provenance
from palate.language.understanding import Intent, Mention, SessionView, Shown

_NOTHING = ("unclear", "thanks", "bye", "greet")
"""Acts of a message that tells nothing of what is wanted."""


def with_choice(item: Item, session: SessionView) -> SessionView:
    """Return a session in which an item that was asked about is spoken of, and nothing is asked any more."""
    focus = (Shown(id=item.id, title=item.title), *session.focus)
    return session.model_copy(update={"asked": None, "options": (), "pending": "", "focus": focus})


def gone_on_with(session: SessionView) -> Sequence[Preference]:
    """Return what the last question was about; where it was none, what is wanted of the items that were shown."""
    if session.question is not None:
        return session.questioned
    return [entry for entry in session.preferences if session.shown and entry.where and entry.strength == "hard"]


def undone(intent: Intent, session: SessionView) -> Intent:
    """Read "undo that": what the last turn withdrew or replaced comes back, what it added goes."""
    if intent.withdraw:
        return intent
    if intent.fresh:
        return intent.model_copy(update={"withdraw": ("*",)})
    latest = max((entry.provenance.turn for entry in session.preferences), default=-1)
    added = [entry for entry in session.preferences if entry.provenance.turn == latest]
    fields = dict.fromkeys(name for entry in added for name in (entry.fields or ("text",)))
    said = Provenance(quote=intent.quote, turn=session.turn)
    back = tuple(Preference(where=where, provenance=said) for where in session.previous)
    return intent.model_copy(update={"withdraw": tuple(fields), "preferences": (*back, *intent.preferences)})


def as_answer(intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
    """Return the intents as they are meant after what the last reply asked or said back.

    A reader that writes `answer` has said so itself.
    """
    found = list(intents)
    acts = {act for frame in frames.frames for act in frame.acts}
    agrees, refuses = "agree" in acts, "deny" in acts
    if "answer" in acts or not found:
        return found
    if session.offered and not session.doubted and agrees and not refuses and _tell_nothing(found):
        return [found[0].model_copy(update={"act": "undo", "withdraw": session.offered})]
    if session.either:
        found = _one_of_two(found, frames, session)
    if session.asked == PAIR and len(session.options) > 1 and not session.pending:
        found = _between(found, refuses, session)
    elif session.shown and not session.offered and refuses and _tell_nothing(found):
        found = [found[0].model_copy(update={"act": "critique", "more": True})]
    if session.asked is not None and _tell_nothing(found) and not (found[0].act in ("thanks", "bye") and not refuses):
        found = [found[0].model_copy(update={"act": "recommend"})]
    if session.asked == OPEN or session.said_back:
        found = [_wished_now(intent, session) for intent in found]
    if session.said_back:
        found = [_called_wrong(intent, session) for intent in found]
    return _put_right(told_again(found, agrees, session), refuses, session)


def _tell_nothing(intents: Sequence[Intent]) -> bool:
    return all(intent.act in (*_NOTHING, "critique") and not _says(intent) for intent in intents)


def _says(intent: Intent) -> bool:
    lists = (
        intent.preferences,
        intent.like,
        intent.seen,
        intent.reject,
        intent.bounds,
        intent.order,
        intent.withdraw,
        intent.calls,
    )
    return any(lists) or intent.limit is not None or intent.question is not None or bool(intent.faults)


def _one_of_two(intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
    """Read which of two wishes holds: "the second", or what one of them says."""
    keys = list(session.offered)
    named = [ref.item[1:] for frame in frames.frames for ref in frame.refs if ref.item.startswith("#")]
    places = [int(each) for each in named if each in ("1", "2")]
    kept = {keys[place - 1] for place in places if 0 < place <= len(keys)}
    kept |= {entry.key for intent in intents for entry in intent.preferences if entry.key in keys}
    if len(kept) != 1:
        return list(intents)
    gone = tuple(key for key in keys if key not in kept)
    first, *rest = intents
    return [first.model_copy(update={"act": "recommend", "withdraw": (*first.withdraw, *gone), "like": ()}), *rest]


def _between(intents: Sequence[Intent], refuses: bool, session: SessionView) -> list[Intent]:
    """Read "the second, but newer", after a question between two items, as passing over the first; "neither", both."""
    options = [str(option) for option in session.options]
    nearer = {mention.item for intent in intents for mention in (*intent.like, *intent.about)} & set(options)
    if not nearer and not refuses:
        return list(intents)
    titles = {each.id: each.title for each in (*session.shown, *session.focus)}
    passed = tuple(
        Mention(item=option, title=titles.get(option, option), quote=intents[0].quote, how="reference")
        for option in options
        if option not in nearer
    )
    left = tuple(mention for mention in intents[0].like if mention.item not in options)
    first = {"act": "recommend", "question": None, "more": False, "like": left, "passed": passed, "about": ()}
    return [intents[0].model_copy(update=first), *intents[1:]]


def _called_wrong(intent: Intent, session: SessionView) -> Intent:
    """Let go what was said back of a field that is wrong, and go on with what is left, were it nothing."""
    gone = tuple(entry.key for entry in session.preferences if set(entry.fields) & set(intent.faults))
    if not gone and (intent.act != "undo" or intent.fresh):
        return intent
    return intent.model_copy(update={"act": "recommend", "withdraw": (*intent.withdraw, *gone), "faults": ()})


def _wished_now(intent: Intent, session: SessionView) -> Intent:
    """Read taste that answers what else is wanted as a wish: "I don't like westerns" rules them out."""
    if intent.act not in (("state",) if session.shown else ("state", "why")):
        return intent
    return as_wish(intent)


def as_wish(intent: Intent) -> Intent:
    """Return an intent with its tastes as wishes; one that tells of items or words alone stays what it is."""
    if all(entry.where is None for entry in intent.preferences):
        return intent
    wishes = [wish for entry in intent.preferences for wish in _wishes_of(entry)]
    return intent.model_copy(update={"act": "recommend", "preferences": tuple(wishes)})


def _wishes_of(taste: Preference) -> list[Preference]:
    """Return what has to be so after a taste: "I don't like westerns" rules them out."""
    now = {"strength": "hard", "horizon": "session", "polarity": "want"}
    if taste.where is None:
        return [taste]
    if taste.polarity == "want":
        return [taste.model_copy(update=now)]
    return [taste.model_copy(update={**now, "where": negated(part)}) for part in taste.where.parts]


def told_again(intents: Sequence[Intent], agrees: bool, session: SessionView) -> list[Intent]:
    """Let what is told again of a field count alone: the rest that was said back of it was what is wrong."""
    if not session.said_back or agrees:
        return list(intents)
    told = {(entry.key, entry.polarity) for intent in intents for entry in intent.preferences}
    again = [entry for entry in session.preferences if (entry.key, entry.polarity) in told]
    fields = {name for entry in again for name in entry.fields}
    gone = tuple(entry.key for entry in session.preferences if entry not in again and fields.intersection(entry.fields))
    first, *rest = intents
    return [first.model_copy(update={"withdraw": (*first.withdraw, *gone)}), *rest] if gone else list(intents)


def _put_right(intents: Sequence[Intent], refuses: bool, session: SessionView) -> list[Intent]:
    """Read the answer to "did I get that wrong?": what is said of the field now counts, and nothing said lets it go."""
    if not session.doubted or any(intent.act == "undo" or intent.fresh for intent in intents):
        return list(intents)
    if session.either and any(set(intent.withdraw) & set(session.offered) for intent in intents):
        return list(intents)  # "The second" says which of them holds.
    blamed = [entry for entry in session.preferences if entry.key in session.offered]
    fields = {name for entry in blamed for name in entry.fields}
    held = [entry for entry in session.preferences if fields & set(entry.fields)]
    told = [of_same_fields(held, intent) for intent in intents]
    if any(told):
        return [
            intent.model_copy(update={"withdraw": (*intent.withdraw, *keys)}) if keys else intent
            for intent, keys in zip(intents, told, strict=True)
        ]
    stands = refuses and not any(_says(intent) for intent in intents)
    if stands or any(intent.withdraw or intent.question for intent in intents):
        return list(intents)
    if session.said_back and any(of_same_fields(session.preferences, intent) for intent in intents):
        return list(intents)
    first, *rest = intents
    return [first.model_copy(update={"lapsed": session.offered, "act": _asking(first)}), *rest]


def _asking(intent: Intent) -> str:
    return "recommend" if intent.act in ("unclear", "greet") else intent.act


def of_same_fields(held: Sequence[Preference], intent: Intent) -> tuple[str, ...]:
    """Return the keys of those preferences on whose fields an intent says something."""
    named = {name for entry in intent.preferences for name in entry.fields}
    return tuple(entry.key for entry in held if named & set(entry.fields))
