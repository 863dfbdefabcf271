from __future__ import annotations

from collections.abc import Callable

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from palate.planners.models.asked import Asked
from palate.planners.planner import Reading
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

Ask = Callable[..., Asked]


@pytest.fixture
def asked(films: Catalog) -> Ask:
    """Make a message over the embedded films, as a model is asked about it."""

    def make(message: str, *tools: Tool, session: SessionView | None = None) -> Asked:
        view = session or SessionView()
        toolbox = Toolbox(tools, installed=False)
        called = toolbox.called(message, films.schema)
        understood = understand(message, view, films, called=called)
        return Asked.of(Reading(message, view, understood, films, toolbox))

    return make
