"""What is left of something that a person wants forgotten: copies of their words, of a key, of an item's id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from palate.language.preference import Preference
from palate.memory.event import Event
from palate.memory.short_term import SessionMemory

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Traces:
    """What to look for. Where it is found is forgotten as a whole: rather a turn too many than one too few."""

    key: str | None
    """Of the preference that is forgotten."""
    item: str | None
    """Id of the item that is."""
    quotes: frozenset[str] = frozenset()
    """Words that said it: found wherever they stand."""
    said_in: frozenset[tuple[str, int]] = frozenset()
    """Session and number of the turns in which it was said."""

    @classmethod
    def of(cls, gone: Sequence[Event], *, key: str | None, item: str | None) -> Traces:
        """Return what forgotten events, a preference's key or an item's id leave behind."""
        said = {event.quote for event in gone} | {
            event.preference.provenance.quote for event in gone if event.preference is not None
        }
        turns = frozenset((event.session, event.turn) for event in gone)
        return cls(key, item, frozenset(said - {""}), turns)

    def are_in(self, value: Any) -> bool:
        """Tell whether plain data has any of it: an id or a key as the whole of a text, or as what a key ends in."""
        return any(self._is_trace(text) for text in _texts(value))

    def without_quotes(self, event: Event) -> Event:
        """Return an event of something else, told in the same words, without them."""
        if not self._repeats(event.quote) and (event.preference is None or not self._said(event.preference)):
            return event
        preference = None if event.preference is None else _unquoted(event.preference)
        return event.model_copy(update={"quote": "", "preference": preference})

    def without(self, memory: SessionMemory) -> SessionMemory:
        """Return a session's memory with nothing of it; a part that still has any is emptied."""
        memory = memory.without(key=self.key, item=self.item)
        said = {
            name: tuple(_unquoted(each) if self._said(each) else each for each in getattr(memory, name))
            for name in ("preferences", "statements")
        }
        return self._emptied(memory.model_copy(update=said))

    def _emptied(self, model: Model) -> Model:
        """Return a model in which each field that has any of it has its default; of a group of fields, each in it."""
        left: dict[str, Any] = {}
        for name, value in model.model_dump(mode="json").items():
            if self.are_in(value):
                group, default = getattr(model, name), type(model).model_fields[name].get_default()
                left[name] = self._emptied(group) if isinstance(default, BaseModel) else default
        return model.model_copy(update=left)

    def _said(self, preference: Preference) -> bool:
        return self._repeats(preference.provenance.quote)

    def _repeats(self, text: str) -> bool:
        return any(quote in text for quote in self.quotes)

    def _is_trace(self, text: str) -> bool:
        names = [name for name in (self.key, self.item) if name is not None]
        return self._repeats(text) or any(
            text == name or text.endswith(f":{name}") or f"`{name}`" in text for name in names
        )


def _unquoted(preference: Preference) -> Preference:
    return preference.model_copy(update={"provenance": preference.provenance.model_copy(update={"quote": ""})})


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in plain data, names of its parts included."""
    match value:
        case str():
            yield value
        case dict():
            for name, each in value.items():
                yield str(name)
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)
