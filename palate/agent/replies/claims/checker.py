"""The claim checker: what a reply says, held against what its turn knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from palate.agent.replies.claims.amounts import unbound_amounts
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.comparisons import unbound_comparisons
from palate.agent.replies.claims.differences import unbound_differences
from palate.agent.replies.claims.evidence import Evidence
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.multiples import unbound_multiples
from palate.agent.replies.claims.names import unbound_names
from palate.agent.replies.claims.sameness import unbound_sameness
from palate.agent.replies.claims.sentences import Sentence, sentences_of
from palate.agent.replies.claims.stocked import unbound_stock
from palate.agent.replies.claims.uniqueness import unbound_uniqueness
from palate.agent.replies.claims.values import unbound_values
from palate.agent.replies.claims.wholeness import unbound_wholeness

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

Kind = Callable[[Sentence, Ground], Iterator[Claim]]
KINDS: tuple[Kind, ...] = (
    unbound_names,
    unbound_values,
    unbound_amounts,
    unbound_comparisons,
    unbound_differences,
    unbound_multiples,
    unbound_sameness,
    unbound_uniqueness,
    unbound_stock,
)
"""What is looked for in a sentence."""
LOOSELY = (unbound_values, unbound_amounts)
"""Of these, what may be of any that a sentence names where it does not say plainly of whom."""


def check(text: str, evidence: Evidence, catalog: Catalog) -> tuple[Claim, ...]:
    """Return the claims of a reply that nothing bears out, in no more than milliseconds; none where all bind.

    Titles, names, values, numbers, counts and comparisons are found by the catalogue's own schema card and
    vocabularies, and each is held against the item that its sentence is about. What cannot be told does not bind, but
    for numbers, names and differences of nobody in particular: those are to be true of something that is shown.
    """
    ground = Ground(catalog, evidence)
    read = sentences_of(text, ground)
    found = [claim for sentence in read for kind in KINDS for claim in unbound(kind, sentence, ground)]
    return tuple(dict.fromkeys([*unbound_wholeness(text, read, ground), *found]))


def unbound(kind: Kind, sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield the claims of a kind that nothing bears out, of whomever they may be."""
    claims = list(kind(sentence, ground))
    if claims and kind in LOOSELY:
        still = {claim.said for claim in kind(replace(sentence, loosely=True), ground)}
        claims = [claim for claim in claims if claim.said in still]
    yield from claims
