"""How likely it is that one spelling was meant as another: a weighted edit distance made a confidence.

Slips that people make cost little (a doubled letter, two letters swapped, a wrong vowel, `k` for `c`), slips that
usually make another word cost much (another first letter, another consonant), and every slip costs more in a short
word. So `commedy` is `comedy` for sure, and `table` is not `cable`.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

_VOWELS = frozenset("aeiouy")
_SOUNDS = ("bp", "ckqsxz", "dt", "fpv", "gj", "mn", "vw", "sz", "xz", "hj")
_ALIKE = frozenset(left + right for sound in _SOUNDS for left in sound for right in sound)
_SAME_SOUND = frozenset(("ck", "kc", "cq", "qc", "kq", "qk", "cs", "sc", "sz", "zs"))
_DOUBLED, _SWAPPED, _VOWEL, _SOUND, _LETTER, _CONSONANT = 0.5, 0.7, 0.7, 0.85, 1.0, 1.25
_FIRST = 1.0
_SLOPE = 1.15
_DOUBTFUL = 0.58
_CAP = 0.78


@lru_cache(maxsize=20_000)
def likeness(said: str, meant: str) -> float:
    """Return how sure it is that normalised `said` is a misspelling of normalised `meant`.

    Returns:
        A value in [0, 1], 1 where they are equal. One wrong letter in a word of four is below 0.8, in one of six above.
    """
    if said == meant:
        return 1.0
    longest = max(len(said), len(meant))
    if longest == 0 or abs(len(said) - len(meant)) > longest / 2 or _digits(said) != _digits(meant):
        return 0.0
    score = _score(said, meant)
    words, other = said.split(), meant.split()
    if len(words) == len(other) > 1 and min(map(_score, words, other)) < _DOUBTFUL:
        score = min(score, _CAP)
    return max(0.0, score)


def _digits(text: str) -> str:
    """A wrong digit is another number, not a slip."""
    return "" if text.isalpha() else "".join(letter for letter in text if letter.isdigit())


def _score(said: str, meant: str) -> float:
    return 1.0 if said == meant else 1 - _SLOPE * _cost(said, meant) / max(len(said), len(meant))


def _cost(said: str, meant: str) -> float:
    cost = _distance(said, meant)
    if cost > 1 and said[0] == meant[0] and _one_letter_moved(said, meant):
        return 1.0
    return cost


def _one_letter_moved(said: str, meant: str) -> bool:
    """Tell whether moving one letter of `said` gives `meant` (`ghandi`, `gandhi`)."""
    if len(said) != len(meant) or Counter(said) != Counter(meant):
        return False
    start = next(index for index, (left, right) in enumerate(zip(said, meant, strict=True)) if left != right)
    end = max(index for index, (left, right) in enumerate(zip(said, meant, strict=True)) if left != right) + 1
    left, right = said[start:end], meant[start:end]
    return left[1:] == right[:-1] or left[:-1] == right[1:]


def _distance(said: str, meant: str) -> float:
    """Weighted optimal string alignment (Damerau 1964), with the costs above."""
    before: list[float] = []
    above = [0.0]
    for column in range(len(meant)):
        above.append(above[-1] + _extra(meant, column))
    for row in range(len(said)):
        current = [above[0] + _extra(said, row)]
        for column in range(len(meant)):
            best = min(
                above[column + 1] + _extra(said, row),
                current[column] + _extra(meant, column),
                above[column] + _changed(said, row, meant, column),
            )
            if row and column and said[row] == meant[column - 1] and said[row - 1] == meant[column]:
                best = min(best, before[column - 1] + _SWAPPED + max(_first(said, row - 1), _first(meant, column - 1)))
            current.append(best)
        before, above = above, current
    return above[-1]


def _extra(word: str, index: int) -> float:
    """What one letter too many (or too few) costs at `index` of the longer word."""
    if index and word[index] == word[index - 1]:
        return _DOUBLED
    if word[index] == " ":
        return _DOUBLED
    if index and (word[index] == "h" or word[index : index + 2] == "ck"):
        return _SWAPPED
    return _LETTER + _first(word, index)


def _changed(said: str, row: int, meant: str, column: int) -> float:
    left, right = said[row], meant[column]
    if left == right:
        return 0.0
    penalty = 0.0 if left + right in _SAME_SOUND else max(_first(said, row), _first(meant, column))
    if left in _VOWELS and right in _VOWELS:
        return _VOWEL + penalty
    if left + right in _ALIKE:
        return _SOUND + penalty
    return (_LETTER if left in _VOWELS or right in _VOWELS else _CONSONANT) + penalty


def _first(word: str, index: int) -> float:
    return _FIRST if index == 0 or word[index - 1] == " " else 0.0
