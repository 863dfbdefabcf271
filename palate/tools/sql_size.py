"""How long a SELECT becomes once what it names is written out.

SQLite puts the column of a sub-select, and the whole of a WITH, in the place of its name before it looks at the clock:
twenty columns that each name the one before twice are a million sums, and gigabytes. So the length of that is worked
out first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True)
class Size:
    """The parts of a query once everything is written out, at most: each column is taken for the longest."""

    whole: int = 1
    column: int = 1
    """Of its longest column."""


def written_out(query: exp.Query, known: Mapping[str, Size] = MappingProxyType({}), outer: int = 1) -> Size:
    """Return the size of a query.

    Args:
        query: a SELECT, several of them together, or one in brackets.
        known: what stands in a WITH before it, by name in small letters.
        outer: the longest column that it can name of the queries around it.
    """
    from sqlglot import exp

    scope = dict(known)
    for clause in query.ctes:
        scope[clause.alias.lower()] = _source(clause.this, scope, outer)
    sources = [_source(part, scope, outer) for part in _sources(query)]
    reach = max([outer, *(source.column for source in sources)])
    shown = query.expressions if isinstance(query, exp.Select) else []
    columns = [_weight(each, scope, reach, {}) for each in shown]
    named = {each.alias_or_name.lower(): weight for each, weight in zip(shown, columns, strict=True)}
    rest = sum(_weight(each, scope, reach, named) for each in _rest(query))
    return Size(sum(source.whole for source in sources) + sum(columns) + rest, max(columns, default=reach))


def _sources(query: exp.Query) -> Iterator[exp.Expr]:
    """Yield what a query reads from: tables, sub-selects, what is in its brackets, and the sides of a UNION."""
    clauses = (query.args.get("from_"), *(query.args.get("joins") or ()))
    parts = (*(clause.this for clause in clauses if clause), query.args.get("this"), query.args.get("expression"))
    yield from (part for part in parts if part is not None)


def _source(part: exp.Expr, scope: Mapping[str, Size], outer: int) -> Size:
    from sqlglot import exp

    found = []
    for node in _nodes(part):
        if isinstance(node, exp.Query):
            found.append(written_out(node, scope, outer))
        else:
            found.append(scope.get(node.name.lower(), Size()) if isinstance(node, exp.Table) else Size())
    return Size(sum(size.whole for size in found), max(size.column for size in found))


def _rest(query: exp.Query) -> Iterator[exp.Expr]:
    """Yield the other clauses of a query, such as WHERE, and what its joins are on."""
    for each in query.iter_expressions():
        if each.arg_key == "joins":
            yield from (part for part in each.iter_expressions() if part.arg_key != "this")
        elif each.arg_key not in ("with_", "from_", "expressions", "this", "expression"):
            yield each


def _weight(part: exp.Expr, scope: Mapping[str, Size], reach: int, named: Mapping[str, int]) -> int:
    """Return the size of an expression, where a column stands for `reach` parts, or for those of `named`."""
    from sqlglot import exp

    weight = 0
    for node in _nodes(part):
        if isinstance(node, exp.Query):
            weight += written_out(node, scope, reach).whole
        elif isinstance(node, exp.Column | exp.Star):
            weight += max(reach, named.get(node.name.lower(), 1))
        else:
            weight += 1
    return weight


def _nodes(part: exp.Expr) -> Iterator[exp.Expr]:
    """Yield an expression and all that is below it, but not what is below a query."""
    from sqlglot import exp

    return part.walk(prune=lambda node: isinstance(node, exp.Query))
