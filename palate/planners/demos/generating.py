"""Demonstrations that a model writes, each checked before it is kept.

Request first: the model writes what people might say, a planner plans it, and the plan must run and find something.
Plan first: a seed is filled anew, the model says its plan in words of its own, and a planner that sees only these must
arrive at the same outcome. What is kept is always the planner's plan, whose quotes are of the new request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from palate.catalog.catalog import Catalog
from palate.catalog.printable import one_line
from palate.errors import BadCompletion, PalateError
from palate.llm.model import CallOptions, Message, Model
from palate.llm.structured import ask
from palate.planners.demos.demonstration import Demonstration, named
from palate.planners.demos.duplicates import among
from palate.planners.demos.filling import filled
from palate.planners.demos.outcome import Outcome, outcome
from palate.planners.demos.sample import Sample, draw
from palate.planners.demos.seed import seeds
from palate.planners.demos.tagging import tags_of
from palate.planners.demos.wording import several
from palate.planners.models.data import data
from palate.planners.models.quotes import verbatim
from palate.planners.models.written import WrittenPlan
from palate.tools.toolbox import Toolbox

Replan = Callable[[str], WrittenPlan | None]
"""Plans a request that nobody planned yet; None where it cannot."""
Progress = Callable[[str, int, int | None], None]
Reason = Literal["unreadable", "duplicate", "unplanned", "invalid", "misquoted", "empty", "disagrees"]
"""Why something was dropped.

unreadable: the model did not write what it was asked for.
duplicate: nearly the same request is known.
unplanned, invalid: the planner gave no plan, or one that cannot be run.
misquoted: a condition's quote is not in the request.
empty: nothing came of the plan.
disagrees: the plan gives something else than the one that the request was written for.
"""

_BATCH = 5
_TRIES = 3
"""Attempts for each demonstration that is wanted."""
_EXAMPLES = 6
_TEMPERATURE = 0.8
_MOST_TOKENS = 400


class _Requests(BaseModel):
    requests: list[str]


class _Request(BaseModel):
    request: str


@dataclass(frozen=True)
class Generated:
    """What a model wrote that was kept, and how much was dropped for which reason."""

    kept: tuple[Demonstration, ...]
    dropped: Mapping[Reason, int]


@dataclass
class _Generation:
    """A run that has not ended yet."""

    catalog: Catalog
    plan: Replan
    n: int
    known: list[str]
    progress: Progress
    toolbox: Toolbox = field(default_factory=lambda: Toolbox(installed=False))
    kept: list[Demonstration] = field(default_factory=list)
    dropped: Counter[Reason] = field(default_factory=Counter)

    @property
    def done(self) -> bool:
        return len(self.kept) >= self.n

    def judge(self, request: str, wanted: Outcome | None = None) -> None:
        """Keep a request with the planner's plan for it, or count why not."""
        reason = self._judged(request.strip(), wanted)
        if reason is not None:
            self.dropped[reason] += 1
        self.progress("generating", len(self.kept), self.n)

    def generated(self) -> Generated:
        return Generated(tuple(self.kept[: self.n]), dict(self.dropped))

    def _judged(self, request: str, wanted: Outcome | None) -> Reason | None:
        if not request:
            return "unreadable"
        if among(request, self.known):
            return "duplicate"
        try:
            written = self.plan(request)
        except PalateError:
            written = None
        if written is None:
            return "unplanned"
        if misquoted(written, request) is not None:
            return "misquoted"
        try:
            gave = outcome(written, request, self.catalog, self.toolbox)
        except PalateError:
            return "invalid"
        if gave.empty:
            return "empty"
        if wanted is not None and gave != wanted:
            return "disagrees"
        self._keep(request, written)
        return None

    def _keep(self, request: str, written: WrittenPlan) -> None:
        self.known.append(request)
        self.kept.append(
            Demonstration(
                id=named(request, "generated"),
                request=request,
                plan=written,
                tags=tags_of(written),
                source="generated",
            )
        )


