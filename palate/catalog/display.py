"""How a thing looks in a notebook, and where rich prints it: some lines, and a table."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from palate.catalog.printable import one_line

if TYPE_CHECKING:
    from rich.console import Group

LONGEST = 120
"""Characters of a cell."""


@dataclass(frozen=True)
class Look:
    """What is shown of a thing."""

    text: str
    head: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()

    @property
    def cells(self) -> list[list[str]]:
        """The table's rows as text, each cell on one line."""
        return [[one_line(_plain(cell), LONGEST) for cell in row] for row in self.rows]


def _plain(cell: object) -> str:
    return ", ".join(map(str, cell)) if isinstance(cell, list | tuple) else str(cell)


class Displayed:
    """A thing with a look of its own in notebooks and under rich."""

    @abstractmethod
    def look(self) -> Look:
        """Return what is shown of it."""

    def _repr_html_(self) -> str:
        look = self.look()
        lines = "".join(f"<p>{escape(one_line(line))}</p>" for line in look.text.split("\n"))
        if not look.rows:
            return lines
        head = "".join(f"<th>{escape(one_line(name))}</th>" for name in look.head)
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in look.cells)
        return f"{lines}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        look = self.look()
        lines = [Text(one_line(line)) for line in look.text.split("\n")]
        if not look.rows:
            return Group(*lines)
        table = Table(box=None, header_style="bold", pad_edge=False)
        for name in look.head:
            table.add_column(Text(one_line(name)))
        for row in look.cells:
            table.add_row(*map(Text, row))
        return Group(*lines, table)
