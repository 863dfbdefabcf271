"""What litellm does to loggers, undone: it sets levels, handlers and filters, of other libraries' loggers too."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterator
from contextlib import contextmanager

from palate.llm.answer_bounds import ALLOWANCE

LOG = logging.getLogger(__name__)
OWN = "litellm"
"""How the names of its own loggers begin, and that of its package."""


class OurCalls(logging.Filter):
    """Keeps what litellm logs of our calls from every handler: its lines hold prompts, and what fails is raised."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let pass what is logged of anybody else's calls."""
        if ALLOWANCE.get() is None:
            return True
        if record.levelno >= logging.WARNING:
            told = "litellm logged a line of level %s at %s:%d, left out here because it may hold the prompt."
            LOG.debug(told, record.levelname, record.filename, record.lineno)
        return False


@contextmanager
def loggers_kept() -> Iterator[None]:
    """Take from loggers what litellm, imported inside, adds: its handlers and filters, and the levels beside those.

    What an app does to its loggers meanwhile stays. A logger that litellm makes for itself inside is its own, and says
    nothing of our calls.
    """
    before = {logger: (logger.level, {*logger.handlers, *logger.filters}) for logger in _loggers()}
    try:
        yield
    finally:
        for logger in _loggers():
            if logger not in before and logger.name.lower().startswith(OWN):
                logger.addFilter(OurCalls())
            else:
                _release(logger, *before.get(logger, (logging.NOTSET, ())))


def _loggers() -> list[logging.Logger]:
    made = list(logging.root.manager.loggerDict.values())
    return [logging.root, *(each for each in made if isinstance(each, logging.Logger))]


def _release(logger: logging.Logger, level: int, known: Container[object]) -> None:
    handlers = [each for each in logger.handlers if _is_foreign(each, known)]
    filters = [each for each in logger.filters if _is_foreign(each, known)]
    for handler in handlers:
        logger.removeHandler(handler)
    for each in filters:
        logger.removeFilter(each)
    if handlers or filters:
        logger.setLevel(level)


def _is_foreign(part: object, known: Container[object]) -> bool:
    return part not in known and type(part).__module__.startswith(OWN)
