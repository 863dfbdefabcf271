"""A frame: the meaning of one request of a message, in the catalogue's own terms.

A frame holds what a message says and nothing of what it implies for the session: a validated frame is applied to the
session's constraints (`palate.language.applying`). Values, titles and fields are written as the catalogue has them;
`palate.language.frame_check` removes what does not exist.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION: Literal[1] = 1
"""Of the schema; a demonstration or a recorded answer of another version is not read."""

FrameAct = Literal[
    "request",  # asks for items, or changes what was asked for
    "critique",  # asks for others than those shown, by comparing with them
    "answer",  # answers the assistant's last question, and says all that follows from the answer
    "agree",  # says yes to what the last reply asked, offered or said back
    "deny",  # says no to it, or to what it showed
    "taste",  # tells likes and dislikes, asks for nothing
    "accept",  # takes a shown item
    "first",  # will take the first item that is shown, whatever it is
    "interest",  # finds a shown item interesting, without taking it
    "neutral",  # says something of a shown item without judging it
    "unfamiliar",  # does not know a shown item
    "reject",  # turns shown items down
    "seen",  # has seen, read or owned an item
    "question",  # asks for a fact about items
    "why",  # asks why an item was recommended
    "about",  # asks about the assistant or its data
    "undo",  # takes back what was said, or starts over
    "insist",  # says again what the last reply had said back
    "greet",
    "thanks",
    "bye",
    "chat",  # small talk that asks for nothing
    "danger",  # speaks of harming oneself, or of being in danger
    "unclear",  # nothing in it was understood
]
Op = Literal["any_of", "all_of", "none_of", "<", "<=", ">", ">=", "between", "near", "words"]
Basis = Literal["said", "known"]
Force = Literal["must", "prefer"]
Scope = Literal["turn", "session", "always"]
ItemRole = Literal["like", "liked", "seen", "avoid", "take", "ask", "anchor"]
Source = Literal["all", "unseen", "last"]
Asked = Literal["value", "count", "exists", "check", "compare", "most", "least", "average", "values"]

MOST = 64
"""Entries of any list in a frame."""
MOST_VALUES = 1_000
"""Values of a constraint: so many people may be of one surname."""
LONGEST = 400
"""Characters of any text in a frame."""
LONGEST_NAME = 4_000
"""Characters of a value, a title or what is left of a message."""
Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Text = Annotated[str, Field(max_length=LONGEST)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class ValueOf(_Part):
    """What another item has: "before Jaws came out" is `{"of": "Jaws"}`; of `shown`, what those typically have."""

    of: Name


Sure = Annotated[float, Field(gt=0, le=1)]
FrameValue = bool | int | float | Name | ValueOf


class Constraint(_Part):
    """One constraint on a field."""

    field: Text
    op: Op
    values: tuple[FrameValue, ...] = Field(min_length=1, max_length=MOST_VALUES)
    quote: Text = ""
    """The words of the message that say it, verbatim."""
    basis: Basis = "said"
    """said: the words state it; known: it follows from them by world knowledge, is disclosed and can be undone."""
    force: Force = "must"
    """must: every item shown meets it; prefer: items that meet it come first."""
    scope: Scope = Field(default="session", alias="for")
    """turn: this message only; session: this conversation; always: the person's lasting taste."""
    sure: Sure = 1.0
    """How sure it is that the words mean the values; below 1, the reply says what they were taken for."""
    also: bool = False
    """Whether it holds beside what is already wanted of the field, instead of taking its place."""


class Ref(_Part):
    """An item that the message names or refers to."""

    item: Name
    """Its title, or its number among the items shown: `#2`."""
    role: ItemRole = Field(alias="as")
    """like: the result resembles it, or it is liked; liked: it is liked, and the result need not resemble it; anchor: a
    comparison names it, it is neither liked nor avoided."""
    quote: Text = ""
    scope: Scope = Field(default="always", alias="for")
    """Of one that is liked or avoided."""
    sure: Sure = 1.0


class Suggestion(_Part):
    """An item that a model knows to fit. It orders items that satisfy every `must`, and adds none."""

    title: Text
    year: int | None = None


class Sort(_Part):
    """An order by a field: "the longest first"."""

    field: Text
    descending: bool = True
    quote: Text = ""


