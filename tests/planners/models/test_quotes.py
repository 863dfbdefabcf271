from __future__ import annotations

import pytest

from palate.planners.models.quotes import spans, verbatim


@pytest.mark.parametrize(
    ("quote", "message", "found"),
    [
        ("a comedy", "Show me A  Comedy, please", "A Comedy"),
        ("“under two hours”", "under two hours", "under two hours"),
        ("comedy", "some comedies from the nineties", "comedies"),
        ("科幻片", "我想看九十年代的科幻片", "科幻片"),
        ("película", "una pelicula corta", "pelicula"),
        ("short", "a long one", None),
        ("", "a long one", None),
        ("a very long quote that is not there", "short", None),
    ],
)
def test_a_quote_is_what_the_message_says_or_nothing(quote: str, message: str, found: str | None) -> None:
    assert verbatim(quote, message) == found


def test_words_that_stand_side_by_side_can_be_quoted() -> None:
    assert spans("over four hours!") == ["over", "four", "hours", "over four", "four hours", "over four hours"]


def test_signs_without_spaces_between_words_are_words() -> None:
    assert spans("恐怖片") == ["恐", "怖", "片", "恐怖", "怖片", "恐怖片"]


@pytest.mark.parametrize("message", ["", "  ", "?!"])
def test_a_message_without_words_gives_nothing_to_quote(message: str) -> None:
    assert spans(message) == []


def test_every_span_is_verbatim_and_a_long_message_gives_no_more_than_can_be_held() -> None:
    message = " ".join(f"word{n}" for n in range(500))

    found = spans(message)

    assert all(span in message for span in found)
    assert len(found) <= 600
    assert max(len(span.split()) for span in found) == 10
