"""`python -m palate.evals.sentences`: judge the models by writers that they were not fitted to, and write them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import get_args

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from palate.evals.sentences.examples import CATALOGUES, examples
from palate.evals.sentences.fit import Sentence, fit, seen
from palate.evals.suites.catalogues import open_catalogue
from palate.language.sentences import Purpose

FOLDER = Path(str(files("palate.language.cues")))
"""Where the weights are written."""
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


def main(*, write: bool = True) -> None:
    """Fit the models, print how each does with each writer when fitted to the others, and write the weights."""
    catalogs = {name: open_catalogue(name) for name in CATALOGUES}
    told = [
        Sentence(found, example.purpose, example.source, example.weight)
        for example in track(list(examples()), "Reading", console=Console(stderr=True), transient=True)
        for found in seen(example.text, catalogs[example.catalogue])
    ]
    for purpose in PURPOSES:
        Console().print(_judged(told, purpose))
        if write:
            model = fit(told, purpose)
            weights = {"bias": model.bias, "weights": dict(sorted(model.weights.items()))}
            (FOLDER / f"{purpose}-en.json").write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")


def _judged(told: Sequence[Sentence], purpose: Purpose) -> Table:
    title = f"{purpose}: fitted to all other writers"
    table = Table("writer", "sentences", "told to be", "others told not to be", title=title)
    by_writer: dict[str, list[Sentence]] = defaultdict(list)
    for each in told:
        by_writer[_writer(each)].append(each)
    for writer, own in by_writer.items():
        model = fit([each for each in told if _writer(each) != writer], purpose)
        right = [(each.purpose == purpose, model.score(each.features) > 0) for each in own]
        share = _share([found for is_one, found in right if is_one])
        table.add_row(writer, f"{len(own):,}", share, _share([not found for is_one, found in right if not is_one]))
    return table


def _writer(sentence: Sentence) -> str:
    return sentence.source.split()[0]


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.1%}" if right else ""


if __name__ == "__main__":
    typer.run(main)
