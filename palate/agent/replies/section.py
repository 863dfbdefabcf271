"""The part of a reply that answers one intent."""

from __future__ import annotations

from dataclasses import dataclass, field

from palate.agent.outcome import Choice
from palate.agent.reply import Answer, NearMiss, Recommendation, ReplyAct
from palate.catalog.printable import one_line


@dataclass(frozen=True)
class Disclosure:
    """What an item policy has said of an item wherever it is shown."""

    item: str
    title: str
    """As the text names it."""
    said: str
    """A few words, such as `sponsored`."""
    rules: tuple[str, ...] = ()
    """The policies that want it said."""

    @property
    def words(self) -> str:
        """Title and words, as they stand in the text: `Lyra kettle (sponsored)`."""
        return one_line(f"{self.title} ({self.said})")


@dataclass(frozen=True)
class Section:
    """What is said to one request, statement or question of a message."""

    act: ReplyAct
    text: str
    items: tuple[Recommendation, ...] = ()
    question: Choice | None = None
    relaxed: tuple[str, ...] = ()
    blamed: tuple[str, ...] = ()
    near: tuple[NearMiss, ...] = ()
    answers: tuple[Answer, ...] = ()
    disclosed: tuple[Disclosure, ...] = ()
    """What its text has to say of the items that it shows."""
    about: tuple[str, ...] = ()
    """Fields whose conditions are to blame."""
    offered: tuple[str, ...] = ()
    """Keys of the conditions that it offers to leave out."""
    either: bool = False
    """Whether it asks which of those holds, so that who names one keeps it."""
    incomplete: bool = False
    aside: bool = False
    """Whether it only notes something, which is said before anything else."""
    verbatim: tuple[str, ...] = ()
    """Sentences of `text` that have to be said as they are, whoever puts the rest into other words."""
    accounted: tuple[str, ...] = ()
    """Words of the message that its text says what was made of."""
    spoken_of: tuple[str, ...] = field(default=())
    """Ids of the items that it speaks of, which "it" may mean afterwards."""
