from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from palate.planners.models.compiling import compiled
from palate.planners.models.written import WrittenPlan
from palate.planners.planner import Drafted, Reading
from palate.tools.toolbox import Toolbox

Read = Callable[..., Reading]
Compile = Callable[[str, Mapping[str, Any]], Drafted]


@pytest.fixture
def reading(films: Catalog) -> Read:
    """Make the reading of a message over the embedded films."""

    def make(message: str, session: SessionView | None = None) -> Reading:
        view = session or SessionView()
        return Reading(message, view, understand(message, view, films), films, Toolbox(installed=False))

    return make


@pytest.fixture
def compile_plan(reading: Read) -> Compile:
    """Compile what a model wrote for a message."""

    def make(message: str, written: Mapping[str, Any]) -> Drafted:
        return compiled(WrittenPlan.model_validate(written), reading(message), planner="test")

    return make
