"""What a session is after a turn, as replies tell it to apps."""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.replies.request import condition_in_words
from palate.agent.replies.wording import titled
from palate.agent.replies.words import say
from palate.agent.reply import State, StateConstraint
from palate.catalog.catalog import Catalog
from palate.catalog.printable import one_line
from palate.catalog.words import occurs
from palate.language.preference import Preference
from palate.memory.short_term import SessionMemory

_MOST_IDS = 100
_LONGEST = 400


def state_of(memory: SessionMemory, catalog: Catalog) -> State:
    """Return what a session is, in the language that is spoken."""
    items = memory.items
    return State(
        constraints=tuple(_constraints(memory, catalog)),
        shown=items.shown[-_MOST_IDS:],
        chosen=items.committed[-_MOST_IDS:],
        rejected=items.rejected[-_MOST_IDS:],
        seen=items.seen[-_MOST_IDS:],
        focus=next((each.id for each in memory.focus), None),
        pending=memory.pending,
    )


def _constraints(memory: SessionMemory, catalog: Catalog) -> Iterator[StateConstraint]:
    for each in memory.constraints:
        if all(catalog.schema.has(name) for name in each.preference.fields):
            text = condition_in_words(each.preference, catalog.schema) or _about_item(each.preference, catalog)
            key, quote = each.key, each.quote[:_LONGEST]
            if each.preference.text is not None and not occurs(each.preference.text, quote):
                key, text = each.id, quote  # What a model looks for in the place of what was said is nobody's words.
            yield StateConstraint(id=each.id, key=key, quote=quote, scope=each.scope, text=one_line(text, _LONGEST))
    for mention in memory.like:
        key, text = f"like:{mention.item}", say("request.resembling", titles=_title(mention.item, catalog))
        text = one_line(text, _LONGEST)
        yield StateConstraint(id=key, key=key, quote=mention.quote[:_LONGEST], scope="session", text=text)


def _about_item(entry: Preference, catalog: Catalog) -> str:
    words = _title(entry.item or "", catalog)
    return words if entry.polarity == "want" else say("request.avoided", condition=words)


def _title(item: str, catalog: Catalog) -> str:
    return titled(catalog.item(item), catalog.schema) if catalog.has(item) else item
