"""Suites that people write as a YAML file: messages, and what must hold of the replies' state.

```yaml
name: my-shop
about: Asking for boots in our shop.
catalog: shop.db            # beside this file; the embedded films where it is left out
agent: my_app:make_agent    # what is tested, with its tools, policies and model; the agent as it is if left out
k: 5
cases:
  - id: cheap-boots
    tags: [price]
    user: u1                # may be left out
    message: boots under 100 dollars        # or `turns`, for a conversation
    expect:
      act: recommend
      every:                # conditions that every item shown meets
        - {field: price, op: "<", value: 100}
      any:                  # conditions that at least one meets
        - {field: category, op: "=", value: Boots}
      must: ["17"]          # ids that must be shown
      must_not: ["3"]       # and that must not
      items: {least: 1, most: 5}
  - id: narrowed
    turns:
      - {say: something for rain, expect: {act: recommend}}
      - {say: cheaper, expect: {act: [recommend, ask]}}
```
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from palate.agent.config import AgentConfig
from palate.errors import CallerError, UnreadableFile
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.mistakes import mistakes
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of
from palate.evals.suites.expectations import Expectations, broken

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


class Said(BaseModel, frozen=True, extra="forbid"):
    """One message and what is expected of its reply."""

    say: str
    expect: Expectations = Expectations()


class WrittenCase(BaseModel, frozen=True, extra="forbid"):
    """One case of the file."""

    id: str
    tags: tuple[str, ...] = ()
    user: str | None = None
    message: str | None = None
    expect: Expectations | None = None
    turns: tuple[Said, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.message is None) == (not self.turns) or (self.turns and self.expect is not None):
            raise ValueError("either `message` with `expect`, or `turns` was expected")
        return self

    @property
    def said(self) -> tuple[Said, ...]:
        """Its turns, in whichever form they were written."""
        return self.turns if self.message is None else (Said(say=self.message, expect=self.expect or Expectations()),)


class WrittenFile(BaseModel, frozen=True, extra="forbid"):
    """The file."""

    name: str = Field(pattern=r"^[\w-]+$")
    """Names its folder of results."""
    about: str | About
    catalog: str | None = None
    agent: str | None = Field(default=None, pattern=r"^[\w.]+:[\w.]+$")
    k: int = Field(default=5, ge=1, le=50)
    cases: tuple[WrittenCase, ...] = Field(min_length=1)


def read_suite(path: Path) -> WrittenSuite:
    """Read a suite from a YAML file.

    Raises:
        UnreadableFile: the file is no YAML, or is not as this module describes; the first mistake is told.
    """
    # PyYAML has no types of its own.
    yaml: Any = import_module("yaml")
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableFile(f"`{path}` cannot be read as YAML: {' '.join(str(error).split())}.") from error
    try:
        written = WrittenFile.model_validate(content)
    except ValidationError as error:
        raise UnreadableFile(f"`{path}` is not a suite: {mistakes(error, WrittenFile, content)}.") from error
    ids = [case.id for case in written.cases]
    if twice := next((name for name in ids if ids.count(name) > 1), None):
        raise UnreadableFile(f"`{path}` is not a suite: two cases have the id `{twice}`.")
    return WrittenSuite(written, path)


@dataclass(frozen=True)
class WrittenSuite:
    """A YAML file as a suite: a case passes where everything holds that is expected of every turn."""

    written: WrittenFile
    path: Path
    metrics: ClassVar[tuple[Metric, ...]] = (rate("pass"), rate("turns", of="turns that are as expected"))

    @property
    def name(self) -> str:
        """What the file calls it."""
        return self.written.name

    @property
    def about(self) -> About:
        """What its figures may be read as."""
        if isinstance(self.written.about, About):
            return self.written.about
        return About(
            measures=self.written.about,
            cannot="It tells of the cases that somebody wrote down, and of nothing else.",
            ceiling="100 %, if what is expected is right.",
        )

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """The agent that the file names; where it names none, ours and its understanding with popularity."""
        from palate.evals.baselines import AGENT, UNDERSTANDING_POPULARITY
        from palate.evals.own_agent import OwnAgent

        if self.written.agent is not None:
            return (OwnAgent(self.written.agent),)
        return (AGENT, UNDERSTANDING_POPULARITY)

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the file's cases, checked against the catalogue.

        Raises:
            UnreadableFile: a case names a field or an item that is not there, or compares what cannot be.
        """
        with closing(self.opened()) as catalog:
            for case in self.written.cases:
                self._check(case, catalog)
        cases = [
            Case(id=case.id, tags=case.tags, source="written", data=case.model_dump(mode="json"))
            for case in self.written.cases
        ]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the catalogue's."""
        with closing(self.opened()) as catalog:
            return fingerprint_of(catalog)

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Say what is written, and look at what is replied."""
        written = WrittenCase.model_validate(case.data)
        setup = Setup(config=AgentConfig(k=self.written.k), seed=seed)
        notes: list[str] = []
        held = 0
        with closing(self.opened()) as catalog, closing(contestant.open(catalog, setup)) as talker:
            conversation = Conversation(talker, user=written.user)
            for number, said in enumerate(written.said, start=1):
                wrong = broken(said.expect, conversation.say(said.say), catalog)
                held += not wrong
                if wrong:
                    conversation.remark("; ".join(wrong))
                    notes.append(f"turn {number}: {'; '.join(wrong)}")
        scores = {"pass": float(held == len(written.said)), "turns": held / len(written.said)}
        return Outcome(case.id, scores, conversation.turns, "; ".join(notes), failed=bool(notes))

    def _check(self, case: WrittenCase, catalog: Catalog) -> None:
        try:
            for said in case.said:
                for where in (*said.expect.every, *said.expect.any):
                    where.check_against(catalog.schema)
                catalog.items([*said.expect.must, *said.expect.must_not])
        except CallerError as error:
            raise UnreadableFile(f"`{self.path}` is not a suite: case `{case.id}`: {error}") from error

    def opened(self) -> Catalog:
        """Open the catalogue that the cases are over, which the caller closes."""
        from palate.catalog.catalog import Catalog

        catalog = self.written.catalog
        return Catalog.films() if catalog is None else Catalog.open(self.path.parent / catalog)
