from __future__ import annotations

from palate.evals.baselines import NO_REPLANS, without_replans
from palate.evals.provenance import commit, described, versions


def test_a_configuration_names_functions_and_no_address() -> None:
    told = described(NO_REPLANS)

    assert f"configured=<function {without_replans.__name__}>" in told
    assert "0x" not in told


def test_versions_and_commit_are_told() -> None:
    assert {"python", "palate", "numpy"} <= versions().keys()
    assert commit() == "" or len(commit().rstrip("+")) == 12
