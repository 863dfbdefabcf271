"""litellm, imported at the first call: it takes two seconds, and would fetch prices from the web on its way."""

from __future__ import annotations

import logging
import os
import threading
import warnings
from typing import Any

from palate.errors import ModelUnavailable

_importing = threading.Lock()
_ready: dict[str, Any] = {}


def litellm() -> Any:
    """Return the module, set up to be quiet and to fetch nothing by itself.

    Raises:
        ModelUnavailable: it is not installed.
    """
    with _importing:
        if "module" not in _ready:
            _ready["module"] = _import()
        return _ready["module"]


def _import() -> Any:
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import litellm

            litellm.suppress_debug_info = True
            _warm(litellm)
    except ImportError as error:
        raise ModelUnavailable(f"litellm, which reaches models by API, cannot be imported: {error}.") from None
    # What goes wrong is raised; the same again as log lines would only be on people's screens.
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return litellm


def _warm(module: Any) -> None:
    """Have it import the rest of itself, which it would do at its first calls, and warn of its own code then."""
    messages = [{"role": "user", "content": "x"}]
    module.completion("openai/warm", messages, api_key="x", mock_response="x")
    list(module.completion("openai/warm", messages, api_key="x", mock_response="x", stream=True))
