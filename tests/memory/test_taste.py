import pytest

from palate.catalog.conditions import Condition
from palate.catalog.item import Interaction
from palate.catalog.schema import Log
from palate.language.preference import Preference
from palate.memory.item_history import ItemHistory
from palate.memory.profile import Opinion, Profile
from palate.memory.taste import build_taste
from palate.ranking.history import Event
from palate.ranking.log import LOOKED, TAKEN
from palate.ranking.taste import Taste, Wish

LOG = Log(consuming=("rating", "play"), liked_from=4.0, disliked_to=3.0)
HALF_YEAR = 180 * 86_400.0
COMEDY = Condition(field="genres", op="contains", value="Comedy")


def rated(item: str, value: float | None, time: float = 0.0, behaviour: str = "rating") -> Interaction:
    return Interaction(user="u", item=item, behaviour=behaviour, value=value, time=time)


def taste(
    *interactions: Interaction,
    profile: Profile | None = None,
    session: ItemHistory | None = None,
    held: tuple[Preference, ...] = (),
    now: float = 0.0,
) -> Taste:
    return build_taste(profile or Profile(), session or ItemHistory(), interactions, log=LOG, held=held, now=now)


def test_the_log_tells_what_is_liked_disliked_and_seen() -> None:
    found = taste(rated("good", 5), rated("middling", 3), rated("bad", 1), rated("looked at", None, behaviour="view"))

    told = (("good", 1.0), ("middling", TAKEN), ("bad", -1.0), ("looked at", LOOKED))
    assert found == Taste(
        likes={"good": 1.0},
        dislikes={"bad": 1.0},
        history=tuple(Event(item, worth, 0.0) for item, worth in told),
        seen=frozenset({"good", "middling", "bad"}),
    )


def test_a_play_without_a_value_is_half_a_liking() -> None:
    assert taste(rated("song", None, behaviour="play")).likes == {"song": 0.5}


def test_a_play_without_a_value_is_a_like_to_the_ranker_as_it_was_when_that_was_trained() -> None:
    assert taste(rated("song", None, behaviour="play")).history == (Event("song", 1.0, 0.0),)


def test_what_was_said_long_ago_weighs_less_but_never_less_than_half() -> None:
    opinions = {"old": Opinion(1.0, -HALF_YEAR), "ancient": Opinion(1.0, -100 * HALF_YEAR)}

    assert taste(profile=Profile(opinions=opinions)).likes == pytest.approx({"old": 0.75, "ancient": 0.5})


def test_what_the_log_tells_fades_with_what_came_after_it() -> None:
    later = [rated(f"later {number}", None, time=1.0 + number, behaviour="view") for number in range(20)]
    much_later = [rated(f"much later {number}", None, time=100.0 + number, behaviour="view") for number in range(150)]
    first = rated("first", 5, time=0.0)

    assert taste(first).likes == {"first": 1.0}
    assert taste(first, *later).likes == {"first": 0.575}  # half of what can fade, 0.85, and what cannot
    assert taste(first, *later, *much_later).likes["first"] == pytest.approx(0.15, abs=0.01)


def test_what_was_merely_seen_fades_as_well() -> None:
    later = [rated(f"later {number}", 5, time=1.0 + number) for number in range(20)]

    assert taste(rated("middling", 3, time=0.0), *later).fading == {"middling": 0.575}


def test_interactions_of_one_moment_do_not_fade_each_other() -> None:
    assert taste(rated("a", 5), rated("b", 5)).likes == {"a": 1.0, "b": 1.0}


def test_the_session_overrules_memory_and_memory_the_log() -> None:
    profile = Profile(opinions={"a": Opinion(-1.0, 0.0), "b": Opinion(-1.0, 0.0)})
    session = ItemHistory(opinions={"b": 1.0})

    found = taste(rated("a", 5), rated("b", 5), profile=profile, session=session)

    assert (found.likes, found.dislikes) == ({"b": 1.0}, {"a": 1.0})


def test_what_was_turned_down_or_disliked_is_rejected() -> None:
    profile = Profile(rejected=frozenset({"down"}), opinions={"disliked": Opinion(-0.5, 0.0)})

    found = taste(profile=profile, session=ItemHistory(rejected=("today",)))

    assert found.rejected == {"down", "today", "disliked"}


def test_loved_items_count_as_seen_and_taken_ones_too() -> None:
    loved = Preference(item="loved", strength="soft", horizon="long")

    found = taste(profile=Profile(committed=frozenset({"taken"}), seen=frozenset({"seen"})), held=(loved,))

    assert found.seen == {"loved", "taken", "seen"}
    assert found.likes == {"loved": 1.0, "taken": 0.75}


def test_soft_conditions_become_wishes_with_a_sign() -> None:
    held = (
        Preference(where=COMEDY, strength="soft", weight=2.0),
        Preference(where=COMEDY, strength="soft", polarity="avoid"),
        Preference(where=COMEDY, strength="hard"),
    )

    assert taste(held=held).wishes == (Wish(COMEDY, 2.0), Wish(COMEDY, -1.0))


def test_what_a_condition_took_the_place_of_was_asked_for_too() -> None:
    drama = Condition(field="genres", op="contains", value="Drama")
    wanted = Preference(where=drama, replaces=(COMEDY.model_dump_json(), "text:heist"))
    mild = Preference(where=Condition(field="genres", op="contains", value="War"), strength="soft")

    assert taste(held=(wanted, mild)).asked == (drama, COMEDY)
