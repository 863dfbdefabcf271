"""What Chinese does in its own way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from palate.catalog.grounding.data import table
from palate.catalog.tongues.tongue import Quantity, Tongue

_NUMBERS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER = re.compile(r"[A-Za-z0-9À-ɏ$€£¥%]")


@dataclass(frozen=True)
class Noun:
    """A noun with its measure word."""

    word: str
    measure: str = "个"
    title: bool = False
    """Whether it is a work, whose name stands in 《》."""


class Chinese(Tongue):
    """Simplified Chinese."""

    between_clauses, between_sentences, brackets = "；", "", "（{}）"

    def joined(self, pieces: Sequence[str]) -> str:
        """Put pieces together, with a space between a Chinese character and a letter or digit of another script."""
        whole = ""
        for piece in filter(None, pieces):
            whole += f" {piece}" if _apart(whole[-1:], piece[:1]) else piece
        return whole

    def listed(self, parts: Sequence[str], *, last: Literal["and", "or"] = "and") -> str:
        """Return `甲、乙和丙`."""
        if len(parts) < 2:
            return "".join(parts)
        first = self.joined([piece for part in parts[:-1] for piece in (part, "、")][:-1])
        return self.joined([first, "和" if last == "and" else "或", parts[-1]])

    def titled(self, title: str, noun: str) -> str:
        """Return the title of a work in 《》, another name as it is."""
        return f"《{title}》" if _noun(noun).title else title

    def number(self, count: int, noun: str = "") -> str:
        """Return a number with the measure word of the noun: `三部`."""
        digits = _NUMBERS[count] if 0 < count < len(_NUMBERS) else f"{count:,}"
        return self.joined([digits, _noun(noun).measure if noun else ""])

    def noun(self, noun: str) -> str:
        """Return the Chinese noun, where there is one for it."""
        return _noun(noun).word

    def has(self, noun: str) -> bool:
        """Tell whether there is a Chinese noun for it."""
        return noun.casefold() in _nouns()

    def plural(self, noun: str) -> str:
        """Return the noun: there is no plural."""
        return self.noun(noun)

    def article(self, word: str) -> str:
        """Return one of what a noun names: `一部电影`."""
        return self.qualified("a", word)

    def qualified(self, quantity: Quantity, noun: str, bare: Sequence[str] = (), leaning: Sequence[str] = ()) -> str:
        """Return `五部 1990 年代、不到 100 分钟的 Comedy 电影`."""
        count = 1 if quantity == "a" else quantity
        phrases = [piece for each in leaning for piece in (each, "、")][:-1]
        return self.joined(
            [
                self.number(count, noun) if isinstance(count, int) else "",
                *phrases,
                "的" if phrases else "",
                " ".join(bare),
                self.noun(noun),
            ]
        )

    def opened(self, text: str) -> str:
        """Return a phrase as it is."""
        return text


def _apart(before: str, after: str) -> bool:
    return bool((_HAN.match(before) and _OTHER.match(after)) or (_OTHER.match(before) and _HAN.match(after)))


def _noun(noun: str) -> Noun:
    return _nouns().get(noun.casefold()) or Noun(noun)


@lru_cache(maxsize=1)
def _nouns() -> Mapping[str, Noun]:
    known = {name: Noun(**entry) for name, entry in table("nouns_zh.toml", __package__).items()}
    return {each.word: each for each in known.values()} | known
