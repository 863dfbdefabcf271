import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palate.memory.keys import encoded, session_of, thread_id, threads_of

names = st.text(st.characters(codec=None), max_size=30)
SAFE = set(string.ascii_letters + string.digits + "-_~%")


@given(names, names)
def test_names_are_encoded_one_to_one_and_safely(one: str, two: str) -> None:
    assert (encoded(one) == encoded(two)) == (one == two)
    assert set(encoded(one)) <= SAFE


@given(names)
def test_a_session_keeps_its_name(session: str) -> None:
    assert session_of(thread_id("u", session)) == session


@pytest.mark.parametrize(("user", "other"), [("a", "a/b"), ("a", "aa"), ("", "a"), ("a.b", "a%2Eb")])
def test_no_thread_of_one_person_begins_like_anothers(user: str, other: str) -> None:
    assert not thread_id(other, "s").startswith(threads_of(user))
    assert thread_id(user, "s").startswith(threads_of(user))


def test_an_anonymous_session_is_nobodys() -> None:
    assert thread_id(None, "s") == "a:/s"
    assert thread_id("", "s") == "u:/s"
