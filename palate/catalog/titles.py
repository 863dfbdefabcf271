"""The forms under which a title can be found."""

from __future__ import annotations

import re

from palate.catalog.words import normal

_ARTICLES = "the a an le la les un une el los las il lo gli der die das het"
_LEADING = frozenset(_ARTICLES.split())
_MOVED = re.compile(
    rf"^(?P<rest>.+), (?P<article>{'|'.join(_ARTICLES.split())}|l'|i|o|os|as|det|den|de)$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^(?P<before>.+?)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]\s*$")
_YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
_COMMA = re.compile(r",\s")
_MARK = re.compile(r"\s*(?::|\s[-\u2013\u2014]\s|\(|,?\s+or\b|;)", re.IGNORECASE)
_ENGLISH = re.compile(r"^(the|a|an) ")


def straight(title: str) -> str:
    """Put an article that was moved to the end back in front: `Usual Suspects, The` is `The Usual Suspects`."""
    match = _MOVED.match(title)
    if match is None:
        return title
    article = match["article"]
    return f"{article}{'' if article.endswith(chr(39)) else ' '}{match['rest']}"


def is_article(word: str) -> bool:
    """Tell whether a normalised word is an article that titles begin with."""
    return word in _LEADING


def year_in(title: str) -> int | None:
    """Return the year in brackets that ends a title, if one does."""
    match = _BRACKETS.match(title)
    return int(match["inner"]) if match and _YEAR.match(match["inner"].strip()) else None


def without_brackets(title: str) -> str:
    """Return a title without the brackets that end it."""
    match = _BRACKETS.match(title)
    return match["before"] if match else title


def straight_brackets(title: str) -> str:
    """Put moved articles back in front, in a title and in the second title that brackets at its end may hold."""
    match = _BRACKETS.match(title.strip())
    if match is None:
        return straight(title.strip())
    return f"{straight(match['before'])} ({straight(match['inner'])})"


def title_keys(title: str) -> list[str]:
    """Return the normal forms of a title: as it is, its article in front or left out, without a year or other brackets.

    Brackets that hold an article or three words are a second title: `Tin Drum, The (Blechtrommel, Die)`.
    """
    forms = [title]
    if match := _BRACKETS.match(title):
        forms.append(match["before"])
        if _second_title(match["inner"]):
            forms.append(match["inner"])
    keys = [normal(straight(form)) for form in forms] + [normal(form) for form in forms]
    return [key for key in dict.fromkeys(form for key in keys for form in (key, _bare(key))) if key]


def _second_title(inner: str) -> bool:
    parts = inner.casefold().split()
    return bool(_MOVED.match(inner)) or len(parts) >= 3 or (len(parts) == 2 and parts[0] in _LEADING)


def _bare(key: str) -> str:
    article, _, rest = key.partition(" ")
    return rest if article in _LEADING and rest else key


def heads(title: str) -> set[str]:
    """Return the normalised beginnings of a title that stand for the whole, with and without its article.

    What comes before a colon, a dash, a bracket or "or": `dr strangelove`, `the lord of the rings`; several words
    before a comma: `crouching tiger`.
    """
    found = {normal(title[: mark.start()]) for mark in _MARK.finditer(title)}
    found |= {head for mark in _COMMA.finditer(title) if (head := normal(title[: mark.start()])).count(" ") > 0}
    return {form for head in found for form in (head, _ENGLISH.sub("", head)) if form}


def title_words(title: str) -> list[str]:
    """Return the distinct normal words of a title, in order."""
    return list(dict.fromkeys(normal(title).split()))
