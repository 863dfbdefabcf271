from pathlib import Path

import pytest

from palate import Agent, Catalog, Condition
from palate.errors import BadArgument
from palate.language.preference import Preference, Provenance


@pytest.fixture
def agent(tiny: Catalog) -> Agent:
    return Agent(tiny)


def liking(value: str) -> Preference:
    return Preference(
        where=Condition(field="genres", op="contains", value=value),
        strength="soft",
        horizon="long",
        provenance=Provenance(quote=value),
    )


def test_what_is_switched_off_counts_for_nothing_and_counts_again_when_it_is_switched_on(agent: Agent) -> None:
    agent.feedback("1", user="ann", value=1.0)
    person = agent.memory.of("ann")

    person.switch("item:1", on=False)
    assert person.preferences() == ()
    assert [each.item for each in person.switched_off()] == ["1"]

    person.switch("item:1", on=True)
    assert [each.item for each in person.preferences()] == ["1"]
    assert person.switched_off() == ()


def test_a_correction_takes_the_place_of_what_was_wrong(agent: Agent) -> None:
    agent.feedback("1", user="ann", value=1.0)
    person = agent.memory.of("ann")

    person.correct("item:1", liking("Comedy"))

    assert [each.provenance.quote for each in person.preferences()] == ["Comedy"]
    assert person.switched_off() == ()


def test_nobody_switches_what_is_not_there(agent: Agent) -> None:
    with pytest.raises(BadArgument, match="`item:1` is the key of no such preference of `ann`"):
        agent.memory.of("ann").switch("item:1", on=False)


def test_forgetting_leaves_nothing_of_what_was_switched_off(agent: Agent) -> None:
    person = agent.memory.of("ann")
    agent.feedback("1", user="ann", value=1.0)
    person.correct("item:1", liking("Comedy"))
    key = person.preferences()[0].key
    person.switch(key, on=False)

    person.forget(key=key)

    assert agent.state is not None
    assert b"Comedy" not in b"".join(path.read_bytes() for path in Path(agent.state).glob("state.db*"))
