"""What a session is after a turn, as replies tell it to apps."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from palate.agent.replies.request import condition_in_words
from palate.agent.replies.wording import titled
from palate.agent.replies.words import say
from palate.agent.reply import State, StateConstraint
from palate.catalog.catalog import Catalog
from palate.catalog.printable import one_line
from palate.language.pending import Pending
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
        pending=_told(memory.pending),
    )


def handle_of(key: str) -> str:
    """Return the public id of a constraint: a hash of its key, since the key may contain words that a model wrote."""
    return blake2b(key.encode(), digest_size=8).hexdigest()


def _told(pending: Pending | None) -> Pending | None:
    """Return a pending question with handles in the place of keys."""
    if pending is None:
        return None
    keys = {name: getattr(pending, name) for name in ("keys", "said_back") if name in type(pending).model_fields}
    return pending.model_copy(update={name: tuple(map(handle_of, each)) for name, each in keys.items()})


def _constraints(memory: SessionMemory, catalog: Catalog) -> Iterator[StateConstraint]:
    for each in memory.constraints:
        if all(catalog.schema.has(name) for name in each.preference.fields):
            text = condition_in_words(each.preference, catalog.schema) or _about_item(each.preference, catalog)
            quote, key = each.preference.provenance.quote[:_LONGEST], handle_of(each.preference.key)
            yield StateConstraint(id=each.id, key=key, quote=quote, scope=each.scope, text=one_line(text, _LONGEST))
    for mention in memory.like:
        text = one_line(say("request.resembling", titles=_title(mention.item, catalog)), _LONGEST)
        name, quote = f"like:{mention.item}", mention.quote[:_LONGEST]
        yield StateConstraint(id=name, key=handle_of(name), quote=quote, scope="session", text=text)


def _about_item(entry: Preference, catalog: Catalog) -> str:
    words = _title(entry.item or "", catalog)
    return words if entry.polarity == "want" else say("request.avoided", condition=words)


def _title(item: str, catalog: Catalog) -> str:
    return titled(catalog.item(item), catalog.schema) if catalog.has(item) else item
