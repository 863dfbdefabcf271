"""Whatever the agent says is in the file of words, with the slots that are filled, and nothing else is."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

import palate
from palate.agent.replies.words import _read, phrases, say
from palate.catalog.condition_text import _table

WORDS = {f"{table}.{name}": phrase for table, entries in _read().items() for name, phrase in entries.items()}
PACKAGE = Path(palate.__file__).parent
RECOGNISED = ("relations", "plain")
"""Tables of words that are recognised in the names of fields."""
UNSAID = (*RECOGNISED, "units")


@dataclass(frozen=True)
class Said:
    """A call of `say`, or of `phrases`."""

    where: str
    by: str
    keys: tuple[str, ...]
    """Each that it may be called with; none where the code does not tell."""
    slots: frozenset[str | None]


def calls() -> Iterator[Said]:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "from palate.agent.replies.words import" not in text:
            continue
        tree = ast.parse(text)
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "phrases"):
                scope = next((each for each in functions if node in ast.walk(each)), tree)
                where, slots = f"{path.name}:{node.lineno}", frozenset(keyword.arg for keyword in node.keywords)
                yield Said(where, node.func.id, tuple(keys(node.args[0], scope)), slots)


def keys(node: ast.AST, scope: ast.AST) -> Iterator[str]:
    """Yield the strings that an argument may be: written there, or in the one line that gives a variable its value."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*keys(node.body, scope), *keys(node.orelse, scope))
    elif isinstance(node, ast.Name):
        for each in ast.walk(scope):
            if isinstance(each, ast.Assign) and [ast.unparse(target) for target in each.targets] == [node.id]:
                yield from keys(each.value, scope)


def slots(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


CALLS = list(calls())
SAID = [said for said in CALLS if said.by == "say"]
TABLES = {key for said in CALLS if said.by == "phrases" for key in said.keys}


def test_the_code_tells_which_phrase_it_says() -> None:
    assert [said.where for said in CALLS if not said.keys] == []


def test_every_key_in_the_code_is_in_the_file() -> None:
    assert [(said.where, key) for said in SAID for key in said.keys if key not in WORDS] == []
    assert sorted(TABLES - set(_read())) == []


def test_every_key_in_the_file_is_in_the_code() -> None:
    used = {key for said in SAID for key in said.keys}

    assert [key for key in WORDS if key not in used and key.split(".")[0] not in TABLES] == []


def test_every_phrase_is_given_exactly_its_slots() -> None:
    wrong = [
        (said.where, key, slots(WORDS[key]))
        for said in SAID
        for key in said.keys
        if key in WORDS and slots(WORDS[key]) != said.slots
    ]

    assert wrong == []


def test_tables_that_are_read_as_a_whole_have_no_slots() -> None:
    assert [(table, name) for table in TABLES for name, phrase in phrases(table).items() if slots(phrase)] == []


def test_a_phrase_is_said_with_its_slots_filled() -> None:
    assert say("reasons.value", field="Heat, {braces}", value="Up") == "Heat, {braces} Up"


def test_what_is_said_in_chinese_has_the_same_keys_and_slots() -> None:
    chinese = {f"{table}.{name}": phrase for table, entries in _read("zh").items() for name, phrase in entries.items()}

    assert [key for key in WORDS if key not in chinese] == []
    assert [key for key in chinese if key not in WORDS] == []
    assert [key for key in WORDS if slots(WORDS[key]) != slots(chinese[key])] == []


def test_conditions_are_said_in_chinese_by_the_same_keys() -> None:
    english, chinese = _table("en"), _table("zh")
    said = {(table, key): phrase for table in english if table not in UNSAID for key, phrase in english[table].items()}

    assert {name for name in english if name not in RECOGNISED} == {*chinese}
    assert [each for each in said if each[1] not in chinese[each[0]]] == []
    assert [each for each in said if slots(said[each]) != slots(chinese[each[0]][each[1]])] == []


def test_an_unknown_phrase_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("abstain.nowhere")
