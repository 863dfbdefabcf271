"""What has to be said of the items that a reply shows, and whether its text says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from palate.agent.gate.calls import PolicyFailed, said_by
from palate.agent.policies.policy import Disclosing
from palate.agent.reflection.finding import Finding
from palate.agent.replies.section import Disclosure, Section
from palate.agent.replies.wording import listed, titled
from palate.agent.replies.words import say
from palate.catalog.item import Item

if TYPE_CHECKING:
    from palate.agent.workspace import Workspace


def disclosure(turn: Workspace, item: Item) -> Disclosure | None:
    """Return what has to be said of an item; None for nothing."""
    schema, found = turn.parts.catalog.schema, []
    for policy in turn.parts.policies:
        if not isinstance(policy, Disclosing):
            continue
        try:
            said = said_by(policy, item, schema)
        except PolicyFailed as error:
            turn.failed(error.log)
            said = say("disclosures.not_known")
        if said is not None:
            found.append((policy.name, said))
    if not found:
        return None
    rules, words = (tuple(dict.fromkeys(part)) for part in zip(*found, strict=True))
    return Disclosure(item=item.id, title=titled(item, schema), said="; ".join(words), rules=rules)


def unsaid(text: str, disclosures: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
    """Return what a text that shows items does not say of them, though it has to."""
    return tuple(each for each in disclosures if each.words not in text)


def disclosing(turn: Workspace, section: Section) -> Section:
    """Return a section whose text says of every item that it shows what has to be said."""
    if section.act == "chat" or not any(isinstance(policy, Disclosing) for policy in turn.parts.policies):
        return section
    catalog = turn.parts.catalog
    items = catalog.items([item for item in dict.fromkeys(section.spoken_of) if catalog.has(item)])
    found = tuple(said for item in items if (said := disclosure(turn, item)) is not None)
    missing = [each.words for each in unsaid(section.text, found)]
    text = f"{section.text}\n{say('disclosures.note', items=listed(missing))}" if missing else section.text
    return replace(section, text=text, disclosed=found)


def disclosed(sections: Sequence[Section]) -> Iterator[Finding]:
    """Yield what the trace tells of disclosures, for each policy that wants some."""
    found = [each for section in sections for each in section.disclosed]
    for rule in dict.fromkeys(rule for each in found for rule in each.rules):
        items = {each.item: each.said for each in found if rule in each.rules}
        message = f"The policy `{rule}` has something said of {len(items)} of the items shown."
        data = {"rule": rule, "decision": "disclosed", "items": items}
        yield Finding(kind="policy", severity="info", message=message, data=data)
