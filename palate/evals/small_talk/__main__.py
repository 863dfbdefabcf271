"""`python -m palate.evals.small_talk`: judge the model by writers that it was not fitted to, and write it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from palate.evals.small_talk.examples import examples
from palate.evals.small_talk.fit import Sentence, fit, seen
from palate.evals.suites.catalogues import open_catalogue

FILE = Path(str(files("palate.language.cues"))) / "small_talk-en.json"
"""What is written."""


def main(*, write: bool = True) -> None:
    """Fit the model, print how it does with each writer when fitted to the others, and write its weights."""
    catalogs = {name: open_catalogue(name) for name in ("films", "movielens", "shop")}
    told = [
        Sentence(found, example.small_talk, example.source, example.weight)
        for example in track(list(examples()), "Reading", console=Console(stderr=True), transient=True)
        for found in seen(example.text, catalogs[example.catalogue])
    ]
    Console().print(_judged(told))
    if write:
        model = fit(told)
        weights = {"bias": model.bias, "weights": dict(sorted(model.weights.items()))}
        FILE.write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")


def _judged(told: Sequence[Sentence]) -> Table:
    table = Table("writer", "sentences", "small talk passed over", "others kept", title="Fitted to all other writers")
    by_writer: dict[str, list[Sentence]] = defaultdict(list)
    for each in told:
        by_writer[each.source.split()[0]].append(each)
    for writer, own in by_writer.items():
        model = fit([each for each in told if each.source.split()[0] != writer])
        right = [(each.small_talk, (model.score(each.features) > 0) == each.small_talk) for each in own]
        table.add_row(
            writer,
            str(len(own)),
            _share([ok for talk, ok in right if talk]),
            _share([ok for talk, ok in right if not talk]),
        )
    return table


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.1%}" if right else ""


if __name__ == "__main__":
    typer.run(main)
