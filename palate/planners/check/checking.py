"""Having a model and the offline reader read the packaged messages; `planner="auto"` goes by what came of it."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, ValidationError

from palate.catalog.catalog import Catalog
from palate.errors import ModelError
from palate.language.understand import understand
from palate.llm.checking import Check, check_model
from palate.llm.known import model_folder
from palate.llm.model import Model, Usage
from palate.llm.open import open_model
from palate.llm.traced import tracing
from palate.planners.check.case import FILE, Case, cases
from palate.planners.models.breaker import Breaker
from palate.planners.models.frames import FramePlanner
from palate.planners.planner import Reading
from palate.tools.toolbox import Toolbox

SECONDS = 120.0
"""The longest that a model may take for one message."""
_LOG = logging.getLogger("palate")
Progress = Callable[[str, int, int | None], None]


class Checked(BaseModel):
    """How well a model reads, beside the offline reader."""

    model_config = ConfigDict(frozen=True)

    model: str
    version: str
    """A hash of the messages and the prompt; a stored result with another version is ignored."""
    right: int
    wrong: int
    """Messages that it read wrongly, or gave nothing for that can be used."""
    failed: int
    """Of `wrong`, those of the second kind."""
    offline_right: int
    offline_wrong: int
    wrongly_read: tuple[str, ...] = ()
    seconds: float
    usage: Usage
    smoke: Check
    """What it said to a small question first."""

    @property
    def is_better(self) -> bool:
        """Whether the model read more messages right than the offline reader."""
        return self.right > self.offline_right


def version() -> str:
    """Return twelve hexadecimal digits that change with the packaged messages and with the prompt's template."""
    made = hashlib.sha256(resources.files(__package__).joinpath(FILE).read_bytes())
    made.update(resources.files("palate.planners.models").joinpath("templates", "frames.md").read_bytes())
    return made.hexdigest()[:12]


def check_reading(model: str | Model, *, progress: Progress | None = None) -> Checked:
    """Have a model answer a small question, then read the packaged messages, and keep the result.

    Raises:
        ModelError: it does not work; the message says why.
    """
    opened = open_model(model)
    smoke = check_model(opened)
    planner = FramePlanner(opened, breaker=Breaker(after=float("inf")))
    started = time.monotonic()
    right, offline, wrong, failed = 0, 0, [], 0
    with Catalog.films() as films, tracing() as calls:
        for number, case in enumerate(cases(), start=1):
            reading = _reading(case, films)
            offline += case.is_met(reading.understood, films)
            try:
                drafted = planner.draft(reading)
                is_right = drafted is not None and case.is_met(reading.applied(drafted.frames)[0], films)
            except ModelError:
                is_right, failed = False, failed + 1
            right += is_right
            wrong += [] if is_right else [case.message]
            if progress is not None:
                progress("messages", number, len(cases()))
    result = Checked(
        model=opened.name,
        version=version(),
        right=right,
        wrong=len(wrong),
        failed=failed,
        offline_right=offline,
        offline_wrong=len(cases()) - offline,
        wrongly_read=tuple(wrong),
        seconds=time.monotonic() - started,
        usage=sum((call.usage for call in calls), Usage()),
        smoke=smoke,
    )
    place, text = _place(opened.name), result.model_dump_json(indent=2)
    place.parent.mkdir(exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(place)
    return result


def checked_before(name: str) -> Checked | None:
    """Return what the last check of a model found; None where there was none with these messages and this prompt."""
    try:
        found = Checked.model_validate_json(_place(name).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None
    return found if (found.model, found.version) == (name, version()) else None


@cache
def hint_at_check(name: str) -> None:
    """Tell the log, once for each model, that nobody checked it."""
    _LOG.warning("`%s` was never checked, and reads every message: `palate model check %s`.", name, name)


def _reading(case: Case, films: Catalog) -> Reading:
    session, toolbox = case.session(films).view(), Toolbox((), installed=False)
    understood = understand(case.message, session, films)
    return Reading(case.message, session, understood, films, toolbox, seconds=SECONDS)


def _place(name: str) -> Path:
    return model_folder() / "checks" / f"{quote(name, safe='')}.json"
