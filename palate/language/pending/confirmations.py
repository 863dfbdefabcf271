"""What a reply wants confirmed: what it understood, an offer, or what a policy requires."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Self

from palate.language.answer import answer_of
from palate.language.asked import OPEN
from palate.language.bounds import negated
from palate.language.pending.left_open import LeftOpen, going_on, say_nothing, says, turned_down
from palate.language.preference import Preference
from palate.language.understanding import Intent

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.language.frame import Frames
    from palate.language.session import SessionView


_REFINING = ("recommend", "critique")
"""Acts of a request that goes on."""


class _SayingBack(LeftOpen):
    """A question of a reply that may say back what was understood."""

    field: str = OPEN
    said_back: tuple[str, ...] = ()
    """Keys of the constraints that the reply said back."""

    @property
    def about(self) -> str:
        """The field that bare values of the answer belong to."""
        return self.field

    @property
    def checked(self) -> tuple[str, ...]:
        """Keys of the constraints that the reply said back, to be corrected."""
        return self.said_back

    def corrected(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
        """Read tastes as wishes, and drop what the message corrects of what was said back."""
        found = list(intents)
        if self.is_open or self.said_back:
            tastes = ("state",) if session.shown else ("state", "why")
            found = [as_wish(intent) if intent.act in tastes else intent for intent in found]
        if not self.said_back:
            return found
        found = [_without_faults(intent, session) for intent in found]
        return found if "agree" in frames.acts else told_again(found, session)

    def firm(self, held: Sequence[Preference], before: Sequence[Preference], *, turn: int) -> frozenset[str]:  # noqa: ARG002
        """Confirm everything after an open question that was answered with nothing new."""
        known, keys = {entry.key for entry in before}, frozenset(entry.key for entry in held)
        return keys if self.is_open and known.issuperset(keys) else frozenset()


class OpenQuestion(_SayingBack):
    """A question what else is wanted, which may say back what was understood so far."""

    kind: Literal["open"] = "open"

    @property
    def context(self) -> Literal["asked", "checked"]:
        """What the reply was, as the fitted reader knows it."""
        return "checked" if self.said_back else "asked"

    def answered(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
        """Read an answer as wishes and as corrections of what was said back."""
        return self.corrected(going_on(turned_down(intents, frames, session), frames), frames, session)

    def without(self, key: str) -> Self:
        """Return the question without one constraint."""
        return self.model_copy(update={"said_back": _others(self.said_back, key)})


class _OnConstraints(LeftOpen):
    """A question about constraints, or about which of them holds."""

    keys: tuple[str, ...]
    either: bool = False
    """Whether only one of them can hold."""

    @property
    def offered(self) -> tuple[str, ...]:
        """Keys of the constraints that the reply offers to leave out."""
        return self.keys

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Keys of the constraints of which only one can hold."""
        return self.keys if self.either else ()

    @property
    def context(self) -> Literal["checked"]:
        """The reply spoke of what was understood."""
        return "checked"

    def one_of_them(self, intents: Sequence[Intent], frames: Frames) -> list[Intent]:
        """Read which of the alternatives holds, from "the second" or from what one of them says."""
        places = [ref.item[1:] for frame in frames.frames for ref in frame.refs if ref.item.startswith("#")]
        kept = {self.alternatives[int(each) - 1] for each in places if each in ("1", "2")[: len(self.alternatives)]}
        kept |= {entry.key for intent in intents for entry in intent.preferences if entry.key in self.alternatives}
        if len(kept) != 1:
            return list(intents)
        first, *rest = intents
        withdraw = (*first.withdraw, *(key for key in self.keys if key not in kept))
        return [first.model_copy(update={"act": "recommend", "withdraw": withdraw, "like": ()}), *rest]


