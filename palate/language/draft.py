"""A frame of a message, while it is written from the message's parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition, Where
from palate.catalog.schema import Schema
from palate.language.frame import (
    LONGEST,
    LONGEST_NAME,
    MOST,
    MOST_VALUES,
    Call,
    Constraint,
    Force,
    Frame,
    FrameAct,
    ItemRole,
    Op,
    Ref,
    Scope,
    Sort,
    Unknown,
    ValueOf,
)
from palate.language.frame_check import check_frame
from palate.language.part import Part
from palate.language.pointing import pointed, put_forward, reference
from palate.language.preference import Preference, ToolCall
from palate.language.session import SessionView
from palate.language.understanding import Mention

_TASTES = frozenset({"like", "unlike"})
_OPS: Mapping[str, Op] = {
    "=": "any_of", "in": "any_of", "contains": "any_of", "contains_any": "any_of",
    "!=": "none_of", "not_in": "none_of", "not_contains": "none_of",
    "<": "<", "<=": "<=", ">": ">", ">=": ">=", "between": "between",
}  # fmt: skip
_NEARLY = 0.999
"""The highest confidence of a value whose words are not the catalogue's own: the reply says how they were read."""


@dataclass(frozen=True)
class Named:
    """A reference to an item, with the item that it was found to be; None where none or several may be meant."""

    ref: Ref
    mention: Mention | None


