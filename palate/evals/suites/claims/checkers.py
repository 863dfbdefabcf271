"""Contestants: whatever looks at a reply with its evidence and says whether something in it is not borne out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from palate.agent.reply import Reply, Trace
from palate.catalog.words import normal, tokens
from palate.evals.suites.claims.examined import Examined

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.evals.contestant import Setup

Check = Callable[[str, Evidence, "Catalog"], Sequence[str]]
"""Returns the words that are not borne out."""
FOUND = "unbound"
"""The kind of the findings in a reply's trace that tell what was found."""
_DIGITS = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True)
class CheckerContestant:
    """A check, as harness and command line know contestants: it is asked an `Examined` as JSON."""

    name: str
    about: str
    check: Check

    def open(self, catalog: Catalog, setup: Setup | None = None) -> CheckerTalker:  # noqa: ARG002
        """Open it over a catalogue."""
        return CheckerTalker(self.check, catalog)


@dataclass(frozen=True)
class CheckerTalker:
    """A check over one catalogue."""

    check: Check
    catalog: Catalog

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:  # noqa: ARG002
        """Check a reply, given as the JSON of an `Examined`."""
        examined = Examined.model_validate_json(message)
        found = self.check(examined.text, examined.evidence, self.catalog)
        findings = [{"kind": FOUND, "said": each} for each in found]
        return Reply(act="answer", text="; ".join(found) or "All of it binds.", trace=Trace(findings=findings))

    def feedback(
        self,
        item: str,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        seen: bool = False,
    ) -> None:
        """Take no note."""

    def commit(self, item: str, *, user: str | None = None, session: str | None = None) -> None:
        """Take no note."""

    def close(self) -> None:
        """Leave the catalogue open."""


def by_claims(text: str, evidence: Evidence, catalog: Catalog) -> list[str]:
    """Use Palate's own checker."""
    return [claim.said for claim in check(text, evidence, catalog)]


def by_titles(text: str, evidence: Evidence, catalog: Catalog) -> list[str]:
    """Look whether every chosen item is there."""
    said = f" {normal(text)} "
    return [item.title for item in catalog.items(evidence.shown) if f" {normal(item.title)} " not in said]


def by_numbers(text: str, evidence: Evidence, catalog: Catalog) -> list[str]:
    """Look whether every number stands somewhere in the evidence, whichever item it is said of."""
    known = set(_DIGITS.findall(_all_of(evidence, catalog)))
    return [
        found
        for line in text.split("\n")
        for found in _DIGITS.findall(_unnumbered(line))
        if found.rstrip(".,") not in known
    ]


def by_words(text: str, evidence: Evidence, catalog: Catalog) -> list[str]:
    """Look whether every number and every name stands somewhere in the evidence: grounding by a bag of words."""
    known = set(normal(_all_of(evidence, catalog)).split())
    words = [word for line in text.split("\n") for word in tokens(_unnumbered(line))]
    telling = [word for word in words if word.text[0].isdigit() or (word.capital and word.before not in ("", ". "))]
    return [word.text for word in telling if not set(word.normal.split()) <= known]


def _unnumbered(line: str) -> str:
    return re.sub(r"^\s*\d+\.\s", "", line)


def _all_of(evidence: Evidence, catalog: Catalog) -> str:
    items = catalog.items((*evidence.shown, *evidence.about))
    fields = [f"{item.title} {' '.join(map(str, item.fields.values()))}" for item in items]
    why = [reason for reasons in evidence.reasons.values() for reason in reasons]
    return " ".join([*fields, *why, *evidence.said, *evidence.facts, *map(str, evidence.counts)])


CLAIMS = CheckerContestant("claims", "Palate's checker: every claim is bound to the item that it is about", by_claims)
WORDS = CheckerContestant("words", "every name and number has to stand somewhere in the evidence", by_words)
NUMBERS = CheckerContestant("numbers", "every number has to stand somewhere in the evidence", by_numbers)
TITLES = CheckerContestant("titles", "every chosen item has to be named", by_titles)
