from __future__ import annotations

import pytest

from palate.planners.models.quotes import verbatim


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
