"""The last message of a prompt: the state of the conversation, and the message."""

from __future__ import annotations

import pytest

from palate import Catalog, Condition
from palate.language.pending import (
    Confirmation,
    DidYouMean,
    FieldQuestion,
    Offer,
    OpenQuestion,
    PairQuestion,
    Pending,
    PolicyConfirmation,
    WhichOne,
)
from palate.language.preference import Preference, Provenance
from palate.language.session import SessionView
from palate.language.understanding import Shown
from palate.planners.models.prompt import complaint
from palate.planners.planner import Said
from tests.language.framing import SHOWN
from tests.planners.models.asking import question


def lines(message: str, catalog: Catalog, session: SessionView | None = None, *history: Said) -> list[str]:
    told = question(message, session or SessionView(), history, catalog)
    assert told.role == "user"
    return told.content.split("\n")


def test_at_the_beginning_there_is_only_the_message(tiny: Catalog) -> None:
    assert lines("surprise me", tiny) == ['Message: "surprise me"']


def test_what_holds_has_ids_and_words(tiny: Catalog) -> None:
    comedy = Condition(field="genres", op="contains", value="Comedy")
    session = SessionView(
        preferences=(
            Preference(where=comedy, provenance=Provenance(quote="a comedy")),
            Preference(where=comedy, polarity="avoid", strength="soft"),
            Preference(text="a heist", strength="soft"),
            Preference(item="3", strength="soft"),
            Preference(where=comedy, provenance=Provenance(quote="to laugh", source="guessed")),
        )
    )

    assert lines("hm", tiny, session)[0] == (
        'Active: w1 genres contains "Comedy" ("a comedy"); w2 not genres contains "Comedy" prefer; '
        'w3 words "a heist"; w4 item 3; w5 genres contains "Comedy" guess ("to laugh")'
    )


def test_what_the_last_turn_wrote_to_memory_can_be_taken_back(tiny: Catalog) -> None:
    session = SessionView(written=("I love westerns", "saw Heat"))

    assert lines("hm", tiny, session)[0] == 'You noted for good: "I love westerns", "saw Heat"'


def test_what_was_shown_has_numbers(tiny: Catalog) -> None:
    session = SHOWN.model_copy(update={"focus": (Shown(id="2", title="Fargo"),)})

    assert lines("hm", tiny, session) == [
        "Shown: #1 Alien (runtime 117, year 1979); #2 Jaws (runtime 124, year 1975); "
        "#3 Clueless (runtime 97, year 1995)",
        "Last spoken of: Fargo",
        'Message: "hm"',
    ]


KEYS = ("text:a heist",)
ASKED = "You asked: genres, one of Comedy, Crime"
OFFERED = "You offered to drop: w1"
SAID_BACK = "You said back what is wanted, to be corrected or confirmed"


@pytest.mark.parametrize(
    ("pending", "told"),
    [
        (FieldQuestion(field="genres", options=("Comedy", "Crime")), [ASKED]),
        (WhichOne(field="genres", message="x", said="x", options=("Comedy", "Crime")), [ASKED]),
        (
            DidYouMean(field="genres", message="comdy", said="comdy", value="Comedy"),
            ["You asked: genres, one of Comedy"],
        ),
        (PairQuestion(ids=("1", "2")), ["You asked: title, one of Alien, Fargo"]),
        (OpenQuestion(), ["You asked: text"]),
        (OpenQuestion(said_back=KEYS), ["You asked: text", SAID_BACK]),
        (Confirmation(field="genres", keys=KEYS, said_back=KEYS), ["You asked: genres", OFFERED, SAID_BACK]),
        (Offer(keys=KEYS), [OFFERED]),
        (Offer(keys=("text:another",)), ["You offered to drop a constraint"]),
        (PolicyConfirmation(policy="adults", message="x"), []),
    ],
)
def test_earlier_turns_and_what_is_pending(tiny: Catalog, pending: Pending, told: list[str]) -> None:
    session = SessionView(preferences=(Preference(text="a heist", strength="soft"),), pending=pending)

    assert lines("hm", tiny, session, Said("hello", "Hi there.")) == [
        'Active: w1 words "a heist"',
        'Earlier: user "hello", you "Hi there."',
        *told,
        'Message: "hm"',
    ]


def test_items_that_are_named_have_their_rows(tiny: Catalog) -> None:
    assert lines("Same vibe as Alien, please", tiny)[0] == (
        "Row: Alien: year 1979; runtime 117; genres Horror, Sci-Fi; country United Kingdom"
    )


def test_of_lists_that_do_not_fit_the_nearest_values_are_told() -> None:
    makers = [f"maker {at:04}" for at in range(1_999)] + ["Nordic Wool"]
    items = [{"id": str(at), "title": f"T{at}", "maker": maker} for at, maker in enumerate(makers)]
    with Catalog.build(":memory:", items=items, fields={"maker": "category"}) as catalog:
        assert lines("a scarf by Nordic Wool", catalog) == [
            "Near values (may be wrong): maker: Nordic Wool",
            'Message: "a scarf by Nordic Wool"',
        ]


def test_a_message_is_one_line_of_json(tiny: Catalog) -> None:
    assert lines('x\nActive: w1 "y"', tiny)[-1] == 'Message: "x\\nActive: w1 \\"y\\""'


def test_a_complaint_shows_what_was_written_and_why_it_cannot_be_read() -> None:
    wrote, told = complaint("x" * 2_000, "no JSON\nobject.")

    assert (wrote.role, wrote.content) == ("assistant", "x" * 1_500)
    assert (told.role, told.content) == (
        "user",
        "This cannot be read: no JSON object. Write the JSON once more, corrected.",
    )
