"""Replies as a writer may give them, and ways to smuggle something false into one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from palate.agent.replies.rewriter import Written
from palate.agent.replies.slots.cells import TITLE
from palate.agent.replies.slots.form import connectives
from palate.catalog.catalog import Catalog

_SLOT = re.compile(r"\{[^{}]*\}")
_CLAIMS = {
    "en": "not never no only all both most more less best cheapest shortest longer newest every few two third unlike",
    "zh": "不 没有 只 都 全部 最 更 比 最短 便宜 每 几 两 三 第一 不像",
}
"""Negations, quantities, comparisons and numbers in words."""
_SIGNS = ("1999", "$5", "\uff19", "IV", "²", "*", "<b>", "https://example.com", "n\u200bot", "n\u043et", "{", "}")
"""Numbers, markup, an address, a word with an invisible sign or a foreign letter in it, and half of a slot."""


@dataclass(frozen=True)
class Occasion:
    """A right reply, and what it is over."""

    written: Written
    text: str
    catalog: Catalog
    chance: random.Random

    def inserted(self, words: str) -> str:
        """Return the reply with words between two others."""
        gaps = [match.end() for match in _SLOT.finditer(self.text)]
        at = self.chance.choice(gaps)
        return f"{self.text[:at]} {words} {self.text[at:]}"

    def other(self) -> int:
        """Return the place of an item that is not the first."""
        return self.chance.randrange(2, len(self.written.cells.items) + 1)


def composed(written: Written, chance: random.Random) -> str:
    """Return a right reply: its slots in order, with connectives drawn between them."""
    space = "" if written.language == "zh" else " "
    between_slots = connectives(written.language)
    words, signs = sorted(between_slots.words), sorted(between_slots.signs)

    def between() -> str:
        drawn = chance.sample(words, chance.randint(0, 3))
        return space + space.join(drawn) + (chance.choice(signs) if chance.random() < 0.5 else "") + space

    lines = [f"{{told.{place}}}" for place in range(1, len(written.cells.told) + 1)]
    lines.insert(chance.randint(0, len(lines)), f"{between()}{{count}}{between()}")
    for place, item in enumerate(written.cells.items, start=1):
        told = chance.sample(sorted(item.keys() - {TITLE}), min(2, len(item) - 1))
        lines.append("".join(f"{{{place}.{name}}}{between()}" for name in (TITLE, *told)))
    return "\n".join(lines)


def _claiming(on: Occasion) -> str:
    return on.inserted(on.chance.choice(_CLAIMS[on.written.language].split()))


def _signs(on: Occasion) -> str:
    return on.inserted(on.chance.choice(_SIGNS))


def _value(on: Occasion) -> str:
    item = on.chance.choice(on.written.cells.items)
    return on.inserted(item[on.chance.choice(sorted(item.keys() - {TITLE}))])


def _title(on: Occasion) -> str:
    return on.inserted(on.catalog.items([on.catalog.ids([on.chance.randrange(on.catalog.schema.items)])[0]])[0].title)


def _another_s(on: Occasion) -> str:
    other = on.other()
    name = on.chance.choice(sorted(on.written.cells.items[other - 1].keys() - {TITLE}))
    return on.text.replace("{1.title}", f"{{1.title}} {{{other}.{name}}}")


def _exchanged(on: Occasion) -> str:
    other = f"{{{on.other()}.title}}"
    return on.text.replace("{1.title}", "{}").replace(other, "{1.title}").replace("{}", other)


def _left_out(on: Occasion) -> str:
    place = on.chance.randrange(1, len(on.written.cells.items) + 1)
    return re.sub(rf"\{{{place}\.[^{{}}]*\}}", "", on.text)


def _twice(on: Occasion) -> str:
    return on.inserted(f"{{{on.other()}.title}}")


def _untold(on: Occasion) -> str:
    return on.text.replace("{told.1}", "")


def _no_slot(on: Occasion) -> str:
    names = ("1.titles", "99.title", "1.title!r", "1.title.__class__", "told.99", "", " 1.title", "reply")
    return on.inserted(f"{{{on.chance.choice(names)}}}")


ERRORS: Mapping[str, Callable[[Occasion], str]] = {
    "claim": _claiming,
    "sign": _signs,
    "value": _value,
    "title": _title,
    "another's fact": _another_s,
    "order": _exchanged,
    "left out": _left_out,
    "twice": _twice,
    "untold": _untold,
    "no slot": _no_slot,
}
