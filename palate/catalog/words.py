"""Text as words: the one normal form that titles, values and messages are compared in, and stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

_APOSTROPHES = "'\u2019`\u02bc"
_LETTER = r"[^\W_]"
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u200d"
_SPACELESS = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_LETTERS = rf"(?:(?![{_SPACELESS}]){_LETTER}(?:(?![{_SPACELESS}]){_LETTER}|[{_MARKS}])*)"
_SIGNS = "$€£¥₹₩₽¢%&"
_WORD = re.compile(
    rf"""
    (?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?      # U.S.A. and E.T.
    | \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)     # 12,000
    | \d+(?:\.\d+)?\+(?!\w)                      # 16+
    | \d+\.\d+[a-zA-Z]*                         # 7.5 and 1.5h
    | \d{{1,2}}:\d{{2}}(?![\d:])                  # 4:40
    | [{_SIGNS}]                               # signs that mean something by themselves
    | [{_SPACELESS}]+
    | {_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*(?:\+\+|\#(?!\w))?   # don't, c++, c#, 1h40, '80s without its apostrophe
    """,
    re.VERBOSE,
)
WIDE = re.compile(f"[{_SPACELESS}]")
"""Scripts that put no space between words."""
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_SHORTEST_PLURAL = 4
"""Letters of a plural: `his` and `gas` are none."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"}
    | {"\u02bc": "", "\u2044": " "}
)
_OPENING, _CLOSING = "\"\u201c\u201e«\u2018'《「", "\"\u201d\u201c»\u2019'》」"

LANGUAGES = ("en", "zh", "de", "es", "fr")
"""In which values, units, dates and messages are understood."""


@dataclass(frozen=True)
class Token:
    """One word of a text, and where it stands."""

    text: str
    normal: str
    """Its normal form; several words for the few signs that are written so (`8½` is `8 1 2`)."""
    start: int
    end: int
    capital: bool
    """Whether it begins with a capital letter."""
    quoted: bool
    """Whether it stands inside quotation marks."""
    before: str = ""
    """What stands between the word before it (or the beginning) and this one: spaces and punctuation."""

    @property
    def is_pronoun_i(self) -> bool:
        """Whether this is the English pronoun "I", also contracted ("I'm"): its capital does not mark a name."""
        return self.normal in ("i", "im", "ive", "ill", "id")


def as_written(words: Sequence[Token]) -> str:
    """Return neighbouring words with what stands between them."""
    return words[0].text + "".join(word.before + word.text for word in words[1:])


def broken(last: Token, word: Token) -> bool:
    """Tell whether punctuation parts a word from the `last` before it; the stop of an initial (`J. R.`) does not."""
    return any(sign in ",;:!?()[]\n" for sign in word.before) or (". " in word.before and len(last.text) > 1)


def begins(words: Sequence[Token], index: int) -> bool:
    """Tell whether a sentence begins here, so that a capital letter says nothing."""
    return index == 0 or any(sign in ".!?:\n" for sign in words[index].before)


def fold(text: str) -> str:
    """Return the form that two equal values share: letter case and composition of accents do not count, accents do."""
    if text.isascii():
        return text.lower()
    whole = _LONE_SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", whole).casefold())


def normal(text: str) -> str:
    """Return the words of a text in lower case without accents or punctuation, one space between them.

    `&` becomes `and`, an apostrophe goes (`Schindler's` is `schindlers`), `U.S.` is `us`, `12,000` is `12000`; what
    tells words apart stays (`c++`, `c#`, `16+`, `7.5`, `$`). Applying it twice changes nothing.
    """
    lowered = text.lower()
    if _PLAIN.fullmatch(lowered) and lowered.isascii():
        return lowered
    return " ".join(filter(None, map(_clean, _WORD.findall(text))))


def occurs(words: str, text: str) -> bool:
    """Tell whether words stand in a text side by side: whole ones in their normal form, or letter by letter."""
    said, told = normal(words), normal(text)
    # Scripts without spaces have no bounds of words to keep to.
    if said and (said in told if WIDE.search(said) else f" {said} " in f" {told} "):
        return True
    at = text.find(words) if words.strip() else -1
    return at >= 0 and not (_goes_on(text[:at], words) or _goes_on(words, text[at + len(words) :]))


