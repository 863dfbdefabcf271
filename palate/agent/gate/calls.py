"""Calling policies, which apps write: one that fails keeps out what it was asked about."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from palate.agent.policies.policy import (
    Choosing,
    Confirming,
    Costs,
    Disclosing,
    ItemPolicy,
    Limiting,
    Named,
    PersonalPolicy,
    Sharing,
)
from palate.agent.replies.words import phrases, say
from palate.catalog.item import Item
from palate.errors import BadArgument, PalateError
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions
from palate.tools.context import ToolContext
from palate.tools.failures import full_text, kind

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema


_LOG = logging.getLogger(__name__)
_OWN_CLAUSES = phrases("because")
"""As policies have them."""


class PolicyFailed(Exception):
    """A policy raised, or returned what it may not; the message says which, and what became of it."""

    def __init__(self, policy: Named, error: Exception, so: str) -> None:
        why = str(error) if isinstance(error, PalateError) else f"{kind(error)}."
        super().__init__(f"The policy `{policy.name}` failed, so {so}: {why}")
        self.rule = policy.name
        self.log = full_text(error, policy.name)
        """What it raised, in full."""


@contextmanager
def _failing(policy: Named, so: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise PolicyFailed(policy, error, so) from error


@dataclass(frozen=True)
class RuledOut:
    """What policies keep out of a reply to one person now."""

    positions: Mapping[str, Positions]
    """By the policy's name; of one that failed, everything."""
    failures: Mapping[str, str]
    """A sentence for each policy that failed."""
    log: tuple[str, ...] = ()
    """What those raised, in full."""


def ruled_out(
    policies: Iterable[ItemPolicy | PersonalPolicy], context: ToolContext[Any], *, lifted: Collection[str] = ()
) -> RuledOut:
    """Ask each policy what it bars, but those whose names are `lifted`. Two of one name bar what either does."""
    positions: dict[str, Positions] = {}
    failures: dict[str, str] = {}
    log: list[str] = []
    for policy in policies:
        if policy.name in lifted:
            continue
        try:
            found = barred_by(policy, context)
        except PolicyFailed as error:
            failures[policy.name] = str(error)
            log.append(error.log)
            found = np.arange(context.catalog.columns.size, dtype=np.int64)
        positions[policy.name] = np.union1d(positions[policy.name], found) if policy.name in positions else found
    return RuledOut(positions, failures, tuple(log))


def barred_by(policy: ItemPolicy | PersonalPolicy, context: ToolContext[Any]) -> Positions:
    """Return the sorted positions of what a policy bars.

    Raises:
        PolicyFailed: it raised, or what it returned are no positions of this catalogue.
    """
    with _failing(policy, "nothing is shown"):
        if isinstance(policy, PersonalPolicy):
            found = policy.barred_for(context)
        else:
            found = policy.barred(context.catalog, context.taste)
        return _as_positions(found, context.catalog.columns.size)


def is_full(policy: Limiting, count: int) -> bool:
    """Tell whether a policy lets a reply of so many items hold no more.

    Raises:
        PolicyFailed: it raised, or does not limit by a number.
    """
    with _failing(policy, "no more is shown"):
        return not count < int(policy.items_a_reply)


def admitted_by(policy: Choosing, item: Item, beside: Sequence[Item]) -> bool:
    """Tell whether a policy lets an item stand beside others.

    Raises:
        PolicyFailed: it raised, or returned neither True nor False.
    """
    with _failing(policy, f"`{item.id}` is left out"):
        admits: Any = policy.admits(item, beside)
        if not isinstance(admits, bool | np.bool_):
            raise BadArgument(f"`admits` returned `{admits!r}`, True or False was expected.")
        return bool(admits)


def shared_by(policy: Sharing, catalog: Catalog, taste: Taste) -> tuple[Costs, float]:
    """Return what each item takes of a policy's total, and what is left of that.

    Raises:
        PolicyFailed: it raised, or did not return a number for each item.
    """
    with _failing(policy, "nothing is shown"):
        costs, left = np.asarray(policy.costs(catalog), dtype=np.float64), float(policy.left(catalog, taste))
        if costs.shape != (catalog.columns.size,):
            told = f"`costs` returned the shape {costs.shape}, {catalog.columns.size} numbers were expected."
            raise BadArgument(told)
        return costs, left


def said_by(policy: Disclosing, item: Item, schema: Schema) -> str | None:
    """Return what a policy has said of an item, on one line; None where it has nothing to say.

    Raises:
        PolicyFailed: it raised, or returned no text.
    """
    with _failing(policy, f"`{item.id}` is left out"):
        said: Any = policy.says(item, schema)
        if said is not None and not isinstance(said, str):
            raise BadArgument(f"`says` returned `{said!r}`, a text or None was expected.")
        return " ".join(said.split()) if said else None


def question_of(policy: Named, schema: Schema) -> str:
    """Return a policy's question; a plain one where it has none that can be asked."""
    try:
        asked: Any = policy.question(schema) if isinstance(policy, Confirming) else ""
    except Exception as error:  # Whatever is asked, only a yes lets anything be shown.
        _LOG.warning("%s", full_text(error, policy.name) or error)
        asked = ""
    if isinstance(asked, str) and asked.strip():
        return asked
    return say("confirmation.go_on", rule=policy.name)


def because_of(policies: Iterable[ItemPolicy | PersonalPolicy], name: str) -> str | None:
    """Return why the policies of a name keep items out; None where none has that name."""
    clauses = dict.fromkeys(_spoken(policy.because) for policy in policies if policy.name == name)
    return say("wording.or_each").join(clauses) or None


def _spoken(because: str) -> str:
    """Return a clause of Palate's own in the language that is spoken, an app's as it is."""
    key = next((key for key, words in _OWN_CLAUSES.items() if words == because), None)
    return because if key is None else phrases("because")[key]


def _as_positions(found: Any, size: int) -> Positions:
    array = np.asarray(found)
    if array.size == 0:
        return np.empty(0, dtype=np.int64)
    if array.ndim != 1 or not np.issubdtype(array.dtype, np.integer):
        raise BadArgument(
            f"`barred` returned {array.ndim}-dimensional {array.dtype}, positions were expected: whole numbers."
        )
    low, high = int(array.min()), int(array.max())
    if low < 0 or high >= size:
        raise BadArgument(f"`barred` returned the position {low if low < 0 else high}, there are 0 to {size - 1}.")
    rising = bool((array[1:] > array[:-1]).all())
    return np.asarray(array if rising else np.unique(array), dtype=np.int64)
