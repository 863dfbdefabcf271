"""On what the figures were measured."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("palate", "langgraph", "langgraph-checkpoint-sqlite", "numpy", "pydantic", "rapidfuzz", "scipy")


def machine() -> dict[str, Any]:
    """Return the commit, versions, cores and time of a run."""
    return {
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "cores": os.cpu_count(),
        "architecture": platform.machine(),
        "system": platform.system(),
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            **{name: version(name) for name in PACKAGES},
        },
    }


def _git(*arguments: str) -> str | None:
    """Return what git prints in this repository; None outside one."""
    here = Path(__file__).parent
    try:
        done = subprocess.run(["git", *arguments], cwd=here, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