class Ask(_Part):
    """A question. Its items are the references with the role `ask`, its conditions the frame's constraints."""

    what: Asked
    field: Text | None = None
    by: Text | None = None
    """count: the field whose values are counted one by one: "how many per brand?"."""


class Call(_Part):
    """A call of a tool of the app."""

    tool: Text
    args: dict[str, Any] = {}
    quote: Text = ""
    against: bool = False
    """Whether the items that it gives are ruled out."""
    force: Force = "must"


class Unknown(_Part):
    """Words that no field can express."""

    quote: Text
    why: Text = ""
    name: bool = False
    """Whether the words are the complete name of a person or an item."""


class Doubt(_Part):
    """Words that may be a slip of a value or a title: not used, and worth a question."""

    quote: Text
    field: Text
    value: Name
    item: Name | None = None
    """The id of the item whose title it is: titles are not unique."""
    sure: Sure


class Frame(_Part):
    """The meaning of one request, statement or question of a message."""

    acts: tuple[FrameAct, ...] = Field(min_length=1, max_length=6)
    quote: Text = ""
    """The words of the message that it is the meaning of; empty for all of them."""
    constraints: tuple[Constraint, ...] = Field(default=(), max_length=MOST, alias="set")
    either: tuple[tuple[Constraint, ...], ...] = Field(default=(), max_length=MOST)
    """Groups of alternatives on different fields, one of which has to hold."""
    drop: tuple[Text, ...] = Field(default=(), max_length=MOST)
    """Ids of active constraints that no longer hold, `*` for all of them; a field's name for what is wanted of it,
    `text` for words looked for, `like` for likenesses, `tool:NAME` for what a tool gives."""
    refs: tuple[Ref, ...] = Field(default=(), max_length=MOST)
    titles: tuple[Suggestion, ...] = Field(default=(), max_length=8)
    sort: tuple[Sort, ...] = Field(default=(), max_length=3)
    count: int | None = Field(default=None, alias="n")
    """How many items are wanted."""
    source: Source = Field(default="all", alias="from")
    """unseen: others than those shown ("another one"); last: of those shown ("the cheapest of these")."""
    goes_on: bool = False
    """Whether what the last question was about, or what is wanted by now, holds for it: "and how many are there?"."""
    faults: tuple[Text, ...] = Field(default=(), max_length=MOST)
    """Fields that are named as what is wrong with the items shown: "the genre isn't right"."""
    only: bool = False
    """Nothing may be widened or relaxed: "only", "nothing else"."""
    ask: tuple[Ask, ...] = Field(default=(), max_length=3)
    sql: Annotated[str, Field(max_length=2_000)] = ""
    """A SELECT that answers what `ask` cannot say; read-only, over documented views."""
    calls: tuple[Call, ...] = Field(default=(), max_length=6)
    holder: Text = ""
    """Whose wish it is, where it is not the speaker's own."""
    until: Text = ""
    """Until when it is valid, where the message says so."""
    unknown: tuple[Unknown, ...] = Field(default=(), max_length=MOST)
    question: Text = ""
    """What has to be asked before the message can be understood; empty for nothing."""
    say: Text = ""
    """A few friendly words to begin the reply with: they name no item, value, person or number, and claim nothing."""


class Frames(_Part):
    """The meaning of a message: one frame for each request in it."""

    frames: tuple[Frame, ...] = Field(min_length=1, max_length=MOST)
    doubts: tuple[Doubt, ...] = Field(default=(), max_length=MOST)
    asides: tuple[Text, ...] = Field(default=(), max_length=MOST)
    """Sentences that were taken for something said besides, and passed over."""
    unused: tuple[Text, ...] = Field(default=(), max_length=MOST)
    """Words that may matter and that no frame has."""
    unread: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    """The rest of a message that is too long for the reader."""
    chosen: Name = ""
    """The id of the item that the user chose among those that the last reply asked about. The frames then describe the
    earlier message, which was ambiguous."""

    @property
    def acts(self) -> frozenset[FrameAct]:
        """The acts of all frames."""
        return frozenset(act for frame in self.frames for act in frame.acts)

    def dumped(self) -> dict[str, Any]:
        """Return the frames as a model writes them, without what is left at its default."""
        told: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return told
