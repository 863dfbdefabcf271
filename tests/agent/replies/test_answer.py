"""What is said in answer to a question for a fact."""

from __future__ import annotations

from palate import Agent, Catalog
from palate.language.understanding import Intent, Mention, Question
from tests.agent.making import Script, wants


def test_of_what_is_not_known_nothing_is_said(tiny: Catalog) -> None:
    american = Intent(
        act="question",
        question=Question(kind="check", items=("8",)),
        about=(Mention(item="8", title="Clueless", quote="x"),),
        preferences=(wants("country", "=", "United States"),),
    )
    with Agent(tiny, reader=Script(x=american), state=":memory:") as agent:
        assert agent.ask("x").text == "I do not know the country of Clueless (1995)."
