"""What the agent answers: apps and evals read its fields, never its prose."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import (
    BaseModel,
    Field,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from palate.catalog.conditions import Where
from palate.catalog.display import Displayed, Look
from palate.catalog.item import FieldValue
from palate.language.pending import Pending
from palate.memory.change import MemoryChange
from palate.memory.short_term import ConstraintScope

ReplyAct = Literal["recommend", "ask", "answer", "chat", "abstain"]


class Recommendation(BaseModel, frozen=True):
    """One recommended item."""

    id: str
    title: str
    score: float
    fields: dict[str, FieldValue]
    reasons: tuple[str, ...]
    """At least one, each true and drawn from evidence; where the turn's time was over, what needs no looking for."""


class Ask(BaseModel, frozen=True):
    """A question to the person."""

    field: str
    options: tuple[str, ...]
    items: tuple[str, ...] = ()
    """Where it is between items: their ids, in the order of `options`."""
    understood: tuple[Where, ...] = ()
    """What it says back of what is wanted, to be put right."""
    policy: str = ""
    """The item policy that wants something confirmed, by `yes` or `no`; empty for any other question."""


class Answer(BaseModel, frozen=True):
    """What tools found for one request of a message, as they gave it."""

    request: int
    """Which request of the message it is, from 0."""
    words: str
    """Of the message."""
    tool: str
    rows: tuple[dict[str, Any], ...]

    @property
    def value(self) -> Any:
        """The one value of an only row that has no other; None where there is more than that."""
        values = list(self.rows[0].values()) if len(self.rows) == 1 else []
        return values[0] if len(values) == 1 else None


class NearMiss(BaseModel, frozen=True):
    """An item that nearly satisfies what was asked, and what it breaks."""

    id: str
    title: str
    breaks: tuple[str, ...]


class Trace(Displayed, BaseModel):
    """How a reply came about."""

    plan: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    memory: dict[str, Any] = {}
    usage: dict[str, Any] = {}
    seconds: float = 0.0
    log: list[str] = Field(default=[], repr=False)
    """What tools, policies and other parts that somebody else wrote raised, in full. Whoever runs the app may read it,
    and no person: it is written out only where that is asked for, by `reply.model_dump(context={"log": True})`."""

    def look(self) -> Look:
        """Return each step with what came of it, and what reflection found."""
        steps = [(each["tool"], each["status"], each.get("reason") or each["summary"]) for each in self.steps]
        found = [("", each["kind"], each["message"]) for each in self.findings]
        return Look(f"{len(steps)} steps in {self.seconds:.3f} s", ("tool", "status", "what came of it"), steps + found)

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler, info: SerializationInfo) -> dict[str, Any]:
        told: dict[str, Any] = write(self)
        if not (isinstance(info.context, dict) and info.context.get("log") is True):
            told.pop("log", None)
        return told


class StateConstraint(BaseModel, frozen=True):
    """A constraint that is active after a turn."""

    id: str
    """`w1`, `w2` … for the request's, `p1` … for tastes of an anonymous user, `like:ID` for an item to resemble."""
    key: str
    """What `agent.withdraw` takes: a hash, which stays the same when other constraints go."""
    quote: str
    """The words that said it."""
    scope: ConstraintScope
    text: str
    """What it asks for, in words."""


class State(BaseModel, frozen=True):
    """What a session is after a turn."""

    constraints: tuple[StateConstraint, ...] = ()
    shown: tuple[str, ...] = ()
    """Ids of the items shown in the session; as of those chosen, rejected and seen, the last 100."""
    chosen: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    focus: str | None = None
    """Id of the item that "it" refers to."""
    pending: Pending | None = None
    """What the reply left open; constraints are in it by their `key`."""


class Reply(Displayed, BaseModel):
    """What the agent answers to one message."""

    act: ReplyAct
    text: str
    items: tuple[Recommendation, ...] = ()
    question: Ask | None = None
    relaxed: tuple[str, ...] = ()
    """What was asked for and given up, one clause each."""
    snapped: tuple[str, ...] = ()
    """Words that were taken for something near them."""
    not_understood: tuple[str, ...] = ()
    """Words of the message that found no place in what was asked for."""
    blamed: tuple[str, ...] = ()
    """abstain: the conditions that leave nothing."""
    near: tuple[NearMiss, ...] = ()
    answers: tuple[Answer, ...] = ()
    """What tools found for questions: apps read rows, and never parse prose."""
    memory_changes: tuple[MemoryChange, ...] = ()
    """What the turn wrote to memory, or took back from it."""
    incomplete: bool = False
    """A budget ran out: this is the best grounded answer until then."""
    shortened: tuple[str, ...] = ()
    """The parts of the reply, such as `items`, whose long texts and lists were cut to keep it within 256 kB."""
    state: State = State()
    """What the session is after the turn."""
    trace: Trace = Trace()

    def __str__(self) -> str:
        return self.text

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the items as flat rows, such as a data frame is made of: fields, with id, title, score and reasons."""
        return [
            {**item.fields, "id": item.id, "title": item.title, "score": item.score, "reasons": list(item.reasons)}
            for item in self.items
        ]

    def look(self) -> Look:
        """Return the text; items with their reasons, or the rows of an answer."""
        if self.items:
            rows = [(item.title, "; ".join(item.reasons)) for item in self.items]
            return Look(self.text.split("\n")[0], ("title", "why"), rows)
        answered = [row for answer in self.answers for row in answer.rows]
        head = list(dict.fromkeys(name for row in answered for name in row))
        return Look(self.text, head, [[row.get(name, "") for name in head] for row in answered])
