"""What `import palate` and `palate --help` may load: nothing that takes long or opens anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "langgraph",
    "langsmith",
    "lark",
    "litellm",
    "numpy",
    "prompt_toolkit",
    "pydantic",
    "scipy",
    "sqlglot",
    "sqlite3",
)
REPORT = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def loaded(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after `code`."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{REPORT}"], check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import palate", id="import palate"),
        pytest.param(
            "from palate.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass", id="palate --help"
        ),
    ],
)
def test_nothing_heavy_is_loaded_by(code: str) -> None:
    modules = loaded(code)

    assert "palate" in modules
    assert modules.isdisjoint(HEAVY), modules.intersection(HEAVY)


def test_the_names_load_on_first_use() -> None:
    assert "pydantic" in loaded("import palate; palate.Catalog")
