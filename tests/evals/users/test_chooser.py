from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

import pytest

from palate import Catalog, Condition
from palate.agent.reply import Ask, Recommendation, Reply
from palate.catalog.conditions import Where
from palate.errors import UnreadableFile
from palate.evals.suites.verifiable.suite import Verifiable
from palate.evals.users.chooser import Chooser
from palate.evals.users.phrasings import Split
from palate.evals.users.phrasings.wishes import wishes
from palate.evals.users.wish import Temper, Wish

COMEDY = Wish(where=Condition(field="genres", op="contains", value="Comedy"))
SHORT = Wish(where=Condition(field="runtime", op="<", value=100), reveal="asked")
RECENT = Wish(where=Condition(field="year", op=">=", value=1990), reveal="hidden", hinted=True)
FRENCH = Wish(where=Condition(field="country", op="=", value="France"), reveal="hidden")
WISHES = (COMEDY, SHORT, RECENT, FRENCH)
WORDS = wishes("development")
NOTHING = Reply(act="abstain", text="")
CHAT = Reply(act="chat", text="")


def shown(item: str) -> Reply:
    return Reply(
        act="recommend", text="", items=(Recommendation(id=item, title="", score=1.0, fields={}, reasons=("so",)),)
    )


def asked(field: str, *options: str) -> Reply:
    return Reply(act="ask", text="", question=Ask(field=field, options=options))


def person(
    tiny: Catalog, temper: Temper = "cooperative", *, final: bool = False, seed: int = 1, split: Split = "development"
) -> Chooser:
    """Somebody to whom item 1 is no comedy, 2 too long, 3 too old, 4 not French, and 5 right."""
    broken = {"1": COMEDY, "2": SHORT, "3": RECENT, "4": FRENCH, "5": None}
    words, chance = wishes(split), random.Random(seed)
    return Chooser(WISHES, tiny.schema, broken.__getitem__, words, chance, temper, final)


def test_what_is_volunteered_is_said_at_once_and_nothing_else(tiny: Catalog) -> None:
    said = str(person(tiny).say()).lower()

    assert "comedy" in said
    assert "100" not in said


