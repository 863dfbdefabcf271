"""Text that others may see: nothing in it moves a cursor, hides, turns a line round or ends it where it should go on.

What is taken out of a text: control characters (C0 with the escape that begins a terminal's sequences, and C1), the
marks that change in which direction signs run, the signs that nobody sees but a model reads (Unicode tags), and halves
of surrogate pairs, which no encoding can write. Joiners stay, which emoji and several scripts are written with.
"""

from __future__ import annotations

import json
import re
from typing import Any

_BREAKS = r"\v\f\r\x1c-\x1e\x85\u2028\u2029"
_HIDDEN = (
    r"\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_HALVES = r"\ud800-\udfff"
_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_GONE = re.compile(f"[{_HIDDEN}]")
_HALF = re.compile(f"[{_HALVES}]")
_RUN = re.compile(r"[\n\t]\s*|\s{2,}")
_UNSEEN = re.compile(rf"[\t{_BREAKS}{_HIDDEN}{_HALVES}]")


def printable(text: str) -> str:
    r"""Return a text without controls but line ends and tabs; a line that ends in another way ends in `\n`."""
    if text.isprintable():
        return text
    return _HALF.sub("\ufffd", _GONE.sub("", _BREAK.sub("\n", text)))


def one_line(text: str, most: int | None = None) -> str:
    """Return a text on one line, a run of white space as one space; cut with `…` where it is longer than `most`.

    White space at its ends stays, as one space: what is put into a sentence may begin with the space before it.
    """
    if not text.isprintable() or "  " in text:
        text = _RUN.sub(" ", printable(text))
    return text if most is None or len(text) <= most else f"{text[: most - 1]}…"


def is_one_line(text: str) -> bool:
    """Tell whether a text holds nothing that `one_line` takes out, runs of spaces aside."""
    return text.isprintable() or not (_UNSEEN.search(text) or "\n" in text)


def json_text(value: Any, **options: Any) -> str:
    r"""Write JSON in which letters of any script are as they are, and what cannot be seen is `\uXXXX`.

    Args:
        value: what is written.
        options: of `json.dumps`.
    """
    return _UNSEEN.sub(lambda sign: json.dumps(sign[0])[1:-1], json.dumps(value, ensure_ascii=False, **options))
