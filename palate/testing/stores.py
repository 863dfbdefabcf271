"""What every store has to do; its tests inherit this and give it a `store` with nothing in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver

from palate.agent.agent import Agent
from palate.memory.store import Record, Store
from palate.testing.goods import goods

A, B = Record("u:a/s", "1", 1.0, '{"a": "\\u0000 ü 名 \'"}'), Record("u:a/s", "10", 5.0, "{}")
OTHER = Record("u:a_/s", "1", 1.0, "{}")


class StoreContract:
    """Whether a store keeps to the protocol."""

    def test_records_come_back_by_key_and_of_one_owner(self, store: Store) -> None:
        store.put("turn", [B, A, OTHER])
        store.put("event", [Record("u:a/s", "2", 1.0, "{}")])

        assert store.read("turn", "u:a/s") == [A, B]
        assert store.read("turn", "nobody") == []

    def test_the_same_key_is_written_over(self, store: Store) -> None:
        new = Record(A.owner, A.key, 9.0, "[]")
        store.put("turn", [A, B])
        store.put("turn", [new])

        assert store.read("turn", A.owner) == [new, B]

    def test_what_raises_leaves_nothing(self, store: Store) -> None:
        store.put("turn", [A])
        with suppress(KeyError), store.transaction():
            store.delete("turn", A.owner)
            with store.transaction():
                store.put("turn", [B])
            raise KeyError

        assert store.read("turn", A.owner) == [A]

    def test_what_is_written_is_read_inside(self, store: Store) -> None:
        with store.transaction():
            store.put("turn", [A])
            assert store.read("turn", A.owner) == [A]

    def test_owners_are_told_by_prefix_and_age(self, store: Store) -> None:
        store.put("session", [OTHER, Record("u:b/s", "", 5.0), B])

        assert store.owners("session") == ["u:a/s", "u:a_/s", "u:b/s"]
        assert store.owners("session", prefix="u:a_") == ["u:a_/s"]
        assert store.owners("session", prefix="u:", before=5.0) == ["u:a_/s"]
        assert store.owners("turn") == []

    def test_what_is_deleted_is_counted(self, store: Store) -> None:
        store.put("turn", [A, B, OTHER])

        assert store.delete("turn", A.owner, []) == 0
        assert store.delete("turn", A.owner, ["1", "3"]) == 1
        assert store.delete("turn", A.owner) == 1
        assert store.read("turn", OTHER.owner) == [OTHER]

    def test_what_is_old_goes(self, store: Store) -> None:
        store.put("turn", [A, B])

        assert store.expire("turn", 5.0) == 1
        assert store.read("turn", A.owner) == [B]

    def test_threads_do_not_wait_for_each_other_without_end(self, store: Store) -> None:
        def write(number: int) -> None:
            with store.transaction():
                store.put("turn", [Record("t", f"{number:02d}", 1.0, "{}")])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(20)))

        assert len(store.read("turn", "t")) == 20

    def test_an_agent_remembers_in_it_and_forgets(self, store: Store) -> None:
        given: dict[str, Any] = {"store": store, "checkpointer": store.saver or InMemorySaver()}
        with goods() as catalog:
            with Agent(catalog, **given) as agent:
                agent.ask("a kettle", user="ann", session="s")
                agent.feedback("k1", user="ann", session="s", value=-1.0)
            with Agent(catalog, **given) as agent:
                reply = agent.ask("under 40", user="ann", session="s")
                turns, events = agent.session("ann", "s").turns(), agent.memory.of("ann").events()
                gone = agent.memory.of("ann").forget()

        assert {item.id for item in reply.items} == {"k2", "k3"}
        assert [turn.message for turn in turns] == ["a kettle", "under 40"]
        assert [event.kind for event in events] == ["feedback"]
        assert gone == 2
        assert [store.owners(kind) for kind in ("event", "session", "turn")] == [[], [], []]
