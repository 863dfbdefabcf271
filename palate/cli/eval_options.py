"""Options that commands of `palate eval` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Cases of each suite at most, drawn with --seed.")]
Filter = Annotated[
    str | None,
    typer.Option("--filter", metavar="PATTERNS", help="Cases whose id or a tag matches, such as `shop*,!slow`."),
]
Contestants = Annotated[
    list[str] | None,
    typer.Option(
        "--contestant",
        "-c",
        metavar="NAME",
        help="Whom to run, `my_app:make_agent` among them; repeatable. The suite's own by default.",
    ),
]
ModelName = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="What contestants such as frames-dynamic ask: `local`, `recorded:NAME`, or a name of litellm.",
    ),
]
ModelCache = Annotated[
    Path | None,
    typer.Option("--model-cache", metavar="FILE", help="Where the model's answers are kept, and found again."),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Where to write.")]
