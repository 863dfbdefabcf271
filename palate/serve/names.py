"""Names that come in from outside."""

from __future__ import annotations

import uuid
from typing import Annotated

from pydantic import AfterValidator, Field

from palate.errors import BadArgument
from palate.memory.keys import check_name


def _named(name: str) -> str:
    try:
        return check_name(name, "session")
    except BadArgument as error:
        raise ValueError(str(error)) from error


Name = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_named)]
"""Of a session."""


def new_session() -> str:
    """Return a name that nobody can guess."""
    return uuid.uuid4().hex
