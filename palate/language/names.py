"""Stage 2b: whether a word may be a slip of a part of somebody's name: "a speilberg film", and not "at lunch"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.grounding.phrases import names_people
from palate.catalog.words import normal
from palate.language.cues.lexicon import lexicon
from palate.language.lexeme import Lexeme
from palate.language.scene import Scene

_LEADS_TO_A_NAME = frozenset(
    {"VIA", "FROM", "FIELD", "ASK", "OR", "ALSO", "BUT", "TOPIC", "SIM", "LOVE", "HATE", "SEEN", "NEG", "OUT", "LESS"}
    | {"WANT", "MORE", "HAVE", "COMMIT", "WHO", "WHAT", "WHEN", "IS", "ONLY", "JUST", "INSTEAD", "POPULAR", "FORGET"}
    | {"VALUE", "ITEM", "ADJS", "ADJ"}
)
_FOLLOWS_A_NAME = frozenset({"THING", "FIELD", "ASK"})
_ASKS_FOR_ONE = frozenset({"VIA", "FROM", "FIELD", "ASK"})
_STOPS = ".!?;:\n"
_PAUSES = ".,!?;:()\n"
_ENDINGS = ("s", "es", "ed", "d", "ing")
_SHORTEST = 3


def may_be_a_name(run: Sequence[Lexeme], matches: Sequence[ValueMatch], around: Sequence[Lexeme], scene: Scene) -> bool:
    """Tell whether words may be taken for what they are near to; only parts of people's names are in doubt.

    A surname that is guessed needs a place for a name: a capital inside a sentence, or words around it that ask for
    one. A word of English is spelled as it was meant, unless it has both.

    Args:
        run: the words.
        matches: what they are near to.
        around: the whole message.
        scene: the message in its setting.
    """
    said = [word for each in run for word in scene.words[each.start : each.end]]
    if not any(_is_part(match, len(said), scene) for match in matches):
        return True
    first = said[0]
    capital = first.capital and run[0].start > 0 and not any(mark in first.before for mark in _STOPS)
    apart = run[0].start == 0 or any(mark in first.before for mark in _PAUSES)
    before, after = _beside(run, around, scene)
    if all(is_english(word.normal) for word in said):
        return capital and before in _ASKS_FOR_ONE
    return capital or first.quoted or apart or before in _LEADS_TO_A_NAME or after in _FOLLOWS_A_NAME


def _is_part(match: ValueMatch, length: int, scene: Scene) -> bool:
    longer = isinstance(match.value, str) and len(normal(match.value).split()) > length
    return longer and names_people(match.field, scene.catalog.columns.vocabulary(match.field))


def _beside(run: Sequence[Lexeme], around: Sequence[Lexeme], scene: Scene) -> tuple[str, str]:
    """Return the kinds before and after, where only small words stand between."""
    before = next((each for each in reversed(around) if each.end <= run[0].start and each.kind != "FILLER"), None)
    after = next((each for each in around if each.start >= run[-1].end and each.kind != "FILLER"), None)
    owned = run[0].start > 0 and scene.words[run[0].start - 1].normal in lexicon().owners
    return "" if before is None or owned else before.kind, after.kind if after is not None else ""


def is_english(word: str) -> bool:
    """Tell whether a normalised word is one of English, or such a word with an ending."""
    known = _english()
    if word in known:
        return True
    bases = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return any(base in known and len(base) >= _SHORTEST for base in bases)


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """The twenty thousand words that a language model has pieces of their own for: the commonest there are."""
    pieces = resources.files("palate.llm.embedding").joinpath("vocab.txt").read_text(encoding="utf-8").split()
    return frozenset(piece for piece in pieces if piece.isascii() and piece.isalpha() and len(piece) >= _SHORTEST)
