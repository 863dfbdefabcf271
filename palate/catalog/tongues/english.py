"""What English does in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from palate.catalog import words
from palate.catalog.tongues.tongue import Quantity, Tongue

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class English(Tongue):
    """English."""

    between_clauses, between_sentences, brackets = "; ", " ", " ({})"

    def joined(self, pieces: Sequence[str]) -> str:
        """Put the pieces of a sentence together."""
        return "".join(pieces)

    def listed(self, parts: Sequence[str], *, last: Literal["and", "or"] = "and") -> str:
        """Return `a, b and c`."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {last} {parts[-1]}"

    def titled(self, title: str, noun: str) -> str:  # noqa: ARG002
        """Return a title as it is."""
        return title

    def number(self, count: int, noun: str = "") -> str:  # noqa: ARG002
        """Return numbers up to twelve in words."""
        return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"

    def noun(self, noun: str) -> str:
        """Return a noun as it is."""
        return noun

    def plural(self, noun: str) -> str:
        """Return the plural of a common noun; one of another script has none."""
        return words.plural(noun)

    def article(self, word: str) -> str:
        """Return a word with the `a` or `an` before it; a plural with `some`."""
        return words.article(word)

    def qualified(self, quantity: Quantity, noun: str, bare: Sequence[str] = (), leaning: Sequence[str] = ()) -> str:
        """Return `five Comedy films from the 1990s, under 100 minutes`."""
        set_off = [phrase for phrase in leaning if phrase.startswith("(")]
        # A plural stands badly before a noun: "five tents products".
        before = [value for value in bare if not words.is_plural(value)]
        behind = [f"({value})" for value in bare if words.is_plural(value)]
        named = noun if quantity in (1, "a") else self.plural(noun)
        head = " ".join([*before, named])
        counted = f"{self.number(quantity)} {head}" if isinstance(quantity, int) else head
        phrases = ", ".join(phrase for phrase in leaning if phrase not in set_off)
        led = " ".join([self.article(head) if quantity == "a" else counted, *behind, *set_off])
        return f"{led}{', ' if phrases.startswith('not ') else ' '}{phrases}" if phrases else led

    def opened(self, text: str) -> str:
        """Return a phrase with a capital at its start."""
        return f"{text[:1].upper()}{text[1:]}"