class Offer(_OnConstraints):
    """An offer to leave out constraints that nothing satisfies."""

    kind: Literal["offer"] = "offer"

    def answered(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
        """Read a plain "yes" as accepting the offer, and a plain "no" as keeping what it was about."""
        if "agree" in frames.acts and "deny" not in frames.acts and say_nothing(intents):
            return [intents[0].model_copy(update={"act": "undo", "withdraw": self.keys})]
        if left_out := _left_out(intents, session):
            return [_leaving_out(intents[0], left_out)]
        if "deny" in frames.acts and "agree" not in frames.acts and say_nothing(intents):
            return [intents[0].model_copy(update={"act": "remark"})]  # What was offered to be left out is kept.
        return self._without_blamed(self.one_of_them(intents, frames), frames, session)

    def _without_blamed(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
        """Drop the constraints that left no items, where a request goes on without them and does not insist.

        They stay where the message changes what they were in conflict with.
        """
        found = list(intents)
        others = {name for entry in session.preferences if entry.key not in self.keys for name in entry.fields}
        named = {name for intent in found for entry in intent.preferences for name in entry.fields}
        changed = bool(named & others) or any(intent.fresh or intent.withdraw for intent in found)
        if self.either or changed or say_nothing(found) or {"insist", "deny"} & set(frames.acts):
            return found
        said = {entry.key for intent in found for entry in intent.preferences}
        gone = tuple(key for key in self.keys if key not in said)
        return [
            intent.model_copy(update={"lapsed": (*intent.lapsed, *gone)}) if intent.act in _REFINING else intent
            for intent in found
        ]

    def without(self, key: str) -> Self | None:
        """Return the offer without one constraint."""
        keys = _others(self.keys, key)
        return self.model_copy(update={"keys": keys}) if keys else None


class Confirmation(_OnConstraints, _SayingBack):
    """A question whether constraints that nothing satisfies were misunderstood."""

    kind: Literal["confirmation"] = "confirmation"

    def answered(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
        """Let what is said of the fields in doubt count alone; what the user does not confirm is dropped."""
        # "No westerns!" corrects what was misread; "yes, leave out the westerns" takes up the offer.
        if "agree" in frames.acts and (left_out := _left_out(intents, session)):
            return [_leaving_out(intents[0], left_out)]
        found = self.corrected(going_on(self.one_of_them(intents, frames), frames), frames, session)
        chosen = self.either and any(set(intent.withdraw) & set(self.keys) for intent in found)
        if chosen or any(intent.act == "undo" or intent.fresh for intent in found):
            return found
        doubted = _on_fields([entry for entry in session.preferences if entry.key in self.keys], session.preferences)
        told = [_keys_named(doubted, intent) for intent in found]
        if any(told):
            return [_withdrawing(intent, keys) for intent, keys in zip(found, told, strict=True)]
        if self._stand(found, frames, session):
            return found
        first, *rest = found
        act = "recommend" if first.act in ("unclear", "greet") else first.act
        return [first.model_copy(update={"lapsed": self.keys, "act": act}), *rest]

    def firm(self, held: Sequence[Preference], before: Sequence[Preference], *, turn: int) -> frozenset[str]:
        """Confirm what was doubted and still holds, and what the answer says of the same fields."""
        fields = {name for entry in before if entry.key in self.keys for name in entry.fields}
        confirmed = (
            entry.key
            for entry in held
            if entry.key in self.keys
            or (entry.provenance.turn > turn and entry.fields and fields.issuperset(entry.fields))
        )
        return super().firm(held, before, turn=turn).union(confirmed)

    def without(self, key: str) -> Self | None:
        """Return the question without one constraint."""
        keys, said_back = _others(self.keys, key), _others(self.said_back, key)
        return self.model_copy(update={"keys": keys, "said_back": said_back}) if keys else None

    def _stand(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> bool:
        """Tell whether an answer leaves what was doubted: a plain no, or one about something else."""
        if "deny" in frames.acts and not any(says(intent) for intent in intents):
            return True
        if any(intent.withdraw or intent.question for intent in intents):
            return True
        return bool(self.said_back) and any(_keys_named(session.preferences, intent) for intent in intents)


class PolicyConfirmation(LeftOpen):
    """The question of an item policy, which a yes lifts for the session."""

    kind: Literal["policy"] = "policy"
    policy: str
    message: str
    """The message that is read again after the answer."""

    def heard(self, message: str, catalog: Catalog) -> str:
        """Return the earlier message after a plain yes or no."""
        answer = answer_of(message, catalog)
        return self.message if answer is not None and answer.alone else message

    def answer(self, message: str, catalog: Catalog) -> Literal["yes", "no"] | None:
        """Return what a message answers; None where it does not begin with a yes or a no."""
        answer = answer_of(message, catalog)
        return None if answer is None else answer.says

    def without(self, key: str) -> None:
        """Return nothing: the message may tell of the constraint."""


def _left_out(intents: Sequence[Intent], session: SessionView) -> tuple[str, ...]:
    """Return the keys of what is to be left out, said as "no westerns" or "leave out the western" after an offer."""
    said = [entry.where for intent in intents for entry in intent.preferences]
    held = {entry.key: [negated(part) for part in entry.where.parts] for entry in session.preferences if entry.where}
    left_out = tuple(key for key, against in held.items() if all(each in said for each in against))
    return left_out if all(any(each in held[key] for key in left_out) for each in said) else ()


def _leaving_out(intent: Intent, keys: tuple[str, ...]) -> Intent:
    return intent.model_copy(update={"act": "undo", "withdraw": keys, "preferences": ()})


def as_wish(intent: Intent) -> Intent:
    """Return an intent with its tastes as wishes; one that tells of items or words alone stays what it is."""
    if all(entry.where is None for entry in intent.preferences):
        return intent
    wishes = [wish for entry in intent.preferences for wish in _wishes_of(entry)]
    return intent.model_copy(update={"act": "recommend", "preferences": tuple(wishes)})


def _wishes_of(taste: Preference) -> list[Preference]:
    """Return the constraints that a taste comes to: "I don't like westerns" rules them out."""
    now = {"strength": "hard", "horizon": "session", "polarity": "want"}
    if taste.where is None:
        return [taste]
    if taste.polarity == "want":
        return [taste.model_copy(update=now)]
    return [taste.model_copy(update={**now, "where": negated(part)}) for part in taste.where.parts]


def _without_faults(intent: Intent, session: SessionView) -> Intent:
    """Drop the constraints on fields that are called wrong, and go on with the rest, were it nothing."""
    gone = tuple(entry.key for entry in session.preferences if set(entry.fields) & set(intent.faults))
    if not gone and (intent.act != "undo" or intent.fresh):
        return intent
    return intent.model_copy(update={"act": "recommend", "withdraw": (*intent.withdraw, *gone), "faults": ()})


def told_again(intents: Sequence[Intent], session: SessionView) -> list[Intent]:
    """Let a constraint that is told again replace the others on its fields, which were misunderstood."""
    told = {(entry.key, entry.polarity) for intent in intents for entry in intent.preferences}
    again = [entry for entry in session.preferences if (entry.key, entry.polarity) in told]
    gone = tuple(entry.key for entry in _on_fields(again, session.preferences) if entry not in again)
    first, *rest = intents
    return [_withdrawing(first, gone), *rest]


def _on_fields(some: Sequence[Preference], held: Sequence[Preference]) -> list[Preference]:
    """Return those of `held` that test a field of `some`."""
    fields = {name for entry in some for name in entry.fields}
    return [entry for entry in held if fields.intersection(entry.fields)]


def _keys_named(held: Sequence[Preference], intent: Intent) -> tuple[str, ...]:
    """Return the keys of those of `held` on whose fields an intent says something."""
    return tuple(entry.key for entry in _on_fields(intent.preferences, held))


def _withdrawing(intent: Intent, keys: tuple[str, ...]) -> Intent:
    return intent.model_copy(update={"withdraw": (*intent.withdraw, *keys)}) if keys else intent


def _others(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    return tuple(each for each in keys if each != key)
