"""Whether a column's texts hold several values each, and what stands between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from palate.catalog.kinds.names import says
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.tags import list_in, parse_tags

_LONGEST_VALUE = 60
_MOST_WORDS = 4.0


def delimiter_of(name: str, texts: Sequence[str]) -> Form | None:
    """Return how the texts hold several values; None where each of them is one value, or prose.

    Lists (`["a", "b"]`) and bars are believed where their parts are short. A comma, semicolon or slash is believed
    where the data bears it out: parts recur in different company, or rows hold three and more of them.
    `Kurosawa, Akira` and `Paris, France` do neither: two parts each, and what stands first never stands second.
    """
    if sum(list_in(text) is not None for text in texts[:200]) * 2 > len(texts[:200]):
        return Form()
    for delimiter in ("|", ";", "\n", ",", " / ", " • ", " · ", "/"):
        if any(delimiter in text for text in texts) and _holds(name, texts, delimiter):
            return Form(delimiter=delimiter)
    return None


def spaced(name: str, texts: Sequence[str]) -> Form | None:
    """Return the form of values joined by spaces, where few words recur in many combinations."""
    parts = [text.split() for text in texts]
    counts = Counter(part for row in parts for part in row)
    alone = {row[0] for row in parts if len(row) == 1}
    several = [row for row in parts if len(row) > 1]
    if not several or not says(name, "tags"):
        return None
    known = sum(part in alone for row in several for part in row) / sum(len(row) for row in several)
    return Form(delimiter=" ") if known > 0.7 and len(counts) <= max(30, len(texts) // 10) else None


def _holds(name: str, texts: Sequence[str], delimiter: str) -> bool:
    form = Form(delimiter=delimiter)
    rows = [row for text in texts if (row := parse_tags(text, form))]
    several = [row for row in rows if len(row) > 1]
    if not several or not _short(rows) or _prose(several):
        return False
    share = len(several) / len(rows)
    if delimiter == "|":
        return True
    if delimiter == "," and (_moved_articles(several) or (says(name, "people") and _last_first(several))):
        return False
    if says(name, "tags") and delimiter != "/" and not (says(name, "place") and delimiter == ","):
        return True
    if delimiter == ";":
        return share > 0.05 and len(several) > 1
    if delimiter == "/" and says(name, "tags"):
        return _repeats(rows)
    return share > 0.05 and _recurs(rows, several, strict=delimiter in ("/", " / "))


def _short(rows: list[list[str]]) -> bool:
    parts = [part for row in rows for part in row]
    words = sum(len(part.split()) for part in parts) / len(parts)
    return words <= _MOST_WORDS and sum(len(part) > _LONGEST_VALUE for part in parts) <= len(parts) * 0.02


def _prose(several: list[list[str]]) -> bool:
    sentences = sum(row[-1].endswith((".", "!", "?")) and len(row[-1].split()) > 1 for row in several)
    small = sum(row[0][:1].isupper() and row[1][:1].islower() for row in several)
    long = sum(len(part.split()) > 4 for row in several for part in row) / sum(len(row) for row in several)
    return sentences * 4 > len(several) or (small * 2 > len(several) and long > 0.2)


def _last_first(several: list[list[str]]) -> bool:
    """Tell whether rows read `Last, First`: two parts, of one word mostly, and no first part stands second."""
    if any(len(row) != 2 for row in several):
        return False
    single = sum(len(row[0].split()) == 1 for row in several)
    return single * 2 > len(several) and not {row[0] for row in several} & {row[1] for row in several}


def _moved_articles(several: list[list[str]]) -> bool:
    """Tell whether rows are titles such as `Usual Suspects, The`."""
    return any(
        row[0][:1].isupper() and row[-1].casefold() in ("the", "a", "an", "le", "la", "les", "der", "die", "das", "el")
        for row in several
    )


def _recurs(rows: list[list[str]], several: list[list[str]], *, strict: bool) -> bool:
    firsts = {row[0] for row in rows}
    later = Counter(part for row in several for part in row[1:])
    shared = sum(count for part, count in later.items() if part in firsts) / later.total()
    if strict:
        return shared >= 0.5
    if all(len(row) == 2 for row in several):
        return shared >= 0.3
    repeated = len(rows) < 20 or _repeats(rows)
    return shared >= 0.15 or (repeated and sum(len(row) >= 3 for row in several) * 3 >= len(several))


def _repeats(rows: list[list[str]]) -> bool:
    """Tell whether some parts occur in several rows."""
    parts = [part for row in rows for part in row]
    return len(set(parts)) < 0.95 * len(parts)
