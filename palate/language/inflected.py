"""Stage 1: values that are found by an ending, where the ending is a verb's: "filed under", "I'm so tired"."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.grounding.matches import ValueSpan
from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon

_BREAKS = ".,!?;:\n()"
_NEAR = 4
"""Words in front of a participle among which its subject stands."""
_SHORTEST = 5


def is_verb(span: ValueSpan, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a word that shares no more than its stem with a value is a verb or participle here.

    "Filed under", "playing the drums" and "she plays" do something; "a striped shirt" and "camping gear" are of a kind.
    """
    word = words[span.start]
    if span.end - span.start > 1 or word.quoted or len(word.normal) < _SHORTEST:
        return False
    if any(match.how != "plural" for match in span.matches):
        return False
    then = words[span.end].normal if not _broken(words, span.end) else ""
    before = words[span.start - 1].normal if span.start and not _broken(words, span.start) else ""
    if word.normal.endswith("ed"):
        return then in lexicon.governed or before in lexicon.degrees or _has_a_person(span.start, words, lexicon)
    if word.normal.endswith("ing"):
        return then in lexicon.determiners or _has_a_person(span.start, words, lexicon)
    return word.normal.endswith("s") and before in lexicon.doers


def _has_a_person(index: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether somebody is what a participle says: "I'm so tired", "we were camping"."""
    at = index
    while at > 0 and index - at < _NEAR and not _broken(words, at):
        at -= 1
        if words[at].normal in lexicon.persons_told and (at < index - 1 or _is_contracted(words[at])):
            return True
        if words[at].normal == "were" and _is_contracted(words[at]):
            return True
        if words[at].normal not in lexicon.links | lexicon.degrees | lexicon.adverbs:
            return False
    return False


def _is_contracted(word: Token) -> bool:
    return any(mark in word.text for mark in "'\u2019")


def _broken(words: Sequence[Token], index: int) -> bool:
    return index >= len(words) or any(mark in words[index].before for mark in _BREAKS)
