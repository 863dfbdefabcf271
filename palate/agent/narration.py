"""What a person is told while a turn runs: a short sentence for what a node did, or is about to wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.events import NodeName
from palate.agent.reflection.finding import Verdict
from palate.agent.replies.request import conditions_in_words, likeness_in_words, wanted
from palate.agent.replies.wording import listed
from palate.agent.replies.words import phrases, say
from palate.agent.state import StepRecord
from palate.agent.workspace import Workspace
from palate.catalog.tongues import tongue
from palate.language.applying import SQL
from palate.language.understanding import Understanding
from palate.memory.request import Held

Known = Mapping[str, Any]
"""The channels of the state as far as this turn has told them."""


def telling(node: NodeName, runtime: Runtime[Workspace]) -> Callable[[str], None]:
    """Return what tells whoever reads the stream which model a node is about to ask."""
    return lambda model: runtime.stream_writer({"node": node, "model": model})


def waiting_for(model: str, node: NodeName) -> str:
    """Return what is said before a model is asked, which may take long."""
    return say("narration.asking", doing=phrases("doing")[node], model=model)


def narrated(node: NodeName, known: Known, turn: Workspace) -> str:
    """Return what is said after a node, without a full stop; empty where a person need not know."""
    tell = _TOLD.get(node)
    return "" if tell is None else tell(known, turn)


def _understood(known: Known, turn: Workspace) -> str:
    understanding: Understanding = known["understanding"]
    told = [
        words
        for intent, held in zip(understanding.intents, known["held"], strict=True)
        if intent.act in ("recommend", "critique")
        and (words := wanted(turn, held.request, "some", like=likeness_in_words(turn, held)))
    ]
    if told:
        return say("narration.looking_for", what=listed(told))
    questions = any(intent.act == "question" for intent in understanding.intents)
    return say("narration.looking_up") if questions else ""


def _ran(known: Known, turn: Workspace) -> str:  # noqa: ARG001
    record: StepRecord = known["records"][-1]
    if record.status == "failed" and record.tool != SQL:
        return say("narration.step_failed", why=(record.reason or record.summary).rstrip("."))
    if record.before is None or record.after is None:
        return say("narration.found", summary=tongue().opened(record.summary))
    if record.tool == "rank":
        return say("narration.ordered", count=record.after)
    return say("narration.kept", after=record.after, before=record.before)


def _decided(known: Known, turn: Workspace) -> str:
    verdict: Verdict | None = known.get("verdict")
    if verdict is None:
        return ""
    if verdict.decision == "relax" and verdict.advice is not None:
        words = _given_up(verdict.advice.data.get("keys", ()), known["held"][verdict.advice.intent], turn)
        return say("narration.doing_without", words=listed(words)) if words else ""
    return phrases("decided").get(verdict.decision, "")


def _given_up(keys: Iterable[str], held: Held, turn: Workspace) -> list[str]:
    gone = set(keys)
    words = conditions_in_words(turn, [entry for entry in held.preferences if entry.key in gone])
    liked = held.model_copy(update={"like": tuple(each for each in held.like if f"like:{each.item}" in gone)})
    return [*words, *filter(None, [likeness_in_words(turn, liked)])]


_TOLD: Mapping[NodeName, Callable[[Known, Workspace], str]] = MappingProxyType(
    {"recall": _understood, "act": _ran, "reflect": _decided}
)
