import sys

import pytest

from palate.cli.main import main


def test_without_the_extra_it_is_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "palate.serve.running", raising=False)

    with pytest.raises(SystemExit) as ended:
        main(["serve"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "`palate serve` needs the package `uvicorn`, which is not installed: `pip install 'palate[serve]'`.\n"
    )
