"""Items that a message names ("Fargo") or points at ("the second one")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.matches import TitleMatch
from palate.catalog.item import Item
from palate.language.asked import PAIR
from palate.language.part import Part
from palate.language.reader.reader import Reading
from palate.language.understanding import Ambiguity, Mention, SessionView, Shown

_EQUAL = 0.02


@dataclass(frozen=True)
class Pointed:
    """What a title or pointer came to."""

    mentions: tuple[Mention, ...] = ()
    ambiguity: Ambiguity | None = None
    unknown: str | None = None
    """Words that point at nothing."""


def pointed(part: Part, session: SessionView, catalog: Catalog, named: Sequence[Mention]) -> Pointed:
    """Find the items that a part means.

    Args:
        part: a title or a pointer.
        session: what was shown and spoken of.
        catalog: whose items.
        named: items named earlier in the message, which "it" means before any of the session's.
    """
    if part.kind == "title":
        return named_items(part.titles, part.said, session)
    shown = _shown(part, put_forward(session, catalog), session.focus, named)
    if not shown:
        # After "which of them holds?" it points at a wish.
        return Pointed(unknown=None if session.either else part.said)
    return Pointed(tuple(reference(each, part.said) for each in shown))


def reference(shown: Shown, quote: str) -> Mention:
    """Return a shown item as one that the message refers to."""
    return Mention(item=shown.id, title=shown.title, quote=quote, how="reference")


def named_items(titles: Sequence[TitleMatch], said: str, session: SessionView) -> Pointed:
    """Return the item that a title names; of several, the one that was spoken of, or all as a question."""
    best = max(match.confidence for match in titles)
    equal = [match for match in titles if match.confidence >= best - _EQUAL]
    spoken_of = {shown.id for shown in (*session.shown, *session.focus)}
    familiar = [match for match in equal if match.id in spoken_of]
    chosen = familiar if len(familiar) == 1 else equal
    if len(chosen) > 1:
        return Pointed(ambiguity=Ambiguity(said=said, field="title", options=tuple(match.id for match in chosen)))
    return Pointed((_mention(chosen[0], said),))


def _mention(match: TitleMatch, quote: str) -> Mention:
    return Mention(item=match.id, title=match.title, quote=quote)


def put_forward(session: SessionView, catalog: Catalog) -> Sequence[Shown]:
    """Return the items that numbers count: what was shown, or what the last reply offered instead or asked of."""
    if session.asked != PAIR or not session.options:
        shown = {each.id for each in session.shown}
        # Behind "… is closest. Shall I leave out …?" they count what comes closest.
        offers = session.offered and not session.either  # after "which of them holds?" they count wishes
        closest = offers and session.focus and session.focus[0].id not in shown
        return session.focus if closest else session.shown
    return [Shown(id=item.id, title=item.title) for item in catalog.items([str(each) for each in session.options])]


def _shown(
    part: Part, before: Sequence[Shown], spoken_of: Sequence[Shown], named: Sequence[Mention]
) -> Sequence[Shown]:
    shown, focus = list(before), list(spoken_of)
    if part.pointer == "all":
        return shown
    if part.pointer == "other":
        return [each for each in shown if not focus or each.id != focus[0].id][:1]
    if part.pointer == "it":
        if named:
            return [Shown(id=named[-1].item, title=named[-1].title)]
        return (focus or shown)[:1]
    place = len(shown) if part.pointer == "last" else int(part.pointer)
    return shown[place - 1 : place] if 0 < place <= len(shown) else []


def chosen(parts: Sequence[Part], reading: Reading, session: SessionView, catalog: Catalog) -> Item | None:
    """Return which of the items that the last reply asked about a message chooses: "the second", "1984", "Heat"."""
    if session.asked != PAIR or not session.pending or not session.options:
        return None
    options = list(catalog.items([str(option) for option in session.options]))
    year = catalog.schema.of_role("year")
    ids: list[str] = []
    for part in parts:
        if part.kind == "pointer" and part.pointer.isdigit() and int(part.pointer) <= len(options):
            ids.append(options[int(part.pointer) - 1].id)
        elif part.kind == "pointer" and part.pointer == "last":
            ids.append(options[-1].id)
        elif part.kind == "title":
            ids += [match.id for match in part.titles if match.id in {item.id for item in options}]
        elif part.quantity is not None and year is not None:
            ids += [item.id for item in options if item.get(year.name) == part.quantity.low]
        elif part.kind == "field" and year is not None and part.fields[:1] == (year.name,):
            dated = sorted(options, key=lambda item: str(item.get(year.name)))
            ids.append(dated[-1 if part.role in ("more", "most") else 0].id)
    if not ids and len(options) == 1 and any(each.does("yes") for each in reading.sentences):
        ids = [options[0].id]
    if len(set(ids)) != 1:
        return None
    return next(item for item in options if item.id == ids[0])
