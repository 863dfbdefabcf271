"""`make reader`: fit the reader, write its file, and report on it beside the one that is shipped."""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from palate.language.named import named_reader
from palate.language.reader.reader import Reader
from palate.language.understanding import ReaderName
from training import corpora
from training.compose import filled
from training.examples import Marking
from training.report import Count, confusions, counted, interval
from training.shadow import shadowed

OUT = Path(__file__).with_name("out")
SHIPPED = Path(__file__).parents[1] / "palate" / "language" / "reader" / "reader.onnx"
_LANGUAGES = {"zh": "Chinese", "de": "German", "es": "Spanish", "fr": "French"}
_WIDTH = 150
"""Columns that the report needs."""
_WORDINGS = 3000
"""Wordings of a split that are looked at."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("step", nargs="?", choices=("all", "fit", "report", "shadow", "ship"), default="all")
    parser.add_argument("--split", choices=("choose", "test"), default="choose", help="whose messages are reported on")
    parser.add_argument("--epochs", type=int, help="passes over the corpora")
    parser.add_argument("--composed", type=int, help="messages put together of wordings, each epoch")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--wrong", action="store_true", help="show which roles are taken for which (choose only)")
    chosen = parser.parse_args(arguments)
    console = Console()
    if console.width < _WIDTH:
        console = Console(width=_WIDTH)  # a table that is cut tells nothing
    if chosen.step in ("all", "fit"):
        _fit(chosen, console)
    if chosen.step in ("all", "report"):
        _report(chosen, console)
    if chosen.step == "shadow":
        _shadow(chosen, console)
    if chosen.step == "ship":
        shutil.copyfile(OUT / "reader.onnx", SHIPPED)
        console.print(f"{SHIPPED.name}: {SHIPPED.stat().st_size / 1e6:.1f} MB")


def _fit(chosen: argparse.Namespace, console: Console) -> None:
    import torch

    from training.calibrate import calibrate
    from training.export import export
    from training.fit import Settings, fit
    from training.start import start

    torch.set_num_threads(chosen.threads)
    OUT.mkdir(exist_ok=True)
    given = {name: getattr(chosen, name) for name in ("epochs", "composed") if getattr(chosen, name) is not None}
    settings = Settings(**given)
    with Progress(console=console) as say:
        model, _ = fit(start(), settings, OUT, say)
    torch.save(model.state_dict(), OUT / "model.pt")
    pieces = json.loads((OUT / "pieces.json").read_text(encoding="utf-8"))
    export(model, pieces, OUT / "reader.onnx", version=str(settings))
    console.print(f"calibrated: {calibrate(OUT / 'reader.onnx')}")


def _report(chosen: argparse.Namespace, console: Console) -> None:
    readers = {
        name: Reader(path) for name, path in (("new", OUT / "reader.onnx"), ("shipped", SHIPPED)) if path.exists()
    }
    natural = corpora.natural(chosen.split)
    sets: dict[str, list[Marking]] = {"natural, English": [each for each in natural if _language(each) is None]}
    for language in _LANGUAGES.values():
        sets[f"natural, {language}"] = [each for each in natural if _language(each) == language]
    for writer in sorted({each.tagged.writer for each in natural}):
        sets[f"  {writer}"] = [each for each in natural if each.tagged.writer == writer]
    for name in sorted({each.tagged.catalogue for each in natural}):
        sets[f"  on {name}"] = [each for each in natural if each.tagged.catalogue == name]
    sets["wordings"] = _wordings(chosen.split)
    table = Table(*("messages of the split " + chosen.split, "reader", *Count.HEADS))
    for name, markings in sets.items():
        for version, reader in readers.items():
            if markings:
                count = counted(markings, reader, lambda _: "all")["all"]
                table.add_row(name, version, *count.cells())
    console.print(table)
    for version, reader in readers.items():
        low, high = interval(natural, reader)
        console.print(f"{version}: roles of all natural messages {low:.1f} to {high:.1f} % (95 %, by message)")
    if chosen.wrong and chosen.split == "choose":
        for one, other, times in confusions(natural, readers["new"])[:30]:
            console.print(f"{one} taken for {other}: {times}")


def _shadow(chosen: argparse.Namespace, console: Console) -> None:
    """Print what each reader that comes with Palate makes of new messages."""
    natural = corpora.natural(chosen.split)
    table = Table("new messages of the split " + chosen.split, "reader", "parts", "right", "reversed", "missing")
    for language in (None, *_LANGUAGES.values()):
        markings = [each for each in natural if _language(each) == language]
        for name in get_args(ReaderName):
            counts = shadowed(markings, named_reader(name))
            if counts["parts"]:
                shares = [f"{100 * counts[each] / counts['parts']:.1f}" for each in ("right", "reversed", "missing")]
                table.add_row(language or "English", name, str(counts["parts"]), *shares)
    console.print(table)


def _language(marking: Marking) -> str | None:
    return _LANGUAGES.get(marking.tagged.writer.split("_")[0])


def _wordings(split: corpora.Split) -> list[Marking]:
    draw = random.Random(3)  # no secret
    told = [
        each for each in corpora.wordings(split) if each.parts and "[w" not in each.text and "[right" not in each.text
    ]
    return [filled(each, told, draw) for each in draw.sample(told, min(_WORDINGS, len(told)))]


if __name__ == "__main__":
    main()
