"""What the rest of a clause says of what stands before it."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts, shown

LIKED = ["state | ~*item jaws-1975 | about Jaws"]
DISLIKED = ["state | ~!*item jaws-1975 | about Jaws"]
OPINIONS = {
    "Jaws is a film I love": LIKED,
    "Jaws always makes me happy": LIKED,
    "Jaws was really brilliant": LIKED,
    "Jaws, what a film!": LIKED,
    "nothing beats Jaws": LIKED,
    "I was blown away by Jaws": LIKED,
    "I loved the film Jaws": LIKED,
    "Jaws is a film I hate": DISLIKED,
    "Jaws was not great": DISLIKED,
    "Jaws was overrated": DISLIKED,
    "I can't say I like Jaws": DISLIKED,
    "I don't think I'd like Jaws": DISLIKED,
    "I never want to see Jaws": ["critique | reject Jaws"],
    "not Jaws": ["critique | reject Jaws"],
}


@pytest.mark.parametrize(("message", "meaning"), OPINIONS.items(), ids=list(OPINIONS))
def test_an_opinion_of_an_item(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


ALL = "reject Fargo, Jaws, Alien"
DISMISSALS = {
    "those don't appeal": ["critique | more"],
    "I've no use for those": ["critique | more"],
    "nothing there grabs me": ["critique | more"],
    "not my cup of tea": ["critique | more"],
    "none of those is the one": ["critique | more"],
    "I don't fancy any of those": [f"critique | {ALL}"],
    "can't say I like those": [f"critique | {ALL}"],
    "Not my cup of tea. A western.": ["recommend | genres contains Western | more"],
    "A western. So not those.": [f"critique | genres contains Western | {ALL}"],
    "not those, Vertigo was great": [f"critique | ~*item vertigo-1958 | {ALL} | about Vertigo"],
    # These turn nothing down.
    "nothing with zombies": ["recommend | synopsis not_contains zombie"],
    "I'll take the second one": ["commit | about Jaws"],
}


@pytest.mark.parametrize(("message", "meaning"), DISMISSALS.items(), ids=list(DISMISSALS))
def test_what_is_said_of_all_that_was_shown(films: Catalog, message: str, meaning: list[str]) -> None:
    session = shown(films, "fargo-1996", "jaws-1975", "alien-1979")

    assert parts(understand(message, session, films)) == meaning
