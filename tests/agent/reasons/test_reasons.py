from collections.abc import Iterable

import pytest

from palate import Catalog
from palate.agent.reasons.affinity import Affinity
from palate.agent.reasons.explaining import explanations
from palate.agent.reasons.reasons import Reason, reasons
from palate.catalog.conditions import AnyOf, Condition
from palate.language.preference import Preference
from palate.language.understanding import Intent, Mention, Order, Understanding
from palate.memory.request import Held
from palate.planners.plan import Step
from palate.ranking.taste import Taste
from palate.tools.rank import rank
from palate.tools.similar import similar
from tests.agent.making import wants, workspace

ANYTHING = Intent(act="recommend")


def told(tiny: Catalog, item: str, held: Held, intent: Intent = ANYTHING) -> tuple[str, ...]:
    return texts(reasons(workspace(tiny), 0, intent, held, tiny.item(item)))


def texts(why: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(reason.text for reason in why)


def test_values_that_were_asked_for(tiny: Catalog) -> None:
    held = Held(request=(wants("genres", "contains", "Comedy"), wants("runtime", "<", 100), wants("year", ">", 1990)))

    assert told(tiny, "2", held) == (
        "98 minutes",
        "from 1996",
        "Comedy",
        "rated 4 or more by the one person here who rated it",
    )


def test_of_an_or_only_what_is_true(tiny: Catalog) -> None:
    either = AnyOf(
        any_of=(
            Condition(field="genres", op="contains", value="Comedy"),
            Condition(field="genres", op="contains", value="Horror"),
        )
    )

    assert told(tiny, "3", Held(request=(Preference(where=either),)))[0] == "Horror"


def test_what_is_not_true_of_an_item_is_no_reason(tiny: Catalog) -> None:
    held = Held(request=(wants("genres", "contains", "Horror", strength="soft"),))

    assert told(tiny, "8", held) == ("rated 4 or more by 2 of 2 people here",)


def test_lasting_wishes_in_the_person_s_own_words(tiny: Catalog) -> None:
    wish = wants("genres", "contains", "Romance", strength="soft", quote="I love romance")

    assert told(tiny, "8", Held(remembered=(wish,)))[0] == "Romance, since you said “I love romance”"


def test_what_things_were_ordered_by(tiny: Catalog) -> None:
    longest = Intent(act="recommend", order=(Order(field="runtime", descending=True),))

    assert told(tiny, "7", Held(), longest)[0] == "155 minutes"


def test_an_item_that_nobody_touched_has_a_reason_too(tiny: Catalog) -> None:
    assert told(tiny, "5", Held()) == ("Mystery",)
    assert told(tiny, "5", Held(request=(wants("genres", "not_contains", "Horror"),))) == ("from United States",)


def test_what_links_it_with_what_it_should_resemble(tiny: Catalog) -> None:
    turn = workspace(tiny)
    step = Step(id="step1", tool="similar", args={"items": ["1"]})
    turn.note(0, step, similar.run(turn.context(0, "step1", Understanding(message="")), step.args))

    like = Held(like=(Mention(item="1", title="Alien", quote="Alien"),))

    assert texts(reasons(turn, 0, ANYTHING, like, tiny.item("7")))[0] == "liked by people who liked Alien (1979)"


def test_what_people_with_the_same_taste_liked(tiny: Catalog) -> None:
    turn = workspace(tiny, taste=Taste(likes={"1": 1.0}))
    step = Step(id="step1", tool="rank", args={"by": "preference"})
    turn.note(0, step, rank.run(turn.context(0, "step1", Understanding(message="")), step.args))

    assert (
        reasons(turn, 0, ANYTHING, Held(), tiny.item("7"))[0].text
        == "liked by people who, like you, liked Alien (1979)"
    )


@pytest.mark.parametrize(
    ("decided", "first"),
    [
        ("together", "liked by people who, like you, liked Alien (1979)"),
        ("sequence", "often taken together with Alien (1979)"),
        ("popularity", "rated 4 or more by 2 of 2 people here"),
        (None, "often taken together with Alien (1979)"),
    ],
)
def test_what_put_it_in_its_place_is_said_first(tiny: Catalog, decided: str | None, first: str) -> None:
    turn = workspace(tiny, taste=Taste(likes={"1": 1.0}))
    step = Step(id="step1", tool="rank", args={"by": "preference"})
    ranked = rank.run(turn.context(0, "step1", Understanding(message="")), step.args)
    ranked.evidence["contributions"]["7"] |= {"decided": decided, "beside": ["1"]}
    turn.note(0, step, ranked)

    told = texts(reasons(turn, 0, ANYTHING, Held(), tiny.item("7")))

    assert told[0] == first
    assert len(told) == len({*told})


def test_a_simulated_log_is_said_to_be_one(films: Catalog) -> None:
    item = films.items(films.ids([0]))[0]

    assert reasons(workspace(films), 0, ANYTHING, Held(), item)[-1].text.endswith("(simulated)")


def test_of_several_values_only_those_that_it_has(tiny: Catalog) -> None:
    held = Held(request=(wants("country", "in", ["France", "United Kingdom"]),))

    assert told(tiny, "4", held)[0] == "from France"


def test_what_was_asked_for_is_no_news_of_taste(tiny: Catalog) -> None:
    turn = workspace(tiny, taste=Taste(likes={"1": 1.0}))
    held = Held(request=(wants("genres", "contains", "Sci-Fi"),))

    assert ("genres", "Sci-Fi") not in Affinity.of(turn, 0, held).liked


def test_a_rare_value_shared_with_what_is_liked_is_a_reason(films: Catalog) -> None:
    kurosawa = [item for item in films.items(films.ids(range(films.schema.items))) if "Akira Kurosawa" in str(item)]
    liked, other = kurosawa[0], kurosawa[1]
    turn = workspace(films, taste=Taste(likes={liked.id: 1.0}))

    (reason,) = Affinity.of(turn, 0, Held()).reasons(other)

    assert "which you liked" in reason
    assert liked.title in reason
    assert explanations(turn, 0, ANYTHING, Held(), [other])[0].reasons[0] == reason


def test_nothing_is_invented_of_somebody_of_whom_nothing_is_known(films: Catalog) -> None:
    items = films.items(films.ids(range(20)))

    assert not any("liked" in why for item in items for why in Affinity.of(workspace(films), 0, Held()).reasons(item))


def test_what_is_said_of_an_item_is_said_of_no_other(tiny: Catalog) -> None:
    held = Held(request=(wants("genres", "contains", "Horror"), wants("country", "exists", True)))
    both = explanations(workspace(tiny), 0, ANYTHING, held, tiny.items(["1", "3"]))

    assert [each.reasons[0] for each in both] == [each.told[0] for each in both]
    assert both[0].reasons[0] != both[1].reasons[0]


def test_what_is_true_of_two_tells_neither_apart(tiny: Catalog) -> None:
    turn = workspace(tiny, taste=Taste(likes={"1": 1.0}))
    step = Step(id="step1", tool="rank", args={"by": "preference"})
    ranked = rank.run(turn.context(0, "step1", Understanding(message="")), step.args)
    for item in ("7", "8"):
        ranked.evidence["contributions"][item] = {"beside": ["1"]}
    turn.note(0, step, ranked)

    alone = explanations(turn, 0, ANYTHING, Held(), tiny.items(["7"]))
    both = explanations(turn, 0, ANYTHING, Held(), tiny.items(["7", "8"]))

    assert alone[0].reasons[0] == "often taken together with Alien (1979)"
    assert "often taken together with Alien (1979)" not in (both[0].reasons[0], both[1].reasons[0])


def test_what_was_asked_stands_beside_a_title_only_where_items_differ_in_it(tiny: Catalog) -> None:
    either = AnyOf(
        any_of=(
            Condition(field="genres", op="contains", value="Comedy"),
            Condition(field="genres", op="contains", value="Horror"),
        )
    )
    held = Held(request=(Preference(where=either),))

    assert [each.beside for each in explanations(workspace(tiny), 0, ANYTHING, held, tiny.items(["2", "3"]))] == [
        ("Comedy",),
        ("Horror",),
    ]
    assert explanations(workspace(tiny), 0, ANYTHING, held, tiny.items(["1", "3"]))[0].beside == ()


def test_what_costs_something_has_its_price_beside_its_title(shop: Catalog) -> None:
    (item,) = shop.items(["P01"])

    assert explanations(workspace(shop), 0, ANYTHING, Held(), [item])[0].beside == ("$149",)
