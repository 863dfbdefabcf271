"""Words of a model's own, with which a reply may begin: few, and none that could be false."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import common_words
from palate.catalog.grounding.quantities import quantity_spans
from palate.catalog.tongues import language_of, spoken
from palate.catalog.words import Token

MOST_WORDS, MOST_SIGNS = 20, 40
"""Words of English, and characters of Chinese."""
_MARKUP = re.compile(r"\w[./@:\\]\w|//|[《》{}<>\[\]`*_#|]")
_BEGINS = re.compile(r"[.!?…:]")


def fault_of(said: str, catalog: Catalog) -> str | None:
    """Return why words may not be said in a reply, in the language that is spoken; None where they may.

    A value, a title, a number, an address or a name could be false of the items beside it; a question would wait for an
    answer that nothing expects.
    """
    return next(_faults(said, catalog), None)


def _faults(said: str, catalog: Catalog) -> Iterator[str]:
    english, words = spoken() == "en", catalog.grounder.words(said)
    if len(said.splitlines()) > 1:
        yield "they are more than one line"
    if len(said.split()) > MOST_WORDS if english else len(said) > MOST_SIGNS:
        yield f"there are more than {f'{MOST_WORDS} words' if english else f'{MOST_SIGNS} characters'}"
    if language_of(said, spoken()) != spoken() or (english and _is_foreign(said, words)):
        yield "they are in another language than the reply"
    if "?" in said or "\uff1f" in said:
        yield "they ask something"
    if _has_number(said, words):
        yield "they have a number"
    if _MARKUP.search(said):
        yield "they have an address or markup"
    if any(True for _ in catalog.grounder.value_spans(words)):
        yield "they name a value of the catalogue"
    titles = (words[span.start : span.end] for span in catalog.grounder.title_spans(words))
    if any(len(title) > 1 or title[0].normal not in common_words() for title in titles):
        yield "they name an item"
    if any(_is_name(word, first=not at or bool(_BEGINS.search(word.before))) for at, word in enumerate(words)):
        yield "they have a name"


def _has_number(said: str, words: Sequence[Token]) -> bool:
    """Tell whether a number is said; "one" and "一" hardly ever mean how many."""
    if any(sign != "一" and sign.isnumeric() for sign in said):
        return True
    return any(span.quantity.text.lower() != "one" for span in quantity_spans(words))


def _is_foreign(said: str, words: Sequence[Token]) -> bool:
    """Tell whether English is unlikely: signs of another script, or hardly a word that is common in it."""
    strange = any(sign.isalpha() and sign > "\u024f" for sign in said)
    return strange or 3 * sum(word.normal in common_words() for word in words) < len(words) - 2


def _is_name(word: Token, *, first: bool) -> bool:
    """Tell whether a word is written as a name: a capital inside a sentence, or several inside a word."""
    inside = not first and word.capital and not word.is_pronoun_i
    return inside or any(sign.isupper() for sign in word.text[1:])
