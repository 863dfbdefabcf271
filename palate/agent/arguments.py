"""What an agent and its calls are given, checked where it comes in."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from palate.agent.config import AgentConfig
from palate.agent.sessions import Named
from palate.errors import BadArgument
from palate.memory.database import MEMORY
from palate.memory.keys import check_name

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.llm.images import Image
    from palate.llm.model import Model
    from palate.planners.models.rerank import ModelReranker

_CALLED = {
    "planner": ("name", "plan"),
    "embedder": ("embed",),
    "questioner": ("choose",),
    "store": ("saver", "transaction", "put", "read", "owners", "delete", "expire", "scrub"),
    "checkpointer": ("get_tuple", "put", "delete_thread"),
}
"""What is asked of each part that an app may bring."""


def check_parts(tools: object, config: object, model: object, reader: object) -> None:
    """Refuse what an agent cannot be made of.

    Raises:
        BadArgument: it is so.
        ModelUnavailable: the model's provider needs a key that is not there.
    """
    if not isinstance(tools, Iterable):
        raise BadArgument(f"`tools` is `{tools!r:.60}`; a list of functions decorated with `@tool` was expected.")
    if config is not None and not isinstance(config, AgentConfig):
        raise BadArgument(f"`config` is `{config!r:.60}`; an `AgentConfig(…)` was expected.")
    if model is not None and not isinstance(model, str) and not callable(getattr(model, "complete", None)):
        raise BadArgument(f"`model` is `{model!r:.60}`; a model or its name, such as `local`, was expected.")
    if isinstance(model, str):
        from palate.llm.checking import check_name as check_model_name

        check_model_name(model)
    if reader is not None and not callable(reader):
        raise BadArgument(
            f"`reader` is `{reader!r:.60}`; what can be called was expected, as `palate.language.understand.read` can."
        )


def check_protocols(**parts: object) -> None:
    """Refuse parts that lack what is called of them.

    Raises:
        BadArgument: one is not what its name says.
    """
    for part, given in parts.items():
        missing = [name for name in _CALLED[part] if not hasattr(given, name)]
        if given is None or (part == "planner" and isinstance(given, str)) or not missing:
            continue
        needs = ", ".join(f"`{name}`" for name in _CALLED[part])
        raise BadArgument(f"`{part}` is `{given!r:.60}`; an object with {needs} was expected (docs/extending.md).")


def opened(model: str | Model | None, what: str) -> Model:
    """Return the model that something asks for which an agent needs one."""
    from palate.llm.open import open_model

    if model is None:
        raise BadArgument(f'`{what}` asks a model; name one: `Agent(model="local")`.')
    return open_model(model)


def reranker_of(mode: str, planner: object, model: str | Model | None) -> ModelReranker | None:
    """Return what orders candidates by the model that reads messages; where none reads, with `on` by the agent's.

    Raises:
        BadArgument: it is `on`, and there is no model.
    """
    from palate.planners.models.frames import FramePlanner
    from palate.planners.models.rerank import ModelReranker

    if mode != "off" and isinstance(planner, FramePlanner):
        return ModelReranker(planner.model)
    return ModelReranker(opened(model, 'AgentConfig(rerank="on")')) if mode == "on" else None


def new_session() -> str:
    """Return a name for the sessions of an agent's users that the app does not name: when it was made, and a token."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"


def named_by(user: str | None, session: str | None, *, unnamed: str) -> Named:
    """Return the user and the session of a call; a user's session that is not named is called `unnamed`."""
    if user is not None and session is None:
        session = unnamed
    names = (None if name is None else check_name(name, what) for name, what in ((user, "user"), (session, "session")))
    return Named(*names)


def somebody(user: str | None, session: str | None, *, unnamed: str) -> Named:
    """Return the user and the session of an app's call: about nobody there is nothing to note."""
    if user is None and session is None:
        raise BadArgument("Neither `user` nor `session` is given; name who it was, or the session, to have it noted.")
    return named_by(user, session, unnamed=unnamed)


def state_folder(state: object, catalog: Catalog) -> Path | None:
    """Return the state folder; None for one in memory."""
    if state is not None:
        if not isinstance(state, str | os.PathLike) or str(state).strip() == "" or "\0" in str(state):
            raise BadArgument(f"`state` is `{state!r:.60}`; the path of a folder was expected, or `:memory:`.")
        return None if str(state) == MEMORY else Path(state)
    return None if catalog.in_memory else catalog.path.with_name(f"{catalog.path.name}.palate")


def is_opinion(value: object) -> bool:
    """Tell whether a value says how much somebody likes something."""
    return isinstance(value, int | float) and -1 <= value <= 1


def checked_images(images: Iterable[Image], planner: object) -> tuple[str, ...]:
    """Return the images of a message as URLs.

    Raises:
        BadArgument: one is no image, or there is no model that looks at them.
    """
    from palate.llm.images import image_urls, takes_images

    urls = image_urls(images)
    model: Model | None = getattr(planner, "model", None)
    if not urls:
        return ()
    if model is None:
        raise BadArgument(
            "`images` needs a model that reads messages and takes images; name one: "
            '`Agent(model="openai/gpt-5-mini", planner="frames")`.'
        )
    if not takes_images(model):
        raise BadArgument(f"`images`: the model `{model.name}` takes no images; name one that does, or leave them out.")
    return urls


def checked_k(k: object) -> int | None:
    """Return how many items a turn shows; None for as many as the config says.

    Raises:
        BadArgument: it is no number of items.
    """
    if k is None:
        return None
    if not isinstance(k, int) or isinstance(k, bool) or k < 1:
        raise BadArgument(f"`k` is `{k!r:.60}`; a number of items, 1 or more, was expected.")
    return k
