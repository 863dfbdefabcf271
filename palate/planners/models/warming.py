"""Having a model read the fixed part of its prompts before anybody waits for it."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from palate.errors import PalateError
from palate.llm.model import CallOptions, Message, Model
from palate.planners.models.card import instructions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.tools.toolbox import Toolbox

_LOG = logging.getLogger(__name__)
_SECONDS = 120.0


def warm_up(planner: object, catalog: Catalog, toolbox: Toolbox) -> threading.Thread | None:
    """Begin to load a planner's model and to have it read its instructions, in a thread that holds up no exit.

    A local model keeps what it read of the prompt, on disk too, and a provider's cache may; where it fails, the first
    turn tells.
    """
    model = getattr(planner, "model", None)
    if not isinstance(model, Model):
        return None
    messages = (instructions(catalog, toolbox), Message(role="user", content="Message: hello"))

    def read() -> None:
        try:
            model.complete(messages, CallOptions(max_tokens=1, seconds=_SECONDS, fixed=1))
        except PalateError as error:
            _LOG.debug("The model could not be warmed up: %s", error)

    thread = threading.Thread(target=read, name="palate-warm", daemon=True)
    thread.start()
    return thread
