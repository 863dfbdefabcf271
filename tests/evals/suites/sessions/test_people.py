from __future__ import annotations

from palate.evals.suites.sessions.people import Rating, cut, ratings_of, seekers

ALL = frozenset(str(item) for item in range(20))


def log(*values: float, user: str = "1", step: float = 1.0) -> list[Rating]:
    return [Rating(user, str(item), value, 100 + step * item) for item, value in enumerate(values)]


def test_the_target_is_the_first_liked_film_after_four_fifths_of_the_log() -> None:
    (person,) = seekers(log(5, 5, 5, 5, 5, 5, 2, 2, 3, 4), ALL)

    assert (person.target, person.time) == ("9", 109)
    assert person.liked == ("0", "1", "2", "3", "4", "5")


def test_a_film_that_cannot_be_told_is_no_target() -> None:
    (person,) = seekers(log(*[5.0] * 10), ALL - {"8"})

    assert person.target == "9"


def test_one_who_likes_nothing_later_or_too_little_before_seeks_nothing() -> None:
    assert seekers(log(5, 5, 5, 5, 5, 5, 5, 5, 1, 1), ALL) == []
    assert seekers(log(5, 5, 5, 5, 1, 1, 1, 1, 5, 5), ALL) == []


def test_what_was_rated_in_the_same_second_as_the_target_is_not_earlier() -> None:
    ratings = [*log(*[5.0] * 9), Rating("1", "9", 5.0, 108.0)]
    people = seekers(ratings, ALL)

    assert people[0].target == "8"
    assert [rating.item for rating in cut(ratings, people)] == [str(item) for item in range(8)]


def test_nobodys_log_goes_on_to_their_target_and_others_stay_whole() -> None:
    ratings = log(*[5.0] * 10) + log(1, 1, 1, user="2")

    left = cut(ratings, seekers(ratings, ALL))

    assert left == log(*[5.0] * 8) + log(1, 1, 1, user="2")


def test_people_are_for_development_or_for_test() -> None:
    ratings = [rating for user in range(100) for rating in log(*[5.0] * 10, user=str(user))]

    splits = [person.split for person in seekers(ratings, ALL)]

    assert (splits.count("development"), splits.count("test")) == (30, 70)


def test_the_log_is_read_in_the_order_of_time() -> None:
    rows = [
        {"user_id": "2", "item_id": item, "rating": "4", "timestamp": time} for item, time in (("7", "9"), ("8", "3"))
    ]

    assert ratings_of(rows) == [Rating("2", "8", 4.0, 3.0), Rating("2", "7", 4.0, 9.0)]
