"""The synthetic catalogue is of the size that it says, the same every time."""

from __future__ import annotations

from bench.synthetic import Size, item_rows, log_rows, spelling

SIZE = Size(500)


def test_a_size_says_how_much_of_everything_there_is() -> None:
    assert (SIZE.items, SIZE.interactions, SIZE.users) == (500, 5_000, 100)
    assert (Size(1_000_000).interactions, Size(1_000_000).users) == (1_000_000, 20_000)


def test_items_are_the_same_every_time() -> None:
    rows = list(item_rows(SIZE))

    assert rows == list(item_rows(SIZE))
    assert [row["id"] for row in rows] == list(range(1, 501))


def test_an_item_is_like_those_of_real_catalogues() -> None:
    for row in item_rows(SIZE):
        assert 1 <= len(row["title"].split()) <= 4
        assert 1920 <= row["year"] <= 2024
        assert 40 <= row["runtime"] <= 300
        assert row["price"].startswith("$")
        assert 1 <= len(row["genres"].split("|")) <= 3
        assert 12 <= len(row["description"].split()) <= 30


def test_no_person_rates_an_item_twice() -> None:
    rows = list(log_rows(SIZE))

    assert len({(row["user"], row["item"]) for row in rows}) == len(rows) == 5_000
    assert {row["rating"] for row in rows} == {1, 2, 3, 4, 5}
    assert all(1 <= row["item"] <= 500 for row in rows)


def test_no_word_serves_twice() -> None:
    made = spelling(SIZE)
    names = [word for person in made.people for word in person.lower().split()]

    assert len(set(made.words)) == len(made.words)
    assert len(set(made.people)) == len(made.people)
    assert set(made.words).isdisjoint(names)
    assert set(made.words).isdisjoint(brand.lower() for brand in made.brands)
