from __future__ import annotations

import importlib
import sys

import pytest

from palate.errors import BadArgument, CallerError
from palate.evals.registry import load_suite, with_deep


def test_without_torch_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch_rechub.basic.layers", None)

    with pytest.raises(CallerError, match=r"need torch and torch-rechub .* `pip install 'palate\[deep\]'`"):
        with_deep(load_suite("ranking"))


def test_only_suites_of_rankers_have_deep_models() -> None:
    with pytest.raises(BadArgument, match="`plans` compares no rankers; `--deep` is for `ranking`"):
        with_deep(load_suite("plans"))


def test_with_torch_a_suite_of_rankers_has_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    suite = load_suite("ranking")
    monkeypatch.setattr(importlib, "import_module", lambda _: None)
    names = [each.name for each in with_deep(suite).contestants]

    assert names[-8:] == ["deepfm", "dcn", "autoint", "fibinet", "din", "sim", "can", "sasrec"]
    assert not {*names[-8:]} & {each.name for each in suite.contestants}
