"""Tasks with known solutions, over any catalogue: is what is shown what was wanted?"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from palate.agent.config import AgentConfig
from palate.evals.baselines import AGENT, NO_QUESTIONS, RANDOM, RANDOM_QUESTIONS, UNDERSTANDING_POPULARITY
from palate.evals.case import Case, chosen, read_cases, write_cases
from palate.evals.contestant import Contestant, Setup, Talker
from palate.evals.metric import Metric
from palate.evals.metrics.acceptance import acceptance
from palate.evals.metrics.pass_k import pass_metric
from palate.evals.metrics.rate import rate
from palate.evals.metrics.turns import turns_needed
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of
from palate.evals.suites.cached import Opened, cached
from palate.evals.suites.catalogues import CATALOGUES
from palate.evals.suites.verifiable.generator import generate
from palate.evals.suites.verifiable.solver import broken_first
from palate.evals.suites.verifiable.task import Task
from palate.evals.suites.verifiable.world import World
from palate.evals.users.chooser import Chooser
from palate.evals.users.phrasings import Split
from palate.evals.users.phrasings.wishes import Hand, wishes
from palate.evals.users.wish import TEMPERS, Wish

if TYPE_CHECKING:
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog

TASKS = 100
"""For each catalogue and split."""
PATIENCE = 12
"""Messages that a person writes at most."""
QUESTIONS = 4
"""That an agent may ask."""
PARAPHRASES = 4
"""Times that each task is put, each time in other words."""
_OVER = ("films", "movielens", "shop")
_MADE_BY = ("catalog", "ranking", "evals/suites/verifiable")
"""Whose code draws tasks."""


@dataclass
class Verifiable:
    """People with wishes that can be checked: some are told at once, some on ask, some only seen in rejections."""

    split: Split = "test"
    """Which tasks and phrasings; choices are made on development alone."""
    hand: Hand | Path | None = None
    """Whose phrasings, or a file of one's own; those of the split where None."""
    final: bool = False
    """Whether the first item shown is taken; else people reject until they are shown what they want."""
    catalogues: Mapping[str, Callable[[], Catalog]] = field(
        default_factory=lambda: {name: CATALOGUES[name] for name in _OVER}
    )
    """What to draw tasks from, by name; functions that can be pickled, such as `partial(Catalog.open, "mine.db")`."""
    count: int = TASKS
    repeat: int = PARAPHRASES
    _open: Opened = field(default_factory=Opened, init=False, repr=False, compare=False)
    metrics: ClassVar[tuple[Metric, ...]] = (
        Metric("pass^1", "pass", "share of conversations that end in an item, or none, as they should"),
        pass_metric(PARAPHRASES),
        Metric("solver", "solver", "the same share for the solver", better="neither"),
        Metric("turns", "turns", "mean messages of a person", better="lower", form="number", worst=float(PATIENCE)),
        Metric("accepted/turn", "acceptance", "possible tasks: 1 / messages where it was accepted, else 0", worst=0.0),
        Metric(
            "accepted in",
            "accepted_in",
            f"possible tasks: mean message after which it was accepted, {PATIENCE + 1} where nothing was",
            better="lower",
            form="number",
            worst=PATIENCE + 1.0,
            curve=PATIENCE,
        ),
        Metric("questions", "questions", "mean questions asked", better="neither", form="number"),
        Metric("previews", "previews", "mean items shown", better="neither", form="number"),
        rate("no's right", score="abstained_rightly", of="impossible tasks that end in an abstention", counted=True),
        rate("no's wrong", score="abstained_wrongly", of="possible tasks that do", better="lower", counted=True),
        rate(
            "breaches",
            score="breach",
            of="conversations in which a rule was breached",
            better="lower",
            counted=True,
        ),
    )
    groups: ClassVar[dict[str, tuple[str, ...]]] = {"temper": TEMPERS}
    contestants: ClassVar[tuple[Contestant, ...]] = (
        AGENT,
        UNDERSTANDING_POPULARITY,
        RANDOM_QUESTIONS,
        NO_QUESTIONS,
        RANDOM,
    )

    @property
    def name(self) -> str:
        """Such as `verifiable` or `verifiable-first-pick-development`."""
        words = self.hand.stem if isinstance(self.hand, Path) else self.hand or self.split
        return "verifiable" + "-first-pick" * self.final + f"-{words}" * (words != "test")

    @property
    def about(self) -> About:
        """What the figures may be read as."""
        mode = (
            "is the first item that is shown, which is taken whatever it is,"
            if self.final
            else f"is an item shown within {PATIENCE} messages, rejected ones told so,"
        )
        return About(
            measures=(
                f"When people tell 45 % of their wishes at once and 30 % on ask, {mode} one that meets all of them and "
                "every rule in force? And is it said so where nothing meets them?"
            ),
            cannot=(
                "Wishes are drawn, not observed: they are about fields, never about taste, and people are consistent "
                "and patient up to a point. Whether an item would be enjoyed is not asked."
            ),
            ceiling=(
                "The column `solver`: what one reaches that understands every word, knows how wishes are drawn and how "
                "many are hidden, and shows the likeliest item next; it is greedy, so no proof that more is impossible."
            ),
        )

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the tasks of all catalogues; draws them where they are not in the cache."""
        made = [case for name in self.catalogues for case in self._drawn(name)]
        return chosen(made, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of all catalogues."""
        return fingerprint_of(*(self._catalog(name) for name in self.catalogues))

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Hold one conversation."""
        task = Task.model_validate(case.data)
        catalog = self._catalog(task.catalogue)
        world = World.of(catalog, task)
        person = self._person(task, world, random.Random(seed))  # noqa: S311
        setup = Setup(AgentConfig(k=1, max_questions=QUESTIONS), policies=world.policies, seed=seed)
        with closing(contestant.open(catalog, setup)) as talker:
            _tell_history(talker, task)
            talk = Conversation(talker, user=_USER)
            replies = _talk(talk, person)
        return _outcome(case.id, task, world, person, replies, talk, final=self.final)

    def _person(self, task: Task, world: World, chance: random.Random) -> Chooser:
        def judge(item: str) -> Wish | None:
            return broken_first(task.wishes, world.catalog.position(item), world)

        def met(item: str) -> int:
            position = world.catalog.position(item)
            return sum(bool(world.mask(wish.where)[position]) for wish in task.wishes)

        words, schema = wishes(self.hand or self.split), world.catalog.schema
        return Chooser(
            task.wishes, schema, judge, words, chance, task.temper, met=met, alike=world.alike, final=self.final
        )

    def _drawn(self, name: str) -> Sequence[Case]:
        catalog, seed = self._catalog(name), f"{self.split} of {name}"
        data = json.dumps([fingerprint_of(catalog), seed, self.count, PATIENCE]).encode()
        write = partial(self._write, name=name, catalog=catalog, seed=seed)
        return read_cases(cached(f"verifiable-{name}", data, write, suffix=".jsonl", made_by=_MADE_BY))

    def _write(self, path: Path, *, name: str, catalog: Catalog, seed: str) -> None:
        tasks = generate(name, catalog, count=self.count, patience=PATIENCE, seed=seed)
        write_cases(path, [_case(task, f"{name}-{number:03}", seed) for number, task in enumerate(tasks, start=1)])

    def _catalog(self, name: str) -> Catalog:
        return self._open.get(name, self.catalogues[name])


_USER = "person"


development = partial(Verifiable, "development")
first_pick = partial(Verifiable, final=True)
unread = partial(Verifiable, "development", hand="unread")
"""The development tasks in words whose failures nobody reads."""
first_pick_unread = partial(Verifiable, "development", hand="unread", final=True)
first_pick_development = partial(Verifiable, "development", final=True)


def _case(task: Task, identity: str, seed: str) -> Case:
    tags = (task.catalogue, task.temper, "impossible" if task.impossible else "possible")
    hidden = ("hidden",) if task.of("hidden") else ()
    return Case(id=identity, tags=(*tags, *hidden), source=f"drawn, {seed}", data=task.model_dump(mode="json"))


def _tell_history(talker: Talker, task: Task) -> None:
    for item in task.consumed:
        talker.feedback(item, user=_USER, value=1.0 if item in task.liked else None, seen=True)


def _talk(talk: Conversation, person: Chooser) -> list[Reply]:
    """Talk until something is taken, the agent says that there is none, or patience ends."""
    replies: list[Reply] = []
    for _ in range(PATIENCE):
        message = person.say(replies[-1] if replies else None)
        if message is None:
            return replies
        replies.append(talk.say(message))
    person.say(replies[-1])
    return replies


def _outcome(
    case: str, task: Task, world: World, person: Chooser, replies: Sequence[Reply], talk: Conversation, *, final: bool
) -> Outcome:
    """Judge by what was taken, by all that was shown, and by what was known when there was said to be nothing."""
    gave_up = person.taken is None and replies[-1].act == "abstain"
    nothing = gave_up and not len(world.left(person.told))
    shown = [item.id for reply in replies for item in reply.items]
    breach = any(not world.allowed[world.catalog.position(item)] for item in shown)
    passed = not breach and (nothing if task.impossible else person.accepted)
    scores = {
        "pass": float(passed),
        "solver": task.solver.first_pick if final else task.solver.preview,
        "turns": float(len(replies)),
        "questions": float(sum(reply.act == "ask" for reply in replies)),
        "previews": float(len(shown)),
        "breach": float(breach),
        "abstained_rightly" if task.impossible else "abstained_wrongly": float(nothing if task.impossible else gave_up),
    }
    if not task.impossible:
        accepted_at = len(replies) if passed else None
        scores |= {"acceptance": acceptance(accepted_at), "accepted_in": turns_needed(accepted_at, most=PATIENCE)}
    note = "" if passed else _why(task, person, breach=breach, gave_up=gave_up)
    return Outcome(case, scores, talk.turns, note, failed=not passed)


def _why(task: Task, person: Chooser, *, breach: bool, gave_up: bool) -> str:
    if breach:
        return "a rule was breached by what was shown"
    if gave_up:
        return "it was said that there is nothing, and there was something that met all that was told"
    if person.taken is not None:
        return f"taken though it is not what was wanted: {person.taken}"
    return "nothing fits, and that was never said" if task.impossible else "patience ended"
