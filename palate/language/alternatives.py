"""Values of one field that no single item can have, or that are said to do as well as each other, are alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palate.catalog.conditions import AnyOf, Condition, Scalar, Where
from palate.catalog.predicates import NEGATIONS
from palate.language.cues.lexicon import lexicon
from palate.language.cues.pattern import Pattern
from palate.language.draft import Draft
from palate.language.preference import Preference
from palate.language.scene import Scene

_ONE = {"=": "in", "in": "in", "contains": "contains_any", "contains_any": "contains_any"}


def said(scene: Scene) -> bool:
    """Tell whether a message says that one thing would do as well as another."""
    return not scene.apart and _told(_loud(scene))


def closes(scene: Scene) -> bool:
    """Tell whether a message that demands nothing outright says that nothing else would do: "and that's it"."""
    words = _loud(scene)
    return not scene.apart and lexicon().demands.isdisjoint(words) and _has(words, lexicon().closers)


def leaves_one(scene: Scene) -> bool:
    """Tell whether one of several things that were named is asked for: "so one of them must be in it"."""
    return _has(_loud(scene), lexicon().choices)


def leaves_choice(words: Sequence[str]) -> bool:
    """Tell whether words, in normal form, say that one of several things will do, if only by "or"."""
    return "or" in words or _told(words)


def _loud(scene: Scene) -> list[str]:
    return [word.normal for at, word in enumerate(scene.words) if at not in scene.quiet]


def _told(words: Sequence[str]) -> bool:
    return _has(words, lexicon().alternatives) or _has(words, lexicon().choices)


def _has(words: Sequence[str], known: Mapping[str, Sequence[Pattern]]) -> bool:
    return any(pattern.ends(words, start) for start, word in enumerate(words) for pattern in known.get(word, ()))


def are_alternatives(draft: Draft, before: Draft) -> bool:
    """Tell whether two clauses name one thing each, of which the message says that either will do: "A. Or B."."""
    pairs = [each.preferences for each in (before, draft)]
    either = draft.or_else or said(draft.scene) or closes(draft.scene)
    if not either or any(len(each) != 1 for each in pairs):
        return False
    return _Join(draft.preferences[0], draft.scene, said=True).meets(before.preferences[0])


def alternatives(draft: Draft) -> list[Preference]:
    """Join the wanted values of a field where they are alternatives.

    "The UK would be grand, Denmark would be too" is either, since nothing is from both; "could be dark, could be funny,
    one of the two" is either because it says so, and "dark, and funny" is both. "If it's not French then Italian" is
    either as well.
    """
    if "INSTEAD" in draft.marks and not draft.mild:
        return draft.preferences
    either = draft.either or said(draft.scene)
    out: list[Preference] = []
    for entry in draft.preferences:
        join = _Join(entry, draft.scene, said=either)
        place = next((at for at, known in enumerate(out) if join.meets(known)), None)
        if place is None:
            out.append(entry)
        else:
            out[place] = join.joined(out[place])
    return out


class _Join:
    """One preference, to be joined with one that was said before it."""

    def __init__(self, entry: Preference, scene: Scene, *, said: bool) -> None:
        words = {word.normal for word in scene.words}
        self._entry, self._schema, self._said = entry, scene.schema, said
        self._conditional, self._or = "if" in words and not scene.apart, "or" in words and not scene.apart

    def meets(self, known: Preference) -> bool:
        """Tell whether both are of one field, and cannot or need not both hold."""
        one, other = self._pair(known)
        alike = known.horizon == self._entry.horizon and (self._said or known.strength == self._entry.strength)
        if one is None or other is None or not alike:
            return False
        whole = one is known.where and other is self._entry.where
        of_one_value = (whole or self._or) and self._schema.field(one.field).kind == "category"
        return of_one_value or self._said or one.op in NEGATIONS

    def joined(self, known: Preference) -> Preference:
        """Return the two as one."""
        one, other = self._pair(known)
        assert one is not None  # noqa: S101 - `meets` looked
        assert other is not None  # noqa: S101
        values = list(dict.fromkeys([*_values(one), *_values(other)]))
        if len(values) == 1:
            return known
        op = "in" if self._schema.field(one.field).kind == "category" else "contains_any"
        where = Condition.model_validate({"field": one.field, "op": op, "value": values})
        quote = ", ".join(dict.fromkeys([known.provenance.quote, self._entry.provenance.quote]))
        said = known.provenance.model_copy(update={"quote": quote})
        # "A maybe, or B" wants one of them all the same.
        strength = "hard" if "hard" in (known.strength, self._entry.strength) else "soft"
        return known.model_copy(update={"where": where, "provenance": said, "strength": strength})

    def _pair(self, known: Preference) -> tuple[Condition | None, Condition | None]:
        """Return the conditions of both on a field that they share; what "if it's not A" leaves out is A."""
        if known.polarity != "want" or self._entry.polarity != "want" or any(map(_is_list, (known, self._entry))):
            return None, None
        for one in _parts(known.where):
            for other in _parts(self._entry.where):
                turned = self._conditional and one.op in NEGATIONS and other.op in _ONE
                if one.field == other.field and other.op in _ONE and (one.op in _ONE or turned):
                    return one, other
        return None, None


def _parts(where: Where | None) -> Sequence[Condition]:
    """Return a condition, or those of which any will do: a name of the cast may be a director's as well."""
    if isinstance(where, AnyOf):
        return where.parts
    return () if where is None else (where,)


def _is_list(entry: Preference) -> bool:
    """Tell whether values of several fields are alternatives already: "by John Huston or Howard Hawks"."""
    return isinstance(entry.where, AnyOf) and any(isinstance(part.value, list) for part in entry.where.parts)


def _values(where: Condition) -> Sequence[Scalar]:
    return where.value if isinstance(where.value, list) else [where.value]
