"""Quantities as Chinese, German, Spanish and French say them: `anderthalb Stunden`, `une heure et demie`, `两百块`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from palate.catalog.grounding.data import table
from palate.catalog.grounding.quantity import Quantity, QuantitySpan, kind_of
from palate.catalog.parsing.units import names_in, unit_of
from palate.catalog.words import LANGUAGES

_FILE = "quantity_words/others.toml"
_LANGUAGES = (*(language for language in LANGUAGES if language != "en"), "zh_Hant")
_HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_HAN = f"[{''.join(_HAN_DIGITS)}{''.join(_HAN_TENS)}]+"
_DIGITS = r"\d+(?:[.,]\d+)?"


def other_quantities(text: str) -> Iterator[QuantitySpan]:
    """Find the quantities of a text that only these languages say so, in its order; each is `text[start:end]`."""
    for found in _pattern().finditer(text):
        quantity = _decade(found["decade"] or found["era"]) if found["decade"] or found["era"] else _measured(found)
        if quantity is not None:
            yield QuantitySpan(found.start(), found.end(), quantity)


@cache
def _pattern() -> re.Pattern[str]:
    data = table(_FILE)
    decades, numbers = _any(_tens()), _any(data["numbers"])
    one, half = data["one"]["one"].split(), data["one"]["half"].split()
    latin = [unit for unit in _units() if unit.isascii() or unit[0] < "\u2e80"]
    han = [unit for unit in _units() if unit not in latin]
    tens = r"(?:19|20)?\d0"
    decade = (
        rf"(?P<decade>{tens}er(?:n|\s?Jahren?)?|(?:a[ñn]os|ann[ée]es)\s(?:{tens}|{decades})"
        rf"|(?:{decades})ern?(?:\sJahren?)?)"
    )
    era = rf"(?P<era>(?:{tens}|[二三四五六七八九]十)\s?年代)"
    number = (
        rf"(?P<number>{_DIGITS}|{numbers}|(?:{_any(one)})\s(?P<half>{_any(half)})|(?P<halved>{_any(half)})|{_any(one)})"
    )
    more = rf"(?:\s(?P<more>{table(_FILE)['more']['half']}))?"
    # A number begins where its first sign is: to begin at each sign again would take the square of a long one's time.
    counted = rf"(?<!\d){_DIGITS}|(?<!{_HAN[:-1]}){_HAN}|半"
    wide = rf"(?P<wide>{counted})\s?(?:个|個)?(?P<middle>半)?(?P<han>{_any(han)})(?P<tail>半)?"
    return re.compile(
        rf"(?<!\w){decade}|{era}|(?<![\w.,]){number}\s?(?P<unit>{_any(latin)})(?!\w){more}|{wide}", re.IGNORECASE
    )


def _measured(found: re.Match[str]) -> Quantity | None:
    if found["wide"] is not None:
        value = 0.5 if found["wide"] == "半" else _number(found["wide"])
        value = value + 0.5 if value is not None and (found["middle"] or found["tail"]) else value
        return _made(value, found["han"], found[0])
    said = found["number"].lower()
    if found["half"] or found["halved"]:
        value = 0.5
    elif said in table(_FILE)["one"]["one"].split():
        value = 1.0
    else:
        value = _number(said)
    value = value + 0.5 if value is not None and found["more"] else value
    return _made(value, found["unit"], found[0])


def _made(value: float | None, name: str, text: str) -> Quantity | None:
    if value is None:
        return None
    unit = _units()[name.lower()]
    if unit is None:
        return Quantity(value, value, None, "money", text)
    return Quantity(value, value, unit, kind_of(unit), text)


def _number(said: str) -> float | None:
    if re.fullmatch(_DIGITS, said):
        return float(said.replace(",", "."))
    if re.fullmatch(_HAN, said):
        return _han(said)
    return float(table(_FILE)["numbers"][said]) if said in table(_FILE)["numbers"] else None


def _han(said: str) -> float:
    """Read `一百二十` (120), `两百五` (250), `十五` (15)."""
    total, digit, last = 0, None, 1
    for sign in said:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        else:
            last = _HAN_TENS[sign]
            total, digit = total + (1 if digit is None else digit) * last, None
    if digit is not None:
        total += digit * (last // 10 if last > 10 else 1)
    return float(total)


def _decade(text: str) -> Quantity:
    said = text.lower()
    number = re.search(r"\d+", said)
    if number is not None:
        ten = int(number[0])
    elif (han := re.search(_HAN, said)) is not None:
        ten = int(_han(han[0]))
    else:
        ten = _tens()[max((name for name in _tens() if name in said), key=len)]
    low = ten if ten > 100 else ten + (1900 if ten >= 20 else 2000)
    return Quantity(float(low), float(low + 9), None, "decade", text)


@cache
def _tens() -> dict[str, int]:
    """Return the numbers that decades are called by."""
    return {word: value for word, value in table(_FILE)["numbers"].items() if value in range(20, 100, 10)}


@cache
def _units() -> dict[str, str | None]:
    """Return the units of words that are no English ones; None for money of any currency."""
    data = table(_FILE)
    named = {said.lower(): unit for language in _LANGUAGES for said, unit in names_in(language).items()}
    other = data["other"]["words"].split()
    units: dict[str, str | None] = {
        said: unit for said, unit in named.items() if said not in other and unit_of(said) is None
    }
    units |= {word.lower(): unit for unit, words in data["units"].items() for word in words.split()}
    return units | dict.fromkeys(map(str.lower, data["money"]["names"].split()))


def _any(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]
