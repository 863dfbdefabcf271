"""What one message means, typed: made once a turn, used by recall, planners, reflection and memory alike."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from palate.language.preference import Preference, ToolCall

MessageAct = Literal[
    "recommend",  # find me something: new wishes, or more of them
    "critique",  # a reaction to what was shown: "shorter", "not that one", "more like the second", "another"
    "question",  # wants a fact, a count or a comparison, not a recommendation
    "state",  # tells taste and asks for nothing: "I love musicals", "I've seen Vertigo"
    "undo",  # withdraws what was asked before: "forget the year", "start over"
    "why",  # asks for the reasons of a recommendation
    "commit",  # takes one: "I'll take the second"
    "greet",
    "thanks",
    "help",
    "bye",
    "remark",  # says something of shown items, and neither takes them nor turns them down: "that sounds fun"
    "chat",  # small talk
    "danger",  # speaks of harming oneself, or of being in danger
    "unclear",  # nothing in it was understood
]

Remark = Literal["interest", "neutral", "unfamiliar"]

QuestionKind = Literal[
    "attribute",  # who directed Fargo? how long is Jaws? -> field(s) of `items`
    "count",  # how many Kurosawa films do you have? -> number of items that satisfy `where`
    "compare",  # is Alien older than Jaws? which is longer, A or B? -> `field` of both `items`
    "exists",  # do you have any Kurosawa films? do you have Jaws?
    "values",  # which genres do you have? -> vocabulary or range of `field`
    "superlative",  # what is the longest western? -> first by `order` among those that satisfy `where`
    "average",  # what's the average length of a western?
    "check",  # is Fargo a comedy? is it under two hours? -> whether `items` satisfy `where`
]


class Order(BaseModel):
    """Sort by a field: "the longest" is `runtime` descending."""

    model_config = ConfigDict(frozen=True)

    field: str
    descending: bool = True
    quote: str = ""


class Question(BaseModel):
    """A question for a fact."""

    model_config = ConfigDict(frozen=True)

    kind: QuestionKind
    field: str | None = None
    items: tuple[str, ...] = ()
    """Ids of the items asked about, in the order of the message."""
    descending: bool | None = None
    """compare: whether more ("longer", "newer") or less ("shorter", "older") is asked of the first item; superlative:
    whether the most or the least is asked for."""
    by: str | None = None
    """count: the field for each of whose values it is counted."""
    choice: bool = False
    """compare: asks which of the items it is, not whether it is the first."""


class ItemValue(BaseModel):
    """A bound that is another item's value: "before Jaws came out" is `year < Jaws.year`, "by its director" the like.

    The planner makes it a look-up step whose output the filter refers to; it is never guessed here.
    """

    model_config = ConfigDict(frozen=True)

    field: str
    op: Literal["=", "!=", "<", "<=", ">", ">=", "contains_any", "not_contains"]
    item: str
    title: str
    quote: str


class Mention(BaseModel):
    """An item that the message names or refers to."""

    model_config = ConfigDict(frozen=True)

    item: str
    title: str
    quote: str
    how: Literal["title", "reference", "taste"] = "title"
    """taste: said to be liked behind a request that names nothing: what to go by where nothing else is known."""
    lasting: bool = True
    """Whether it may be remembered beyond the session (`palate.language.memory_gate`)."""


class Snap(BaseModel):
    """Words that were taken for something near them, disclosed in the reply."""

    model_config = ConfigDict(frozen=True)

    said: str
    used: str
    field: str
    """Empty where it is a word of no field: "minuts" for "minutes"."""
    confidence: float
    id: str | None = None
    """The item's id where `field` is the title: titles are not unique."""
    alone: bool = False
    """Whether it bounds a field whose values have no known order, so that it was taken for itself: "G or better"."""


class Ambiguity(BaseModel):
    """Words that could name several things; the first option was not chosen silently."""

    model_config = ConfigDict(frozen=True)

    said: str
    field: str
    options: tuple[str, ...]
    """Item ids where `field` is `title`, values of the field otherwise."""


