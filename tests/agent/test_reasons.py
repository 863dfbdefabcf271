import pytest

from palate import Catalog
from palate.agent.affinity import Affinity
from palate.agent.explaining import explanations
from palate.agent.reasons import reasons
from palate.catalog.conditions import AnyOf, Condition
from palate.language.preference import Preference
from palate.language.understanding import Intent, Order, Understanding
from palate.memory.request import Held
from palate.planners.plan import Step
from palate.ranking.taste import Taste
from palate.tools.rank import rank
from palate.tools.similar import similar
from tests.agent.making import wants, workspace

ANYTHING = Intent(act="recommend")


def told(tiny: Catalog, item: str, held: Held, intent: Intent = ANYTHING) -> tuple[str, ...]:
    return reasons(workspace(tiny), 0, intent, held, tiny.item(item))


def test_values_that_were_asked_for(tiny: Catalog) -> None:
    held = Held(request=(wants("genres", "contains", "Comedy"), wants("runtime", "<", 100), wants("year", ">", 1990)))

    assert told(tiny, "2", held) == (
        "98 minutes",
        "from 1996",
        "Comedy, as you asked",
        "rated 4 or more by the one person here who rated it",
    )


def test_of_an_or_only_what_is_true(tiny: Catalog) -> None:
    either = AnyOf(
        any_of=(
            Condition(field="genres", op="contains", value="Comedy"),
            Condition(field="genres", op="contains", value="Horror"),
        )
    )

    assert told(tiny, "3", Held(request=(Preference(where=either),)))[0] == "Horror, as you asked"


def test_what_is_not_true_of_an_item_is_no_reason(tiny: Catalog) -> None:
    held = Held(request=(wants("genres", "contains", "Horror", strength="soft"),))

    assert told(tiny, "8", held) == ("rated 4 or more by 2 of 2 people here",)


def test_lasting_wishes_in_the_person_s_own_words(tiny: Catalog) -> None:
    wish = wants("genres", "contains", "Romance", strength="soft", quote="I love romance")

    assert told(tiny, "8", Held(remembered=(wish,)))[0] == "Romance: you said “I love romance”"


def test_what_things_were_ordered_by(tiny: Catalog) -> None:
    longest = Intent(act="recommend", order=(Order(field="runtime", descending=True),))

    assert told(tiny, "7", Held(), longest)[0] == "155 minutes"


def test_an_item_that_nobody_touched_has_a_reason_too(tiny: Catalog) -> None:
    assert told(tiny, "5", Held()) == ("genres: Mystery",)
    assert told(tiny, "5", Held(request=(wants("genres", "not_contains", "Horror"),))) == ("not Horror, as you asked",)


def test_what_links_it_with_what_it_should_resemble(tiny: Catalog) -> None:
    turn = workspace(tiny)
    step = Step(id="step1", tool="similar", args={"items": ["1"]})
    turn.note(0, step, similar.run(turn.context(0, "step1", Understanding(message="")), step.args))

    assert reasons(turn, 0, ANYTHING, Held(), tiny.item("7"))[:2] == (
        "liked by people who liked Alien (1979)",
        "shares Sci-Fi with Alien (1979)",
    )


def test_what_people_with_the_same_taste_liked(tiny: Catalog) -> None:
    turn = workspace(tiny, taste=Taste(likes={"1": 1.0}))
    step = Step(id="step1", tool="rank", args={"by": "preference"})
    turn.note(0, step, rank.run(turn.context(0, "step1", Understanding(message="")), step.args))

    assert reasons(turn, 0, ANYTHING, Held(), tiny.item("7"))[0] == "liked by people who, like you, liked Alien (1979)"


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

    told = reasons(turn, 0, ANYTHING, Held(), tiny.item("7"))

    assert told[0] == first
    assert len(told) == len({*told})


def test_a_simulated_log_is_said_to_be_one(films: Catalog) -> None:
    item = films.items(films.ids([0]))[0]

    assert reasons(workspace(films), 0, ANYTHING, Held(), item)[-1].endswith("(simulated)")


def test_of_several_values_only_those_that_it_has(tiny: Catalog) -> None:
    held = Held(request=(wants("country", "in", ["France", "United Kingdom"]),))

    assert told(tiny, "4", held)[0] == "from France, as you asked"


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
    assert explanations(turn, 0, ANYTHING, Held(), [other])[0][0] == reason


def test_nothing_is_invented_of_somebody_of_whom_nothing_is_known(films: Catalog) -> None:
    items = films.items(films.ids(range(20)))

    assert not any("liked" in why for item in items for why in Affinity.of(workspace(films), 0, Held()).reasons(item))


def test_items_of_which_the_same_would_be_said_are_told_apart(tiny: Catalog) -> None:
    held = Held(request=(wants("genres", "contains", "Horror"), wants("country", "exists", True)))
    turn = workspace(tiny)
    alone = [told(tiny, item, held)[:2] for item in ("1", "3")]
    both = [why[:2] for why in explanations(turn, 0, ANYTHING, held, tiny.items(["1", "3"]))]

    assert alone[0] == alone[1]
    assert both == [("Horror, as you asked", "Sci-Fi"), ("Horror, as you asked", "Adventure")]