def generate_requests_first(
    model: Model,
    catalog: Catalog,
    n: int,
    seed: int,
    *,
    plan: Replan,
    known: Iterable[str] = (),
    progress: Progress = lambda *_: None,
) -> Generated:
    """Have a model write requests, and keep those whose plan runs and finds something.

    Args:
        model: Who writes.
        catalog: What the requests are about.
        n: How many demonstrations are wanted; there may be fewer.
        seed: Makes a run repeatable, as far as the model is.
        plan: Plans a request.
        known: Requests that there are already.
        progress: Told the stage, how many are kept, and `n`.

    Raises:
        ModelError: the model cannot be asked.
    """
    made = _Generation(catalog, plan, n, list(known), progress)
    for attempt in range(-(-n * _TRIES // _BATCH)):
        if made.done:
            break
        for request in _written(model, _brief(catalog, seed + attempt), _Requests, made, seed + attempt):
            if not made.done:
                made.judge(request)
    return made.generated()


def generate_plans_first(
    model: Model,
    catalog: Catalog,
    n: int,
    seed: int,
    *,
    plan: Replan,
    known: Iterable[str] = (),
    progress: Progress = lambda *_: None,
) -> Generated:
    """Have a model say plans in its own words, and keep what is planned again to the same outcome.

    Args:
        model: Who writes.
        catalog: What the plans are about.
        n: How many demonstrations are wanted; there may be fewer.
        seed: Which plans; it makes a run repeatable, as far as the model is.
        plan: Plans a request, and must not see the plan that it was written for.
        known: Requests that there are already.
        progress: Told the stage, how many are kept, and `n`.

    Raises:
        ModelError: the model cannot be asked.
    """
    made = _Generation(catalog, plan, n, list(known), progress)
    for attempt, drawn in enumerate(_plans(catalog, seed, n * _TRIES)):
        if made.done:
            break
        wanted = outcome(drawn.plan, drawn.request, catalog, made.toolbox)
        for request in _written(model, _rewording(catalog, drawn), _Request, made, seed + attempt):
            made.judge(request, wanted)
    return made.generated()


def _written(
    model: Model, messages: tuple[Message, ...], kind: type[_Requests] | type[_Request], made: _Generation, seed: int
) -> list[str]:
    options = CallOptions(max_tokens=_MOST_TOKENS, temperature=_TEMPERATURE, seed=seed)
    try:
        answer = ask(model, messages, kind, options).value
    except BadCompletion:
        made.dropped["unreadable"] += 1
        return []
    return answer.requests if isinstance(answer, _Requests) else [answer.request]


def _plans(catalog: Catalog, seed: int, most: int) -> Iterator[Demonstration]:
    """Yield seeds that were filled with other values than those that everybody sees, without what held before."""
    sample = Sample.of(catalog)
    usable = [each for each in seeds() if not each.before and each.plan["kind"] != "chat"]
    for number in range(most):
        again = draw(usable, f"{seed}/{number}")[0]
        found = filled(again.model_copy(update={"id": f"{again.id}/{seed}/{number}"}), sample)
        if found is not None:
            yield found


def _brief(catalog: Catalog, seed: int) -> tuple[Message, ...]:
    """Ask for requests, with some items and values of the catalogue to talk about."""
    schema, sample = catalog.schema, Sample.of(catalog)
    titles = [data(item.title) for item in draw(sample.titled, f"titles/{seed}")[:_EXAMPLES]]
    fields = [
        f"{data(each.name)} ({_examples(sample.frequent(each), f'{each.name}/{seed}') or each.kind})"
        for each in schema.fields
        if each.kind not in ("id", "title", "text")
    ]
    noun, nouns = data(schema.noun), data(several(schema.noun))
    asked = (
        f"You are many different people who write to a recommender of {nouns}. "
        f"Write {_BATCH} messages that differ in what they want and in how they say it: wishes, limits, what is not "
        f"wanted, likeness to a {noun}, questions of fact. One or two sentences each, in everyday words."
    )
    about = f"Fields: {'; '.join(fields)}.\nSome {nouns}: {'; '.join(titles)}."
    return Message(role="system", content=asked), Message(role="user", content=about)


def _examples(values: Sequence[str], seed: str) -> str:
    return ", ".join(map(data, draw(values, seed)[:_EXAMPLES]))


def _rewording(catalog: Catalog, drawn: Demonstration) -> tuple[Message, ...]:
    """Ask for a plan in other words."""
    nouns = data(several(catalog.schema.noun))
    asked = (
        f"Somebody wrote a message to a recommender of {nouns}, and it was planned as below. "
        "Write another message that means exactly the same, in quite other words, as somebody else would say it. "
        "Names, titles and numbers stay."
    )
    told = f"Message: {one_line(drawn.request)}\nPlan: {drawn.plan.dumped()}"
    return Message(role="system", content=asked), Message(role="user", content=told)


def misquoted(written: WrittenPlan, request: str) -> str | None:
    """Return the first quote of a plan that is not in its request; None where all are."""
    return next((quote for quote in _quotes(written) if verbatim(quote, request) is None), None)


def _quotes(written: WrittenPlan) -> Iterator[str]:
    for step in written.steps:
        for where in step.args.get("where") or ():
            yield from (str(part.get("quote", "")) for part in where.get("any_of", [where]))
    yield from (taste.quote for taste in written.taste)
