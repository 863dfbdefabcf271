"""Trained rankers in a catalogue's file: several versions, of which one is in use."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from palate.errors import BadArgument, StorageError
from palate.ranking.features import Matrix
from palate.ranking.learned.library import lightgbm
from palate.ranking.log import Floats

if TYPE_CHECKING:
    from lightgbm import Booster

MOST_KEPT = 5
"""Versions that stay, the latest; older ones go with the next that is stored."""


@dataclass(frozen=True)
class Model:
    """One version of a trained ranker."""

    version: int
    features: tuple[str, ...]
    trees: str
    """As LightGBM writes them."""
    slope: float
    """With `offset` what turns a score into a chance: 1 / (1 + exp(-(slope * score + offset)))."""
    offset: float

    @cached_property
    def booster(self) -> Booster:
        """The trees, read when they are first asked for.

        Raises:
            CallerError: LightGBM cannot be loaded.
            StorageError: they cannot be read.
        """
        library = lightgbm()
        try:
            booster: Booster = library.Booster(model_str=self.trees)
        except (library.basic.LightGBMError, ValueError, IndexError) as error:
            raise _damaged(self.version, "its trees cannot be read") from error
        if booster.num_feature() != len(self.features):
            raise _damaged(self.version, f"its trees have {booster.num_feature()} features, not {len(self.features)}")
        return booster

    def scores(self, rows: Matrix) -> Floats:
        """Return the score of each row; higher is better."""
        return np.asarray(self.booster.predict(rows, num_threads=1), dtype=np.float64)

    def chances(self, scores: Floats) -> Floats:
        """Return how likely each candidate is the one that is taken next."""
        from scipy.special import expit

        return np.asarray(expit(self.slope * scores + self.offset))

    def contributions(self, rows: Matrix) -> Floats:
        """Return for each row what each feature adds to its score (SHAP)."""
        return np.asarray(self.booster.predict(rows, pred_contrib=True, num_threads=1))[:, :-1]


def store(connection: sqlite3.Connection, model: Model, report: dict[str, Any]) -> int:
    """Add a version and put it in use, inside the caller's transaction; return its number."""
    connection.execute("UPDATE rankers SET used = 0")
    told = json.dumps({"names": model.features, "slope": model.slope, "offset": model.offset})
    cursor = connection.execute(
        "INSERT INTO rankers(made, used, features, trees, digest, report) VALUES (?, 1, ?, ?, ?, ?)",
        (time.time(), told, model.trees, _digest(told, model.trees), json.dumps(report)),
    )
    connection.execute(
        "DELETE FROM rankers WHERE version NOT IN (SELECT version FROM rankers ORDER BY version DESC LIMIT ?)",
        (MOST_KEPT,),
    )
    return int(cursor.lastrowid or 0)


def used(connection: sqlite3.Connection) -> Model | None:
    """Return the version in use; None where there is none.

    Raises:
        StorageError: it is damaged, or of another version of Palate.
    """
    row = connection.execute("SELECT version, features, trees, digest FROM rankers WHERE used").fetchone()
    if row is None:
        return None
    version, told, trees, digest = row
    if _digest(told, trees) != digest:
        raise _damaged(version, "it is not what was stored")
    try:
        parts = json.loads(told)
        return Model(version, tuple(parts["names"]), trees, float(parts["slope"]), float(parts["offset"]))
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(version, "it is of another version of Palate") from error


def versions(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return what is kept of each version, the latest first: number, when it was made, whether it is used, report."""
    rows = connection.execute("SELECT version, made, used, report FROM rankers ORDER BY version DESC")
    return [
        {"version": version, "made": made, "used": bool(used), "report": json.loads(report)}
        for version, made, used, report in rows
    ]


def use(connection: sqlite3.Connection, version: int | None) -> None:
    """Put a version in use, or none, inside the caller's transaction.

    Raises:
        BadArgument: there is no such version.
    """
    known = [number for (number,) in connection.execute("SELECT version FROM rankers ORDER BY version")]
    if version is not None and version not in known:
        told = ", ".join(map(str, known)) or "none"
        raise BadArgument(f"There is no version {version} of the ranker; there are: {told}.")
    connection.execute("UPDATE rankers SET used = (version IS ?)", (version,))


def _digest(told: str, trees: str) -> str:
    return hashlib.sha256(f"{told}\n{trees}".encode()).hexdigest()


def _damaged(version: int, why: str) -> StorageError:
    return StorageError(
        f"Version {version} of the ranker cannot be used: {why}. Fit another with `palate train`, or go back with "
        "`palate train --use VERSION`."
    )
