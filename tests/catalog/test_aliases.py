"""What people call fields and values besides, as an app says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from palate import Catalog
from palate.catalog.schema import Alias
from palate.errors import BadArgument, PalateError, UnknownField
from palate.language.link import link

HOMES = [
    {"id": "1", "title": "Loft", "city": "Munich", "bedrooms": 2, "furnished": "yes"},
    {"id": "2", "title": "Hut", "city": "Paris", "bedrooms": 3, "furnished": "no"},
    {"id": "3", "title": "Villa", "city": "Rome", "bedrooms": 4, "furnished": "no"},
]
SAID = {"beds": "bedrooms", "city:München": "munich", "city:慕尼黑": "Munich", "mit Möbeln": "furnished"}


@pytest.fixture(scope="module")
def homes() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=HOMES, aliases=SAID) as built:
        yield built


@pytest.mark.parametrize(
    ("message", "said", "means"),
    [
        ("how many beds has it?", "beds", ("bedrooms",)),
        ("a home in München", "München", ("city", "Munich")),
        ("a home in Munchen", "Munchen", ("city", "Munich")),
        ("我想住在慕尼黑的房子", "慕尼黑", ("city", "Munich")),
        ("mit Möbeln bitte", "mit Möbeln", ("furnished", True)),
    ],
)
def test_an_alias_means_what_the_app_says(
    homes: Catalog, message: str, said: str, means: tuple[str | bool, ...]
) -> None:
    found = {message[each.start : each.end]: each for each in link(message, homes)}[said]

    assert (found.fields or (found.values[0].field, found.values[0].value)) == means


def test_aliases_are_kept_and_shown() -> None:
    with Catalog.build(":memory:", items=HOMES, aliases={"beds": "bedrooms", "city:München": "Munich"}) as homes:
        homes.upsert([{"id": "4", "title": "Barn", "city": "Munich"}])

        assert homes.schema.aliases == (
            Alias(said="beds", field="bedrooms"),
            Alias(said="München", field="city", value="Munich"),
        )
        assert homes.look().text.endswith("Also called: beds=bedrooms, city:München=Munich")


@pytest.mark.parametrize(
    ("aliases", "error", "message"),
    [
        (
            {"beds": "bedroms"},
            UnknownField,
            "The alias `beds=bedroms` is of `bedroms`, which is no field; the closest is `bedrooms`.",
        ),
        (
            {"cty:M": "Munich"},
            UnknownField,
            "The alias `cty:M=Munich` is of `cty`, which is no field; the closest is `city`.",
        ),
        (
            {"city:M": "Munch"},
            BadArgument,
            "The alias `city:M=Munch` is of `Munch`, which is no value of `city`; the closest is `Munich`.",
        ),
        (
            {" ": "city"},
            BadArgument,
            "`aliases` should be what fields and values are called besides; ` =city` is not. Expected "
            '`{"beds": "bedrooms"}` for a field, `{"city:München": "Munich"}` for a value of the field `city`.',
        ),
    ],
)
def test_an_alias_of_nothing_is_refused(aliases: Mapping[str, str], error: type[PalateError], message: str) -> None:
    with pytest.raises(error) as raised:
        Catalog.build(":memory:", items=HOMES, aliases=aliases)

    assert str(raised.value) == message
