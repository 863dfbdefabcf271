"""What a column's name says: which one identifies, which one names, what is measured, in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from palate.catalog.grounding.data import table
from palate.catalog.parsing.units import Unit, unit_of
from palate.catalog.schema import Role

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETED = re.compile(r"[(\[]\s*(?:in\s+)?([^()\[\]]+?)\s*[)\]]")
_SEPARATORS = re.compile(r"[_.\s]+")
_WORD = re.compile(r"[^\W_]+")

_SUFFIXES = ("title", "name")
_AMBIGUOUS_UNITS = ("day", "month", "year", "cal", "try", "ac", "bar", "c", "f")
"""Last words of a name that are units, and mostly something else there: `release_year`."""
_AMBIGUOUS_ALONE = (*_AMBIGUOUS_UNITS, "in", "days", "months", "years", "mi", "mo")
"""Names that are units, and mostly something else; behind another word they are units: `wheel_in`, `age_mo`."""


@dataclass(frozen=True)
class Lexicon:
    """The words of `names.toml`."""

    whole: Mapping[str, tuple[str, ...]]
    """Names of columns by what they hold, likeliest first."""
    words: Mapping[str, frozenset[str]]
    roles: Mapping[Role, frozenset[str]]
    dimensions: Mapping[str, Role]
    behaviours: Mapping[str, frozenset[str]]
    """`positive`, `passive` and `negative` ones."""


@cache
def lexicon() -> Lexicon:
    """Read `names.toml`, once."""
    data = table("names.toml", __package__)
    return Lexicon(
        whole={part: tuple(given.split()) for part, given in data["whole"].items()},
        words={part: frozenset(given.split()) for part, given in data["words"].items()},
        roles={role: frozenset(given.split()) for role, given in data["roles"].items()},
        dimensions=data["dimensions"],
        behaviours={tells: frozenset(given.split()) for tells, given in data["behaviours"].items()},
    )


def words(name: str) -> list[str]:
    """Split a column's name into lower-case words: `runtimeMinutes (min)` is `runtime minutes min`, `tag2` is `tag`."""
    return [word.casefold().rstrip("0123456789") or word for word in _WORD.findall(_CAMEL.sub(" ", name))]


def key(name: str) -> str:
    """Write a column's name in one form: `Movie ID`, `movieId` and `movie-id` are `movie_id`."""
    return "_".join(words(name))


def best(names: Iterable[str], part: str) -> str | None:
    """Return the name that is most usual for a part of a table, such as `id`, `title` or `user`."""
    return best_of(names, lexicon().whole[part])


def best_of(names: Iterable[str], wanted: Iterable[str]) -> str | None:
    """Return the name that stands earliest among the wanted ones."""
    return next(iter(ranked(names, wanted)), None)


