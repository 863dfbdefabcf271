"""The embedded films: their facts hold together, their log is simulated and says so, and the cache is built once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.catalog.datasets.films import SIMULATED
from palate.catalog.datasets.films import films as film_rows
from palate.catalog.datasets.simulate import simulate

FIELDS = {
    "id": str,
    "title": str,
    "year": int,
    "runtime": int | None,
    "genres": list,
    "director": list,
    "cast": list,
    "country": str,
    "language": str | None,
    "age_rating": str | None,
    "moods": list,
    "synopsis": str,
}


@pytest.fixture(scope="module")
def log() -> list[dict[str, Any]]:
    return simulate(film_rows())


def test_there_are_enough_films_of_a_century_and_many_countries() -> None:
    rows = film_rows()

    assert len(rows) >= 300
    assert (min(row["year"] for row in rows), max(row["year"] for row in rows)) == (1920, 2024)
    assert len({row["country"] for row in rows}) >= 20


def test_every_film_has_every_field_in_its_form() -> None:
    for row in film_rows():
        assert list(row) == list(FIELDS)
        assert all(isinstance(row[name], kind) for name, kind in FIELDS.items()), row["id"]
        assert row["genres"], row["id"]
        parts = [part for value in row.values() if isinstance(value, list) for part in value]
        assert all(part and part == part.strip() for part in parts), row["id"]


def test_no_film_is_there_twice() -> None:
    rows = film_rows()

    assert len({row["id"] for row in rows}) == len(rows)
    assert len({(row["title"], row["year"]) for row in rows}) == len(rows)


def test_the_log_is_large_enough_long_enough_and_graded(log: list[dict[str, Any]]) -> None:
    assert len(log) >= 30_000
    assert len({row["user"] for row in log}) >= 600
    assert {row["rating"] for row in log} == {1, 2, 3, 4, 5}
    assert log[-1]["timestamp"] - log[0]["timestamp"] > 5 * 365 * 86_400


def test_the_same_seed_gives_the_same_log_and_another_gives_another() -> None:
    few = film_rows()[:60]

    assert simulate(few, people=20, seed=1) == simulate(few, people=20, seed=1)
    assert simulate(few, people=20, seed=1) != simulate(few, people=20, seed=2)


def test_nobody_rates_a_film_twice_or_before_it_is_out(log: list[dict[str, Any]]) -> None:
    years = {row["id"]: row["year"] for row in film_rows()}

    assert len({(row["user"], row["item"]) for row in log}) == len(log)
    assert all(np.datetime64(row["timestamp"], "s") >= np.datetime64(f"{years[row['item']]}-12-31") for row in log)


def test_popularity_has_a_long_tail(log: list[dict[str, Any]]) -> None:
    counts = sorted(Counter(row["item"] for row in log).values(), reverse=True)

    assert sum(counts[: len(counts) // 10]) > 0.25 * len(log)
    assert counts[-1] < 20


def test_neighbours_find_the_last_like_more_often_than_popularity_does(log: list[dict[str, Any]]) -> None:
    popular, near = hit_rates(log)

    assert 0.05 < popular < near - 0.05
    assert near < 0.5  # it is not trivially clean


def hit_rates(log: list[dict[str, Any]], k: int = 10) -> tuple[float, float]:
    """Withhold each person's last like; return how often it is among the first `k` by popularity, and by neighbours."""
    items = {item: at for at, item in enumerate(sorted({row["item"] for row in log}))}
    users = {user: at for at, user in enumerate(sorted({row["user"] for row in log}))}
    likes, seen = np.zeros((len(users), len(items))), np.zeros((len(users), len(items)))
    last: dict[int, int] = {}
    for row in log:
        user, item = users[row["user"]], items[row["item"]]
        seen[user, item] = 1
        if row["rating"] >= 4:
            likes[user, item], last[user] = 1, item
    for user, item in last.items():
        likes[user, item] = seen[user, item] = 0
    counts = likes.sum(axis=0)
    near = likes.T @ likes / np.sqrt(np.outer(counts + 10, counts + 10))
    np.fill_diagonal(near, 0)
    scores = (np.tile(counts, (len(users), 1)), likes @ near)
    hits = [
        [item in np.argsort(-np.where(seen[user] > 0, -1, score[user]))[:k] for user, item in last.items()]
        for score in scores
    ]
    return float(np.mean(hits[0])), float(np.mean(hits[1]))


def test_tastes_drift() -> None:
    """Somebody's early ratings say less of their late ones than of each other."""
    rows = film_rows()
    log = simulate(rows, people=300, seed=5)
    genres = {row["id"]: row["genres"] for row in rows}
    by_user: dict[str, list[dict[str, Any]]] = {}
    for row in log:
        by_user.setdefault(row["user"], []).append(row)

    def profile(rated: list[dict[str, Any]]) -> Counter[str]:
        found: Counter[str] = Counter()
        for row in rated:
            for genre in genres[row["item"]]:
                found[genre] += row["rating"] - 3
        return found

    def likeness(one: Counter[str], other: Counter[str]) -> float:
        names = sorted(set(one) | set(other))
        first, second = np.array([one[name] for name in names]), np.array([other[name] for name in names])
        return float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second) + 1e-9))

    quarters = [np.array_split(np.array(rated, dtype=object), 4) for rated in by_user.values() if len(rated) >= 60]
    neighbours = np.mean([likeness(profile(list(q[0])), profile(list(q[1]))) for q in quarters])
    far = np.mean([likeness(profile(list(q[0])), profile(list(q[3]))) for q in quarters])
    assert far < neighbours


def test_the_catalogue_says_that_its_log_is_simulated(films: Catalog) -> None:
    assert films.schema.log.simulated == SIMULATED
    assert (films.schema.noun, films.schema.name, films.schema.items) == ("film", "films", len(film_rows()))


OPEN = """
from palate import Catalog

with Catalog.films() as films:
    print(films.path.name, films.schema.items)
"""


def test_processes_that_ask_at_once_share_one_build(tmp_path: Path) -> None:
    environment = {**os.environ, "PALATE_CACHE": str(tmp_path)}
    asking = [
        subprocess.Popen([sys.executable, "-c", OPEN], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    answers = {process.communicate()[0] for process in asking}

    assert [process.returncode for process in asking] == [0, 0, 0]
    assert len(answers) == 1
    assert len(list(tmp_path.glob("films-*.db"))) == 1
