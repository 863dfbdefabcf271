"""A reply as a writer gives it: slots, and between them words that claim nothing.

`{1.title} is by {1.director}, and {2.title} is from {2.year}.` The words are those of `connectives.toml`: function
words, and such as offer something. There is no number, no name, no comparison, no negation and no quantity among them,
so that whatever a reply says of the world stands in a slot, and what stands in a slot is filled from evidence.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from palate.agent.replies.slots.cells import TITLE, Cells
from palate.catalog.catalog import Catalog
from palate.catalog.tongues import tongue
from palate.catalog.words import WIDE, tokens

_PIECE = re.compile(r"\{([^{}]*)\}|\n|[ \t]+|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|.", re.DOTALL)
_ENDED = re.compile(r"[.!?]\s*$")
LONGEST = 3
"""How many times as many words as slots may stand between them, and so many more."""
SPARE = 40


class Misfit(Exception):
    """Why what a writer gave is no reply."""


@dataclass(frozen=True)
class Connectives:
    """What may stand between slots in a language."""

    words: frozenset[str]
    """Those that claim nothing."""
    signs: frozenset[str]


@cache
def connectives(language: str) -> Connectives:
    """Return what may stand between slots in a language."""
    text = resources.files(__package__).joinpath("connectives.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)[language]
    return Connectives(frozenset(table["words"].split()), frozenset(table["signs"].split()))


def filled(written: str, cells: Cells, language: str, catalog: Catalog) -> str:
    """Return a reply with its slots filled.

    Raises:
        Misfit: it is no reply of this turn: it has another word, a slot that there is not, an item left out, twice or
            out of its order, a fact behind another item's title, or leaves out what has to be said.
    """
    pieces = _pieces(written.strip(), cells, connectives(language))
    _check_names(pieces, catalog)
    _check_order([name for name, _ in pieces if name], cells)
    text = _joined(pieces)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    titles = [item[TITLE] for item in cells.items]
    starting = [line for line in lines if any(line.startswith(title) for title in titles)]
    if len(starting) == len(titles) > 1:  # a list
        lines = [f"{starting.index(line) + 1}. {line}" if line in starting else line for line in lines]
    return "\n".join(lines)


def _pieces(written: str, cells: Cells, between: Connectives) -> list[tuple[str, str]]:
    """Return each slot by its name with its text, and what stands between them, without a name."""
    texts, found, said = cells.texts, [], 0
    for match in _PIECE.finditer(written):
        name, piece = match.group(1), match.group()
        if name is not None:
            if name not in texts:
                raise Misfit(f"there is no slot `{{{name}}}`.")
            found.append((name, texts[name]))
            continue
        if piece.strip(" \t\n") and piece not in between.signs:
            said += 1
            if not _claims_nothing(piece, between.words):
                raise Misfit(f"“{piece}” stands outside a slot and is none of the words that claim nothing.")
        found.append(("", piece))
    slots = sum(1 for name, _ in found if name)
    if said > LONGEST * slots + SPARE:
        raise Misfit(f"it has {said} words beside its {slots} slots.")
    return found


def _check_names(pieces: list[tuple[str, str]], catalog: Catalog) -> None:
    """Refuse a name that is made of connectives, such as “Let It Be”; one of a single such word is that word."""
    for run in "".join("{}" if name else piece for name, piece in pieces).split("{}"):
        words = tokens(run)
        titles = [(span.start, span.end) for span in catalog.grounder.title_spans(words)]
        values = [(span.start, span.end) for span in catalog.grounder.value_spans(words)]
        for start, end in titles + values:
            if end - start > 1:
                said = " ".join(each.text for each in words[start:end])
                raise Misfit(f"“{said}” stands outside a slot and is a name in the catalogue.")


def _claims_nothing(piece: str, words: frozenset[str]) -> bool:
    """Tell whether a word, or a run of signs that put no space between words, is made of connectives alone."""
    plain = piece.replace("\u2019", "'").lower()
    if plain in words:
        return True
    ends = {0}
    for end in range(1, len(plain) + 1):
        if any(plain[start:end] in words for start in ends if WIDE.match(plain[start])):
            ends.add(end)
    return len(plain) in ends


def _check_order(names: list[str], cells: Cells) -> None:
    """Refuse slots that leave an item or a sentence out, say one twice, or speak of one behind another's title."""
    needed = [f"{place}.{TITLE}" for place in range(1, len(cells.items) + 1)]
    if (found := [name for name in names if _is_title(name)]) != needed:
        raise Misfit(
            f"its items are {', '.join(found) or 'none'}; expected {', '.join(needed)}, each once and in order."
        )
    for place in range(1, len(cells.told) + 1):
        if names.count(f"told.{place}") != 1:
            raise Misfit(f"`{{told.{place}}}` has to be said, once.")
    spoken_of = ""
    for name in names:
        owner = name.partition(".")[0]
        if _is_title(name):
            spoken_of = owner
        elif owner.isdigit() and owner != spoken_of:
            raise Misfit(f"`{{{name}}}` does not stand behind the title that it is about.")


def _is_title(name: str) -> bool:
    owner, _, rest = name.partition(".")
    return owner.isdigit() and rest == TITLE


def _joined(pieces: list[tuple[str, str]]) -> str:
    """Return the text, with a capital where a sentence or a line begins."""
    text = ""
    for name, piece in pieces:
        begins = not text or text.endswith("\n") or _ENDED.search(text) is not None
        text += tongue().opened(piece) if begins and "." not in name else piece
    return text
