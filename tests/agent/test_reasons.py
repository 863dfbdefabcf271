from palate import Catalog
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


def test_a_simulated_log_is_said_to_be_one(films: Catalog) -> None:
    item = films.items(films.ids([0]))[0]

    assert reasons(workspace(films), 0, ANYTHING, Held(), item)[-1].endswith("(simulated)")
