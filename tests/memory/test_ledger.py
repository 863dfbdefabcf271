from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from palate.catalog.conditions import AnyOf, Condition, Op, Value
from palate.language.preference import Polarity, Preference, Strength
from palate.memory.ledger import Change, Ledger, opposes, reconcile


def wants(field: str, op: Op, value: Value, *, polarity: Polarity = "want", strength: Strength = "hard") -> Preference:
    return Preference(where=Condition(field=field, op=op, value=value), polarity=polarity, strength=strength)


COMEDY = wants("genres", "contains", "Comedy")
WESTERN = wants("genres", "contains", "Western")
NO_HORROR = wants("genres", "not_contains", "Horror")
HORROR = wants("genres", "contains", "Horror")
NINETIES = wants("year", "between", [1990, 1999])
EIGHTIES = wants("year", "between", [1980, 1989])
SHORT = wants("runtime", "<", 100)
LOVES_MUSICALS = wants("genres", "contains", "Musical", strength="soft")
OFF_MUSICALS = wants("genres", "contains", "Musical", polarity="avoid", strength="soft")


def held(*messages: Sequence[Preference]) -> tuple[Preference, ...]:
    ledger: tuple[Preference, ...] = ()
    for said in messages:
        ledger = reconcile(ledger, said).held
    return ledger


def keys(preferences: Sequence[Preference]) -> list[str]:
    return [entry.key for entry in preferences]


def test_different_fields_add_up() -> None:
    assert held([COMEDY], [SHORT]) == (COMEDY, SHORT)


def test_the_same_field_in_a_later_message_takes_the_place_and_says_so() -> None:
    result = reconcile([COMEDY, SHORT], [WESTERN])

    western = WESTERN.model_copy(update={"replaces": (COMEDY.key,)})
    assert result.held == (SHORT, western)
    assert result.changes == (Change("supersede", western, (COMEDY,)),)


def test_the_same_field_in_one_breath_adds_up() -> None:
    assert held([COMEDY, WESTERN]) == (COMEDY, WESTERN)


def test_what_is_also_wanted_is_added() -> None:
    also = WESTERN.model_copy(update={"also": True})

    assert held([COMEDY], [also]) == (COMEDY, also)


def liking(value: str, field: str = "genres", op: Op = "contains") -> Preference:
    return wants(field, op, value, strength="soft").model_copy(update={"horizon": "long"})


def test_likings_add_up_however_many_there_are() -> None:
    loves = [liking(f"Actor {number}", "cast") for number in range(160)]

    assert held(*([love] for love in loves)) == tuple(loves)
    western = liking("Western")
    assert held([western], [liking("Musical")]) == (western, liking("Musical"))


def test_a_liking_said_again_excludes_no_other_of_its_field() -> None:
    french, spanish = liking("French", "language", "="), liking("Spanish", "language", "=")

    assert set(keys(held([french], [spanish], [french]))) == {french.key, spanish.key}


def test_likings_of_words_add_up() -> None:
    heists, slow = (Preference(text=text, strength="soft", horizon="long") for text in ("heists", "slow burn"))

    assert held([heists], [slow]) == (heists, slow)


def test_a_liking_that_is_taken_back_is_superseded() -> None:
    off = liking("Comedy").model_copy(update={"polarity": "avoid"})

    assert held([liking("Comedy")], [liking("Western")], [off]) == (
        liking("Western"),
        off.model_copy(update={"replaces": (off.key,)}),
    )


def test_demands_for_good_take_each_other_s_place() -> None:
    first, second = (each.model_copy(update={"horizon": "long"}) for each in (COMEDY, WESTERN))

    assert keys(held([first], [second])) == [WESTERN.key]


def test_exclusions_add_up_and_leave_what_is_wanted() -> None:
    no_war = wants("genres", "not_contains", "War")

    assert held([COMEDY], [NO_HORROR], [no_war]) == (COMEDY, NO_HORROR, no_war)


def test_wanting_what_was_excluded_takes_its_place() -> None:
    assert keys(held([NO_HORROR], [HORROR])) == [HORROR.key]
    assert keys(held([HORROR], [NO_HORROR])) == [NO_HORROR.key]


def test_one_value_of_a_list_of_exclusions_is_enough_to_contradict() -> None:
    assert opposes(wants("genres", "not_contains", ["War", "Horror"]), HORROR)


def test_letter_case_does_not_hide_a_contradiction() -> None:
    assert opposes(NO_HORROR, wants("genres", "contains", "horror"))


def test_a_change_of_heart_wins() -> None:
    assert keys(held([LOVES_MUSICALS], [OFF_MUSICALS])) == [OFF_MUSICALS.key]
    assert held([LOVES_MUSICALS], [OFF_MUSICALS])[0].polarity == "avoid"


def test_saying_it_again_strengthens() -> None:
    result = reconcile([LOVES_MUSICALS], [LOVES_MUSICALS.model_copy(update={"strength": "hard"})])

    assert [(entry.strength, entry.weight) for entry in result.held] == [("hard", 1.5)]
    assert [change.action for change in result.changes] == ["strengthen"]


def test_saying_exactly_the_same_changes_nothing() -> None:
    result = reconcile([COMEDY], [COMEDY])

    assert result == Ledger((COMEDY,))
    assert [change.action for change in result.changes] == ["ignore"]


def test_a_soft_wish_and_a_hard_demand_of_one_field_stand_beside_each_other() -> None:
    assert held([LOVES_MUSICALS], [WESTERN]) == (LOVES_MUSICALS, WESTERN)


