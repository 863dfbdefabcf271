"""Validating a frame against the catalogue: what it names exists, and what it quotes was said.

Fields, people and values are compared exact after normalising (case, accents, punctuation); a close value is never
taken in place of one that is not there. What a person requires and the catalogue lacks stays a constraint, which then
matches nothing; what is only preferred or ruled out is dropped without harm. A quote that the message does not contain
makes a constraint a guess, which orders items and filters none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar, cast

import numpy as np
import numpy.typing as npt

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import AnyOf, Condition, Scalar, Where
from palate.catalog.conditions import Op as ConditionOp
from palate.catalog.grounding.data import small_words
from palate.catalog.grounding.matches import TitleMatch, ValueMatch
from palate.catalog.grounding.quantity import Quantity
from palate.catalog.grounding.scales import scale_of
from palate.catalog.schema import Field
from palate.catalog.words import normal, occurs, tokens
from palate.errors import CallerError
from palate.language.bounds import around, negated
from palate.language.frame import Call, Constraint, Doubt, Frame, FrameAct, FrameValue, Ref, Sort, ValueOf
from palate.language.link import Linked
from palate.language.pointing import named_items, put_forward, reference
from palate.language.session import SessionView
from palate.language.understanding import Ambiguity, ItemValue, Mention, Missing, Snap

Part = TypeVar("Part", Call, Constraint, Ref, Sort)
_COMPARISONS = ("<", "<=", ">", ">=")
_EXACT = "exact"
_WANTING: frozenset[FrameAct] = frozenset({"request", "critique", "answer", "reject", "agree", "deny", "insist"})
"""Acts of a frame that says what is wanted by now."""
_SEVERAL = ("avoid", "seen")
"""Roles that all items of one title may have together."""
_LONGEST_PLACE = 6
_NEAR, _MOST_NEAR = 0.65, 3
"""How sure a near spelling of a missing name has to be to be told, and how many of them are."""
SHOWN = "shown"
"""Stands for the items of the last list: what one compares with who says "something newer"."""
ItemOp = Literal["=", "!=", "<", "<=", ">", ">=", "contains_any", "not_contains"]
_SAME_OR_OTHER: tuple[ItemOp, ItemOp] = ("=", "!=")
_SAME_OR_OTHER_TAGS: tuple[ItemOp, ItemOp] = ("contains_any", "not_contains")
_TRUE = ("yes", "true", "1")


@dataclass(frozen=True)
class Grounded:
    """A constraint as the catalogue can evaluate it; its conditions are joined by "and"."""

    constraint: Constraint
    wheres: tuple[Where, ...] = ()
    text: str | None = None
    bound: ItemValue | None = None
    values: tuple[str, ...] = ()
    """The values of the catalogue that it was validated to; none where it is about words of a text."""


@dataclass
class CheckedFrame:
    """A frame of which everything exists, and what was found wrong with the one that was written."""

    frame: Frame
    constraints: list[Grounded] = field(default_factory=list)
    refs: list[tuple[Ref, tuple[Mention, ...]]] = field(default_factory=list)
    suggested: list[str] = field(default_factory=list)
    """Ids of the titles that a model knows to fit and the catalogue has."""
    ambiguous: list[Ambiguity] = field(default_factory=list)
    snaps: list[Snap] = field(default_factory=list)
    """What words were taken for, where that has to be told."""
    unknown: list[str] = field(default_factory=list)
    """Words that name nothing here, to be reported."""
    missing: list[Missing] = field(default_factory=list)
    """Those of them that are a name or a title."""
    absent: list[str] = field(default_factory=list)
    """Those titles that the frame speaks of and the catalogue lacks."""
    problems: list[str] = field(default_factory=list)
    """A sentence for each entry that was changed or left out, for the trace."""


def check_frame(
    frame: Frame,
    message: str,
    session: SessionView,
    catalog: Catalog,
    withheld: npt.NDArray[np.int64] | None = None,
    names: Sequence[Linked] = (),
) -> CheckedFrame:
    """Validate one frame of a message.

    Args:
        frame: what a reader wrote.
        message: what the user wrote.
        session: what was shown and spoken of.
        catalog: whose fields, values and items it may name.
        withheld: positions of items that it may not name all the same.
        names: names in the message that the catalogue does not have: nothing follows from a part of them.
    """
    hidden = np.empty(0, np.int64) if withheld is None else withheld
    check = _Check(message, session, catalog, hidden, CheckedFrame(frame), names)
    check.made.frame = frame.model_copy(
        update={
            "sort": tuple(check.quoting(each) for each in frame.sort),
            "calls": tuple(check.quoting(each) for each in frame.calls),
        }
    )
    said = {each.field for each in frame.constraints if check.is_said(each.quote)}
    for constraint in frame.constraints:
        # A guess takes the place of nothing that was said.
        stands = check.stands(constraint)
        if stands and _WANTING.isdisjoint(frame.acts):
            continue  # It is active anyway; a question or a taste does not request it again.
        told = check.is_said(constraint.quote) or stands
        if constraint.basis == "known" or constraint.field not in said or told:
            check.add(constraint)
    for group in frame.either:
        check.add_alternatives(group)
    for ref in frame.refs:
        check.refer(ref)
    check.made.suggested = list(
        dict.fromkeys(id_ for each in frame.titles for id_ in check.called(each.title, each.year))
    )
    for each in frame.unknown:
        if each.name or _asks_of_a_name(frame):
            check.miss(each.quote)
        else:
            check.report(each.quote)
    return check.made


@dataclass
class _Check:
    message: str
    session: SessionView
    catalog: Catalog
    withheld: npt.NDArray[np.int64]
    made: CheckedFrame
    names: Sequence[Linked] = ()

    def add(self, written: Constraint) -> None:
        """Add a constraint, as far as the catalogue can evaluate it."""
        found = self._grounded(self._honest(written))
        if found is not None:
            self.made.constraints.append(found)

    def add_alternatives(self, group: Sequence[Constraint]) -> None:
        """Join constraints on different fields by "or"; each has to be a single condition."""
        found = [each for each in (self._grounded(self._honest(one)) for one in group) if each is not None]
        parts = [part for each in found for where in each.wheres for part in where.parts]
        if not parts:
            return
        said = tuple(value for each in found for value in each.values)
        wheres: tuple[Where, ...] = (AnyOf(any_of=tuple(parts)),) if len(parts) > 1 else tuple(parts)
        self.made.constraints.append(Grounded(found[0].constraint, wheres, values=said))

    def refer(self, ref: Ref) -> None:
        """Add a reference to items that the message names; what it names and nobody has is reported."""
        if not (self.is_said(ref.quote) or self.is_said(ref.item)):
            self.made.problems.append(f"`{ref.item:.60}` is not named by the message.")
            return
        if not self.is_said(ref.quote):
            ref = ref.model_copy(update={"quote": ref.item})
        if self._is_of_a_name(ref.item, ref.quote):
            return
        mentions = self.titled(ref.item, ref.quote)
        if not mentions and ref.role in _SEVERAL:
            self.made.ambiguous = [each for each in self.made.ambiguous if each.said != ref.quote]
            same = self.catalog.items(self.called(ref.item))
            mentions = tuple(Mention(item=each.id, title=each.title, quote=ref.quote) for each in same)
        if mentions or ref.role == "anchor":
            self.made.refs.append((ref, mentions))
            if ref.sure < 1:
                taken = (
                    Snap(said=ref.quote, used=each.title, field="title", confidence=ref.sure, id=each.item)
                    for each in mentions
                )
                self.made.snaps += taken
            return
        of_wishes = self.session.left_open.alternatives and ref.item.startswith("#")
        if of_wishes or any(each.said == ref.quote for each in self.made.ambiguous):
            return
        if ref.item in (each.title for each in self.session.focus[:1] if not each.id):
            self.made.absent.append(ref.item)  # "it", of a title that was not here before
            return
        if ref.item.startswith("#"):
            self.report(ref.quote)
            return
        words = ref.item if self.is_said(ref.item) else ref.quote
        self.miss(words)
        if ref.role != "like" or "taste" in self.made.frame.acts:
            self.made.absent.append(words)

    def called(self, title: str, year: int | None = None) -> list[str]:
        """Return the ids of all items of a title: which of them is meant makes no difference."""
        said = f"{title} ({year})" if year else title
        return [each.id for each in self._exact(said)]

    def quoting(self, part: Part) -> Part:
        """Return an entry that quotes the message: all of it where it quotes what was not said."""
        return part if self.is_said(part.quote) else part.model_copy(update={"quote": self.message})

    def _exact(self, title: str) -> list[TitleMatch]:
        matches = self.catalog.grounder.titles(title)
        exact = [each for each in matches if each.how == _EXACT]
        return [each for each in exact if not self._is_withheld(each)]

    def titled(self, said: str, quote: str) -> tuple[Mention, ...]:
        """Return the item of a title, or of a number among those shown; of none, or several, no item."""
        if said.startswith("#"):
            place = int(said[1:]) if said[1:].isdecimal() and len(said) < _LONGEST_PLACE else 0
            shown = put_forward(self.session, self.catalog)[place - 1 : place] if place > 0 else ()
            return tuple(reference(each, quote) for each in shown)
        matches = self._exact(said)
        if not matches:
            return ()
        found = named_items(matches, quote, self.session)
        if found.ambiguity is not None and found.ambiguity not in self.made.ambiguous:
            self.made.ambiguous.append(found.ambiguity)
        if occurs(said.partition(" (")[0], quote) or found.ambiguity is not None:
            return found.mentions
        spoken_of = {each.id for each in (*self.session.shown, *self.session.focus)}
        return tuple(
            each.model_copy(update={"how": "reference"}) if each.item in spoken_of else each for each in found.mentions
        )

    def is_said(self, quote: str) -> bool:
        """Tell whether words occur in the message, case and spacing aside."""
        return occurs(quote, self.message)

    def stands(self, written: Constraint) -> bool:
        """Tell whether a constraint repeats an active one: the same condition, with the quote of that one."""
        held = [entry for entry in self.session.preferences if occurs(written.quote, entry.provenance.quote)]
        found = self._grounded(written) if held else None
        if found is None or found.text is not None:
            return found is not None and any(entry.text == found.text for entry in held)
        conditions = [entry.where for entry in held]
        return bool(found.wheres) and all(where in conditions for where in found.wheres)

    def _honest(self, written: Constraint) -> Constraint:
        """Return a constraint as it is if its quote is in the message or it repeats an active one; else as a guess.

        A guess quotes the whole message.
        """
        if self.is_said(written.quote) or self.stands(written):
            return written
        if written.basis == "known":
            return self.quoting(written)
        self.made.problems.append(
            f"“{written.quote:.60}” does not occur in the message; `{written.field}` only orders."
        )
        return self.quoting(written).model_copy(update={"basis": "known", "force": "prefer", "scope": "session"})

    def _is_of_a_name(self, value: FrameValue, quote: str, *, words: bool = False) -> bool:
        """Report an unknown name of which only a part was used, or whose `words` are looked for; tell if any was."""
        rest = self.message
        for name in self.names:
            rest = rest.replace(self.message[name.start : name.end], " ; ")
        for name in self.names:
            said = self.message[name.start : name.end]
            used = [self.message[part.start : part.end] for part in name.parts if value in part.means]
            told = [quote, value] if isinstance(value, str) else [quote]
            used += [each for each in told if occurs(each, said) and (words or normal(each) != normal(said))]
            if used and not any(occurs(each, rest) for each in used):
                self.report(said)
                return True
        return False

    def _grounded(self, constraint: Constraint) -> Grounded | None:
        """Return a constraint as the catalogue can evaluate it; None, with a problem noted, where it cannot."""
        schema = self.catalog.schema
        words = constraint.op == "words"
        values = tuple(
            each for each in constraint.values if not self._is_of_a_name(each, constraint.quote, words=words)
        )
        if not values:
            return None
        constraint = constraint.model_copy(update={"values": values})
        if not schema.has(constraint.field):
            self.made.problems.append(f"`{constraint.field:.60}` is not a field.")
            if constraint.basis == "said":
                self.report(constraint.quote)
            return None
        of = schema.field(constraint.field)
        if of.kind == "id":
            self.made.problems.append(f"`{of.name}` is an id, which no constraint tests.")
            return None
        try:
            return self._evaluated(constraint, of)
        except CallerError as error:
            self.made.problems.append(str(error))
            if constraint.basis == "said" and constraint.force == "must":
                self.report(constraint.quote)
            return None

    def _evaluated(self, constraint: Constraint, of: Field) -> Grounded | None:
        """Return a constraint on a field by the kind of that.

        Raises:
            CallerError: a value or an operator does not fit the field.
        """
        if of.kind in ("text", "title") and constraint.op == "none_of" and constraint.force == "must":
            return self._without_words(constraint, of)
        if of.kind in ("text", "title") or constraint.op == "words":
            text = " ".join(str(each) for each in constraint.values if not isinstance(each, ValueOf))
            return None if is_grammar(text) else Grounded(constraint, text=text)
        if any(isinstance(each, ValueOf) for each in constraint.values):
            return self._of_an_item(constraint, of)
        if of.kind in ("category", "tags", "flag"):
            return self._closed(constraint, of)
        return self._measured(constraint, of)

    def _without_words(self, constraint: Constraint, of: Field) -> Grounded:
        """Rule out every item whose text contains one of the values."""
        words = [str(each) for each in constraint.values if not isinstance(each, ValueOf)]
        return Grounded(constraint, tuple(_condition(of, "not_contains", each) for each in words))

    def _of_an_item(self, constraint: Constraint, of: Field) -> Grounded | None:
        """Bound a field by the value of another item, which a look-up fills in, or by that of those shown."""
        named = next(each.of for each in constraint.values if isinstance(each, ValueOf))
        if named == SHOWN:
            return self._beyond_shown(constraint, of)
        mentions = self.titled(named, constraint.quote)
        if not mentions:
            self.miss(named if self.is_said(named) else constraint.quote)
            return None
        item, title = mentions[0].item, mentions[0].title
        bound = ItemValue(field=of.name, op=_bound_op(constraint, of), item=item, title=title, quote=constraint.quote)
        return Grounded(constraint, bound=bound, values=(title,))

    def _beyond_shown(self, constraint: Constraint, of: Field) -> Grounded | None:
        """Compare a number with the median of the items shown."""
        shown = [each.fields.get(of.name) for each in self.session.shown]
        numbers = sorted(each for each in shown if isinstance(each, int | float) and not isinstance(each, bool))
        if not numbers or of.kind != "number":
            self.report(constraint.quote)
            return None
        return self._measured(constraint.model_copy(update={"values": (numbers[len(numbers) // 2],)}), of)

    def _closed(self, constraint: Constraint, of: Field) -> Grounded | None:
        """Return a constraint on a field with a vocabulary; of values that do not exist only required ones stay."""
        known, strange = self._known(constraint.values, of)
        if known and constraint.op in (*_COMPARISONS, "between"):
            known = self._ordered(constraint, of, known)
        if constraint.op != "none_of":
            for value in strange if constraint.basis == "said" else ():
                self.miss(str(value) if self.is_said(str(value)) else constraint.quote, of.name)
            if constraint.force == "must" and constraint.basis == "said":
                # Required and not here: the constraint stays in the user's own words, and matches nothing.
                known = known or [each if self.is_said(str(each)) else constraint.quote for each in strange]
        if not known:
            return None
        return Grounded(constraint, tuple(_chosen(constraint, of, known)), values=tuple(map(str, known)))

    def _known(self, values: Iterable[FrameValue], of: Field) -> tuple[list[Scalar], list[Scalar]]:
        """Return the values as the catalogue spells them, and those that it does not have."""
        known: list[Scalar] = []
        strange: list[Scalar] = []
        for value in values:
            if of.kind == "flag":
                known.append(value if isinstance(value, bool) else normal(str(value)) in _TRUE)
                continue
            found = spelling(self.catalog, of.name, str(value))
            (strange if found is None else known).append(str(value) if found is None else found)
        return list(dict.fromkeys(known)), list(dict.fromkeys(strange))

    def _ordered(self, constraint: Constraint, of: Field, known: Sequence[Scalar]) -> list[Scalar]:
        """Return the values of an ordered category that a comparison allows."""
        scale = scale_of(of)
        places = [scale.index(str(value)) for value in known if str(value) in scale]
        if not places:
            self.made.snaps += (
                Snap(said=constraint.quote, used=str(value), field=of.name, confidence=constraint.sure, alone=True)
                for value in known
            )
            return list(known)
        low, high = (places[0], places[-1]) if constraint.op == "between" else (0, len(scale) - 1)
        if constraint.op in ("<", "<="):
            high = places[0] - (constraint.op == "<")
        elif constraint.op in (">", ">="):
            low = places[0] + (constraint.op == ">")
        return list(scale[low : high + 1])

    def _measured(self, constraint: Constraint, of: Field) -> Grounded:
        """Return a constraint on a number or a date.

        Raises:
            CallerError: a value is no finite number, or no date.
        """
        numbers = [self._number(each, of) for each in constraint.values]
        wheres = tuple(self._bounded(constraint, of, numbers))
        for where in wheres:
            where.check_against(self.catalog.schema)
        return Grounded(constraint, wheres, values=tuple(map(str, numbers)))

    def _bounded(self, constraint: Constraint, of: Field, numbers: list[Scalar]) -> Iterator[Where]:
        op, first = constraint.op, numbers[0]
        if op in _COMPARISONS:
            yield _condition(of, cast(ConditionOp, op), first)
        elif op == "between":
            yield _condition(of, "between", sorted(numbers[:2], key=str if of.kind == "date" else float))
        elif op == "near" and isinstance(first, int | float):
            near = around(Quantity(first, first, of.unit, "number", str(first)), of)
            yield near or _condition(of, "=", first)
        elif op == "none_of":
            yield from (negated(_condition(of, "=", each)) for each in numbers)
        else:
            yield _condition(of, "=", first) if len(numbers) == 1 else _condition(of, "in", numbers)

    def _number(self, value: FrameValue, of: Field) -> Scalar:
        if of.kind == "date":
            return str(value)
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                raise CallerError(f"`{of.name}` is a number; `{value:.40}` is not.") from None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise CallerError(f"`{of.name}` is compared with finite numbers.")
        return int(value) if float(value).is_integer() else value

    def miss(self, name: str, of: str | None = None) -> None:
        """Report a name that the catalogue does not have: a value of a field, or a title."""
        self.report(name)
        if name in self.made.unknown:
            self.made.missing.append(Missing(said=name, near=self._near(name, of)))

    def _near(self, name: str, of: str | None) -> tuple[str, ...]:
        """Return what the catalogue has that is spelt nearly like a whole name."""
        near: list[TitleMatch | ValueMatch] = []
        if of is None or self.catalog.schema.field(of).kind == "title":
            near += (each for each in self.catalog.grounder.titles(name) if not self._is_withheld(each))
        near += (each for each in self.catalog.grounder.values(name) if of in (None, each.field))
        kept = sorted(filter(_is_near, near), key=lambda each: -each.confidence)
        return tuple(dict.fromkeys(each.title if isinstance(each, TitleMatch) else str(each.value) for each in kept))[
            :_MOST_NEAR
        ]

    def _is_withheld(self, match: TitleMatch) -> bool:
        return bool(np.isin(self.catalog.position(match.id), self.withheld))

    def report(self, words: str) -> None:
        """Report words of the message that name nothing here."""
        if self.is_said(words) and words not in self.made.unknown and not (words.islower() and is_grammar(words)):
            self.made.unknown.append(words)


def _asks_of_a_name(frame: Frame) -> bool:
    """Tell whether a frame asks for something that only unknown words can name: "who directed Zardoz?"."""
    asks = any(each.what == "exists" or (each.what == "value" and each.field) for each in frame.ask)
    return asks and not (frame.refs or frame.constraints or frame.either)


def _is_near(match: TitleMatch | ValueMatch) -> bool:
    return match.how == "typo" and match.confidence >= _NEAR


def is_here(doubt: Doubt, catalog: Catalog, withheld: npt.NDArray[np.int64]) -> bool:
    """Tell whether the catalogue has what words may be a slip of."""
    if doubt.item is not None:
        known = catalog.has(doubt.item) and not np.isin(catalog.position(doubt.item), withheld)
        return known and catalog.item(doubt.item).title == doubt.value
    if not catalog.schema.has(doubt.field):
        return False
    flag = catalog.schema.field(doubt.field).kind == "flag"
    return (
        doubt.value == doubt.field.replace("_", " ")
        if flag
        else spelling(catalog, doubt.field, doubt.value) is not None
    )


def is_grammar(words: str) -> bool:
    """Tell whether all words are function words, such as articles and pronouns."""
    return all(word.normal in small_words() for word in tokens(words))


def _condition(of: Field, op: ConditionOp, value: Scalar | list[Scalar]) -> Condition:
    return Condition(field=of.name, op=op, value=value)


def _bound_op(constraint: Constraint, of: Field) -> ItemOp:
    """Return how a field is bound to another item's value; whatever is no comparison or exclusion asks for the same."""
    if constraint.op in _COMPARISONS:
        return cast(ItemOp, constraint.op)
    same, other = _SAME_OR_OTHER_TAGS if of.kind == "tags" else _SAME_OR_OTHER
    return other if constraint.op == "none_of" else same


def _chosen(constraint: Constraint, of: Field, values: list[Scalar]) -> Iterator[Condition]:
    """Yield the conditions by which a closed field has, or has not, these values."""
    tags = of.kind == "tags"
    if constraint.op == "none_of":
        yield from (_condition(of, "not_contains" if tags else "!=", value) for value in values)
    elif constraint.op == "all_of" or len(values) == 1:
        yield from (_condition(of, "contains" if tags else "=", value) for value in values)
    else:
        yield _condition(of, "contains_any" if tags else "in", values)


def spelling(catalog: Catalog, name: str, value: str) -> str | None:
    """Return a value of a category or tags field as the catalogue spells it; None where it has no such value."""
    vocabulary = catalog.vocabulary(name)
    if value in vocabulary:
        return value
    wanted = normal(value)
    return next((known for known in vocabulary if normal(known) == wanted), None) if wanted else None
