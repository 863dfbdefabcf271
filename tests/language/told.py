"""Messages that are read as a tagged line says, so that what follows from tags is tested apart from who reads them."""

from __future__ import annotations

from palate.catalog.catalog import Catalog
from palate.language.session import SessionView
from palate.language.understand import understand
from palate.language.understanding import Understanding
from training.tags import parsed
from training.told import Told

NEW = SessionView()


def told(line: str, catalog: Catalog, session: SessionView = NEW, *, pending: str = "") -> Understanding:
    """Return what a tagged line means; without a catalogue and a context before it, it is a new message.

    `pending` is the tagged line of the earlier message that the session still has to answer.
    """
    lines = [parsed(each if "|" in each else f"films | new | {each}") for each in (line, pending) if each]
    return understand(lines[0].text, session, catalog, reader=Told(*lines))  # type: ignore[arg-type]
