from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from palate import Catalog
from palate.language.session import SessionView
from palate.language.understand import understand
from palate.planners.planner import Reading, Said
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

MakeReading = Callable[..., Reading]


@pytest.fixture
def reading(tiny: Catalog) -> MakeReading:
    """Make a message over the eight films, to be read by a model."""

    def make(
        message: str,
        *tools: Tool,
        session: SessionView | None = None,
        history: Sequence[Said] = (),
        seconds: float = 60.0,
    ) -> Reading:
        view = session or SessionView()
        toolbox = Toolbox(tools, installed=False)
        return Reading(message, view, understand(message, view, tiny), tiny, toolbox, tuple(history), seconds)

    return make
