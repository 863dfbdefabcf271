"""litellm, imported at the first call in a thread of its own: it takes seconds, and would fetch prices on its way."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from palate.errors import ModelUnavailable
from palate.llm.answer_bounds import allowed
from palate.llm.litellm_loggers import loggers_kept
from palate.llm.redaction import credentials

_beginning = threading.Lock()
_begun: list[Future[Any]] = []


def litellm(seconds: float | None = None) -> Any:
    """Return the module, set up to be quiet and to fetch nothing by itself.

    Args:
        seconds: How long its import is waited for; None for to its end. It goes on after that, for a later call.

    Raises:
        ModelUnavailable: it is not installed, or still being imported.
    """
    try:
        return _begin().result(timeout=seconds)
    except ImportError as error:
        raise ModelUnavailable(f"litellm, which reaches models by API, cannot be imported: {error}.") from None
    except TimeoutError:
        told = f"litellm was still being imported after {seconds:.3g} seconds; the model can be called once it is."
        raise ModelUnavailable(told) from None


def known_keys(passed: str | None) -> tuple[str, ...]:
    """Return every key that a call may have been made with: one that was passed, the environment's, litellm's own."""
    imported = [each.result() for each in _begun if each.done() and each.exception() is None]
    return credentials(passed, settings=vars(imported[0]) if imported else None)


def _begin() -> Future[Any]:
    with _beginning:
        if not _begun:
            # The interpreter waits for its threads: one that ended inside of an extension's import would be aborted.
            pool = ThreadPoolExecutor(1, thread_name_prefix="palate-litellm")
            _begun.append(pool.submit(_import))
            pool.shutdown(wait=False)
        return _begun[0]


def _import() -> Any:
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    with loggers_kept():
        import litellm
    litellm.suppress_debug_info = True
    with loggers_kept(), allowed("litellm", threading.TIMEOUT_MAX):
        # It imports the rest of itself at its first call.
        litellm.completion("openai/warm", [{"role": "user", "content": "x"}], api_key="x", mock_response="x")
    return litellm
