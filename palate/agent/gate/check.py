"""Checking, when an agent is made, that its policies can be enforced on its catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from palate.agent.gate.bars import OWN_RULES
from palate.agent.policies.policy import Checked, Confirming, ItemPolicy, PersonalPolicy
from palate.catalog.installed import made
from palate.errors import BadArgument

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema


GROUP = "palate.policies"
"""The entry-point group under which an installed package offers what makes a policy of a catalogue."""


def checked(policies: Iterable[Any], catalog: Catalog) -> tuple[ItemPolicy | PersonalPolicy, ...]:
    """Return policies that can be enforced: those that are named by what makes them of the catalogue.

    Raises:
        BadArgument: one of them is no policy, cannot be made or does not suit a field, or a person's yes would lift two
            at once.
        UnknownField: one is about a field that the catalogue does not have.
    """
    given = [made(each, GROUP, catalog, what="policy") if isinstance(each, str) else each for each in policies]
    found = tuple(_checked(policy, catalog.schema) for policy in given)
    names = [policy.name for policy in found]
    for policy in found:
        if isinstance(policy, Confirming) and names.count(policy.name) > 1:
            raise BadArgument(
                f"Two policies are called `{policy.name}`, so that a yes to one would lift both; rename one."
            )
    return found


def _checked(policy: Any, schema: Schema) -> ItemPolicy | PersonalPolicy:
    if isinstance(policy, type):
        raise BadArgument(f"`{policy.__name__}` in `policies` is a class; write `{policy.__name__}(…)`.")
    if not isinstance(policy, ItemPolicy | PersonalPolicy):
        raise BadArgument(
            f"`{policy!r}` in `policies` is no policy: it needs `name`, `because` and `barred(catalog, taste)`."
        )
    if isinstance(policy, PersonalPolicy) and isinstance(policy, Confirming):
        raise BadArgument(
            f"The policy `{policy.name}` bars by who asks and can be lifted by a yes; give it `barred(catalog, taste)`."
        )
    if policy.name in OWN_RULES:
        raise BadArgument(f"A policy is called `{policy.name}`, as a rule of every conversation is; rename it.")
    if isinstance(policy, Checked):
        policy.check(schema)
    return policy
