"""Requests in Chinese, Spanish and German, scored as those in English are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import ClassVar

from palate.evals.baselines import AGENT
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.suite import About
from palate.evals.suites.plans.suite import UNKNOWN, Plans

CASES = Path(str(resources.files("palate"))) / "evals" / "suites" / "plans" / "languages" / "cases"
LANGUAGES = ("Chinese", "Spanish", "German")
"""Each is the tag of its requests."""


@dataclass
class PlansLanguages(Plans):
    """Requests over the catalogues of `plans` as native speakers type them; titles and makers stay as they are."""

    folder: Path = CASES
    name: str = "plans-languages"
    about: ClassVar[About] = About(
        measures=(
            "Whether requests in Chinese, Spanish and German yield the items or the answer of their gold plans, "
            "computed from the catalogue as in `plans`."
        ),
        cannot=(
            "Titles, makers and people are written as the catalogue has them, so it does not tell whether a "
            "translated title is found; replies are in English; and requests were written by a model, not drawn "
            "from people."
        ),
        ceiling="100 %: a reply that is right exists for every request, which a test of the suite checks.",
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        rate("right", of="requests whose outcome is that of the gold plan"),
        *(rate(each, of=f"requests in {each} whose outcome is right") for each in LANGUAGES),
        UNKNOWN,
        rate("skipped", of="requests whose catalogue is not here", better="neither"),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = (AGENT,)
    scored: ClassVar[Mapping[str, str]] = {each: each for each in LANGUAGES}
