"""Every error that Palate raises on purpose, split by whose fault it is.

```
PalateError
├── CallerError          the caller asked for what cannot be; exit code 2
│   ├── BadArgument      an argument's value is out of its range or of the wrong type
│   ├── NotAllowed       what an item policy in force does not let happen
│   ├── UnknownField     a field that the catalogue does not have
│   ├── UnknownItem      an item id that the catalogue does not have
│   ├── UnknownTool      a tool name that the toolbox does not have
│   └── UnknownUser      a person of whom nothing is known
├── DataError            what was handed in is not as it should be; exit code 2
│   ├── BadRows          rows that cannot be loaded, every one of them listed
│   ├── NotACatalog      a file that is missing or is no Palate catalogue
│   └── UnreadableFile   a file that is missing, empty or not text of the expected form
├── ModelError           a language model gave nothing that can be used; exit code 1
│   ├── BadCompletion    it answered, but not what was asked for: the model's fault
│   ├── ModelUnavailable it is missing, unreachable, refused or too slow: the provider's fault
│   └── OverBudget       the calls, tokens, money or seconds that it may take are used up
├── StorageError         a file that Palate keeps cannot be read or written: a full disk, a damaged file; exit code 1
├── PlanError            a plan that cannot be run: a model's or a planner's fault; exit code 1
└── ToolError            a tool failed; the turn goes on without its result; exit code 1
```

A message is one sentence or two: what, where, what was expected, how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process


class PalateError(Exception):
    """The base of every error that Palate raises on purpose."""

    exit_code = 1


class CallerError(PalateError):
    """The caller asked for what cannot be."""

    exit_code = 2


class BadArgument(CallerError):
    """An argument's value is out of its range or of the wrong type."""


class NotAllowed(CallerError):
    """What an item policy in force does not let happen."""


class UnknownField(CallerError):
    """A field that the catalogue does not have."""


class UnknownItem(CallerError):
    """An item id that the catalogue does not have."""


class UnknownTool(CallerError):
    """A tool name that the toolbox does not have."""


class UnknownUser(CallerError):
    """A person of whom nothing is known."""


class DataError(PalateError):
    """What was handed in is not as it should be."""

    exit_code = 2


class BadRows(DataError):
    """Rows that cannot be loaded, every one of them listed."""


class NotACatalog(DataError):
    """A file that is missing or is no Palate catalogue."""


class UnreadableFile(DataError):
    """A file that is missing, empty or not text of the expected form."""


class ModelError(PalateError):
    """A language model gave nothing that can be used."""


class BadCompletion(ModelError):
    """A model answered, but not what it was asked for."""


class ModelUnavailable(ModelError):
    """A model is missing, unreachable, refused the call or was too slow."""


class OverBudget(ModelError):
    """The calls, tokens, money or seconds that a model may take are used up."""


class StorageError(PalateError):
    """A file that Palate keeps cannot be read or written: a full disk, a damaged file."""


class PlanError(PalateError):
    """A plan that cannot be run."""


class ToolError(PalateError):
    """A tool failed; its message is what the planner is told."""


MOST_COMPARED = 200
"""Characters of a word for which a close one is looked for, and that a message repeats."""


def closest(word: str, known: Iterable[str]) -> str:
    """Name the known word nearest to `word`, as the clause that ends an error message.

    Returns:
        `the closest is `x`` where one is near; otherwise the known words, shortened to ten.
    """
    names, word = list(known), word[:MOST_COMPARED]
    best = process.extractOne(word.lower(), names, scorer=fuzz.WRatio, processor=str.lower, score_cutoff=60)
    if best is not None:
        return f"the closest is `{best[0]}`"
    shown = ", ".join(f"`{name}`" for name in names[:10]) or "there are none"
    return f"known: {shown}" + (f" and {len(names) - 10} more" if len(names) > 10 else "")
