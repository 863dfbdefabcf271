"""The API against its own description: whatever fits it, or nearly does, is no reason to fail.

`PALATE_FUZZ=300 pytest tests/serve/test_fuzz.py` looks for longer.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
EXAMPLES = int(os.environ.get("PALATE_FUZZ", "2"))
HERE = {"Host": "localhost"}


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_nothing_that_is_asked_makes_it_fail(mode: str, client: TestClient) -> None:
    described = schemathesis.openapi.from_asgi("/openapi.json", client.app, headers=HERE)
    asked = 0

    for found in described.get_all_operations():
        cases = found.ok().as_strategy(generation_mode=schemathesis.GenerationMode(mode))

        @given(case=cases)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            response = case.call(headers=HERE)
            assert response.status_code < 500, (case.as_curl_command(), response.text)

        with suppress(Unsatisfiable):  # where there is nothing to get wrong
            ask()

    assert asked >= 15
