"""`make reader`: fit the reader, write its file, and report on it beside the one that is shipped."""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from palate.language.reader.clauses import ClauseReader
from palate.language.reader.labels import ACTS, DIALOGUE_ACTS, ROLES, SPANS, STATUSES
from palate.language.reader.reader import Reader
from palate.language.understand import understand
from training import corpora
from training.compose import filled
from training.examples import Marking
from training.report import Count, Done, confusions, counted, interval, read_all, share_of
from training.told import Told
from training.understood import understood

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
    parser.add_argument(
        "step",
        nargs="?",
        choices=(
            "all",
            "fit",
            "meanings",
            "acts",
            "voices",
            "meant",
            "calibrate",
            "report",
            "understood",
            "again",
            "ship",
        ),
        default="all",
    )
    parser.add_argument("--split", choices=("choose", "test"), default="choose", help="whose messages are reported on")
    parser.add_argument("--epochs", type=int, help="passes over the corpora")
    parser.add_argument("--composed", type=int, help="messages put together of wordings, each epoch")
    parser.add_argument("--layers", type=int, help="layers of the encoder of roles")
    parser.add_argument("--steps", type=int, help="steps of the encoder of meanings")
    parser.add_argument("--onwards", action="store_true", help="go on from the encoders that are shipped")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--wrong", action="store_true", help="show which roles are taken for which (choose only)")
    chosen = parser.parse_args(arguments)
    console = Console()
    if console.width < _WIDTH:
        console = Console(width=_WIDTH)  # a table that is cut tells nothing
    if chosen.step in ("all", "fit"):
        _fit(chosen, console)
    if chosen.step in ("all", "meanings"):
        _fit_meanings(chosen, console)
    if chosen.step in ("all", "acts"):
        _fit_acts(chosen, console)
    if chosen.step in ("all", "voices"):
        _voices(console)
    if chosen.step in ("all", "meant"):
        _meant(chosen, console)
    if chosen.step == "calibrate":
        _calibrate(console)
    if chosen.step in ("all", "report"):
        _report(chosen, console)
    if chosen.step == "understood":
        _understood(chosen, console)
    if chosen.step == "again":
        _again(console)
    if chosen.step == "ship":
        for name in ("reader.onnx", "meanings.onnx", "acts.onnx"):
            shutil.copyfile(OUT / name, SHIPPED.with_name(name))
            console.print(f"{name}: {SHIPPED.with_name(name).stat().st_size / 1e6:.1f} MB")


def _fit(chosen: argparse.Namespace, console: Console) -> None:
    import torch

    from training.calibrate import calibrate_roles
    from training.export import export
    from training.fit import Settings, fit_labels
    from training.start import start

    torch.set_num_threads(chosen.threads)
    OUT.mkdir(exist_ok=True)
    given = {
        name: getattr(chosen, name) for name in ("epochs", "composed", "layers") if getattr(chosen, name) is not None
    }
    settings, before = Settings(**given), SHIPPED if chosen.onwards else None
    with Progress(console=console) as say:
        model, pieces = fit_labels(start(), settings, say, before)
    labels = {"roles": ROLES, "statuses": STATUSES, "spans": SPANS, "acts": ACTS}
    export(model, pieces, OUT / "reader.onnx", {**labels, "version": _version(settings, before)})
    console.print(f"calibrated: {calibrate_roles(OUT / 'reader.onnx')}")


def _fit_meanings(chosen: argparse.Namespace, console: Console) -> None:
    import torch

    from training.calibrate import calibrate_meanings
    from training.export import export
    from training.meanings import MeaningSettings, fit_meanings
    from training.start import start

    torch.set_num_threads(chosen.threads)
    OUT.mkdir(exist_ok=True)
    given = {} if chosen.steps is None else {"steps": chosen.steps}
    settings, before = MeaningSettings(**given), SHIPPED.with_name("meanings.onnx") if chosen.onwards else None
    with Progress(console=console) as say:
        model, pieces = fit_meanings(start(), settings, say, before)
    export(model, pieces, OUT / "meanings.onnx", {"version": _version(settings, before)})
    console.print(f"calibrated: {calibrate_meanings(OUT / 'meanings.onnx')}")


def _fit_acts(chosen: argparse.Namespace, console: Console) -> None:
    import torch

    from training.acts import ActSettings, calibrate_acts, fit_acts, follows
    from training.conversations import chosen_by
    from training.export import export
    from training.start import start

    torch.set_num_threads(chosen.threads)
    OUT.mkdir(exist_ok=True)
    given = {name: getattr(chosen, name) for name in ("epochs", "layers") if getattr(chosen, name) is not None}
    settings, before = ActSettings(**given), SHIPPED.with_name("acts.onnx") if chosen.onwards else None
    with Progress(console=console) as say:
        model, pieces = fit_acts(start(), settings, say, chosen_by(), before)
    told = {"acts": DIALOGUE_ACTS, "follows": follows(), "version": _version(settings, before)}
    export(model, pieces, OUT / "acts.onnx", told)
    console.print(f"calibrated: {calibrate_acts(OUT / 'acts.onnx', SHIPPED)}")


