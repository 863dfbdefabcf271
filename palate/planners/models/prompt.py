"""What a model reads after the instructions: demonstrations, then the state of the conversation and the message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.item import Item
from palate.catalog.printable import json_text, one_line
from palate.language.embedder import MOST_COMPARED, compared
from palate.language.link import Linked, is_rare, link
from palate.language.preference import Preference, Provenance
from palate.language.reader.meanings import encoder
from palate.language.session import SessionView
from palate.language.understanding import Shown as ShownItem
from palate.llm.model import Message
from palate.planners.models.card import listed_values
from palate.planners.models.data import data, json_data
from palate.planners.planner import Reading, Said

_MOST_SHOWN, _MOST_ROWS, _MOST_NEAR, _MOST_VALUES, _MOST_KNOWN = 8, 3, 5, 4, 8
_LONGEST, _LONGEST_CELL, _LONGEST_SAID = 1_500, 60, 240


def asked(reading: Reading, told: Sequence[str]) -> Message:
    """Return the last message of a prompt: what is known of the user, the state, and the message to be read.

    Args:
        reading: what is read.
        told: its `state`.
    """
    lines = [
        *_known(reading.known, reading.catalog),
        *told,
        *_images(len(reading.images)),
        f"Message: {json_text(reading.message)}",
    ]
    return Message(role="user", content="\n".join(lines), images=reading.images)


def state(reading: Reading) -> list[str]:
    """Return the state of a conversation, a line each, as demonstrations have it too: nothing of other sessions."""
    session, catalog = reading.session, reading.catalog
    linked = link(reading.message, catalog)
    return [
        *_active(session.preferences),
        *_shown(session),
        *_history(reading.history),
        *_open(session, catalog),
        *_rows(linked, catalog),
        *_near(reading.message, linked, catalog),
    ]


def complaint(written: str, why: str) -> tuple[Message, Message]:
    """Return what a model is told of an answer that cannot be read."""
    told = f"This cannot be read: {one_line(why, _LONGEST)} Write the JSON once more, corrected."
    return Message(role="assistant", content=written[:_LONGEST]), Message(role="user", content=told)


def questioned(asked: Message, frames: object, finding: str) -> tuple[Message, Message]:
    """Return what a model wrote of a message, and the message again with what came of that."""
    told = f"{asked.content}\nFinding: {json_text(one_line(finding, _LONGEST))}"
    return Message(role="assistant", content=json_text({"frames": frames})), Message(role="user", content=told)


def _known(preferences: Sequence[Preference], catalog: Catalog) -> Iterator[str]:
    """Yield what other sessions told of the user, the latest first."""
    wishes = [
        f"{'not ' if entry.polarity == 'avoid' else ''}{data(catalog.item(entry.item).title)}"
        if entry.item is not None
        else wish(entry.model_copy(update={"provenance": Provenance(quote="")}))
        for entry in reversed(preferences)
        if entry.item is None or catalog.has(entry.item)
    ]
    if wishes:
        yield f"Known of the user: {'; '.join(wishes[:_MOST_KNOWN])}"


def _images(count: int) -> Iterator[str]:
    if count:
        yield f"Images with the message: {count}"


def _active(preferences: Sequence[Preference]) -> Iterator[str]:
    if preferences:
        yield "Active: " + "; ".join(f"w{at} {wish(entry)}" for at, entry in enumerate(preferences, 1))


def wish(entry: Preference) -> str:
    """Return a preference in catalogue terms, with the words that said it."""
    not_ = "not " if entry.polarity == "avoid" else ""
    quote = f" ({json_text(one_line(entry.provenance.quote, _LONGEST_CELL))})" if entry.provenance.quote else ""
    soft = f"{' prefer' * (entry.strength == 'soft')}{' guess' * entry.is_guess}"
    if entry.where is not None:
        parts = (f"{data(part.field)} {part.op} {json_data(part.value)}" for part in entry.where.parts)
        return f"{not_}{' or '.join(parts)}{soft}{quote}"
    if entry.text is not None:
        return f"{not_}words {json_text(one_line(entry.text, _LONGEST_CELL))}{quote}"
    return f"{not_}tool {data(entry.call.tool)}{quote}" if entry.call is not None else f"{not_}item {entry.item}"


def _shown(session: SessionView) -> Iterator[str]:
    if session.shown:
        shown = [f"#{number} {_shown_item(item)}" for number, item in enumerate(session.shown[:_MOST_SHOWN], start=1)]
        yield "Shown: " + "; ".join(shown)
    shown_ids = {item.id for item in session.shown}
    spoken_of = [item for item in session.focus[:1] if item.id not in shown_ids]
    if spoken_of:
        yield f"Last spoken of: {_shown_item(spoken_of[0])}"


def _shown_item(item: ShownItem) -> str:
    numbers = [f"{data(name)} {value:g}" for name, value in item.fields.items() if isinstance(value, int | float)]
    return f"{data(item.title)} ({', '.join(numbers)})" if numbers else data(item.title)


def _history(history: Sequence[Said]) -> Iterator[str]:
    for said in history:
        yield f"Earlier: user {json_text(one_line(said.message, _LONGEST_SAID))}, you {json_text(said.reply)}"


def _open(session: SessionView, catalog: Catalog) -> Iterator[str]:
    asked = session.left_open
    if asked.about is not None:
        choices = [item.title for item in catalog.items(asked.items)] or asked.choices
        options = ", ".join(data(each) for each in choices[:_MOST_SHOWN])
        yield f"You asked: {data(asked.about)}{', one of ' * bool(options)}{options}"
    if asked.offered:
        ids = [f"w{at}" for at, entry in enumerate(session.preferences, 1) if entry.key in asked.offered]
        yield f"You offered to drop: {', '.join(ids)}" if ids else "You offered to drop a constraint"
    if asked.checked:
        yield "You said back what is wanted, to be corrected or confirmed"
    if session.written:
        yield f"You noted for good: {', '.join(json_text(one_line(each, _LONGEST_CELL)) for each in session.written)}"


def _rows(linked: Sequence[Linked], catalog: Catalog) -> Iterator[str]:
    """Yield the rows of the items that the message names, so that a model need not know them."""
    ids = [match.id for each in linked if each.kind == "title" for match in each.titles[:2]]
    for item in catalog.items(list(dict.fromkeys(ids))[:_MOST_ROWS]):
        yield f"Row: {_row(item, catalog)}"


def _row(item: Item, catalog: Catalog) -> str:
    fields = [field for field in catalog.schema.fields if field.kind not in ("id", "title", "text")]
    cells = [
        f"{data(field.name)} {cell(item.get(field.name))}" for field in fields if item.get(field.name) not in (None, [])
    ]
    return f"{data(item.title)}: {'; '.join(cells)}"


def cell(value: object) -> str:
    """Return a value of an item: of a list the first few values."""
    if isinstance(value, list):
        return ", ".join(data(one_line(str(each), _LONGEST_CELL)) for each in value[:_MOST_VALUES])
    return f"{value:g}" if isinstance(value, float) else data(one_line(str(value), _LONGEST_CELL))


def _near(message: str, linked: Sequence[Linked], catalog: Catalog) -> Iterator[str]:
    """Yield the likeliest values of the fields whose lists do not fit, and what the linker found; it may be wrong."""
    listed = listed_values(catalog)
    found: dict[str, list[str]] = {}
    for match in _by_text(message, linked, catalog):
        if match.field not in listed and isinstance(match.value, str):
            found.setdefault(match.field, []).append(match.value)
    for field in catalog.schema.of_kind("category", "tags"):
        if field.name not in listed and field.distinct <= MOST_COMPARED and field.terms:
            found.setdefault(field.name, []).extend(_by_meaning(message, field.name, catalog))
    told = [
        f"{data(name)}: {', '.join(data(each) for each in list(dict.fromkeys(values))[:_MOST_NEAR])}"
        for name, values in found.items()
        if values
    ]
    if told:
        yield f"Near values (may be wrong): {'; '.join(told)}"


def _by_text(message: str, linked: Sequence[Linked], catalog: Catalog) -> Iterable[ValueMatch]:
    for each in linked:
        yield from each.values
    free = [
        each for each in catalog.grounder.words(message) if not any(at.start <= each.start < at.end for at in linked)
    ]
    for word in free:
        if is_rare(word):
            yield from catalog.grounder.values(word.text)[:_MOST_NEAR]


def _by_meaning(message: str, name: str, catalog: Catalog) -> list[str]:
    values = tuple(catalog.vocabulary(name))
    likely = compared().likely(message[:_LONGEST_SAID], values)
    return [values[at] for at in likely.argsort()[::-1][:_MOST_NEAR] if likely[at] >= encoder().near]
