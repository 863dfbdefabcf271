"""Which model the contestants of a run use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from palate.evals.recorded import answers_file, is_recorded, open_recorded

if TYPE_CHECKING:
    from palate.llm.model import Model


@dataclass(frozen=True)
class ModelChoice:
    """A model by name: contestants are sent to other processes, which open it when their first case begins."""

    model: str | Model
    """Such as `local:qwen2.5-coder-1.5b` or `openai/gpt-5-mini`; a model itself only where nothing is sent."""
    kept: Path | None = field(default=None, repr=False)
    """The file in which answers are kept, with what they took, so that a run that was stopped asks nothing twice."""

    answers: Path | None = field(default=None, repr=False)
    """The file of a recorded model's answers: that of one suite."""

    @property
    def name(self) -> str:
        """What tables call it."""
        return self.model if isinstance(self.model, str) else self.model.name

    @property
    def local(self) -> bool:
        """Whether it runs in the process that asks it, so that a second process would load it a second time."""
        return self.name == "local" or self.name.startswith("local:")

    @property
    def recorded(self) -> bool:
        """Whether its answers are replayed from a recording."""
        return is_recorded(self.name)

    def beside(self, folder: Path) -> ModelChoice:
        """Return the choice for a suite, whose file lies in `folder`: recorded answers are read from beside it."""
        return replace(self, answers=answers_file(self.name, folder)) if self.recorded else self

    def open(self) -> Model:
        """Return the model, opened once a process; a recorded one each time, and its file is read once.

        Raises:
            ModelError: it is not there.
            UnreadableFile: the file of a recorded one does not exist.
        """
        from palate.llm.open import open_model

        if self.answers is not None:
            return open_model(open_recorded(self.name, self.answers))
        if isinstance(self.model, str):
            return _opened(self.model, self.kept)
        return open_model(self.model, cache=self.kept, replays_usage=True)


@cache
def _opened(name: str, kept: Path | None) -> Model:
    from palate.llm.open import open_model

    return open_model(name, cache=kept, replays_usage=True)
