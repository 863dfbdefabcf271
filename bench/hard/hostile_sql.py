"""Statements that would run for minutes, or fill the memory, where nothing holds them to a deadline.

They read the views `items`, `tags` and `popularity` as the embedded films have them, and hurt the more the longer the
longest `synopsis` is. None has more than 10,000 characters, so that it is not refused for its length alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import count as numbers

MOST_LENGTH = 10_000
"""Characters of a statement."""
_FIELDS = ("title", "country", "language", "age_rating", "synopsis")
_TAGS = ("genres", "director", "cast", "moods")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONG = "(SELECT synopsis AS x, id FROM items ORDER BY length(synopsis) DESC LIMIT 3)"

Draw = random.Random


def hostile_statements(count: int, seed: int) -> Iterator[str]:
    """Yield so many statements, no two alike, each family in turn.

    Args:
        count: how many.
        seed: which of them.
    """
    draw, told = random.Random(seed), set[str]()
    for turn in numbers():
        if len(told) >= count:
            return
        statement = FAMILIES[turn % len(FAMILIES)](draw)[:MOST_LENGTH]
        if statement not in told:
            told.add(statement)
            yield statement


def _patterns(draw: Draw) -> str:
    run = draw.choice("ae1") * draw.randint(20, 250)
    return f"SELECT count(*) FROM items a, items b WHERE b.synopsis LIKE '%{run}{draw.choice('_%')}{run[:3]}!%'"


def _many_patterns(draw: Draw) -> str:
    tests = [f"(x LIKE '%{'a' * length}_b')" for length in _distinct(draw, 60, 10, 90)]
    return f"SELECT {' + '.join(tests)} FROM {_LONG}"


def _globs(draw: Draw) -> str:
    sign = draw.choice(["[a-z]", "?", "[^0-9]", "a"])
    return f"SELECT count(*) FROM items a, items b WHERE b.synopsis GLOB '*{sign * draw.randint(10, 40)}!*'"


def _sought(draw: Draw) -> str:
    half = draw.randint(100_000, 500_000)
    return f"SELECT sum(instr(a.x, substr(a.x, 1, {half}) || 'b')) FROM {_LONG} a, items b"


def _replaced(draw: Draw) -> str:
    half = draw.randint(1_000, 500_000)
    return f"SELECT sum(length(replace(a.x, substr(a.x, 1, {half}) || 'b', ''))) FROM {_LONG} a, items b"


def _grown(draw: Draw) -> str:
    text = f"'{'a' * draw.randint(10, 90)}'"
    for _ in range(draw.randint(4, 20)):
        text = f"replace({text}, 'a', '{'a' * draw.randint(5, 90)}')"
    return f"SELECT length({text}) FROM items"


def _trimmed(draw: Draw) -> str:
    side = draw.choice(["trim", "ltrim", "rtrim"])
    return f"SELECT sum(length({side}(a.x, '{_letters(draw, 200)}' || a.x))) FROM {_LONG} a, items b, items c"


def _gathered(draw: Draw) -> str:
    first, second = draw.choice(_FIELDS), draw.choice(_FIELDS)
    return f"SELECT length(group_concat(a.{first}, b.{second})) FROM items a, items b, items c"


def _running(draw: Draw) -> str:
    frame = f"ROWS BETWEEN {draw.randint(1_000, 90_000)} PRECEDING AND CURRENT ROW"
    return f"SELECT length(group_concat(b.title) OVER (ORDER BY b.year {frame})) FROM items a, items b, items c"


def _doubled(draw: Draw) -> str:
    levels, times = draw.randint(20, 60), draw.randint(2, 4)
    sums = [f", t{level} AS (SELECT {_joined(draw, 'x', times)} AS x FROM t{level - 1})" for level in range(1, levels)]
    return f"WITH t0 AS (SELECT {draw.choice(_FIELDS)} AS x FROM items){''.join(sums)} SELECT x FROM t{levels - 1}"


def _doubled_inside(draw: Draw) -> str:
    levels = draw.randint(10, 25)
    opened = "".join(f"SELECT {_joined(draw, 'x', 2)} AS x FROM (" for _ in range(levels))
    return f"{opened}SELECT {draw.choice(_FIELDS)} AS x FROM items{')' * levels}"


def _read_twice(draw: Draw) -> str:
    levels, both = draw.randint(20, 60), draw.choice(["UNION ALL", "UNION", "EXCEPT"])
    reads = [f", t{n} AS (SELECT x FROM t{n - 1} {both} SELECT x FROM t{n - 1})" for n in range(1, levels)]
    return f"WITH t0 AS (SELECT year AS x FROM items){''.join(reads)} SELECT count(*) FROM t{levels - 1}"


def _crossed(draw: Draw) -> str:
    tables = [f"{draw.choice(['items', 'tags', 'popularity'])} t{at}" for at in range(draw.randint(4, 12))]
    return f"SELECT count(*) FROM {', '.join(tables)} WHERE t0.id || t1.id > t2.id"


def _sorted(draw: Draw) -> str:
    collation = draw.choice(["", " COLLATE NOCASE", " COLLATE RTRIM"])
    tables = draw.choice(["items b", "items b, items c"])
    return f"SELECT b.id FROM {_LONG} a, {tables} ORDER BY a.x || b.{draw.choice(_FIELDS[:4])}{collation} DESC"


def _sifted(draw: Draw) -> str:
    return f"SELECT DISTINCT a.x || b.{draw.choice(_FIELDS[:4])} FROM {_LONG} a, items b, items c"


def _wide(draw: Draw) -> str:
    return f"SELECT {', '.join(['a.x'] * draw.randint(50, 190))} FROM {_LONG} a, items b"


def _many_calls(draw: Draw) -> str:
    calls = [f"length({draw.choice(['lower', 'upper'])}(x || {number}))" for number in _distinct(draw, 200, 0, 999)]
    return f"SELECT {' + '.join(f'({part})' for part in calls[:90])}, {', '.join(calls[90:])} FROM {_LONG}"


def _added(draw: Draw) -> str:
    digits, row = f"replace(x, 'a', '{draw.randint(1, 9)}')", " + ".join(["(y + y)"] * draw.randint(5, 20))
    total = " + ".join([f"({row})"] * draw.randint(5, 30))
    return f"SELECT {total} FROM (SELECT {digits} AS y FROM {_LONG} LIMIT 2)"


def _brackets(draw: Draw) -> str:
    opened = draw.choice(["(", "abs(", "NOT ", "- ", "(SELECT ", "coalesce(1, ", "1 IN (", "CAST(", "~"])
    depth = draw.randint(1_000, 9_000) // len(opened)
    return f"SELECT {opened * depth}1{')' * (depth if '(' in opened else 0)}"


def _open_brackets(draw: Draw) -> str:
    opened = ["(", "abs(", "(SELECT ", "1 IN (", "CASE WHEN ", "EXISTS (", "iif(1, ", "[", "1 BETWEEN "]
    return "SELECT " + "".join(draw.choice(opened) for _ in range(draw.randint(20, 1_500)))


def _cases(draw: Draw) -> str:
    depth = draw.randint(20, 400)
    part = draw.choice(["CASE WHEN 1 THEN ", "CASE year WHEN 2 THEN 1 ELSE "])
    return f"SELECT {part * depth}1{' END' * depth} FROM items"


def _joins(draw: Draw) -> str:
    how = draw.choice(["JOIN", "LEFT JOIN", "NATURAL JOIN", "CROSS JOIN", "NATURAL LEFT JOIN"])
    parts = [f" {how} items t{at}" for at in range(1, draw.randint(10, 400))]
    if how in ("JOIN", "LEFT JOIN"):
        on = draw.choice(["year >= t0.year", "id <> t0.id"])
        parts = [f"{part} ON t{at}.{on}" for at, part in enumerate(parts, start=1)]
    return f"SELECT count(*) FROM items t0{''.join(parts)}"


def _lists(draw: Draw) -> str:
    listed = ",".join(str(number) for number in _distinct(draw, 2_000, 0, 9_999))
    return f"SELECT count(*) FROM items a, items b, items c WHERE a.year + b.year IN ({listed[:9_000].rstrip(',')})"


def _alternatives(draw: Draw) -> str:
    tests = [f"a.year = {number} AND b.year = c.runtime + {number}" for number in _distinct(draw, 40, 0, 999)]
    return f"SELECT count(*) FROM items a, items b, items c, tags d WHERE {' OR '.join(tests)}"


def _unions(draw: Draw) -> str:
    one = f"SELECT a.{draw.choice(_FIELDS)} FROM items a, items b"
    return draw.choice([" UNION ", " EXCEPT ", " INTERSECT "]).join([one] * draw.randint(10, 60))


def _aliases(draw: Draw) -> str:
    sums = [f"a{at - 1} + a{at - 1} AS a{at}" for at in range(1, draw.randint(20, 200))]
    return f"SELECT year AS a0, {', '.join(sums)} FROM items"


def _windows(draw: Draw) -> str:
    function = draw.choice(["sum(a.year)", "max(a.synopsis)", "row_number()", "percent_rank()", "ntile(9)"])
    keys = _distinct(draw, draw.randint(2, 40), 0, 999)
    shown = [f"{function} OVER (PARTITION BY a.title ORDER BY b.year + {key})" for key in keys]
    return f"SELECT {', '.join(shown)} FROM items a, items b, items c"


def _inner_counts(draw: Draw) -> str:
    depth = draw.randint(2, 8)
    opened = [f"(SELECT count(*) FROM items t{at} WHERE t{at}.year < t{at - 1}.year AND " for at in range(1, depth)]
    return f"SELECT {''.join(opened)}1{') ' * (depth - 1)} FROM items t0"


def _tag_texts(draw: Draw) -> str:
    field = draw.choice(_TAGS)
    return f"SELECT count(*) FROM items a, items b WHERE a.{field} || b.{field} = b.{draw.choice(_TAGS)} || a.{field}"


def _dates(draw: Draw) -> str:
    sign = draw.choice(["%J", "%f", "%s", "%W"])
    return f"SELECT sum(length(strftime(replace(substr(x, 1, 900000), 'a', '{sign}'), '2020-01-01'))) FROM {_LONG}"


def _folded(draw: Draw) -> str:
    sides = [f"(a.x || {number} = b.x COLLATE NOCASE)" for number in _distinct(draw, 80, 0, 999)]
    return f"SELECT {' + '.join(sides)} FROM {_LONG} a, {_LONG} b, items c"


FAMILIES: Sequence[Callable[[Draw], str]] = (
    _patterns, _many_patterns, _globs, _sought, _replaced, _grown, _trimmed, _gathered, _running, _doubled,
    _doubled_inside, _read_twice, _crossed, _sorted, _sifted, _wide, _many_calls, _added, _brackets, _open_brackets,
    _cases, _joins, _lists, _alternatives, _unions, _aliases, _windows, _inner_counts, _tag_texts, _dates, _folded,
)  # fmt: skip
"""What draws one statement of a kind each."""


def _distinct(draw: Draw, most: int, low: int, high: int) -> list[int]:
    return draw.sample(range(low, high), min(most, high - low))


def _joined(draw: Draw, name: str, times: int) -> str:
    return draw.choice([" || ", " + "]).join([name] * times)


def _letters(draw: Draw, length: int) -> str:
    return "".join(draw.choice(_LETTERS) for _ in range(length))
