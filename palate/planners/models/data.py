"""Words of a catalogue, an item or a person in a prompt: data on one line, which cannot be taken for a part of it."""

from __future__ import annotations

import re
from typing import Any

from palate.catalog.printable import json_text, one_line

LONGEST = 160
"""Signs of a title or a value that a model reads."""
_PLAIN = re.compile(r"\w+(?:(?:: | & |[ '\u2019&/-])\w+)*")
_LONGEST_PLAIN = 60


def data(text: str) -> str:
    """Return a text as it is where it is a few plain words, and in JSON's quotes where it is more than that.

    Small models read plain words best, and most titles and values are that: the quotes cost tokens only where something
    else would end the text for a reader, such as a comma in a list of values or the number of the next item.
    """
    line = one_line(text, LONGEST).strip()
    return line if len(line) <= _LONGEST_PLAIN and _PLAIN.fullmatch(line) else json_text(line)


def json_data(value: Any) -> str:
    """Return a value of a condition as JSON, its texts on one line and cut."""
    return json_text(_cut(value))


def _cut(value: Any) -> Any:
    if isinstance(value, list):
        return [_cut(each) for each in value]
    return one_line(value, LONGEST) if isinstance(value, str) else value
