"""The report of a trained ranker as a file: a page (.html) or JSON (.json)."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from palate.errors import BadArgument, CallerError

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

SUFFIXES = (".html", ".json")


def check_report(path: Path) -> None:
    """Refuse, before anything is fitted, what cannot be written.

    Raises:
        BadArgument: the suffix is another, or there is no such folder.
    """
    if path.suffix not in SUFFIXES:
        raise BadArgument(f"`--report {path}` should end in .html or .json.")
    if not path.parent.is_dir():
        raise BadArgument(f"`--report {path}` is in no folder that there is; make `{path.parent}` first.")


def write_report(path: Path, catalog: Catalog) -> None:
    """Write what is told of the version in use, as a whole or not at all.

    Raises:
        BadArgument: no version is in use.
        CallerError: the file cannot be written.
        StorageError: what is told of it is of another version of Palate.
    """
    from palate.catalog.printable import json_text
    from palate.ranking.learned.model import versions
    from palate.ranking.learned.told import read_report

    used = next((each for each in versions(catalog.connect()) if each["used"]), None)
    if used is None:
        raise BadArgument(
            f"No trained ranker of `{catalog.path}` is in use to report on; `palate train --db {catalog.path} --report "
            f"{path}` fits one."
        )
    version, made = used["version"], made_at(used["made"])
    report = read_report(version, used["report"])
    if path.suffix == ".html":
        from palate.evals.report.ranker_html import ranker_page

        text = ranker_page(report, version=version, made=made, catalogue=catalog.schema.name)
    else:
        text = json_text({"version": version, "made": made, **report.model_dump()}, indent=2) + "\n"
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise CallerError(f"`--report {path}` cannot be written ({error.strerror}); name a file elsewhere.") from error


def made_at(seconds: float) -> str:
    """Return a time as reports tell it."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
