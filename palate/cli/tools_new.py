"""`palate tools new`: a package with a tool to start from."""

from __future__ import annotations

import keyword
import re
import sys
from importlib import resources
from pathlib import Path
from string import Template
from typing import Annotated

import typer

from palate.cli.door import say
from palate.errors import BadArgument

_NAME = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_FILES = {
    "pyproject.toml": "pyproject.txt",
    "README.md": "readme.txt",
    "src/$module/__init__.py": "tool.txt",
    "tests/test_$module.py": "test.txt",
}
"""What is written where; both have slots."""


def new_command(
    name: Annotated[str, typer.Argument(help="What to call the package and its tool, such as `moon-phase`.")],
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="FOLDER", help="Where to write it; ./NAME by default.")
    ] = None,
) -> None:
    """Write a package with one tool, which every agent has where it is installed."""
    module = _module(name)
    home = folder if folder is not None else Path(name)
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BadArgument(f"`{home}` exists and is not an empty folder; choose another with --folder.")
    slots = {"name": name, "module": module, "words": module.replace("_", " ")}
    for path, template in _FILES.items():
        written = home / Template(path).substitute(slots)
        written.parent.mkdir(parents=True, exist_ok=True)
        text = resources.files(__package__).joinpath(f"tool_package/{template}").read_text(encoding="utf-8")
        written.write_text(Template(text).substitute(slots), encoding="utf-8")
    say(f"{home} is a package with the tool `{module}`: `pip install -e {home}`, then `palate tools` lists it.")


def _module(name: str) -> str:
    """Return the name of a package's module.

    Raises:
        BadArgument: there can be none of that name.
    """
    from palate.tools.toolbox import Toolbox

    module = name.replace("-", "_")
    if not _NAME.fullmatch(name) or keyword.iskeyword(module):
        raise BadArgument(f"`{name}` cannot be a package; a name has small letters, digits and hyphens: `moon-phase`.")
    if module == "palate" or module in sys.stdlib_module_names or module in Toolbox(installed=False):
        raise BadArgument(f"`{name}` is taken, by a module of Python or a tool of Palate; choose another name.")
    return module
