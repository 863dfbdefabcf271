"""litellm, imported at the first call: it takes two seconds, and would fetch prices from the web on its way."""

from __future__ import annotations

import os
import threading
import warnings
from typing import Any

from palate.errors import ModelUnavailable
from palate.llm import answer_bytes
from palate.llm.litellm_loggers import carry_context, loggers_kept
from palate.llm.redaction import credentials

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


def known_keys(passed: str | None) -> tuple[str, ...]:
    """Return every key that a call may have been made with: one that was passed, the environment's, litellm's own."""
    module = _ready.get("module")
    return credentials(passed, settings=vars(module) if module is not None else None)


def _import() -> Any:
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with loggers_kept():
                import litellm

            litellm.suppress_debug_info = True
            if (executor := getattr(litellm.utils, "executor", None)) is not None:
                carry_context(executor)
            with loggers_kept(), answer_bytes.counted("litellm"):
                _warm(litellm)
    except ImportError as error:
        raise ModelUnavailable(f"litellm, which reaches models by API, cannot be imported: {error}.") from None
    answer_bytes.install()
    return litellm


def _warm(module: Any) -> None:
    """Have it import the rest of itself, which it would do at its first call, and warn of its own code then."""
    module.completion("openai/warm", [{"role": "user", "content": "x"}], api_key="x", mock_response="x")
