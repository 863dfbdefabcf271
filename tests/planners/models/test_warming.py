from __future__ import annotations

from palate import Agent, Catalog
from palate.errors import ModelUnavailable
from palate.llm.scripted import ScriptedModel
from palate.planners.models.frames import FramePlanner
from palate.planners.models.warming import warm_up
from palate.planners.offline import OfflinePlanner
from palate.tools.toolbox import Toolbox
from tests.language.framing import written


def test_the_first_message_of_a_warm_up_is_that_of_every_turn(tiny: Catalog) -> None:
    model = ScriptedModel(["h", written("request")])
    with Agent(tiny, model=model, planner="frames", state=":memory:") as agent:
        thread = warm_up(FramePlanner(model), tiny, agent._parts.toolbox)
        assert thread is not None
        thread.join()
        agent.ask("horror")

    warm, turn = model.asked
    assert warm.messages[0] == turn.messages[0]
    assert warm.max_tokens == 1


def test_a_model_that_fails_holds_up_nothing(tiny: Catalog) -> None:
    thread = warm_up(FramePlanner(ScriptedModel([ModelUnavailable("away.")])), tiny, Toolbox())
    assert thread is not None
    thread.join()

    assert thread.daemon


def test_without_a_model_there_is_nothing_to_warm_up(tiny: Catalog) -> None:
    assert warm_up(OfflinePlanner(), tiny, Toolbox()) is None


def test_an_agent_warms_up_where_it_is_asked_to(tiny: Catalog) -> None:
    model = ScriptedModel(["h"])
    with Agent(tiny, model=model, state=":memory:", warm=True):
        pass
    with Agent(tiny, model=(other := ScriptedModel(["h"])), state=":memory:"):
        pass

    assert (len(model.asked), len(other.asked)) == (1, 0)
