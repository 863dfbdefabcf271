"""What denies something from afar, and two denials of which one is of the other."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts


@pytest.fixture(scope="module")
def films(built: dict[str, object]) -> Catalog:
    return Catalog.open(str(built["films"]))


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("not a western, a comedy", "genres not_contains Western | genres contains Comedy"),
        ("not a western - an action film please", "genres not_contains Western | genres contains Action"),
        ("not in French, in German", "language != French | language = German"),
        ("not by Hitchcock, by Kurosawa", "director not_contains Alfred Hitchcock | director contains Akira Kurosawa"),
        ("not a western, a musical or a war film", "genres not_contains ['Western', 'Musical', 'War']"),
        ("no westerns, musicals", "genres not_contains ['Western', 'Musical']"),
        ("not a western, not a comedy", "genres not_contains Western | genres not_contains Comedy"),
    ],
)
def test_what_follows_a_denial_with_the_same_word_before_it_is_wanted_instead(
    films: Catalog, message: str, meaning: str
) -> None:
    (told,) = parts(understand(message, SessionView(), films))

    assert told == f"recommend | {meaning}"


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("Please skip anything that isn't over 95 minutes", "runtime > 95"),
        ("Leave out whatever doesn't last more than 95 minutes", "runtime > 95"),
        ("I don't want anything that isn't a comedy", "genres contains Comedy"),
        ("Nothing that's not a comedy", "genres contains Comedy"),
        ("Nothing other than comedies", "genres contains Comedy"),
        ("Anything that isn't a comedy is out", "genres contains Comedy"),
        ("Skip those that are not comedies", "genres contains Comedy"),
        ("Something that isn't a comedy", "genres not_contains Comedy"),
        ("Not a comedy, not a drama", "genres not_contains Comedy | genres not_contains Drama"),
    ],
)
def test_two_denials_of_which_one_is_of_the_other_make_a_demand(films: Catalog, message: str, meaning: str) -> None:
    assert parts(understand(message, SessionView(), films)) == [f"recommend | {meaning}"]


@pytest.mark.parametrize(
    "message",
    [
        "cross comedy off",
        "please strike comedy off the list",
        "keep comedies away from me",
        "you can rule comedy out",
        "comedy I will not have",
        "comedy is the one genre I won't watch",
        "comedy is a hard no",
        "comedy's out for me",
        "comedy is not okay",
        "please do not show comedies at all",
        "drop everything that counts as comedy",
        "comedy is such a silly genre, none of that",
        "comedy I don't want, any other genre is ok",
    ],
)
def test_what_rules_out_may_stand_apart_from_what_it_rules_out(films: Catalog, message: str) -> None:
    assert parts(understand(message, SessionView(), films)) == ["recommend | genres not_contains Comedy"]


def test_what_is_not_to_be_ruled_out_is_not(films: Catalog) -> None:
    meant = parts(understand("don't rule comedy out", SessionView(), films))

    assert meant == ["recommend | genres contains Comedy"]


@pytest.mark.parametrize("message", ["comedy I hate", "comedy is a genre I hate"])
def test_what_is_said_to_be_hated_behind_it_is_taste(films: Catalog, message: str) -> None:
    said, usual = (understand(each, SessionView(), films) for each in (message, "I hate comedy"))

    assert parts(said) == parts(usual)