def _goes_on(before: str, behind: str) -> bool:
    """Tell whether a word, or a number, goes on from one text to the next."""
    last, first = before[-1:], behind[:1]
    return (last.isalpha() and first.isalpha()) or (last.isdigit() and first.isdigit())


def tokens(text: str) -> tuple[Token, ...]:
    """Split a text into its words; their normal forms joined by spaces are `normal(text)`."""
    quoted = _quoted_spans(text)
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word, form = match.group(), _clean(match.group())
        if form:
            inside = any(low <= start and end <= high for low, high in quoted)
            found.append(Token(word, form, start, end, word[0].isupper(), inside, text[last:start]))
            last = end
    return tuple(found)


@lru_cache(maxsize=50_000)
def singular(word: str) -> tuple[str, ...]:
    """Return the form of which an English `word` can be the plural or possessive; nothing where it can be of none."""
    if len(word) < _SHORTEST_PLURAL or not (word.isascii() and word.isalpha()):
        return ()
    form = _inflections().singular_noun(word)
    # To what is no plural it adds `es`: `lens` and `glass` are singulars.
    is_plural = not word.endswith("s") or _inflections().plural_noun(word) == f"{word}s"
    return (form,) if form and form != word and is_plural else ()


@lru_cache(maxsize=10_000)
def plural(word: str) -> str:
    """Return the plural of an English noun; one that is a plural stays, and so does one of another script."""
    if not word[-1:].isascii() or not word.strip():
        return word
    return word if is_plural(word) else str(_inflections().plural_noun(word))


def is_plural(word: str) -> bool:
    """Tell whether English words look like a plural: `tents` and `children`, but not `lens` or `series`."""
    return bool(singular(word.lower().rpartition(" ")[2]))


def article(word: str) -> str:
    """Return English words with `a` or `an` before them, or `some` before a plural."""
    return f"some {word}" if is_plural(word) else str(_inflections().a(word))


@cache
def _inflections() -> Any:
    from inflect import engine  # only where something is inflected: it compiles many patterns

    return engine()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the English stem of a normalised word (`comedies` and `comedy` share `comedi`)."""
    from snowballstemmer.english_stemmer import EnglishStemmer

    # A stemmer keeps the word that it works on, so threads must not share one; making one costs less than a lock.
    return str(EnglishStemmer().stemWord(word))


def _clean(word: str) -> str:
    if word == "&":
        return "and"
    lowered = word.lower() if word.isascii() else _plain_letters(word)
    if not word.isascii() and lowered != word:
        # Taking a letter apart can leave signs that are no part of any word.
        return normal(lowered)
    if lowered.isalnum():
        return lowered
    return re.sub(f"[{_APOSTROPHES}{',' if lowered[:1].isdigit() else '.'}]", "", lowered)


def _plain_letters(word: str) -> str:
    spaced = "".join(f" {letter}" if unicodedata.category(letter) == "No" else letter for letter in word)
    apart = unicodedata.normalize("NFKD", _LONE_SURROGATE.sub("", spaced).casefold())
    # Marks of a low combining class (a Hindi virama) are letters to their readers; the others are accents.
    bare = "".join(letter for letter in apart if unicodedata.combining(letter) < 10)
    return " ".join(bare.translate(_UNDECOMPOSED).casefold().split())


def _quoted_spans(text: str) -> list[tuple[int, int]]:
    """Find what stands between quotation marks; an apostrophe within a word is none."""
    spans: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for index, sign in enumerate(text):
        if opened is not None and sign == opened[1] and not text[index + 1 : index + 2].isalnum():
            spans.append((opened[0], index))
            opened = None
        elif opened is None and sign in _OPENING and not (index and text[index - 1].isalnum()):
            opened = (index + 1, _CLOSING[_OPENING.index(sign)])
    return spans