@dataclass
class Draft:
    """What a message says so far. Lives for one message, in one thread."""

    message: str
    catalog: Catalog
    session: SessionView
    constraints: list[Constraint] = field(default_factory=list)
    either: list[tuple[Constraint, ...]] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    bounds: list[tuple[Constraint, Mention]] = field(default_factory=list)
    """Constraints whose value is that of another item."""
    sort: list[Sort] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Fields that a question is about."""
    unknown: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    given: Mapping[str, ToolCall] = field(default_factory=dict)
    """By their names, the calls of tools that give items."""
    beside: Sequence[str] = ()
    """Fields that the sentence names, whether or not anything is said of them."""
    held: Sequence[Preference] = ()
    """What the question before was about, where that goes on holding."""
    count: int | None = None
    relative: bool = False
    """Compares with what was shown."""

    @property
    def schema(self) -> Schema:
        """The catalogue's schema."""
        return self.catalog.schema

    @property
    def says_nothing(self) -> bool:
        """Whether nothing is wanted, turned down, told or spoken of."""
        return not (self.wishes or self.held or self.named or self.drop or self.faults)

    @property
    def wishes(self) -> bool:
        """Whether anything says how items should be."""
        said = (self.constraints, self.either, self.bounds, self.calls, self.sort)
        return any(said) or self.count is not None

    @property
    def fields(self) -> set[str]:
        """The fields that are spoken of by constraints of its own."""
        return {each.field for each in (*self.constraints, *(one for group in self.either for one in group))}

    def mentions(self, *roles: ItemRole) -> list[Mention]:
        """Return the items that are named in some roles."""
        return [each.mention for role in roles for each in self.named if each.ref.role == role and each.mention]

    def wheres(self) -> list[Where]:
        """Return the conditions that every item has to satisfy so far."""
        checked = check_frame(self.frame(("request",)), self.message, self.session, self.catalog)
        hard = [each for each in checked.constraints if each.constraint.force == "must"]
        return [where for each in hard for where in each.wheres]

    def want(self, wheres: Iterable[Where], part: Part, *, force: Force | None = None, against: bool = False) -> None:
        """Add conditions, as strong and for as long as a part says; `against`: they are not to hold."""
        for where in wheres:
            made = [self._stamped(constraint_of(each, against=against), part, force) for each in where.parts]
            if self._is_taken_back(part, made):
                continue
            if len(made) == 1 or against:
                self.constraints += [each for each in made if each not in self.constraints]
            elif tuple(made) not in self.either:
                self.either.append(tuple(made))

    def constrain(self, name: str, op: Op, values: Sequence[Any], part: Part) -> None:
        """Add a constraint with the force and scope of a part."""
        self._add(self._stamped(Constraint(field=name, op=op, values=tuple(values)), part, None), part)

    def _stamped(self, made: Constraint, part: Part, force: Force | None) -> Constraint:
        weak = part.has("soft") or part.role == "like" or part.meant == "likely"
        update = {
            "quote": part.said[:LONGEST],
            "force": force or ("prefer" if weak else "must"),
            "scope": self.scope_of(part),
            "sure": _sure(part),
        }
        return made.model_copy(update=update)

    def text(self, part: Part, *, against: bool = False) -> None:
        """Add a preference for, or against, items whose texts contain the words of a part."""
        column = next(iter(self.schema.of_kind("text", "title"))).name
        made = Constraint(field=column, op="none_of" if against else "words", values=(part.said[:LONGEST],))
        self._add(self._stamped(made, part, "prefer").model_copy(update={"sure": 1.0}), part)

    def _add(self, made: Constraint, part: Part) -> None:
        if not self._is_taken_back(part, [made]) and made not in self.constraints:
            self.constraints.append(made)

    def call(self, part: Part, call: ToolCall) -> None:
        """Add what a tool gives: wanted, ruled out, or let go."""
        if part.role == "any" or part.has("retracted") or part.has("unasked"):
            self.drop.append(f"tool:{call.tool}")
            return
        self.calls.append(
            Call(
                tool=call.tool,
                args=call.args,
                quote=call.said[:LONGEST],
                against=part.role in ("avoid", "unlike", "less", "fault"),
                force="prefer" if part.has("soft") else "must",
            )
        )

    def refer(self, part: Part, role: ItemRole, scope: Scope = "always") -> list[Mention]:
        """Add the items that a title or a pointer stands for; return those that are known."""
        found = pointed(part, self.session, self.catalog, self.mentions("like", "liked", "ask"))
        named: list[tuple[str, Mention | None]] = [(self._name(each), each) for each in found.mentions]
        if found.ambiguity is not None:
            named = [(self.catalog.item(found.ambiguity.options[0]).title[:LONGEST_NAME], None)]
        if found.unknown is not None and found.unknown not in self.unknown:
            self.unknown.append(found.unknown)
        wishes = self.session.left_open.alternatives
        if not named and wishes and part.pointer:
            place = len(wishes) if part.pointer == "last" else part.pointer
            named = [(f"#{place}", None)]  # of the two wishes that the last reply asked about
        quote, sure = part.said[:LONGEST], _sure(part)
        for name, mention in named:
            made = {"item": name, "role": role, "quote": quote, "scope": scope, "sure": sure}
            self.named.append(Named(Ref.model_validate(made), mention))
        return list(found.mentions)

    def speak_of_last(self, quote: str) -> None:
        """Add the item that was spoken of last as what is asked about."""
        for each in (*self.session.focus, *self.session.shown)[:1]:
            mention = reference(each, quote.strip()[:LONGEST])
            made = {"item": self._name(mention), "as": "ask", "quote": mention.quote}
            self.named.append(Named(Ref.model_validate(made), mention))

    def _name(self, mention: Mention) -> str:
        """Return what an item is called: by its place in what was shown, else by its title, else that and its year."""
        if not mention.item:
            return mention.title[:LONGEST_NAME]  # spoken of, and not in the catalogue
        if mention.how == "reference":
            shown = put_forward(self.session, self.catalog)
            places = [at for at, each in enumerate(shown, 1) if each.id == mention.item]
            if places:
                return f"#{places[0]}"
        same = [each for each in self.catalog.grounder.titles(mention.title) if each.how == "exact"]
        year = self.schema.of_role("year")
        dated = None if year is None else self.catalog.item(mention.item).get(year.name)
        name = mention.title if len(same) < 2 or dated is None else f"{mention.title} ({dated})"
        return name[:LONGEST_NAME]

    def bind(self, mention: Mention, name: str, op: Op, part: Part) -> None:
        """Bound a field by the value that an item has, which a look-up finds when the plan runs."""
        value = ValueOf(of=self._name(mention))
        made = Constraint(field=name, op=op, values=(value,), quote=part.said[:LONGEST])
        self.bounds.append((made, mention))

    def scope_of(self, part: Part) -> Scope:
        """Return for how long a part holds: tastes for good, but those of others."""
        return "always" if part.role in _TASTES and not is_of_others(part) else "session"

    def _is_taken_back(self, part: Part, made: Sequence[Constraint]) -> bool:
        """Drop what is held of the same, where a part is said to be no longer so."""
        if not (part.has("retracted") or part.has("unasked")):
            return False
        said = {(each.field, str(value)) for each in made for value in each.values}
        self.drop += [
            id_of(at)
            for at, held in enumerate(self.session.preferences)
            if (held.where is not None and not said.isdisjoint(_pairs(held.where)))
            or (held.text is not None and any(held.text in each.values for each in made))
        ]
        return True

    def frame(self, acts: Sequence[FrameAct], **more: Any) -> Frame:
        """Return what was said as a frame."""
        constraints = sorted(self.constraints, key=lambda each: self.message.find(each.quote))
        made = {
            "acts": tuple(dict.fromkeys(acts)),
            "constraints": (*constraints, *(made for made, _ in self.bounds))[:MOST],
            "either": tuple(self.either)[:MOST],
            "drop": tuple(dict.fromkeys(self.drop))[:MOST],
            "refs": tuple(dict.fromkeys(each.ref for each in self.named))[:MOST],
            "sort": tuple(self.sort)[:3],
            "count": self.count,
            "faults": tuple(dict.fromkeys(self.faults))[:MOST],
            "calls": tuple(self.calls)[:6],
            "unknown": tuple(Unknown(quote=words[:LONGEST]) for words in dict.fromkeys(self.unknown))[:MOST],
            "goes_on": bool(self.held),
        }
        return Frame.model_validate(made | more)


def constraint_of(condition: Condition, *, against: bool = False) -> Constraint:
    """Return the constraint that a condition holds, or that it is not to hold."""
    op: Op = "none_of" if against else _OPS[condition.op]
    values = (each[:LONGEST_NAME] if isinstance(each, str) else each for each in listed(condition))
    return Constraint(field=condition.field, op=op, values=tuple(values)[:MOST_VALUES])


def id_of(place: int) -> str:
    """Return the id of an active constraint."""
    return f"w{place + 1}"


def is_of_others(part: Part) -> bool:
    """Tell whether it is somebody else's taste or wish, or several people's."""
    return part.has("other") or part.has("group")


def listed(condition: Condition) -> Sequence[Any]:
    """Return the values that a condition names."""
    return condition.value if isinstance(condition.value, list) else [condition.value]


def _pairs(where: Where) -> set[tuple[str, str]]:
    return {(each.field, str(value)) for each in where.parts for value in listed(each)}


def _sure(part: Part) -> float:
    if part.meant == "likely" and part.values:
        return max(match.confidence for match in part.values)
    return min(_NEARLY, part.snap.confidence) if part.snap is not None else 1.0