def test_what_is_told_on_ask_is_told_when_asked(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()

    assert "100" in str(chooser.say(asked("runtime")))
    assert chooser.told == [COMEDY, SHORT]


def test_an_open_question_is_answered_with_what_was_not_told(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()

    assert "100" in str(chooser.say(asked("text")))
    assert str(chooser.say(asked("text"))) in {_sentence(way) for way in WORDS.unsettled}


def said_back(*understood: Where, field: str = "text") -> Reply:
    return Reply(act="ask", text="", question=Ask(field=field, options=(), understood=understood))


def test_what_was_misread_is_put_right_and_one_wish_more_is_told(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()
    said = str(chooser.say(said_back(Condition(field="genres", op="not_contains", value="Comedy")))).lower()

    assert "comedy" in said
    assert "100" in said


def test_what_is_right_needs_no_word(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()
    said = str(chooser.say(said_back(COMEDY.where))).lower()

    assert "comedy" not in said
    assert "100" in said


def test_what_was_never_asked_for_is_named(tiny: Catalog) -> None:
    ways = {_sentence(way.format(what="Japan")) for way in WORDS.unasked}
    chooser = person(tiny)
    chooser.say()
    chooser.say(asked("text"))
    japan = Condition(field="country", op="=", value="Japan")

    assert str(chooser.say(said_back(COMEDY.where, SHORT.where, japan))) in ways
    assert str(chooser.say(said_back(COMEDY.where, SHORT.where, japan, field="genres"))) in ways


def test_what_is_hidden_is_never_told(tiny: Catalog) -> None:
    for seed in range(50):
        chooser = person(tiny, seed=seed)
        replies = [None, asked("year"), asked("country", "France", "Japan"), shown("3"), shown("4"), CHAT]
        said = " ".join(str(chooser.say(reply)) for reply in replies)

        assert "1990" not in said
        assert "France" not in said


def test_a_question_about_what_is_hidden_and_about_what_does_not_matter_sound_alike(tiny: Catalog) -> None:
    answers = [str(person(tiny).say(asked(field))) for field in ("year", "country")]

    assert answers[0] == answers[1]


def test_what_breaches_a_wish_that_may_be_told_is_rejected_with_it(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()

    assert "comedy" in str(chooser.say(shown("1"))).lower()
    assert "100" in str(chooser.say(shown("2")))
    assert chooser.taken is None


def test_a_hint_names_the_field_and_no_hint_names_nothing(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()

    assert "year" in str(chooser.say(shown("3")))
    assert str(chooser.say(shown("4"))) in {_sentence(way) for way in WORDS.dismiss}


def test_what_is_right_is_taken(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()

    assert chooser.say(shown("5")) is None
    assert chooser.accepted


def test_who_takes_the_first_says_so_and_takes_it_though_it_is_wrong(tiny: Catalog) -> None:
    chooser = person(tiny, final=True)
    said = str(chooser.say())

    assert any(_sentence(way.format(noun=tiny.schema.noun)) in said for way in WORDS.final)
    assert chooser.say(shown("1")) is None
    assert chooser.taken == "1"
    assert not chooser.accepted


def test_who_is_told_that_there_is_nothing_leaves(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()

    assert chooser.say(NOTHING) is None
    assert chooser.taken is None


def test_who_is_not_answered_says_it_all_again(tiny: Catalog) -> None:
    chooser = person(tiny)
    chooser.say()

    assert "comedy" in str(chooser.say(CHAT)).lower()


def test_the_terse_open_with_their_wish_and_the_rambling_speak_of_other_things(tiny: Catalog) -> None:
    terse, rambling = str(person(tiny, "terse").say()), str(person(tiny, "rambling").say())

    assert not any(terse.startswith(way.format(noun=tiny.schema.noun)) for way in WORDS.open)
    assert any(rambling.startswith(way) for way in WORDS.aside)
    assert len(terse.split()) < len(rambling.split()) / 2


def test_who_corrects_themselves_ends_with_what_they_mean(tiny: Catalog) -> None:
    drama = COMEDY.where.model_copy(update={"value": "Drama"})
    wish = COMEDY.model_copy(update={"instead": drama})
    chooser = Chooser([wish], tiny.schema, lambda _: None, WORDS, random.Random(1), "self-correcting")
    said = str(chooser.say()).lower()

    assert said.index("drama") < said.index("comedy")


def test_the_same_seed_says_the_same_and_another_other_words(tiny: Catalog) -> None:
    assert person(tiny, seed=3).say() == person(tiny, seed=3).say()
    assert len({person(tiny, seed=seed).say() for seed in range(20)}) > 10


@pytest.mark.parametrize("where", [wish.where for wish in WISHES])
def test_every_way_to_say_a_wish_names_its_value(tiny: Catalog, where: Condition) -> None:
    for split in ("development", "test"):
        for seed in range(60):
            said = wishes(split).wish(where, tiny.schema, random.Random(seed))

            assert str(where.value).lower() in said.lower()


def test_no_phrasing_stands_in_both_splits() -> None:
    development, test = (_templates(split) for split in ("development", "test"))

    assert development & test == set()
    assert min(len(development), len(test)) > 300


def _templates(split: Split) -> set[str]:
    found: set[str] = set()
    for ways in vars(wishes(split)).values():
        lists = ways.values() if isinstance(ways, dict) else [ways]
        found |= {"".join(letter for letter in way.lower() if letter not in ".,!?'") for each in lists for way in each}
    return found


def _sentence(text: str) -> str:
    capital = f"{text[:1].upper()}{text[1:]}"
    return capital if capital[-1:] in ".?!" else f"{capital}."


def test_phrasings_of_ones_own_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "shop-floor.toml"
    file.write_bytes((files("palate.evals.users.phrasings") / "wishes-unread.toml").read_bytes())

    assert wishes(file) == wishes("unread")
    assert Verifiable("development", hand=file).name == "verifiable-shop-floor"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "No such file"),
        ("open = [", "Invalid value"),
        ('open = ["a {noun}"]', "`open`: Tuple should have at least 10 items"),
    ],
)
def test_a_file_that_holds_no_phrasings_is_told_of_in_one_sentence(tmp_path: Path, text: str | None, why: str) -> None:
    file = tmp_path / "mine.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableFile, match=why) as caught:
        wishes(file)

    assert str(file) in str(caught.value)
