"""`python -m palate.evals.sentences`: judge the models by writers that they were not fitted to, and write them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Literal, TypeVar, get_args

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from palate.catalog.catalog import Catalog
from palate.evals.sentences.examples import CATALOGUES, examples, requests
from palate.evals.sentences.fit import Sentence, fit, seen, seen_apart, seen_otherwise, seen_twice, seen_wishes
from palate.evals.sentences.wished import corrections, messages
from palate.evals.suites.catalogues import open_catalogue
from palate.language.forms import FORMS, Form
from palate.language.misread import SURE
from palate.language.sentences import Purpose, SentenceModel

FOLDER = Path(str(files("palate.language.cues")))
"""Where the weights are written."""
_T = TypeVar("_T")
RETRACTED: Literal["retracted"] = "retracted"
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


def main(*, judge: bool = True, write: bool = True) -> None:
    """Fit the models, print how each does with each writer when fitted to the others, and write the weights."""
    catalogs = {name: open_catalogue(name) for name in CATALOGUES}
    told = [
        Sentence(found, example.purpose, example.source, example.weight)
        for example in _shown(list(examples()), "Reading sentences")
        for found in seen(example.text, catalogs[example.catalogue])
    ]
    for purpose in PURPOSES:
        if judge:
            Console().print(_judged(told, purpose))
        if write:
            _write(fit(told, purpose), f"{purpose}-en.json")
    told = list(_retracted(catalogs))
    if judge:
        Console().print(_judged(told, RETRACTED))
    if write:
        _write(fit(told, RETRACTED), f"{RETRACTED}-en.json")
    told = list(_wished(catalogs))
    if judge:
        Console().print(_forms_judged(told))
    if write:
        _write({form: fit(told, form) for form in FORMS}, "forms-en.json")


def _shown(what: Sequence[_T], doing: str) -> Iterable[_T]:
    return track(what, doing, console=Console(stderr=True), transient=True)


def _wished(catalogs: Mapping[str, Catalog]) -> Iterator[Sentence]:
    """Yield wishes with their forms, and what is no wish or read rightly without a model."""
    for name, catalog in catalogs.items():
        for writer, message in _shown(list(messages(name, catalog)), f"Reading wishes over {name}"):
            for found, form in seen_wishes(message, catalog):
                yield Sentence(found, form, writer, message.weight)
        for example in _shown(list(requests(name)), f"Reading requests to {name}"):
            for found, form in seen_otherwise(example.text, catalog):
                yield Sentence(found, form, example.source, example.weight)


def _retracted(catalogs: Mapping[str, Catalog]) -> Iterator[Sentence]:
    """Yield each two wishes of one field: whether the first is taken back."""
    for name, catalog in catalogs.items():
        for writer, message in _shown(list(corrections(name, catalog)), f"Reading corrections over {name}"):
            for found, is_so in seen_twice(message, catalog):
                yield Sentence(found, RETRACTED if is_so else None, writer, 1.0)
        both = [each for each in messages(name, catalog) if each[0].startswith("pairs")]
        for writer, message in _shown(both, f"Reading pairs over {name}"):
            for found, _ in seen_twice(message, catalog):
                yield Sentence(found, None, writer, message.weight)
        for example in _shown(list(requests(name)), f"Reading requests to {name}"):
            for found in seen_apart(example.text, catalog):
                yield Sentence(found, None, example.source, example.weight)


def _write(models: SentenceModel | Mapping[Form, SentenceModel], name: str) -> None:
    def data(model: SentenceModel) -> dict[str, object]:
        return {"bias": model.bias, "weights": dict(sorted(model.weights.items()))}

    written = data(models) if isinstance(models, SentenceModel) else {form: data(each) for form, each in models.items()}
    (FOLDER / name).write_text(json.dumps(written, indent=0) + "\n", encoding="utf-8")


def _forms_judged(told: Sequence[Sentence]) -> Table:
    """Return how often the likeliest form is the right one, and how often where it is much likelier than the next."""
    title = "forms: fitted to all other writers"
    table = Table("writer", "wishes", "form told", "surely told", "of these right", title=title)
    for writer, own in _by_writer(told).items():
        others = [each for each in told if _writer(each) != writer]
        models = {form: fit(others, form) for form in FORMS}
        ranked = [
            (each.purpose, sorted(((model.score(each.features), form) for form, model in models.items()), reverse=True))
            for each in own
        ]
        right = [purpose == best[1] for purpose, (best, *_) in ranked]
        sure = [best[0] - rival[0] > SURE for _, (best, rival, *_) in ranked]
        of_these = [each for each, known in zip(right, sure, strict=True) if known]
        table.add_row(writer, f"{len(own):,}", _share(right), _share(sure), _share(of_these))
    return table


def _judged(told: Sequence[Sentence], purpose: Purpose | Literal["retracted"]) -> Table:
    title = f"{purpose}: fitted to all other writers"
    table = Table("writer", "sentences", "told to be", "others told not to be", title=title)
    for writer, own in _by_writer(told).items():
        model = fit([each for each in told if _writer(each) != writer], purpose)
        right = [(each.purpose == purpose, model.score(each.features) > 0) for each in own]
        share = _share([found for is_one, found in right if is_one])
        table.add_row(writer, f"{len(own):,}", share, _share([not found for is_one, found in right if not is_one]))
    return table


def _by_writer(told: Sequence[Sentence]) -> dict[str, list[Sentence]]:
    found: dict[str, list[Sentence]] = defaultdict(list)
    for each in told:
        found[_writer(each)].append(each)
    return found


def _writer(sentence: Sentence) -> str:
    return sentence.source.split()[0]


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.1%}" if right else ""


if __name__ == "__main__":
    typer.run(main)
