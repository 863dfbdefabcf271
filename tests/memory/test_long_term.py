import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from palate.catalog.conditions import Condition
from palate.errors import StorageError
from palate.language.preference import Preference, Provenance
from palate.memory.event import Event
from palate.memory.long_term import LongTerm
from palate.memory.profile import Opinion, as_preferences, fold
from palate.memory.sqlite_store import SqliteStore
from palate.memory.store import Record

MUSICALS = Preference(
    where=Condition(field="genres", op="contains", value="Musical"),
    strength="soft",
    horizon="long",
    provenance=Provenance(quote="I love musicals", session="s", turn=1),
)
OFF_MUSICALS = MUSICALS.model_copy(update={"polarity": "avoid", "provenance": Provenance(quote="off musicals now")})


def said(preference: Preference, time: float, *, turn: int = 1, session: str = "s") -> Event:
    return Event(kind="preference", time=time, turn=turn, session=session, catalogue="films", preference=preference)


def seen(item: str, time: float, *, catalogue: str = "films", number: int = 0) -> Event:
    return Event(kind="seen", time=time, item=item, catalogue=catalogue, session="s", turn=1, number=number)


@pytest.fixture(params=["file", "memory"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LongTerm]:
    store = SqliteStore(tmp_path / "state.db" if request.param == "file" else None)
    yield LongTerm(store)
    store.close()


class TestEvents:
    """What is kept of people, in a file or in memory."""

    def test_events_come_back_as_they_were_oldest_first(self, memory: LongTerm) -> None:
        events = [seen("b", 2.0, number=1), said(MUSICALS, 1.0)]
        memory.append("u", events)

        assert memory.events("u") == [events[1], events[0]]

    def test_a_later_word_corrects_an_earlier_one(self, memory: LongTerm) -> None:
        memory.append("u", [said(MUSICALS, 1.0, turn=1)])
        memory.append("u", [said(OFF_MUSICALS, 2.0, turn=2)])

        assert [entry.polarity for entry in memory.profile("u").preferences] == ["avoid"]
        assert memory.profile("u").preferences[0].replaces == (MUSICALS.key,)

    def test_a_turn_told_twice_is_kept_once(self, memory: LongTerm) -> None:
        memory.append("u", [seen("a", 1.0)])
        memory.append("u", [seen("a", 2.0)])

        assert memory.events("u") == [seen("a", 2.0)]

    @pytest.mark.parametrize("user", ["a.b", "a/b", "a%2Eb", "", "\x00", "ü.ü", "\udcff", "a" * 500, "../x", "a*"])
    def test_any_name_keeps_its_own(self, memory: LongTerm, user: str) -> None:
        others = ["a", "b", "a.b.c", "a_b", "*"]
        for other in others:
            memory.append(other, [seen("other", 1.0)])
        memory.append(user, [seen("mine", 1.0)])

        assert [event.item for event in memory.events(user)] == ["mine"]
        assert memory.erase(user) == 1
        assert memory.events(user) == []
        assert all(len(memory.events(other)) == 1 for other in others)

    def test_more_events_than_a_page_are_all_read(self, memory: LongTerm) -> None:
        memory.append("u", [seen(str(n), float(n), number=n) for n in range(1_203)])

        assert [event.item for event in memory.events("u")] == [str(n) for n in range(1_203)]

    def test_forgetting_one_preference_takes_its_whole_history(self, memory: LongTerm) -> None:
        events = [said(MUSICALS, 1.0, turn=1), said(OFF_MUSICALS, 2.0, turn=2), seen("a", 3.0)]
        memory.append("u", events)

        assert memory.forget("u", key=MUSICALS.key) == events[:2]
        assert memory.events("u") == [events[2]]

    def test_what_was_told_in_the_same_words_stays_without_them(self, memory: LongTerm) -> None:
        words = "I love musicals and I have seen Cabaret"
        told = MUSICALS.model_copy(update={"provenance": Provenance(quote=words)})
        memory.append("u", [said(told, 1.0), seen("cabaret", 1.0, number=1).model_copy(update={"quote": words})])

        memory.forget("u", key=MUSICALS.key)
        assert memory.events("u") == [seen("cabaret", 1.0, number=1)]

    def test_damaged_events_are_told_and_can_be_erased(self, memory: LongTerm) -> None:
        memory.append("u", [seen("a", 1.0)])
        memory._store.put("event", [Record("u", "k", 1.0, "{")])

        with pytest.raises(StorageError, match="What is remembered of `u` is damaged"):
            memory.events("u")
        assert memory.erase("u") == 2
        assert memory.events("u") == []

    def test_forgetting_one_item_takes_what_was_said_and_done_with_it(self, memory: LongTerm) -> None:
        likes = said(Preference(item="a", horizon="long"), 1.0)
        memory.append("u", [likes, seen("a", 2.0, number=1), seen("b", 3.0, number=2)])

        assert [event.kind for event in memory.forget("u", item="a")] == ["preference", "seen"]
        assert [event.item for event in memory.events("u")] == ["b"]


def test_items_of_another_catalogue_mean_nothing_in_this_one() -> None:
    events = [seen("1", 1.0, catalogue="films"), seen("2", 2.0, catalogue="books"), said(MUSICALS, 3.0)]

    profile = fold(events, catalogue="books")

    assert profile.seen == {"2"}
    assert profile.preferences == (MUSICALS,)
    assert fold(events).seen == {"1", "2"}


def test_feedback_counts_with_its_latest_value() -> None:
    def feedback(value: float, time: float) -> Event:
        return Event(kind="feedback", item="1", value=value, time=time)

    profile = fold([feedback(0.5, 2.0), feedback(1.0, 1.0)])

    assert profile.opinions == {"1": Opinion(0.5, 2.0)}
    assert [(entry.item, entry.polarity, entry.weight) for entry in as_preferences(profile)] == [("1", "want", 0.5)]
    assert as_preferences(fold([feedback(1.0, 1.0), feedback(0.0, 2.0)])) == ()


def test_feedback_overrules_what_was_said_of_the_item_before() -> None:
    likes = said(Preference(item="1", horizon="long", strength="soft"), 1.0)
    dislikes = Event(kind="feedback", item="1", value=-1.0, time=2.0)

    assert [(entry.item, entry.polarity) for entry in as_preferences(fold([likes, dislikes]))] == [("1", "avoid")]


def test_what_is_withdrawn_for_good_is_gone() -> None:
    withdrawn = Event(kind="withdraw", time=2.0, fields=("genres",))

    assert fold([said(MUSICALS, 1.0), withdrawn]).preferences == ()


def test_an_event_dumps_to_json_and_back() -> None:
    event = said(MUSICALS, 1.5)

    assert Event.model_validate(json.loads(json.dumps(event.dump()))) == event
