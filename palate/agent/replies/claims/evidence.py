"""What a turn knows that its reply may say: ids and strings, so that it can be kept and sent."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from palate.catalog.conditions import Where


class Evidence(BaseModel):
    """What a reply is checked against, besides the catalogue.

    An item's own fields are evidence for what is said of that item, and of no other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shown: tuple[str, ...] = ()
    """Ids of the items that the reply shows, in order: each has to be there, and no other."""
    about: tuple[str, ...] = ()
    """Ids of other items that it may speak of: asked about, near misses, what results should resemble."""
    reasons: dict[str, tuple[str, ...]] = {}
    """Why each item is shown: what they tell besides its fields may be said of it."""
    where: tuple[Where, ...] = ()
    """What every item that was in play satisfies: "the longest here" is the longest of these."""
    said: tuple[str, ...] = ()
    """What the person said and what it was read as: it may be said back, and is no claim about an item."""
    facts: tuple[str, ...] = ()
    """What tools found that is of no one item: counts, averages, the values of a field."""
    counts: tuple[int, ...] = ()
    """How many things there are of which the reply may tell the number."""
    complete: bool = False
    """Whether nothing else fits, so that "only" is true."""
    required: tuple[str, ...] = ()
    """Sentences that have to be in the reply as they are."""
    template: str = ""
    """The reply before it was put into other words: signs that it has are no markup of a model's."""
