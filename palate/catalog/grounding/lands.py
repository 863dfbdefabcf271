"""Countries, languages and currencies: which fields hold them, and what each is called in five languages (CLDR)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from operator import eq

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

from palate.catalog.grounding.data import table
from palate.catalog.words import LANGUAGES, fold, normal

_ADJECTIVAL = ("en", "de", "fr", "es")
"""Where the name of a language is also the adjective of its land."""
_KINDS = ("territories", "languages", "currencies")
_MOSTLY = 0.8
"""Of what share of its values a field holds countries, languages or currencies."""
_FEW = 5
"""A language that more lands than this speak officially names none of them: English, Arabic."""
_USUAL = 2
"""Of how many lands an adjective ends alike where others do too."""


@dataclass(frozen=True)
class Called:
    """What one value is called besides, in normal form."""

    names: frozenset[str]
    codes: frozenset[str]
    """Such as `us` and `usa`, which are words of many languages too."""


def called(values: Collection[str]) -> Mapping[str, Called]:
    """Return what the values of a field are called, by value, where most of them are of one such kind; else nothing."""
    found = {kind: {value: code for value in values if (code := _codes(kind).get(fold(value)))} for kind in _KINDS}
    # `DE` is the country and `de` the language: as codes are usually written decides where both are as likely.
    kind = max(_KINDS, key=lambda kind: (len(found[kind]), sum(map(_written(kind).__contains__, values))))
    if len(found[kind]) < max(1.0, _MOSTLY * len(values)):
        return {}
    return {value: _called(kind, code) for value, code in found[kind].items()}


@lru_cache(maxsize=len(_KINDS))
def _written(kind: str) -> Mapping[str, str]:
    """Return the code that each code of a kind, old and new, stands for."""
    older: Mapping[str, str] = {}
    known = {code: code for code in getattr(Locale.parse("en"), kind) if code.isalpha()}
    if kind == "territories":  # what fell apart has several
        older = {old: new[0] for old, new in get_global("territory_aliases").items() if len(new) == 1}
    elif kind == "languages":
        older = get_global("language_aliases")
    return known | {old: new for old, new in older.items() if new in known and old.isalpha()}


@lru_cache(maxsize=len(_KINDS))
def _codes(kind: str) -> Mapping[str, str]:
    """Return the code of each name and code, folded."""
    found = {fold(name): code for locale in LANGUAGES for code, name in getattr(Locale.parse(locale), kind).items()}
    everyday = table("synonyms/en.toml")["lands"] if kind == "territories" else {}
    return {fold(code): new for code, new in _written(kind).items()} | everyday | found


def _called(kind: str, code: str) -> Called:
    names = {name for locale in LANGUAGES if (name := getattr(Locale.parse(locale), kind).get(code))}
    if kind == "territories":
        names |= {name for name, land in table("synonyms/en.toml")["lands"].items() if land == code}
        names |= set(_adjectives().get(code, ()))
    codes = {normal(old) for old, new in _written(kind).items() if new == code}
    return Called(frozenset(map(normal, names)), frozenset(codes))


@lru_cache(maxsize=1)
def _adjectives() -> Mapping[str, Collection[str]]:
    """Return the adjectives of lands, by code."""
    found: dict[str, set[str]] = {}
    for name in _ADJECTIVAL:
        locale = Locale.parse(name)
        known = list(_of_languages(locale))
        # Elsewhere adjectives agree with their noun, so that their endings tell little.
        more = _alike(locale.territories, known) if name == "en" else ()
        for land, adjective in (*known, *more):
            found.setdefault(land, set()).add(adjective)
    return found


def _of_languages(locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield each land with the name of its language, and with what `American English` has beside the language's."""
    names, lands = locale.languages, _lands()
    for code, name in names.items():
        language, _, land = code.partition("_")
        others = [word for word in name.split() if word != names[language]]
        if code in lands and (code in _sole() or name[:2] == locale.territories[lands[code]][:2]):
            yield lands[code], name
        elif len(land) == 2 and lands.get(language) != land and len(others) == 1 < len(name.split()):
            yield land, others[0]


def _alike(names: Mapping[str, str], known: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what the adjectives of other lands would be by the endings of those known: `Iranian` as `Brazilian`."""
    endings = Counter(_ending(names[land], adjective) for land, adjective in known if land in names)
    usual = [(cut, added) for (cut, added), count in endings.items() if count >= _USUAL and len(cut) <= len(added)]
    for land, name in names.items():
        yield from ((land, name.removesuffix(cut) + added) for cut, added in usual if name.endswith(cut))


def _ending(name: str, adjective: str) -> tuple[str, str]:
    """Return what a name loses, and what its adjective has in its place."""
    shared = sum(takewhile(bool, map(eq, name.casefold(), adjective.casefold())))
    return name[shared:], adjective[shared:]


@lru_cache(maxsize=1)
def _sole() -> frozenset[str]:
    """Return the languages that are the only one of their land, or bear its code."""
    lands = _lands()
    return frozenset(
        code for code, land in lands.items() if land == code.upper() or get_official_languages(land) == (code,)
    )


@lru_cache(maxsize=1)
def _lands() -> Mapping[str, str]:
    """Return the land of each language that has one: that of its own code, or where most who speak it are."""
    official: dict[str, set[str]] = {}
    for land in Locale.parse("en").territories:
        for language in get_official_languages(str(land)):
            official.setdefault(str(language), set()).add(str(land))
    likely = {code: str(tag).rpartition("_")[2] for code, tag in get_global("likely_subtags").items()}
    return {
        language: language.upper() if language.upper() in lands else likely[language]
        for language, lands in official.items()
        if language.upper() in lands or (len(lands) <= _FEW and likely.get(language) in lands)
    }
