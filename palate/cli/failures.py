"""What is said of an error, and the exit code that it leaves with: 1 our fault, 2 the caller's, 130 interrupted."""

from __future__ import annotations

import typer

from palate.errors import PalateError

INTERRUPTED = 130


def exit_code(error: BaseException) -> int:
    """Return the exit code that tells whose fault an error is."""
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return INTERRUPTED
    return int(getattr(error, "exit_code", 1))


def sentence(error: BaseException) -> str:
    """Return what is said of an error: one sentence or two; nothing for a reader that went away."""
    match error:
        case PalateError():
            return str(error)
        case typer.TyperException():
            return _usage(error)
        case KeyboardInterrupt() | typer.Abort():
            return "Interrupted."
        case BrokenPipeError():
            return ""
        case _:
            return f"Palate failed with {type(error).__name__}: {error}. `palate --debug …` shows where."


def _usage(error: typer.TyperException) -> str:
    """Return a usage error's sentence, and the command whose help mends it; nothing where help was shown already."""
    context = getattr(error, "ctx", None)
    message = " ".join(error.format_message().split())
    if context is None or not message:
        return message
    end = "" if message.endswith((".", "?")) else "."
    return f"{message}{end} `{context.command_path} --help` lists what there is."
