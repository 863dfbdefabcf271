"""What every checkpointer has to do; its tests inherit this and give it a `saver` with nothing in it."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from palate.agent.agent import Agent
from palate.testing.goods import goods

_KETTLES = {"k1", "k2", "k3"}


class CheckpointerContract:
    """Whether an agent's sessions can be kept by it."""

    def test_a_session_goes_on_in_another_agent(self, saver: BaseCheckpointSaver[Any]) -> None:
        with goods() as catalog:
            with Agent(catalog, checkpointer=saver, state=":memory:") as agent:
                agent.ask("a kettle", user="ann", session="s")
            with Agent(catalog, checkpointer=saver, state=":memory:") as agent:
                held = agent.session("ann", "s").preferences()
                reply = agent.ask("under 40", user="ann", session="s")
                other = agent.session("bob", "s").preferences()

        assert [entry.fields for entry in held] == [("kind",)]
        assert {item.id for item in reply.items} == {"k2", "k3"}
        assert other == ()

    def test_a_session_that_is_forgotten_is_gone(self, saver: BaseCheckpointSaver[Any]) -> None:
        with goods() as catalog, Agent(catalog, checkpointer=saver, state=":memory:") as agent:
            agent.ask("a kettle", user="ann", session="s")
            agent.ask("a toaster", user="bob", session="s")
            agent.memory.of("ann").forget()

            assert agent.session("ann", "s").preferences() == ()
            assert agent.session("bob", "s").preferences() != ()
        assert not any("ann" in str(each.config) for each in saver.list(None))

    def test_of_an_item_that_is_forgotten_nothing_is_left(self, saver: BaseCheckpointSaver[Any]) -> None:
        with goods() as catalog, Agent(catalog, checkpointer=saver, state=":memory:") as agent:
            agent.ask("a kettle", user="ann", session="s")
            agent.feedback("k2", user="ann", session="s", value=-1.0)
            agent.memory.of("ann").forget(item="k2")

        assert "k2" not in str(list(saver.list(None)))
