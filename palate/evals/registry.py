"""Where suites and contestants are found by name: ours, those of installed packages, and files that people write."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass, replace
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from palate.errors import BadArgument, UnreadableFile, closest
from palate.evals.contestant import Contestant
from palate.evals.suite import Suite

if TYPE_CHECKING:
    from palate.evals.baselines.models.choice import ModelChoice
    from palate.evals.own_agent import OwnAgent

GROUP = "palate.suites"
SUITES: Mapping[str, str] = {
    "sessions": "palate.evals.suites.sessions.suite:Sessions",
    "sessions-chatty": "palate.evals.suites.sessions.suite:chatty",
    "verifiable": "palate.evals.suites.verifiable.suite:Verifiable",
    "verifiable-first-pick": "palate.evals.suites.verifiable.suite:first_pick",
    "plans": "palate.evals.suites.plans.suite:Plans",
    "one-turn": "palate.evals.suites.one_turn:OneTurn",
    "ranking": "palate.evals.suites.ranking.suite:Ranking",
    "ranking-in-time": "palate.evals.suites.ranking.suite:in_time",
    "cold-start": "palate.evals.suites.cold_start.suite:ColdStart",
    "sessions-development": "palate.evals.suites.sessions.suite:development",
    "sessions-chatty-development": "palate.evals.suites.sessions.suite:chatty_development",
    "one-turn-development": "palate.evals.suites.one_turn:development",
    "verifiable-development": "palate.evals.suites.verifiable.suite:development",
    "verifiable-first-pick-development": "palate.evals.suites.verifiable.suite:first_pick_development",
    "cold-start-development": "palate.evals.suites.cold_start.suite:development",
    "verifiable-unread": "palate.evals.suites.verifiable.suite:unread",
    "verifiable-first-pick-unread": "palate.evals.suites.verifiable.suite:first_pick_unread",
    "safety": "palate.evals.suites.safety.suite:Safety",
    "robustness": "palate.evals.suites.robustness.suite:Robustness",
    "slots": "palate.evals.suites.slots.suite:Slots",
    "catalogues": "palate.evals.suites.unprepared.suite:Catalogues",
    "catalogues-told": "palate.evals.suites.unprepared.suite:told",
    "conversations": "palate.evals.suites.conversations.suite:Conversations",
    "conversations-told": "palate.evals.suites.conversations.suite:told",
    "plans-languages": "palate.evals.suites.plans.languages.suite:PlansLanguages",
}
"""Our own suites: name to `module:attribute`, imported when the suite is used."""
FOR_CHOOSING = ("-development", "-unread")
"""How suites end over people and phrasings that choices are made on."""
_ON_REQUEST = frozenset({"plans-languages", "catalogues", "catalogues-told", "conversations-told"})
"""Suites that are run where they are named: they need a model, or packages of tables, or tell what is kept back."""
_FILES = (".py", ".yaml", ".yml", ".jsonl")
_MODULE = "palate_suite_"
"""How the names of modules begin that are suites' files."""


def suite_names() -> list[str]:
    """Return the names of all suites: ours first, then those of installed packages."""
    return list(dict.fromkeys([*SUITES, *sorted(point.name for point in entry_points(group=GROUP))]))


def default_suites() -> list[str]:
    """Return the names of our own suites but those over development data and those that need a model.

    Nobody should be judged by the former, and nothing is learnt from the latter where no model is at hand.
    """
    return [name for name in SUITES if not name.endswith(FOR_CHOOSING) and name not in _ON_REQUEST]


def load_suite(name: str) -> Suite:
    """Return the suite of that name, or the one that a file of that path defines.

    A Python file assigns a suite, or a class of one, to `SUITE`. A YAML file is described in
    `palate.evals.suites.written`, a file of JSON lines in `palate.evals.frozen`.

    Raises:
        BadArgument: there is no such suite.
        UnreadableFile: the file does not define one.
    """
    if name in SUITES:
        module, attribute = SUITES[name].split(":")
        return _made(getattr(importlib.import_module(module), attribute), name)
    for point in entry_points(group=GROUP, name=name):
        return _made(point.load(), name)
    if name.endswith(_FILES):
        return _from_file(Path(name))
    raise BadArgument(
        f"`{name}` is not a suite; {closest(name, suite_names())}. A suite of your own is a path to {_a_file()}."
    )


def folder_of(name: str, suite: Suite) -> Path:
    """Return the folder of the file that defines a suite, which was loaded by `name`."""
    is_file = name not in suite_names() and name.endswith(_FILES)
    return (Path(name) if is_file else Path(str(sys.modules[type(suite).__module__].__file__))).resolve().parent


