"""What needs no question any more: what was asked about, and everything once the person had nothing to add to it."""

from __future__ import annotations

from collections.abc import Iterable

from palate.language.asked import OPEN
from palate.language.preference import Preference
from palate.memory.request import Held
from palate.memory.short_term import SessionMemory


def settled(session: SessionMemory, requests: Iterable[Held], *, insists: bool = False) -> tuple[str, ...]:
    """Return the fields that were asked about, and `OPEN` where a message answers an open question with no change.

    A request that nothing of the last one is left in is open again. One that `insists` tells again what was said
    back: the first time that may be since it was misread.
    """
    known, wanted = _wanted(session.preferences), [_wanted(held.request) for held in requests]
    changed = any(each != known for each in wanted)
    anew = bool(known and wanted) and not any(known & each for each in wanted)
    changed = changed or (insists and not any(session.elicited.told_again.values()))
    nothing = (OPEN,) if session.left_open.is_open and not changed else ()
    about = [name for name in session.elicited.fields if not (anew and name == OPEN)]
    return tuple(dict.fromkeys([*about, *nothing]))


def _wanted(entries: Iterable[Preference]) -> set[tuple[str, str]]:
    return {(entry.key, entry.polarity) for entry in entries}
