"""What a run is told of a model, checked before anything is asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from palate.errors import BadArgument
from palate.evals.baselines.models import MODEL_CONTESTANTS
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.contestant import Contestant
from palate.evals.provenance import described
from palate.evals.recorded import is_recorded
from palate.evals.registry import folder_of
from palate.evals.results import is_run, read_manifest
from palate.evals.suite import Suite

ENVIRONMENT = "PALATE_MODEL"
"""The variable that names the model where the command does not."""


def chosen_model(name: str | None, kept: Path | None, contestants: Sequence[str]) -> ModelChoice | None:
    """Return the model that contestants ask: the one named, else that of the environment, else None.

    Raises:
        BadArgument: one is named and nobody would ask it, or answers of a recorded one would be cached.
    """
    if (name or kept) and not any(each in MODEL_CONTESTANTS for each in contestants):
        given = f"--model {name}" if name else f"--model-cache {kept}"
        raise BadArgument(
            f"`{given}` is for contestants that ask a model; name some: -c {', -c '.join(MODEL_CONTESTANTS)}."
        )
    named = name or os.environ.get(ENVIRONMENT)
    if named and kept and is_recorded(named):
        raise BadArgument(f"`--model-cache {kept}` is not for `{named}`, whose answers are kept already; leave it out.")
    return ModelChoice(named, kept) if named else None


def choice_for(choice: ModelChoice | None, source: str, suite: Suite, contestants: Sequence[str]) -> ModelChoice | None:
    """Return the model for one suite, which was loaded by the name or file `source`.

    Raises:
        BadArgument: a contestant asks a recorded model, and nothing is recorded of it for this suite.
    """
    if choice is None or not choice.recorded or not any(each in MODEL_CONTESTANTS for each in contestants):
        return choice
    found = choice.beside(folder_of(source, suite))
    if found.answers is not None and not found.answers.is_file():
        raise BadArgument(
            f"`{choice.name}` has no answers for `{suite.name}`: `{found.answers}` does not exist. "
            f"`palate eval answers pending {source} --model {choice.name} --out FILE` begins a recording."
        )
    return found


def check_workers(workers: int, choice: ModelChoice | None, contestants: Sequence[Contestant]) -> None:
    """Refuse to load a local model several times.

    Raises:
        BadArgument: that is what would happen.
    """
    if choice is None or not choice.local or workers == 1:
        return
    if any(each.name in MODEL_CONTESTANTS for each in contestants):
        raise BadArgument(f"`--workers {workers}` would load `{choice.name}` {workers} times; leave it at 1.")


def check_resumed(folder: Path, contestants: Sequence[Contestant]) -> None:
    """Refuse to go on with a run by another model: its results would be told as one contestant's.

    Raises:
        BadArgument: `folder` holds results of another model.
    """
    if not is_run(folder):
        return
    was = read_manifest(folder).config
    for each in contestants:
        if each.name in MODEL_CONTESTANTS and was.get(each.name, described(each)) != described(each):
            raise BadArgument(
                f"`{folder}` has results of another `{each.name}`: {was[each.name]}. Name another folder."
            )
