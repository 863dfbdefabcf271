"""Stage 2a: talk: words that no reading covered and that say nothing of what is wanted, told by where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme

_BREAKS = ".,!?;:\n()"


def quieted(lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Make verbs and words of grammar `FILLER`: "I reckon it falls under drama" is about drama alone.

    A word is a verb behind a subject ("I reckon") or an auxiliary ("don't appeal"), and before an object ("grabs me").
    What follows "is" is none, so that "it's heartwarming" is still searched for.
    """
    return [
        replace(each, kind="FILLER")
        if each.kind == "WORD" and (_is_talk(each.start, words, lexicon) or _is_of_a_field(each, before, words))
        else each
        for before, each in zip([None, *lexemes], lexemes, strict=False)
    ]


def _is_of_a_field(word: Lexeme, before: Lexeme | None, words: Sequence[Token]) -> bool:
    """Tell whether a word only says that a field is spoken of: "colour | wise"."""
    return before is not None and before.kind == "FIELD" and words[word.start].normal == "wise"


def _is_talk(index: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    if words[index].quoted:
        return False
    if index > 0 and words[index].normal in lexicon.others and words[index - 1].normal in lexicon.owners:
        return True
    return _is_grammar(words[index]) or _has_object(index, words, lexicon) or _has_subject(index, words, lexicon)


def _is_grammar(word: Token) -> bool:
    return word.normal in words_of("common/en.toml", "function") and not (word.capital and word.start)


def _has_object(index: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    after = [word.normal for word in words[index + 1 : index + 3] if not _broken(word)]
    return bool(after) and (after[0] in lexicon.objects or (after[0] == "to" and after[-1] in lexicon.objects))


def _has_subject(index: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    at = index
    while at > 0 and not _broken(words[at]) and words[at - 1].normal in lexicon.auxiliaries | lexicon.adverbs:
        at -= 1
        if words[at].normal in lexicon.auxiliaries:
            return True
    if at == 0 or _broken(words[at]):
        return False
    subject = words[at - 1]
    if subject.normal in lexicon.subjects:
        return True
    # "It" is a subject where a clause begins ("it falls under"), and an object elsewhere ("make it gritty").
    begins = at == 1 or _broken(subject) or words[at - 2].normal in lexicon.conjunctions
    return subject.normal == "it" and begins


def _broken(word: Token) -> bool:
    return any(mark in word.before for mark in _BREAKS)
