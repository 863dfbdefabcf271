import pytest

from palate.catalog.tongues.english import English

ENGLISH = English()


def test_conditions_stand_round_what_they_qualify() -> None:
    assert ENGLISH.qualified(3, "film", ["funny", "Comedy"], ["from the 1990s", "under 100 minutes"]) == (
        "three funny Comedy films from the 1990s, under 100 minutes"
    )
    assert ENGLISH.qualified("a", "film", ["Animation"]) == "an Animation film"
    assert ENGLISH.qualified("some", "film") == "films"
    assert ENGLISH.qualified(2, "product", ["green", "Tents"]) == "two green products (Tents)"
    assert ENGLISH.qualified(13, "film") == "13 films"


def test_a_noun_of_another_script_has_no_plural() -> None:
    assert ENGLISH.plural("电影") == "电影"


@pytest.mark.parametrize(
    ("noun", "several", "one"),
    [
        ("film", "films", "a film"),
        ("lens", "lenses", "a lens"),
        ("series", "series", "a series"),
        ("person", "people", "a person"),
        ("hour", "hours", "an hour"),
        ("clothes", "clothes", "some clothes"),
        ("starbucks", "starbucks", "some starbucks"),
        ("piece of clothing", "pieces of clothing", "a piece of clothing"),
    ],
)
def test_nouns_are_counted_in_good_english(noun: str, several: str, one: str) -> None:
    assert (ENGLISH.plural(noun), ENGLISH.article(noun)) == (several, one)