def _voices(console: Console) -> None:
    """Print how the acts of the shipped readers are read of voices that they were not fitted to."""
    from training.acts import counted
    from training.conversations import chosen_by

    reader = Reader(SHIPPED, ClauseReader(SHIPPED.with_name("acts.onnx")))
    table = Table("voice", "turns", "act of a word", "turn that wants something, or not")
    found = counted(reader, chosen_by())
    for voice, count in sorted(found.items()):
        table.add_row(voice, str(count.turns), share_of(count.right, count.words), share_of(count.wanting, count.turns))
    words = share_of(sum(each.right for each in found.values()), sum(each.words for each in found.values()))
    turns = sum(each.turns for each in found.values())
    table.add_row("all", str(turns), words, share_of(sum(each.wanting for each in found.values()), turns))
    console.print(table)
    speak, heard = sum(each.endangered for each in found.values()), sum(each.found for each in found.values())
    alarms = sum(each.alarms for each in found.values())
    console.print(
        f"danger: {share_of(heard, speak)} of {speak} turns heard; {alarms} of {turns - speak} others taken for it"
    )


def _meant(chosen: argparse.Namespace, console: Console) -> None:
    """Print how well the shipped encoder tells what words mean."""
    from palate.language.reader.meanings import encoder
    from training.meant import MeantCount, counted
    from training.pairs import is_kept_for_choosing, pairs

    judged = pairs(chosen.split)
    table = Table(f"words in messages, of the split {chosen.split}", *MeantCount.HEADS)
    for name, is_kept in (("other catalogues", False), ("catalogues kept for choosing", True)):
        some = [each for each in judged if is_kept_for_choosing(each.marking.tagged.catalogue) == is_kept]
        table.add_row(name, *counted(some, encoder()).cells())
    console.print(table)


def _version(settings: object, before: Path | None) -> str:
    return f"{settings}{', onwards' if before is not None else ''}"


def _calibrate(console: Console) -> None:
    """Measure anew how sure the encoders that are shipped may be, where corpora or links have changed."""
    from training.acts import calibrate_acts
    from training.calibrate import calibrate_meanings, calibrate_roles

    console.print(f"{SHIPPED.name}: {calibrate_roles(SHIPPED)}")
    console.print(f"acts.onnx: {calibrate_acts(SHIPPED.with_name('acts.onnx'), SHIPPED)}")
    console.print(f"meanings.onnx: {calibrate_meanings(SHIPPED.with_name('meanings.onnx'))}")


def _report(chosen: argparse.Namespace, console: Console) -> None:
    files = {"new": OUT / "reader.onnx", "shipped": SHIPPED}
    natural, wordings = corpora.natural(chosen.split), _wordings(chosen.split)
    rows: dict[str, list[tuple[str, Count]]] = {}
    for version, path in files.items():
        if not path.exists():
            continue
        reader = Reader(path)
        done = read_all(natural, reader)
        for name, some in {**_sets(done), "wordings": read_all(wordings, reader)}.items():
            rows.setdefault(name, []).append((version, counted(some)))
        low, high = interval(done)
        console.print(f"{version}: roles of all natural messages {low:.1f} to {high:.1f} % (95 %, by message)")
        if chosen.wrong and chosen.split == "choose":
            for one, other, times in confusions(done)[:30]:
                console.print(f"{version}: {one} taken for {other}: {times}")
    table = Table("messages of the split " + chosen.split, "reader", *Count.HEADS)
    for name, counts in rows.items():
        for version, count in counts:
            table.add_row(name, version, *count.cells())
    console.print(table)


def _sets(done: Sequence[Done]) -> dict[str, list[Done]]:
    """Return what was read by language, by writer and by catalogue."""
    found: dict[str, list[Done]] = {}
    for each in done:
        found.setdefault(f"natural, {_language(each[0])}", []).append(each)
    for each in sorted(done, key=lambda pair: pair[0].tagged.writer):
        found.setdefault(f"  {each[0].tagged.writer}", []).append(each)
    for each in sorted(done, key=lambda pair: pair[0].tagged.catalogue):
        found.setdefault(f"  on {each[0].tagged.catalogue}", []).append(each)
    return found


def _understood(chosen: argparse.Namespace, console: Console) -> None:
    """Print what becomes of new messages by the reader that is shipped."""
    natural = corpora.natural(chosen.split)
    table = Table("new messages of the split " + chosen.split, "parts", "right", "reversed", "missing")
    for language in ("English", *_LANGUAGES.values()):
        counts = understood([each for each in natural if _language(each) == language], understand)
        if counts["parts"]:
            shares = [share_of(counts[each], counts["parts"]) for each in ("right", "reversed", "missing")]
            table.add_row(language, str(counts["parts"]), *shares)
    console.print(table)


def _again(console: Console) -> None:
    """Print how far those who tag a message agree, beside the reader on the same messages: more cannot be asked."""
    table = Table("messages tagged again", *Count.HEADS)
    pairs = corpora.again()
    for name, some in pairs.items():
        told = Told(*(each for _, each in some))
        done = [(whole, told.read(whole.tagged.text, whole.linked, whole.tagged.context)) for whole, _ in some]
        table.add_row(f"by the {name} other", *counted(done).cells())
    table.add_row("by the reader", *counted(read_all([whole for whole, _ in pairs["first"]], Reader(SHIPPED))).cells())
    console.print(table)


def _language(marking: Marking) -> str:
    return _LANGUAGES.get(marking.tagged.writer.split("_")[0], "English")


def _wordings(split: corpora.Split) -> list[Marking]:
    draw = random.Random(3)
    told = [
        each for each in corpora.wordings(split) if each.parts and "[w" not in each.text and "[right" not in each.text
    ]
    return [filled(each, told, draw) for each in draw.sample(told, min(_WORDINGS, len(told)))]


if __name__ == "__main__":
    main()
