"""Whether a sentence binds, of three films and of three products."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence

Unbound = Callable[[str], list[str]]

FILMS = "1. Alien (1979)\n2. Jaws (1975)\n3. Fargo (1996)"
"""117 minutes, 124 and 98; horror, horror and a comedy; the first from the United Kingdom."""
PRODUCTS = "1. Leather Hiking Boots\n2. Rain Jacket\n3. Gas Stove"
"""$259, $179 and $54.95; rated 4.8, 4.6 and 4.7; 1.3 kg, 0.4 and 0.1; brown, yellow or blue, and silver."""


@pytest.fixture
def of_films(tiny: Catalog) -> Unbound:
    """Return what does not bind of a sentence about `FILMS`."""
    evidence = Evidence(shown=("1", "3", "2"), counts=(3,), said=("films under 130 minutes",))
    return lambda said: [f"{each.kind}: {each.said}" for each in check(f"{FILMS}\n{said}", evidence, tiny)]


@pytest.fixture
def of_products(shop: Catalog) -> Unbound:
    """Return what does not bind of a sentence about `PRODUCTS`."""
    evidence = Evidence(shown=("P13", "P16", "P21"), counts=(3,), said=("something under $300",))
    return lambda said: [f"{each.kind}: {each.said}" for each in check(f"{PRODUCTS}\n{said}", evidence, shop)]
