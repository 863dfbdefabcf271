"""Names as a whole: a known part of an unknown name, and unknown titles of several words.

Capitals tell a name only where a sentence does not begin, and only in a text that has words without them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from palate.catalog.grounding.data import common_words, small_words
from palate.catalog.grounding.grounder import Grounder
from palate.catalog.grounding.matches import THRESHOLD, TitleMatch, ValueMatch
from palate.catalog.titles import is_article
from palate.catalog.words import Token, as_written, begins, broken, normal, singular

_SHORTEST = 5
"""Letters of a word that is told to be a name by its rarity alone."""
_NEAR = 0.7
"""From which confidence on a near spelling is worth a question."""
_CONNECTED = 3
"""Words without capitals that may stand in a row within a title."""


@dataclass(frozen=True)
class Known:
    """Words that stand for something by themselves: `words[start:end]`."""

    start: int
    end: int
    values: tuple[ValueMatch, ...] = ()
    named: bool = False
    """Whether they are a title or a value, rather than a number or a field."""

    @classmethod
    def of(
        cls, words: Sequence[Token], start: int, end: int, values: tuple[ValueMatch, ...] = (), *, named: bool = False
    ) -> Known:
        """Make it of where the words stand in the text."""
        first, last = (bisect_left(words, at, key=lambda word: word.start) for at in (start, end))
        return cls(first, last, values, named)

    @property
    def is_part(self) -> bool:
        """Whether they are only a part of the names of values: a surname."""
        return bool(self.values) and all(
            match.how in ("part", "typo") and len(normal(str(match.value)).split()) > self.end - self.start
            for match in self.values
        )

    @property
    def is_firm(self) -> bool:
        """Whether no longer name has them: several words of a title or value."""
        return self.named and self.end - self.start > 1 and not self.is_part


@dataclass(frozen=True)
class WholeName:
    """A name of several words, `words[start:end]`, of which only a part is known."""

    start: int
    end: int
    values: tuple[ValueMatch, ...] = ()
    titles: tuple[TitleMatch, ...] = ()
    """What it stands for as a whole, or may be a slip of; nothing where nothing is near."""

    told: bool = False
    """Whether the texts of the catalogue have it, so that it describes items: "New York"."""

    @property
    def is_known(self) -> bool:
        """Whether it stands for these as a whole."""
        matches: list[ValueMatch | TitleMatch] = [*self.values, *self.titles]
        return any(match.confidence >= THRESHOLD for match in matches)


@dataclass(frozen=True)
class Names:
    """Finds names as a whole among the words of a message."""

    words: Sequence[Token]
    known: Sequence[Known]
    grounder: Grounder
    is_noun: Callable[[str], bool]
    """Tells whether a word is the noun of the catalogue's items."""
    is_written: Callable[[str], bool]
    """Tells whether a phrase occurs in a text of the catalogue."""

    def found(self) -> list[WholeName]:
        """Return names that are not in the catalogue, or only in part, in message order and without overlaps."""
        grown = [self._whole(*self._grown(each), each.values) for each in self.known if each.is_part]
        names = [each for each in grown if each is not None]
        for start, end in self._titles():
            name = None if any(each.start < end and start < each.end for each in names) else self._whole(start, end)
            names += [] if name is None else [name]
        kept = [each for each in names if not any(one is not each and _covers(one, each) for one in names)]
        return sorted(kept, key=lambda each: each.start)

    def _whole(self, start: int, end: int, parts: Sequence[ValueMatch] = ()) -> WholeName | None:
        """Return the name that a range of words is; None where all of them are linked already."""
        if any(each.start <= start and end <= each.end for each in self.known):
            return None
        said = as_written(self.words[start:end])
        spelt = normal(said).split()
        if fitting := tuple(each for each in parts if each.how == "part" and _fits(spelt, str(each.value))):
            return WholeName(start, end, values=fitting)
        values = tuple(each for each in self.grounder.values(said)[:1] if each.how == "typo")
        titles = () if parts else tuple(self.grounder.titles(said)[:1])
        if self.is_written(normal(said)):
            return WholeName(start, end, told=True)
        matches: list[ValueMatch | TitleMatch] = [*values, *titles]
        near = max(matches, key=lambda each: each.confidence, default=None)
        if near is None or near.confidence < _NEAR:
            return WholeName(start, end)
        if isinstance(near, TitleMatch):
            return WholeName(start, end, titles=titles)
        return WholeName(start, end, values=values)

    def _grown(self, part: Known) -> tuple[int, int]:
        """Return the range of words of the name that a linked part belongs to."""
        start, end = part.start, part.end
        while start and not broken(self.words[start - 1], self.words[start]) and self._is_before(start - 1, part):
            start -= 1
        goes_on = end < len(self.words) and not broken(self.words[end - 1], self.words[end])
        if start == part.start and goes_on and self._is_behind(end, part):
            end += 1
        return start, end

    def _is_before(self, at: int, part: Known) -> bool:
        """Tell whether a word before a surname is of the same name."""
        word, known, surname = self.words[at], self._known(at), self.words[part.start : part.end]
        given = word.normal in self.grounder.given_names
        if known is not None and not (known.named and self.words[known.start].normal in self.grounder.given_names):
            return False
        if any(map(self._tells, surname)) and self._tells(word) and not self._begins(at):
            return given or not self.is_noun(word.normal)
        is_alike = word.capital or not any(each.capital for each in surname) or not self._has_small
        if not is_alike or self._is_ordinary(word) or known is not None:
            return False
        return given or (len(word.normal) >= _SHORTEST and word.normal.isalpha() and not self.is_written(word.normal))

    def _is_behind(self, at: int, part: Known) -> bool:
        """Tell whether a word behind what may be a first name is of the same name."""
        word = self.words[at]
        if not self._tells(word) or self._known(at) is not None or self._is_ordinary(word):
            return False
        return self.words[part.start].normal in self.grounder.given_names or not self.is_written(word.normal)

    def _titles(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of words that are capitalised like a title and not linked already."""
        at = 0
        while at < len(self.words):
            start, end = self._capitals(at)
            at = max(end, at + 1)
            telling = [place for place in range(start, end) if self._is_telling(place)]
            apart = [place for place in telling if (known := self._known(place)) is None or not known.named]
            if len(telling) > 1 and apart:
                yield start, end

    def _capitals(self, at: int) -> tuple[int, int]:
        """Return the range of one title that begins at a word; an empty range where none does."""
        words, first = self.words, self.words[at]
        leads = is_article(first.normal) and first.capital and at + 1 < len(words) and self._tells(words[at + 1])
        whole = leads or first.quoted
        if self._ends(at, whole=whole) or not (leads or self._opens(at)):
            return at, at
        end = at + 1
        while (step := self._step(end)) and (step == 1 or whole) and not self._ends(end + step - 1, whole=whole):
            end += step
        while end > at and self.is_noun(words[end - 1].normal):
            end -= 1
        return at, end

    def _opens(self, at: int) -> bool:
        """Tell whether a title may begin with a word."""
        word = self.words[at]
        if not self._tells(word):
            return False
        if word.quoted:
            return True
        follows = at + 1 < len(self.words) and self._tells(self.words[at + 1])
        return follows and (not self._begins(at) or (word.normal not in common_words() and not self._known(at)))

    def _step(self, at: int) -> int:
        """Return how many words further a title goes on, over words of grammar; 0 where it ends."""
        last, places = self.words[at - 1], range(at, min(len(self.words), at + _CONNECTED + 1))
        for place in places:
            word = self.words[place]
            if broken(self.words[place - 1], word) or word.quoted != last.quoted:
                return 0
            if self._tells(word):
                return place + 1 - at
            if word.capital or word.normal not in small_words():
                return 0
        return 0

    def _ends(self, at: int, *, whole: bool) -> bool:
        """Tell whether a word is of what is known firmly, so that an unknown title ends before it."""
        known = self._known(at)
        return known is not None and (known.is_firm or (known.is_part and not whole))

    def _is_telling(self, at: int) -> bool:
        word = self.words[at]
        return word.capital and word.normal not in small_words() and not self.is_noun(word.normal)

    def _begins(self, at: int) -> bool:
        """Tell whether a sentence begins with a word; behind an initial none does."""
        return begins(self.words, at) and not (at and not broken(self.words[at - 1], self.words[at]))

    def _known(self, at: int) -> Known | None:
        return next((each for each in self.known if each.start <= at < each.end), None)

    def _tells(self, word: Token) -> bool:
        """Tell whether a word has a capital that says something: not "I"."""
        return word.capital and self._has_small and not word.is_pronoun_i

    @cached_property
    def _has_small(self) -> bool:
        """Whether the message has words without a capital, so that one says something."""
        return any(not word.capital and word.text[:1].isalpha() for word in self.words) or all(
            word.normal not in common_words() for word in self.words
        )

    def _is_ordinary(self, word: Token) -> bool:
        forms = (word.normal, *singular(word.normal))
        return any(form in common_words() for form in forms) or self.is_noun(word.normal)


def _covers(one: WholeName, other: WholeName) -> bool:
    return one.start <= other.start and other.end <= one.end and (one.start, one.end) != (other.start, other.end)


def _fits(said: Sequence[str], value: str) -> bool:
    """Tell whether words are a person's name but for what is left out or told by initials: `Francis Coppola`."""
    left = normal(value).split()
    for word in said:
        place = next((at for at, each in enumerate(left) if each == word or (len(word) == 1 and each[0] == word)), None)
        if place is None:
            return False
        left = left[place + 1 :]
    return True
