"""Replies that people put into other words, whole; errors are planted into them by exchanging words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from palate.agent.replies.claims.evidence import Evidence
from palate.agent.replies.wording import shown_value
from palate.catalog.item import FieldValue, Item
from palate.catalog.schema import Field
from palate.evals.suites.claims.examined import ErrorKind, Examined
from palate.evals.suites.claims.phrasing import Phrasing, Split
from palate.evals.suites.claims.statements import Speaker

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


class Paraphrase(BaseModel):
    """A reply in somebody's words, every one of them true."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    catalog: str
    said: tuple[str, ...]
    shown: tuple[str, ...]
    about: tuple[str, ...] = ()
    """Ids of other items that it may speak of, such as what the person named."""
    text: str

    def examined(self) -> Examined:
        """Return it as a case without an error."""
        evidence = Evidence(shown=self.shown, about=self.about, said=self.said, counts=(len(self.shown),))
        return Examined(catalog=self.catalog, text=self.text, evidence=evidence)


@cache
def paraphrases(split: Split) -> tuple[Paraphrase, ...]:
    """Read the paraphrases of a split."""
    text = resources.files(__package__).joinpath(f"handwritten/{split}.jsonl").read_text(encoding="utf-8")
    return tuple(map(Paraphrase.model_validate_json, text.splitlines()))


@dataclass(frozen=True)
class Exchange:
    """Words of a paraphrase that can be exchanged for wrong ones."""

    kind: ErrorKind
    right: str
    wrong: str

    def applied(self, paraphrase: Paraphrase) -> Examined:
        """Return the paraphrase with the wrong words in the place of the right ones; of a swap, both ways."""
        text = paraphrase.text.replace(self.right, "\0")
        if self.kind == "swap":
            text = text.replace(self.wrong, self.right)
        wrong = text.replace("\0", self.wrong)
        error = f"{self.wrong} for {self.right}"
        return paraphrase.examined().model_copy(update={"text": wrong, "planted": self.kind, "error": error})


def exchanges(paraphrase: Paraphrase, catalog: Catalog, phrasing: Phrasing, chance: random.Random) -> list[Exchange]:
    """Return what can be made wrong of a paraphrase: each value that one item alone has, and each title."""
    items = catalog.items(paraphrase.shown)
    speaker = Speaker(catalog, items, phrasing.fields[paraphrase.catalog], chance)
    found = [each for name in speaker.phrasing for each in _of_field(paraphrase, speaker, catalog.schema.field(name))]
    found += [Exchange("invented title", item.title, chance.choice(phrasing.inventions)) for item in items]
    return found


def _of_field(paraphrase: Paraphrase, speaker: Speaker, field: Field) -> Iterator[Exchange]:
    told = {
        item.id: value
        for item in speaker.items
        for value in _values(item, field)
        if _once(shown_value(value, field), paraphrase.text) and _alone(value, field, speaker.items)
    }
    kind: ErrorKind = "number" if field.kind == "number" else "value"
    for item in speaker.items:
        if item.id in told and (wrong := speaker.wrong(item, field)) is not None:
            yield Exchange(kind, shown_value(told[item.id], field), shown_value(wrong, field))
    pairs = list(told.values())
    for one, other in pairwise(pairs):
        yield Exchange("swap", shown_value(one, field), shown_value(other, field))


def _values(item: Item, field: Field) -> Sequence[FieldValue]:
    value = item.get(field.name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _once(words: str, text: str) -> bool:
    """Tell whether words stand once in a text, and not behind "than": what is less than 90 is less than 95 too."""
    found = re.findall(rf"(?<![\w.]){re.escape(words)}(?![\w])", text)
    return len(found) == text.count(words) == 1 and f"than {words}" not in text


def _alone(value: FieldValue, field: Field, items: Sequence[Item]) -> bool:
    return sum(value in _values(item, field) for item in items) == 1
