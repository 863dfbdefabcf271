"""A model by its name."""

from __future__ import annotations

from pathlib import Path

from palate.errors import BadArgument, ModelUnavailable
from palate.llm.budget import Budgeted
from palate.llm.model import Model
from palate.llm.traced import Traced

LOCAL = "local"


def open_model(model: str | Model, *, cache: Path | None = None, replays_usage: bool = False) -> Model:
    """Return a model that keeps to budgets and is seen by `tracing`. Opening one calls nothing.

    Args:
        model: `local` for the best model that was pulled, `local:NAME` for a known one, `local:/path/model.gguf` for a
            file; any other name is litellm's, such as `openai/gpt-5-mini`. Or a model, which may be an opened one.
        cache: the file in which its answers are kept.
        replays_usage: whether a kept answer tells what it took when it was asked for.

    Raises:
        BadArgument: the name is none of these, or the file does not exist.
        ModelUnavailable: a local model was not pulled, or what runs it is not installed.
    """
    inner = _named(model) if isinstance(model, str) else model
    while isinstance(inner, Traced | Budgeted):  # two of each would count every call twice
        inner = inner.model
    if cache is not None:
        from palate.llm.cache import Cached

        inner = Cached(inner, cache, replays_usage=replays_usage)
    return Traced(Budgeted(inner))


def _named(name: str) -> Model:
    if name == LOCAL or name.startswith(f"{LOCAL}:"):
        return _local(name.removeprefix(LOCAL).removeprefix(":"))
    if not name.strip() or name != name.strip():
        raise BadArgument(f"`{name}` is not a model's name; write `local`, or one such as `openai/gpt-5-mini`.")
    from palate.llm.litellm_model import LitellmModel

    return LitellmModel(name)


def _local(name: str) -> Model:
    from palate.llm.known import best_pulled, find_known, pulled
    from palate.llm.local import LocalModel

    if name.endswith(".gguf") or "/" in name or "\\" in name:
        return LocalModel(Path(name).expanduser())
    known = find_known(name) if name else best_pulled()
    path = pulled(known) if known is not None else None
    if known is None or path is None:
        wanted = name or "qwen2.5-coder-1.5b"
        raise ModelUnavailable(f"No model was pulled for `local{name and ':'}{name}`: `palate model pull {wanted}`.")
    return LocalModel(path, name=f"local:{known.name}")
