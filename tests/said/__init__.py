"""What messages of the tests mean, told by tags, so that no test of the agent hangs on how well they are read.

The text files beside this have one message a line in the format of the corpus (`training/tags.py`). A message that is
in none of them is read as anybody's is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from palate.language.reader.pieces import Marked
from palate.language.reader.reader import Reader, Reading, shipped
from training.tags import Tagged, corpus
from training.told import Told

_FILES = sorted(Path(__file__).parent.glob("*.txt"))


class Said(Reader):
    """The reader that comes with Palate, but for the messages whose tags are written down."""

    def __init__(self) -> None:
        self.__dict__.update(shipped().__dict__)

    def read(self, message: str, parts: Sequence[Marked], context: str) -> Reading:
        """Return the tags of a message."""
        tagged = _tagged().get((message, context))
        return Told(tagged).read(message, parts, context) if tagged else super().read(message, parts, context)


@cache
def said() -> Said:
    """Return the one reader of the tests."""
    return Said()


@cache
def _tagged() -> dict[tuple[str, str], Tagged]:
    return {(each.text, each.context): each for path in _FILES for each in corpus(path)}
