"""What has to be said of the items that a reply shows, and whether its text says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from palate.agent.policies.calls import PolicyFailed, said_by
from palate.agent.reflection.finding import Finding
from palate.agent.replies.section import Disclosure, Section
from palate.agent.replies.wording import listed, titled
from palate.catalog.item import Item

if TYPE_CHECKING:
    from palate.agent.workspace import Workspace

_NOT_KNOWN = "what has to be said of it is not known"


def said_of(turn: Workspace, item: Item) -> Mapping[str, str]:
    """Return what each policy has said of an item, by its name.

    Raises:
        PolicyFailed: one could not tell.
    """
    schema = turn.parts.catalog.schema
    found = {policy.name: said_by(policy, item, schema) for policy in turn.parts.policies}
    return {name: said for name, said in found.items() if said is not None}


def disclosure(turn: Workspace, item: Item) -> Disclosure | None:
    """Return what has to be said of an item; None for nothing."""
    try:
        said = "; ".join(dict.fromkeys(said_of(turn, item).values()))
    except PolicyFailed:
        said = _NOT_KNOWN
    return Disclosure(item=item.id, title=titled(item, turn.parts.catalog.schema), said=said) if said else None


def unsaid(text: str, disclosures: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
    """Return what a text that shows items does not say of them, though it has to."""
    return tuple(each for each in disclosures if each.words not in text)


def disclosing(turn: Workspace, section: Section) -> Section:
    """Return a section whose text says of every item that it shows what has to be said."""
    if section.act == "chat":
        return section
    catalog = turn.parts.catalog
    items = catalog.items([item for item in dict.fromkeys(section.spoken_of) if catalog.has(item)])
    found = tuple(said for item in items if (said := disclosure(turn, item)) is not None)
    missing = [each.words for each in unsaid(section.text, found)]
    text = f"{section.text}\nPlease note: {listed(missing)}." if missing else section.text
    return replace(section, text=text, disclosed=found)


def disclosed(sections: Sequence[Section]) -> Iterator[Finding]:
    """Yield what the trace tells of disclosures."""
    found = {each.item: each.said for section in sections for each in section.disclosed}
    if found:
        message = f"{len(found)} of the items shown have something disclosed."
        yield Finding(kind="policy", severity="info", message=message, data={"decision": "disclosed", "items": found})
