"""Chat-REC's recipe: what the agent retrieves without a model, a model puts in another order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from palate.agent.config import AgentConfig
from palate.evals.baselines.agents import AgentContestant, AgentTalker
from palate.evals.baselines.models.answering import SECONDS, Spent, answer
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.baselines.models.person import liked_titles, likings, showed
from palate.evals.baselines.models.planned import PATIENCE, patient
from palate.evals.contestant import Setup
from palate.llm.model import Message, Model
from palate.tools.candidates import Candidates
from palate.tools.context import ToolContext
from palate.tools.outputs import Output
from palate.tools.result import ToolResult
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

if TYPE_CHECKING:
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item

CANDIDATES = 20
_SHARE = 0.5
"""Of what is left of a turn, how much one call may take: a turn that plans again asks again."""
INSTRUCTIONS = (
    "You recommend {noun}s in conversation. The last message lists numbered candidates. Answer with JSON: the numbers "
    "of the {k} that fit the person and what they said best, the best first."
)
_LONGEST = 90
"""Signs of a candidate's line: a small model on two cores reads some sixty tokens a second."""


class _Choice(BaseModel):
    numbers: list[int]


@dataclass(frozen=True)
class ReorderingContestant:
    """Gao et al., "Chat-REC" (2023): retrieve candidates, have a model choose among them."""

    choice: ModelChoice
    name: str = "retrieve-then-reorder"

    @property
    def about(self) -> str:
        """What it is."""
        return f"the agent's own reading and ranking give {CANDIDATES}, of which {self.choice.name} chooses (Chat-REC)"

    def open(self, catalog: Catalog, setup: Setup | None = None) -> ReorderingTalker:
        """Open it over a catalogue."""
        return ReorderingTalker(catalog, self.choice.open(), setup or Setup())


class ReorderingTalker(AgentTalker):
    """The agent without a model, whose `rank` has a model put its best in order.

    Done within the turn and not to the finished reply, so that the agent knows what was shown: a person who says "none
    of these" turns down five items and not twenty. Where the model fails, the order stays, and the trace says so.
    """

    def __init__(self, catalog: Catalog, model: Model, setup: Setup) -> None:
        self._catalog = catalog
        self._model = model
        self._k = setup.config.k
        self._said: dict[tuple[str | None, str | None], list[Message]] = {}
        self._turn = _Turn(None, [])
        tools = (*setup.tools, _reordering(self._reordered))
        inner = AgentContestant(configured=_showing).open(catalog, replace(setup, tools=tools))
        super().__init__(inner.agent, inner.folder, anonymous=False)

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        """Answer one message."""
        said = self._said.setdefault((user, session), [])
        said.append(Message(role="user", content=message))
        self._turn = turn = _Turn(user, said)
        reply = super().ask(message, user=user, session=session)
        said.append(showed([item.title for item in reply.items]))
        return turn.spent.noted_in(reply)

    def _reordered(self, context: ToolContext, found: Candidates) -> Candidates:
        """Return ranked candidates with those first that the model chooses among the best."""
        turn, items = self._turn, self._catalog.items(found.ids[:CANDIDATES])
        if len(items) < 2:
            return found
        liked = liked_titles(self._catalog, turn.user, context.taste)
        asked = answer(
            self._model,
            self._prompt(liked, turn.said, items),
            _Choice,
            schema=_schema(len(items), min(self._k, len(items))),
            seconds=min(SECONDS, _SHARE * context.left()),
        )
        turn.spent.add(asked)
        chosen = asked.value.numbers if asked.value is not None else []
        return found.led_by(number - 1 for number in chosen if 1 <= number <= len(items))

    def _prompt(self, liked: Sequence[str], said: Sequence[Message], items: Sequence[Item]) -> list[Message]:
        first = (INSTRUCTIONS.format(noun=self._catalog.schema.noun, k=min(self._k, len(items))), likings(liked))
        lines = [f"{number}. {_line(item)}" for number, item in enumerate(items, start=1)]
        # Who speaks last has to ask, and most models want turns to alternate: candidates join the person's message.
        last = Message(role="user", content="\n".join([said[-1].content, "Candidates:", *lines]))
        return [Message(role="system", content=" ".join(filter(None, first))), *said[:-1], last]


class _Turn:
    """One turn: who speaks, what was said until then, and what the model took."""

    def __init__(self, user: str | None, said: Sequence[Message]) -> None:
        self.user = user
        self.said = tuple(said)
        self.spent = Spent()


def _reordering(reordered: Callable[[ToolContext, Candidates], Candidates]) -> Tool:
    """Return a `rank` that hands what it ranked to `reordered`; what was asked to be sorted stays sorted."""
    own = Toolbox(installed=False).get("rank")

    def call(context: ToolContext, **given: Any) -> ToolResult:
        result: ToolResult = own.function(context, **given)
        if result.status != "ok" or result.candidates is None or given.get("order") or given.get("keep_order"):
            return result
        return replace(result, candidates=reordered(context, result.candidates))

    return replace(
        own,
        arguments=replace(own.arguments, takes_context=True),
        function=call,
        output=Output("result"),
        seconds=PATIENCE,
        replaces=True,
    )


def _showing(config: AgentConfig) -> AgentConfig:
    """Have every turn show something, in the time that a model needs: the recipe has no questions."""
    return patient(config).model_copy(update={"max_questions": 0})


def _schema(candidates: int, k: int) -> dict[str, Any]:
    number = {"type": "integer", "enum": list(range(1, candidates + 1))}
    numbers = {"type": "array", "items": number, "minItems": k, "maxItems": k}
    return {
        "type": "object",
        "properties": {"numbers": numbers},
        "required": ["numbers"],
        "additionalProperties": False,
    }


def _line(item: Item) -> str:
    """Return an item's title with what tells most of it; long texts would cost more than they tell."""
    told = [_value(value) for value in item.fields.values() if isinstance(value, int | float | list)]
    return f"{item.title} ({'; '.join(filter(None, told))})"[:_LONGEST]


def _value(value: object) -> str:
    return ", ".join(map(str, value[:3])) if isinstance(value, list) else str(value)