def test_another_stretch_of_the_same_line_takes_the_place() -> None:
    assert keys(held([NINETIES], [EIGHTIES])) == [EIGHTIES.key]


def test_a_bound_that_narrows_is_added() -> None:
    late = wants("year", ">", 1994)

    assert held([NINETIES], [late]) == (NINETIES, late)


def test_a_bound_that_loosens_takes_the_place() -> None:
    assert keys(held([SHORT], [wants("runtime", "<", 120)])) == [wants("runtime", "<", 120).key]
    assert keys(held([NINETIES], [wants("year", ">=", 1980)])) == [wants("year", ">=", 1980).key]


def test_a_bound_that_leaves_nothing_takes_the_place() -> None:
    over, at_least = wants("runtime", ">", 100), wants("runtime", ">=", 100)
    at_most = wants("runtime", "<=", 100)

    assert keys(held([wants("runtime", "<", 100)], [over])) == [over.key]
    assert keys(held([at_most], [over])) == [over.key]
    assert keys(held([at_most], [at_least])) == [at_most.key, at_least.key]


def test_a_bound_at_the_other_end_is_added() -> None:
    long_enough = wants("runtime", ">=", 60)

    assert held([SHORT], [long_enough]) == (SHORT, long_enough)


def test_a_bound_beyond_the_other_takes_its_place() -> None:
    epic = wants("runtime", ">", 180)

    assert keys(held([SHORT], [epic])) == [epic.key]


def test_withdrawing_a_field_takes_all_that_tests_it() -> None:
    either = Preference(where=AnyOf(any_of=(COMEDY.where, NINETIES.where)))  # type: ignore[arg-type]
    result = reconcile([either, NINETIES, SHORT], [], withdraw=["year"])

    assert result.held == (SHORT,)
    assert [change.action for change in result.changes] == ["withdraw", "withdraw"]


def test_starting_over_leaves_only_what_is_said_now() -> None:
    assert reconcile([COMEDY, SHORT, NO_HORROR], [WESTERN], fresh=True).held == (WESTERN,)


def test_other_words_to_look_for_take_the_place_of_the_last() -> None:
    heist, island = Preference(text="heist", strength="soft"), Preference(text="island", strength="soft")

    assert keys(held([heist], [island])) == ["text:island"]


def test_an_item_disliked_after_it_was_liked() -> None:
    likes, dislikes = Preference(item="7", horizon="long"), Preference(item="7", polarity="avoid", horizon="long")

    assert [(entry.item, entry.polarity) for entry in held([likes], [dislikes])] == [("7", "avoid")]


preferences = st.builds(
    wants,
    st.sampled_from(["genres", "country"]),
    st.sampled_from(["contains", "not_contains", "=", "!="]),
    st.sampled_from(["Comedy", "comedy", "Horror", "War"]),
    polarity=st.sampled_from(["want", "avoid"]),
    strength=st.sampled_from(["hard", "soft"]),
) | st.builds(wants, st.just("year"), st.sampled_from(["<", ">=", "="]), st.integers(1990, 1995))


@given(st.lists(st.lists(preferences, max_size=3), max_size=6))
def test_nothing_held_contradicts_anything_else(messages: list[list[Preference]]) -> None:
    ledger = held(*messages)

    assert not any(opposes(one, two) for one in ledger for two in ledger if one is not two)


@given(st.lists(preferences, max_size=5), preferences)
def test_the_last_word_holds(said: list[Preference], last: Preference) -> None:
    ledger = held(said, [last])

    assert any(entry.key == last.key and entry.polarity == last.polarity for entry in ledger)


@given(st.lists(preferences, max_size=5), preferences)
def test_every_preference_that_goes_is_named_by_what_replaced_it(said: list[Preference], last: Preference) -> None:
    before = held(said)
    after = reconcile(before, [last]).held
    newest = next(entry for entry in after if entry.key == last.key and entry.polarity == last.polarity)

    gone = {entry.key for entry in before} - {entry.key for entry in after}
    assert gone <= {*newest.replaces}


def test_saying_one_of_two_that_exclude_each_other_again_lets_the_other_go() -> None:
    before, after = wants("year", "<", 1980), wants("year", ">", 1990)
    result = reconcile([before, after], [after])

    assert [entry.where for entry in result.held] == [after.where]
    assert [(change.action, change.replaced) for change in result.changes] == [("supersede", (before,))]


def test_saying_both_again_keeps_both() -> None:
    both = [wants("year", "<", 1980), wants("year", ">", 1990)]

    assert [entry.where for entry in reconcile(both, both).held] == [entry.where for entry in both]


def test_who_names_the_first_again_after_another_took_its_place_means_both() -> None:
    comedy, western, drama = (
        Preference(where=Condition(field="genres", op="contains", value=value))
        for value in ("Comedy", "Western", "Drama")
    )
    one = reconcile([], [comedy]).held
    other = reconcile(one, [western]).held
    both = reconcile(other, [comedy]).held

    assert [entry.where for entry in other] == [western.where]
    assert [entry.where for entry in both] == [western.where, comedy.where]
    assert [entry.where for entry in reconcile(other, [drama]).held] == [drama.where]


def test_of_a_field_of_one_value_the_last_counts_however_often_it_was_named() -> None:
    red, blue = (Preference(where=Condition(field="color", op="=", value=value)) for value in ("Red", "Blue"))
    held = reconcile(reconcile([red], [blue]).held, [red]).held

    assert [entry.where for entry in held] == [red.where]
