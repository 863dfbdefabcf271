"""A console that sends a terminal no sequences but rich's own."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from palate.catalog.printable import printable


class PrintableConsole(Console):
    """Takes what no terminal should be sent out of every piece of text, in whichever way it comes to be printed.

    Pieces come here from within tables and live lines too, before these are laid out; rich's own sequences are pieces
    of another kind, or styles of pieces.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as rich does, and clean each piece of text."""
        for piece in super().render(renderable, options):
            if piece.control or piece.text.isprintable():
                yield piece
            else:
                yield Segment(printable(piece.text), piece.style)