class Intent(BaseModel):
    """One request, statement or question of a message."""

    model_config = ConfigDict(frozen=True)

    act: MessageAct
    quote: str = ""
    preferences: tuple[Preference, ...] = ()
    """Hard and soft conditions, liked and disliked items, free text: what recall, rank and memory work with."""
    like: tuple[Mention, ...] = ()
    """Items that the result should resemble: "like Alien", "more like the second"."""
    seen: tuple[Mention, ...] = ()
    reject: tuple[Mention, ...] = ()
    """Shown items turned down: "not that one"."""
    passed: tuple[Mention, ...] = ()
    """Of two items that were asked about, those that come less close; they may be shown all the same."""
    faults: tuple[str, ...] = ()
    """Fields that are named as what is wrong with them: "the genre isn't right"."""
    bounds: tuple[ItemValue, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    """How many items were asked for: "three comedies"."""
    question: Question | None = None
    remark: Remark | None = None
    """remark: whether the user likes the sound of an item, does not judge it, or does not know it."""
    about: tuple[Mention, ...] = ()
    """why, commit, question, remark: the items spoken of."""
    withdraw: tuple[str, ...] = ()
    """undo: names of fields whose session conditions go, or keys of these; `*` for all of them."""
    lapsed: tuple[str, ...] = ()
    """Keys of session conditions that go, since the last reply doubted or blamed them and the message does not stand by
    them."""
    unsaid: bool = False
    """undo: takes back what the last turn wrote to memory."""
    fresh: bool = False
    """Starts over: conditions of earlier turns no longer hold for this request. Said so ("start over"), or plain from a
    new kind of thing that nothing of the old request fits."""
    only: bool = False
    """Read "only", "nothing else": nothing may be widened or relaxed."""
    more: bool = False
    """Read "another", "more": the same request again, with what was shown left out."""
    calls: tuple[ToolCall, ...] = ()
    """question: the tools of the app that answer it."""
    absent: tuple[str, ...] = ()
    """question: the words that ask for what no field of the catalogue holds."""
    among: tuple[str, ...] = ()
    """Ids of the items that the result has to be among: "the cheapest of these"."""
    suggested: tuple[str, ...] = ()
    """Ids of items that a model knows to fit: they come first of those that satisfy the request, and add none."""


class Missing(BaseModel):
    """A name or title that the message requires and the catalogue does not have."""

    model_config = ConfigDict(frozen=True)

    said: str
    near: tuple[str, ...] = ()
    """The values or titles that are spelt nearly like all of it, the nearest first."""


class Understanding(BaseModel):
    """What one message means."""

    model_config = ConfigDict(frozen=True)

    message: str
    intents: tuple[Intent, ...] = ()
    snapped: tuple[Snap, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()
    doubtful: tuple[Snap, ...] = ()
    """Nearest values below the threshold of confidence: not used, and worth a question."""
    unknown: tuple[str, ...] = ()
    """Content words that could not be placed."""
    unused: tuple[str, ...] = ()
    """Words that may matter, and that nothing was made of."""
    missing: tuple[Missing, ...] = ()
    """Those of them that are the name of something that the catalogue does not have."""
    absent: tuple[str, ...] = ()
    """Titles that "it" may mean, of items that are not in the catalogue."""
    unread: str = ""
    """What stands behind the last word that was read, of a message that is too long."""
    asides: tuple[str, ...] = ()
    """Sentences that were taken for something said besides, and passed over."""
    final: bool = False
    """Whether it says that the first item shown will be taken, whatever it is."""
    insists: bool = False
    """Whether it tells in a sentence of its own, and is read as saying, what the last reply had said back."""
    agrees: bool = False
    """Whether it says yes to what the last reply asked, offered or said back."""
    say: str = ""
    """What a model that read it would say first, not verified."""

    @property
    def is_short(self) -> bool:
        """Whether words of the message are in nothing that was understood."""
        return bool(self.unknown or self.unused)

    @property
    def unplaced(self) -> int:
        """How much found no place of its own: words unknown, looked for or guessed, sentences passed over."""
        wished = [entry for intent in self.intents for entry in intent.preferences]
        guesses = sum(entry.text is not None or entry.provenance.source == "guessed" for entry in wished)
        return len(self.unknown) + len(self.asides) + guesses

    @property
    def is_closing(self) -> bool:
        """Whether it says goodbye and nothing else: the session ends."""
        return bool(self.intents) and all(intent.act == "bye" for intent in self.intents)

    @property
    def is_whole(self) -> bool:
        """Whether every word found its place: none is unknown, doubtful, ambiguous or left as free text."""
        if not self.intents or self.is_short or self.doubtful or self.ambiguous:
            return False
        return all(
            intent.act != "unclear" and all(entry.text is None for entry in intent.preferences)
            for intent in self.intents
        )


class Shown(BaseModel):
    """An item of an earlier reply, with what a critique of it may refer to."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    fields: dict[str, object] = {}
    turn: int = 0
