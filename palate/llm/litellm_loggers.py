"""What litellm does to loggers, undone: it sets levels, handlers and filters, of other libraries' loggers too."""

from __future__ import annotations

import contextvars
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from palate.llm.answer_bytes import counting

LOG = logging.getLogger(__name__)
OWN = "litellm"
"""How the names of its own loggers begin, and that of its package."""


class OurCalls(logging.Filter):
    """Keeps what litellm logs of our calls from every handler: its lines hold prompts, and what fails is raised."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let pass what is logged of anybody else's calls."""
        if not counting():
            return True
        if record.levelno >= logging.WARNING:
            told = "litellm logged a line of level %s at %s:%d, left out here because it may hold the prompt."
            LOG.debug(told, record.levelname, record.filename, record.lineno)
        return False


@dataclass(frozen=True)
class _State:
    level: int
    handlers: tuple[logging.Handler, ...]
    filters: tuple[object, ...]
    propagate: bool
    disabled: bool


@contextmanager
def loggers_kept() -> Iterator[None]:
    """Leave every logger as it was before, whatever is imported inside.

    A logger that litellm makes for itself inside is its own, and says nothing of our calls. One that it makes for
    another library, to quieten it, is as if nobody had made it.
    """
    before = {logger: _state(logger) for logger in _loggers()}
    try:
        yield
    finally:
        for logger in _loggers():
            if logger in before:
                _restore(logger, before[logger])
            elif logger.name.lower().startswith(OWN):
                logger.addFilter(OurCalls())
            else:
                _release(logger)


def carry_context(executor: Any) -> None:
    """Let a pool of litellm's threads, which report calls, know of our calls as what they are."""
    submit = executor.submit

    def submit_within(work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        if not counting():
            return submit(work, *arguments, **named)
        return submit(contextvars.copy_context().run, work, *arguments, **named)

    executor.submit = submit_within


def _loggers() -> list[logging.Logger]:
    made = list(logging.root.manager.loggerDict.values())
    return [logging.root, *(each for each in made if isinstance(each, logging.Logger))]


def _state(logger: logging.Logger) -> _State:
    handlers, filters = tuple(logger.handlers), tuple(logger.filters)
    return _State(logger.level, handlers, filters, logger.propagate, logger.disabled)


def _restore(logger: logging.Logger, state: _State) -> None:
    if _state(logger) != state:
        logger.handlers[:], logger.filters[:] = state.handlers, state.filters  # type: ignore[assignment]
        logger.propagate, logger.disabled = state.propagate, state.disabled
        logger.setLevel(state.level)


def _release(logger: logging.Logger) -> None:
    foreign = [each for each in logger.filters if type(each).__module__.startswith(OWN)]
    for each in foreign:
        logger.removeFilter(each)
    if foreign:
        logger.setLevel(logging.NOTSET)
