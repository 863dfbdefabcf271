"""The API against its own description: whatever fits it, or nearly does, is answered as it says.

`PALATE_FUZZ=300 pytest tests/serve/test_fuzz.py` looks for longer.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

from tests.serve.conftest import Opened

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
# Some rules are not a schema's to say, such as that the last message is the user's.
positive_data_acceptance = pytest.importorskip("schemathesis.specs.openapi.checks").positive_data_acceptance
EXAMPLES = int(os.environ.get("PALATE_FUZZ", "2"))
TOKEN = "a-token-of-this-test"
HEADERS = {"Host": "localhost", "Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_whatever_is_asked_is_answered_as_described(mode: str, opened: Opened) -> None:
    asked = 0
    with opened(token=TOKEN, rate=0) as client:
        described = schemathesis.openapi.from_asgi("/openapi.json", client.app, headers=HEADERS)

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
                case.call_and_validate(headers=HEADERS, excluded_checks=[positive_data_acceptance])

            with suppress(Unsatisfiable):  # where there is nothing to get wrong
                ask()

    assert asked >= 15
