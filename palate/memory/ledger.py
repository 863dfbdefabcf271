"""The ledger: how a new preference is reconciled with those that hold, so that none is overwritten blindly.

Pure functions over `Preference`. The rules, in order:

1. Equal in all that matters: *strengthen* (the new words are kept, soft becomes hard, weight grows). What was said
   beside it and cannot hold with it is *superseded*: who said "before 1980 and after 1990", then "after 1990", chose.
2. About the same, pulling the other way ("I love musicals", then "I'm off musicals now"): *supersede*.
3. Both demand a value of the same field and were said in different messages ("a comedy", then "a western"; "the
   nineties", then "the eighties"): *supersede*. Bounds of a number or a date that narrow what holds are *added*.
   Who says the first again after that means both, where an item can have both: "a crime story", "a comedy", "crime".
4. Anything else, and what is said to hold as well ("also romantic"): *add*. Likings add up: "I love Tom Hanks", then
   "I love Meg Ryan" is a taste for both, whatever the field, and neither excludes the other.

What a person withdraws goes, and what replaced what is kept in `Preference.replaces`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from palate.catalog.conditions import AnyOf, Condition
from palate.catalog.predicates import NEGATIONS
from palate.language.preference import Preference
from palate.memory.span import Span

Action = Literal["add", "strengthen", "supersede", "withdraw", "ignore"]

_HEAVIEST = 3.0
_TAGGED = ("contains", "contains_any")
"""What is said of a field of which an item can have several values."""
_RANGES = ("<", "<=", ">", ">=", "between")


@dataclass(frozen=True)
class Change:
    """What became of one preference."""

    action: Action
    preference: Preference
    replaced: tuple[Preference, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """The preferences that hold, and how they came to."""

    held: tuple[Preference, ...] = ()
    changes: tuple[Change, ...] = field(default=(), compare=False)

    def add(self, new: Preference, *, beside: Collection[Preference] = ()) -> Ledger:
        """Reconcile one preference with those that hold.

        Args:
            new: What was said.
            beside: Preferences said in the same breath: they and `new` hold together unless they contradict each other.
        """
        same = next((old for old in self.held if _equal(old, new)), None)
        if same is not None:
            return self._again(same, new, beside)
        together = set(map(id, beside))  # by identity: preferences are slow to compare, and a message may have hundreds
        gone = tuple(
            old for old in self.held if opposes(old, new) or (id(old) not in together and supersedes(new, old))
        )
        kept = tuple(old for old in self.held if old not in gone)
        keys = tuple(dict.fromkeys([*new.replaces, *(old.key for old in gone)]))
        entry = new.model_copy(update={"replaces": keys}) if gone else new
        change = Change("supersede" if gone else "add", entry, gone)
        return Ledger((*kept, entry), (*self.changes, change))

    def withdraw(self, names: Collection[str]) -> Ledger:
        """Take out what tests one of these fields or has one of these keys; `*` takes out everything."""
        gone = tuple(old for old in self.held if "*" in names or set(names) & {*old.fields, old.key, *_names(old)})
        kept = tuple(old for old in self.held if old not in gone)
        return Ledger(kept, (*self.changes, *(Change("withdraw", old, (old,)) for old in gone)))

    def _again(self, same: Preference, new: Preference, beside: Collection[Preference]) -> Ledger:
        """Strengthen what is said again; what it was said together with, and excludes it, was a slip and goes."""
        together = set(map(id, beside))
        gone = tuple(old for old in self.held if old is not same and id(old) not in together and excludes(new, old))
        if not gone:
            return self._replace(same, _strengthened(same, new), "ignore" if same == new else "strengthen")
        keys = tuple(dict.fromkeys([*same.replaces, *new.replaces, *(old.key for old in gone)]))
        entry = new.model_copy(update={"replaces": keys})
        kept = tuple(entry if old is same else old for old in self.held if old not in gone)
        return Ledger(kept, (*self.changes, Change("supersede", entry, gone)))

    def _replace(self, old: Preference, new: Preference, action: Action) -> Ledger:
        held = tuple(new if entry is old else entry for entry in self.held)
        return Ledger(held, (*self.changes, Change(action, new, () if action == "ignore" else (old,))))


def reconcile(
    held: Sequence[Preference], said: Iterable[Preference], *, withdraw: Collection[str] = (), fresh: bool = False
) -> Ledger:
    """Reconcile one message's preferences with those that hold.

    Args:
        held: What holds, none contradicting another.
        said: The message's preferences, in its order; they are read as said in one breath.
        withdraw: Names of fields whose preferences go first, or keys of these; `*` for all.
        fresh: Whether the message starts over: nothing of the session holds any longer.
    """
    ledger = Ledger(tuple(held))
    if fresh or withdraw:
        ledger = ledger.withdraw(("*",) if fresh else withdraw)
    beside: list[Preference] = []
    for new in said:
        ledger = ledger.add(new, beside=beside)
        beside.append(ledger.changes[-1].preference)
    return ledger


def opposes(old: Preference, new: Preference) -> bool:
    """Tell whether two preferences cannot both be meant: one wants what the other shuns."""
    if old.call is not None and new.call is not None:
        return old.call.key == new.call.key and old.polarity != new.polarity
    if old.item is not None or old.text is not None:
        return (old.item, old.text) == (new.item, new.text) and old.polarity != new.polarity
    before, after = _atoms(old), _atoms(new)
    return any((fieldname, value, not wanted) in before for fieldname, value, wanted in after)


def supersedes(new: Preference, old: Preference) -> bool:
    """Tell whether `new`, said in a later message, takes the place of `old` without contradicting it outright."""
    if new.also or (is_liking(new) and is_liking(old)):
        return False
    if new.call is not None:
        return old.call is not None and (old.call.tool, old.polarity) == (new.call.tool, new.polarity)
    if new.text is not None:
        return old.text is not None and new.polarity == old.polarity
    if new.where is None or old.where is None or not set(new.fields) & set(old.fields):
        return False
    if new.key in old.replaces and all(part.op in _TAGGED for part in (*_parts(old), *_parts(new))):
        return False
    if is_negative(new) or is_negative(old) or new.polarity != old.polarity or new.strength != old.strength:
        return False
    spans = Span.of(old.where), Span.of(new.where)
    return spans[0] is None or spans[1] is None or not spans[1].narrows(spans[0])


def excludes(new: Preference, old: Preference) -> bool:
    """Tell whether no item can meet both conditions: two values of a category, or stretches that do not touch."""
    if new.where is None or old.where is None or new.fields != old.fields or new.polarity != old.polarity:
        return False
    if is_liking(new) and is_liking(old):
        return False
    one, two = Span.of(new.where), Span.of(old.where)
    if one is not None and two is not None:
        return not one.meets(two)
    return all(isinstance(where, Condition) and where.op == "=" for where in (new.where, old.where))


def _equal(old: Preference, new: Preference) -> bool:
    return old.key == new.key and old.polarity == new.polarity


def _strengthened(old: Preference, new: Preference) -> Preference:
    if old == new:
        return old
    hard = "hard" in (old.strength, new.strength)
    update: dict[str, object] = {
        "strength": "hard" if hard else "soft",
        "weight": min(_HEAVIEST, max(old.weight, new.weight) * 1.5),
        "replaces": tuple(dict.fromkeys([*old.replaces, *new.replaces])),
    }
    if new.provenance.source == "guessed" and old.provenance.source != "guessed":
        update["provenance"] = old.provenance  # What was said does not become a guess.
    return new.model_copy(update=update)


def _parts(preference: Preference) -> tuple[Condition, ...]:
    where = preference.where
    return () if where is None else where.any_of if isinstance(where, AnyOf) else (where,)


def _names(preference: Preference) -> tuple[str, ...]:
    if preference.call is not None:
        return (f"tool:{preference.call.tool}",)
    return () if preference.text is None else ("text",)


def is_liking(preference: Preference) -> bool:
    """Tell whether a preference is a taste ("I love musicals") rather than a demand: it holds for good and is soft."""
    return preference.horizon == "long" and preference.strength == "soft"


def is_negative(preference: Preference) -> bool:
    """Tell whether a preference rules something out."""
    if preference.call is not None:
        return preference.polarity == "avoid"
    return any(part.op in NEGATIONS for part in _parts(preference))


def _atoms(preference: Preference) -> set[tuple[str, str, bool]]:
    """What it wants or shuns, value by value: (field, value, wanted). Ranges have none."""
    found: set[tuple[str, str, bool]] = set()
    for part in _parts(preference):
        if part.op in _RANGES or part.op == "exists":
            continue
        wanted = (part.op in NEGATIONS) == (preference.polarity == "avoid")
        values = part.value if isinstance(part.value, list) else [part.value]
        found.update((part.field, str(value).casefold(), wanted) for value in values)
    return found
