"""Requests that words or a likeness decide, over the embedded films, with the films that fit each."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from palate import AgentConfig, Catalog
from palate.evals.baselines import AGENT
from palate.evals.case import Case, chosen, read_cases
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics import ndcg, precision
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of

K = 5
CASES = Path(__file__).with_name("cases.jsonl")


@dataclass
class Reranking:
    """One message a case; which films fit was written down before anything was run."""

    name: str = "reranking"
    about: ClassVar[About] = About(
        measures="How many of the five films that a request by words or by likeness yields fit it.",
        cannot=(
            "Which films fit is one reader's judgement of their synopses, or a condition on genres and moods, and the "
            "recorded answers are by the same reader: they show what re-ranking can add at the most."
        ),
        ceiling="Precision is below 1: some requests have fewer than five films that fit.",
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        Metric(f"precision@{K}", "precision", "share of the five places that have a film that fits", by_tag=True),
        Metric(f"ndcg@{K}", "ndcg", "of the films shown, with gain 1 for one that fits", worst=0.0),
        Metric("reranked", "reranked", "share of requests whose candidates a model put in order", better="neither"),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = (AGENT,)

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the requests."""
        return chosen(read_cases(CASES), limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of the films."""
        with Catalog.films() as films:
            return fingerprint_of(films)

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Say the message, and look up which of the films shown fit."""
        with (
            Catalog.films() as films,
            closing(contestant.open(films, Setup(config=AgentConfig(k=K, max_questions=0), seed=seed))) as talker,
        ):
            conversation = Conversation(talker, user=None)
            reply = conversation.say(case.data["message"])
        shown, fits = [item.id for item in reply.items], case.data["fits"]
        found = [each for each in reply.trace.findings if each["kind"] == "reranked"]
        scores = {
            "precision": precision(shown, fits, k=K),
            "ndcg": ndcg(shown, dict.fromkeys(fits, 1.0), k=K),
            "reranked": float(any(each["severity"] == "info" for each in found)),
        }
        return Outcome(case.id, scores, conversation.turns, failed=not scores["precision"])


SUITE = Reranking()