def ranked(names: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return the names that are among the wanted ones, in the order of those."""
    keys: dict[str, str] = {}
    for name in names:
        keys.setdefault(key(name), name)
        keys.setdefault(name.casefold(), name)
    return list(dict.fromkeys(keys[word] for word in wanted if word in keys))


def other_ids(names: Iterable[str]) -> list[str]:
    """Return the names that end like an id but are not in the list of usual ones, people's ids aside."""
    return [name for name in names if _ends_like_id(name) and key(name) not in lexicon().whole["user"]]


def _ends_like_id(name: str) -> bool:
    last = (words(name) or [""])[-1]
    return last == "id" or (len(last) > 3 and last.endswith("id") and last not in lexicon().words["no_id"])


def other_titles(names: Iterable[str]) -> list[str]:
    """Return the names that end like a title but are not in the list of usual ones, those of other things aside."""
    ends = [(name, words(name)) for name in names]
    return [
        name
        for name, parts in ends
        if parts[-1:] and parts[-1] in _SUFFIXES and not lexicon().words["other_things"].intersection(parts[:-1])
    ]


def says(name: str, what: Literal["tags", "people", "place", "text", "date"]) -> bool:
    """Tell whether the name promises this in its cells.

    Tags are several values a cell; people may be written `Last, First`, and places `Korea, South`; text is prose.
    """
    return bool(lexicon().words[what].intersection(words(name)))


def says_opaque(name: str) -> bool:
    """Tell whether the name promises a code, an address or a link: digits that are no number."""
    parts = words(name)
    return bool(lexicon().words["opaque"].intersection(parts)) or (parts[-1:] == ["id"] and len(parts) > 1)


def says_flag(name: str) -> bool:
    """Tell whether the name promises yes or no: `in_stock`, `is_new`, `has_subtitles`."""
    parts = words(name)
    return bool(parts) and (
        parts[0] in ("is", "has", "in", "can", "was") or bool(lexicon().words["flag"].intersection(parts))
    )


def unit_in(name: str) -> Unit | None:
    """Return the unit that a name carries, as in `weight_g`, `Runtime (min)` or `Unit Price ($)`."""
    for inner in _BRACKETED.findall(name):
        if unit := unit_of(inner):
            return unit
    parts = words(name)
    if "price" in _roles(parts):
        # `price_eur_kg` is money, whatever it is paid for.
        units = [unit_of(part) for part in parts]
        return next((unit for unit in units if unit is not None and unit.dimension == "money"), None)
    for end in (parts[-3:], parts[-2:]):  # `Miles_per_Gallon`, `living_sq_ft`
        several = unit_of(" ".join(end)) if len(end) > 1 and ("per" in end or "per" not in parts) else None
        if several is not None:
            return several
    written = re.split(r"[\s_]+", name)
    if slashed := next((word for word in written if "/" in word), ""):
        return unit_of(slashed)  # `km/h` is one, and `Hrs/wk` is neither hours nor weeks
    if not written[-1].isalnum() and (signed := unit_of(written[-1])):
        return signed  # `Min °C`
    if "per" in parts:  # hours a week are neither hours nor weeks
        return None
    if len(parts) == 1:  # a column that is called `km` or `kg` is counted in it; `days` and `min` may be many things
        alone = unit_of(name) if len(name) > 1 and parts[0] not in _AMBIGUOUS_ALONE else None
        return alone if alone is not None and alone.dimension not in ("time", "money", "share") else None
    last = _WORD.findall(name)[-1].casefold() if parts else ""  # with its digits: `area_m2`
    last = last if unit_of(last) else parts[-1] if parts else ""
    if last in _AMBIGUOUS_UNITS or (last == "min" and "duration" not in _roles(parts)):
        return None
    if last in lexicon().words["short_units"] and f"_{last}" not in name.casefold():
        return None
    if last in ("m", "s") and "duration" in _roles(parts):
        return unit_of("min" if last == "m" else "s")
    return unit_of(last) if last else None


def label(name: str) -> str:
    """Return what a column is called in a sentence: `Weight_in_lbs` is `weight`, `ageRating` is `age rating`."""
    unit = unit_in(name)
    said = _SEPARATORS.sub(" ", _CAMEL.sub(" ", _BRACKETED.sub(" ", name) if unit else name)).split()
    for length in (3, 2, 1):
        told = " ".join(said[-length:])
        if unit is not None and len(said) > length and unit_of(told) == unit and told.casefold() != "in":
            said = said[:-length]
            said = said[:-1] if said[-1].casefold() == "in" and len(said) > 1 else said
    return " ".join(word if word.isupper() else word.lower() for word in said) or name


def _roles(parts: Iterable[str]) -> list[Role]:
    given = set(parts)
    if list(parts)[:2] == ["number", "of"]:
        return ["count"]
    return [role for role, cues in lexicon().roles.items() if cues & given]


def role_in(name: str, unit: Unit | None) -> Role | None:
    """Return what a number with this name and unit measures, if they say so."""
    parts = set(words(name))
    if parts & lexicon().words["age"] or "per" in parts:
        return None
    if unit is not None and unit.dimension == "money":
        return None if parts & lexicon().words["money_not_price"] else "price"
    roles = _roles(words(name))
    if unit is not None and (role := lexicon().dimensions.get(unit.dimension)):
        return role
    return roles[0] if roles else None


def behaviour_tells(behaviour: str) -> str | None:
    """Return what a behaviour tells of an item, `positive`, `passive` or `negative`; None where nobody knows."""
    return next((tells for tells, known in lexicon().behaviours.items() if key(behaviour) in known), None)