def over(suite: Suite, db: Path) -> Suite:
    """Return a suite over a catalogue of the caller's.

    Raises:
        BadArgument: the suite runs over catalogues of its own.
    """
    if not hasattr(suite, "db") or not is_dataclass(suite) or isinstance(suite, type):
        raise BadArgument(f"`{suite.name}` runs over data of its own; `--db` is for `ranking` and `ranking-in-time`.")
    return replace(suite, db=db)


def with_deep(suite: Suite) -> Suite:
    """Return a suite whose contestants are also the deep models.

    Raises:
        BadArgument: the suite compares no rankers.
        CallerError: what they are made of is not installed.
    """
    from palate.evals.suites.ranking.recommenders.deep.library import check_torch

    if not hasattr(suite, "deep") or not is_dataclass(suite) or isinstance(suite, type):
        raise BadArgument(f"`{suite.name}` compares no rankers; `--deep` is for `ranking` and `ranking-in-time`.")
    check_torch()
    return replace(suite, deep=True)


def load_contestants(names: Sequence[str], suite: Suite, *, model: ModelChoice | None = None) -> tuple[Contestant, ...]:
    """Return contestants by name: the suite's own, the common ones, where there is a `model` those with one, an app's.

    One of an app is named `module:function`.

    Raises:
        BadArgument: there is none of that name, or none without a model.
    """
    from palate.evals.baselines import CONTESTANTS
    from palate.evals.baselines.models import MODEL_CONTESTANTS, model_contestants

    modelled = () if model is None else model_contestants(model)
    known = {contestant.name: contestant for contestant in (*CONTESTANTS, *modelled, *suite.contestants)}
    known |= {name: _own(name) for name in names if ":" in name and name not in known}
    wrong = next((name for name in names if name not in known), None)
    if wrong in MODEL_CONTESTANTS:
        raise BadArgument(f"`{wrong}` asks a model; name one with --model, such as `--model local`.")
    if wrong in (missing := getattr(suite, "left_out", {})):
        raise BadArgument(f"`{wrong}` cannot run here: {missing[wrong]}.")
    if wrong is not None:
        raise BadArgument(f"`{wrong}` is not a contestant of `{suite.name}`; {closest(wrong, known)}.")
    return tuple(known[name] for name in dict.fromkeys(names))


def _own(name: str) -> OwnAgent:
    from palate.evals.own_agent import OwnAgent

    agent = OwnAgent(name)
    agent.factory()
    return agent


def loaded_files() -> list[str]:
    """Return the Python files that suites were read from in this process.

    What they define can be unpickled in another process once `load_file` has read them there too.
    """
    modules = [module for name, module in sys.modules.items() if name.startswith(_MODULE)]
    return list(dict.fromkeys(str(module.__file__) for module in modules))


def load_file(path: Path) -> ModuleType:
    """Return the module that a suite's Python file is, read on first use.

    Pickles name classes by their module, so the same file has the same module, of the same name, in every process; a
    file that was changed since it was read is another module.

    Raises:
        UnreadableFile: it is no Python file.
    """
    told = hashlib.sha256(f"{path.resolve()}\0".encode() + path.read_bytes()).hexdigest()[:12]
    name = f"{_MODULE}{path.stem}_{told}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path.resolve())
    if spec is None or spec.loader is None:
        raise UnreadableFile(f"`{path}` is no Python file.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _a_file() -> str:
    return f"a file that ends in {', '.join(_FILES[:-1])} or {_FILES[-1]}"


def _from_file(path: Path) -> Suite:
    if not path.is_file():
        raise UnreadableFile(f"`{path}` does not exist; a file that defines a suite was expected.")
    if path.suffix == ".py":
        return _from_python(path)
    if path.suffix == ".jsonl":
        from palate.evals.frozen import FrozenSuite

        return FrozenSuite(path)
    from palate.evals.suites.written import read_suite

    return read_suite(path)


def _from_python(path: Path) -> Suite:
    module = load_file(path)
    if not hasattr(module, "SUITE"):
        raise UnreadableFile(f"`{path}` defines no suite: it should assign one to `SUITE`.")
    return _made(module.SUITE, str(path))


def _made(target: Any, name: str) -> Suite:
    """Return the suite that a class or a function makes, or that `target` is."""
    suite = target() if isinstance(target, type) or (not isinstance(target, Suite) and callable(target)) else target
    if not isinstance(suite, Suite):
        raise BadArgument(
            f"`{name}` is not a suite: `name`, `about`, `metrics`, `contestants`, `cases`, `fingerprint` and `run` "
            "are what one has."
        )
    return suite
