"""The kitchen shop for every test of policies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palate import Catalog
from tests.agent.policies.kitchen import kitchen


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Catalog]:
    """Nine products."""
    with kitchen(tmp_path) as catalog:
        yield catalog


@pytest.fixture
def shop_of_forty(built: dict[str, Path]) -> Iterator[Catalog]:
    """The outdoor shop, which nobody prepared."""
    with Catalog.open(built["shop"]) as catalog:
        yield catalog
