"""Reading a statement that a model or a person wrote, before SQLite sees it: for clear refusals and near names.

The authorizer of `palate.tools.executor` is what makes it safe; this is what makes its errors useful.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from palate.errors import ToolError, closest
from palate.tools.executor import MOST_LENGTH
from palate.tools.sql_size import written_out

if TYPE_CHECKING:
    from sqlglot import Token, exp

Columns = Mapping[str, Sequence[str]]
"""The columns of each view."""

_KEYWORDS = frozenset(
    """abort action add after alter always analyze attach autoincrement before begin cascade cast check collate column
    commit conflict constraint create cross current database default deferrable deferred delete detach do drop each
    escape exclude exclusive explain fail filter first following for foreign full generated glob groups if ignore
    immediate index indexed initially inner insert instead into isnull key last left match materialized natural no
    nothing notnull nulls of others outer over partition plan pragma preceding primary query raise range recursive
    references regexp reindex release rename replace restrict returning right rollback row rows savepoint set table
    temp temporary ties to transaction trigger
    unbounded unique update vacuum view virtual window without""".split()  # noqa: SIM905
)
"""SQLite's keywords that a column may be called unquoted; those that give a SELECT its form keep that meaning."""
MOST_PARTS = 5_000
"""Names, values, operators and so on of a statement in which every sub-select stands where it is named."""
_COUNTABLE = 1_000_000
_ROW_IDS = frozenset({"rowid", "_rowid_", "oid"})
_UNKNOWN = re.compile("(?:no such column|ambiguous column name): (?P<name>.+)", re.DOTALL)


def guarded(text: str, columns: Columns) -> str:
    """Return the statement as it is to be run: one SELECT, on these views.

    A column whose name is an SQL keyword (`cast`) is quoted where the writer did not. Columns are SQLite's to look for;
    see `explained`.

    Raises:
        ToolError: it is anything else; the message says what is wrong.
    """
    if len(text) > MOST_LENGTH:
        raise ToolError(f"the statement has {len(text):,} characters; {MOST_LENGTH:,} are allowed.")
    tokens = _tokens(text)
    if tokens and tokens[0].text.lower() not in ("select", "with", "("):
        raise ToolError(f"only a SELECT can be run, not `{tokens[0].text.upper()}`.")
    statement = _quote_names(text, tokens, columns).strip().rstrip(";").strip()
    try:
        query = _select(_parsed(statement))
        _check_tables(query, columns)
        _check_row_ids(query, columns)
        _check_size(query)
    except RecursionError as error:
        raise ToolError("the statement is nested too deeply; write a simpler SELECT.") from error
    return statement


def _parsed(statement: str) -> exp.Expr:
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        trees = [tree for tree in sqlglot.parse(statement, read="sqlite") if tree is not None]
    except SqlglotError as error:
        raise ToolError(f"the statement cannot be read: {_first_line(error)}.") from error
    if not trees:
        raise ToolError("the statement is empty; write one SELECT.")
    if len(trees) > 1:
        raise ToolError(f"{len(trees)} statements were given; write one SELECT.")
    return trees[0]


def _first_line(error: Exception) -> str:
    # sqlglot underlines the place with terminal escapes.
    plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines()
    return plain[0].rstrip(".:") if plain else "it is not SQL"


def _select(tree: exp.Expr) -> exp.Query:
    from sqlglot import exp

    if not isinstance(tree, exp.Select | exp.SetOperation | exp.Subquery):
        raise ToolError(f"only a SELECT can be run, not `{tree.key.upper()}`.")
    if (change := tree.find(exp.DML)) is not None:
        raise ToolError(f"only a SELECT can be run, not `{change.key.upper()}`.")
    if any(clause.args.get("recursive") for clause in tree.find_all(exp.With)):
        raise ToolError("a recursive WITH cannot be run; write one SELECT without it.")
    return tree


def _check_size(query: exp.Query) -> None:
    size = written_out(query).whole
    if size > MOST_PARTS:
        told = f"{size:,}" if size < _COUNTABLE else f"more than {_COUNTABLE:,}"
        raise ToolError(
            f"the statement has {told} parts once what it names is written out; {MOST_PARTS:,} are allowed, so write a "
            f"simpler SELECT."
        )


def _check_tables(query: exp.Query, columns: Columns) -> None:
    from sqlglot import exp

    made = {clause.alias.lower() for clause in query.find_all(exp.CTE)}
    for table in query.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            raise ToolError(f"`{table.this.sql(dialect='sqlite')}` cannot be read as a table; {_known(columns)}.")
        if table.args.get("db") or table.name.lower() not in {*columns, *made}:
            name = table.sql(dialect="sqlite", comments=False).split(" AS ")[0]
            raise ToolError(f"`{name}` is not a table that can be read; {_known(columns)}.")


def _check_row_ids(query: exp.Query, columns: Columns) -> None:
    """Refuse SQLite's names of a row's number: a view has none, which some builds of SQLite tell as a missing value."""
    from sqlglot import exp

    names = {column.lower() for of in columns.values() for column in of}
    for column in query.find_all(exp.Column):
        if column.name.lower() in _ROW_IDS - names:
            raise ToolError(_column_complaint(column.name, columns))


def _known(columns: Columns) -> str:
    return "there are " + ", ".join(f"`{name}({', '.join(names)})`" for name, names in columns.items())


def explained(error: ToolError, columns: Columns) -> ToolError:
    """Return why a statement could not be run, where SQLite did not find a column with the closest of its name."""
    unknown = _UNKNOWN.fullmatch(str(error.__cause__))
    return error if unknown is None else ToolError(_column_complaint(unknown.group("name"), columns))


def _column_complaint(said: str, columns: Columns) -> str:
    name = said.split(".")[-1]
    homes = [view for view, names in columns.items() if name.lower() in map(str.lower, names)]
    if len(homes) > 1 and "." not in said:
        return f"`{name}` is in more than one view; write which, as in `{homes[0]}.{name}`."
    if homes:
        return f"`{name}` is a column of `{homes[0]}`, which this part of the statement does not read; name it in FROM."
    every = dict.fromkeys(column for names in columns.values() for column in names)
    return f"`{name}` is not a column; {closest(name, every)}. Text is written in single quotes."


def _tokens(text: str) -> list[Token]:
    from sqlglot.errors import SqlglotError
    from sqlglot.tokens import Tokenizer

    try:
        return Tokenizer(dialect="sqlite").tokenize(text)
    except SqlglotError as error:
        raise ToolError(f"the statement cannot be read: {_first_line(error)}.") from error


def _quote_names(text: str, tokens: list[Token], columns: Columns) -> str:
    """Put names in backticks: SQLite takes one in double quotes for a text where no column is called so."""
    names = {column.lower() for of in columns.values() for column in of} & _KEYWORDS
    parts, end = [], 0
    for index, token in enumerate(tokens):
        if text[token.start] == '"' or _is_bare_column(tokens, index, names):
            parts += [text[end : token.start], "`", token.text.replace("`", "``"), "`"]
            end = token.end + 1
    return "".join([*parts, text[end:]])


def _is_bare_column(tokens: list[Token], index: int, names: set[str]) -> bool:
    from sqlglot import TokenType

    token = tokens[index]
    if token.token_type in (TokenType.IDENTIFIER, TokenType.STRING) or token.text.lower() not in names:
        return False
    return index + 1 == len(tokens) or tokens[index + 1].token_type is not TokenType.L_PAREN
