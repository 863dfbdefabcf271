"""Metrics, one a file, each with its formula."""

from palate.evals.metrics.acceptance import acceptance
from palate.evals.metrics.average_precision import average_precision
from palate.evals.metrics.hit import hit
from palate.evals.metrics.kappa import kappa, kappa_interval
from palate.evals.metrics.ndcg import ndcg
from palate.evals.metrics.pass_k import pass_k, pass_metric
from palate.evals.metrics.precision import precision
from palate.evals.metrics.rate import rate
from palate.evals.metrics.recall import recall
from palate.evals.metrics.reciprocal_rank import reciprocal_rank
from palate.evals.metrics.turns import turns_needed

__all__ = [
    "acceptance",
    "average_precision",
    "hit",
    "kappa",
    "kappa_interval",
    "ndcg",
    "pass_k",
    "pass_metric",
    "precision",
    "rate",
    "recall",
    "reciprocal_rank",
    "turns_needed",
]
