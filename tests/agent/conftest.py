"""Agents over the tiny catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palate import Agent, Catalog


@pytest.fixture
def agent(tiny: Catalog, tmp_path: Path) -> Iterator[Agent]:
    """An agent with its parts as they come, and a state folder of its own."""
    with Agent(tiny, state=tmp_path / "state") as made:
        yield made
