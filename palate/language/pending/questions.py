"""Questions for what is not known yet: a field, one of two items, or which of several things words name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from palate.language.answer import answer_of
from palate.language.asked import PAIR
from palate.language.pending.left_open import LeftOpen, going_on, turned_down
from palate.language.understanding import Intent, Mention

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item
    from palate.language.frame import Frames
    from palate.language.part import Part
    from palate.language.reader.reader import Reading
    from palate.language.session import SessionView


class _OfField(LeftOpen):
    """A question that is answered by a value of one field."""

    field: str

    @property
    def about(self) -> str:
        """The field that bare values of the answer belong to."""
        return self.field

    @property
    def context(self) -> Literal["asked", "shown"]:
        """What the reply was, as the fitted reader knows it: a choice of items reads like items shown."""
        return "shown" if self.field == PAIR else "asked"

    def answered(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
        """Read a message without content as going on with the request."""
        return going_on(turned_down(intents, frames, session), frames)


class FieldQuestion(_OfField):
    """A question for the value of a field, such as "Which genre?"."""

    kind: Literal["field"] = "field"
    options: tuple[str, ...] = ()
    """Values that the question names as examples."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that the question names."""
        return self.options


class PairQuestion(LeftOpen):
    """A question which of two items comes closer to what is wanted."""

    kind: Literal["pair"] = "pair"
    ids: tuple[str, ...]

    @property
    def about(self) -> str:
        """The titles of items."""
        return PAIR

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids of the items."""
        return self.ids

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items."""
        return self.ids

    @property
    def context(self) -> Literal["shown"]:
        """The items are put forward as others are shown."""
        return "shown"

    def answered(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
        """Read "the second, but newer" as passing over the first, and "neither" as passing over both."""
        nearer = {each.item for intent in intents for each in (*intent.like, *intent.about)}.intersection(self.ids)
        if not nearer and "deny" not in frames.acts:
            return going_on(intents, frames)
        first, *rest = intents
        titles = {each.id: each.title for each in (*session.shown, *session.focus)}
        passed = tuple(
            Mention(item=item, title=titles.get(item, item), quote=first.quote, how="reference")
            for item in self.ids
            if item not in nearer
        )
        left = tuple(mention for mention in first.like if mention.item not in self.ids)
        update = {"act": "recommend", "question": None, "more": False, "like": left, "passed": passed, "about": ()}
        return going_on([first.model_copy(update=update), *rest], frames)


class WhichOne(_OfField):
    """A question which of several titles or values the words of a message name."""

    kind: Literal["which_one"] = "which_one"
    message: str
    """The message that is read once the answer is known."""
    said: str
    """The words."""
    options: tuple[str, ...] = ()
    """Ids where the words name items, values of the field otherwise."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids or values that the question offers."""
        return self.options

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items, where the words name items."""
        return self.options if self.field == PAIR else ()

    def chosen(self, parts: Sequence[Part], reading: Reading, catalog: Catalog) -> Item | None:
        """Return the one item that an answer names: "the second", "1984", "the newer one"."""
        options = list(catalog.items(self.items))
        ids = {each.id for part in parts for each in _named(part, options, catalog)}
        if not ids and len(options) == 1 and any(each.does("yes") for each in reading.sentences):
            return options[0]
        return next((each for each in options if each.id in ids), None) if len(ids) == 1 else None

    def without(self, key: str) -> None:
        """Return nothing: the message may tell of the constraint."""


class DidYouMean(_OfField):
    """A question whether words of a message are a slip of a value or title."""

    kind: Literal["did_you_mean"] = "did_you_mean"
    message: str
    said: str
    """The words of the message that may be a slip."""
    value: str
    """What they are a slip of, in words."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The value."""
        return (self.value,)

    def heard(self, message: str, catalog: Catalog) -> str:
        """Return the earlier message with the value in the place of the words, after a plain yes."""
        answer = answer_of(message, catalog)
        if answer is None or not answer.alone or answer.says == "no":
            return message
        return self.message.replace(self.said, self.value, 1)

    def without(self, key: str) -> None:
        """Return nothing: the message may tell of the constraint."""


def _named(part: Part, options: Sequence[Item], catalog: Catalog) -> Iterator[Item]:
    """Yield the items that one part of an answer names by place, title or year."""
    if part.kind == "pointer":
        place = len(options) if part.pointer == "last" else int(part.pointer) if part.pointer.isdigit() else 0
        yield from options[place - 1 : place] if place else ()
        return
    if part.kind == "title":
        titles = {match.id for match in part.titles}
        yield from (item for item in options if item.id in titles)
        return
    year = catalog.schema.of_role("year")
    if year is None or not options:
        return
    if part.quantity is not None:
        yield from (item for item in options if item.get(year.name) == part.quantity.low)
    elif part.kind == "field" and part.fields[:1] == (year.name,):
        dated = sorted(options, key=lambda item: str(item.get(year.name)))
        yield dated[-1 if part.role in ("more", "most") else 0]
