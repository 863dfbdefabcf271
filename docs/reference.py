"""`python -m docs.reference > docs/reference.md`: the public names, as their docstrings and signatures have them."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

MODULES = {
    "palate": "palate",
    "palate.policies": "palate.agent.policies",
    "palate.errors": "palate.errors",
    "palate.testing": "palate.testing",
}
"""What an app imports, and where it is."""

_SECTION = re.compile(r"(Args|Returns|Raises|Yields):")
_ENTRY = re.compile(r"    (\S[^:]*): (.*)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def page() -> str:
    """Return the whole page."""
    top = "# Reference\n\nThe names that an app imports, printed by `python -m docs.reference > docs/reference.md`."
    modules = {name: import_module(home) for name, home in MODULES.items()}
    index = [f"{link(name)}: {', '.join(map(link, names(module)))}" for name, module in modules.items()]
    parts = [part for name, module in modules.items() for part in of_module(name, module)]
    return "\n\n".join(filter(None, [top, *index, *parts])) + "\n"


def link(heading: str) -> str:
    """Return a link to a heading, by the anchor that GitHub gives it."""
    return f"[{heading}](#{heading.lower().replace('.', '')})"


def names(module: ModuleType) -> list[str]:
    """Return its public names, modules aside; of a module that says none, the classes that it defines."""
    own = [name for name, each in vars(module).items() if inspect.isclass(each) and each.__module__ == module.__name__]
    return [name for name in getattr(module, "__all__", own) if not inspect.ismodule(getattr(module, name))]


def of_module(name: str, module: ModuleType) -> Iterator[str]:
    """Yield what is said of a module and of each of its names."""
    yield f"## {name}\n\n{text(inspect.getdoc(module))}"
    for each in names(module):
        yield from of_name(each, getattr(module, each))


def of_name(name: str, value: Any) -> Iterator[str]:
    """Yield what is said of a class, a function or a type."""
    yield f"### {name}"
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        yield f"`{name} = {value.__origin__.__name__}`"
        return
    node = ast.parse(inspect.getsource(value)).body[0]
    if isinstance(node, ast.ClassDef):
        yield from of_class(node)
    elif isinstance(node, Function):
        yield f"{signature(node, name)}\n\n{text(ast.get_docstring(node))}"


def of_class(node: ast.ClassDef) -> Iterator[str]:
    """Yield what is said of a class, its fields and its public methods."""
    methods = {each.name: each for each in node.body if isinstance(each, Function)}
    bases = [base for base in map(ast.unparse, node.bases) if base[0].isupper()]
    if "__init__" in methods:
        yield signature(methods["__init__"], node.name)
    elif bases:
        yield f"*{', '.join(f'`{base}`' for base in bases)}*"
    yield text(ast.get_docstring(node))
    if "__init__" in methods:
        yield text(ast.get_docstring(methods.pop("__init__")))
    yield "\n".join(fields(node))
    public = [method for name, method in methods.items() if name == "__call__" or name[0] != "_"]
    yield "\n".join(f"- `{method.name}`" for method in public if not ast.get_docstring(method))
    for method in filter(ast.get_docstring, public):
        yield from of_method(node.name, method)


def fields(node: ast.ClassDef) -> Iterator[str]:
    """Yield a line for each public field, with its type, its default and what its docstring says."""
    for each, following in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(each, ast.AnnAssign) and not (name := ast.unparse(each.target)).startswith("_"):
            default = f" = {ast.unparse(each.value)}" if each.value else ""
            said = following.value if isinstance(following, ast.Expr) else None
            about = textwrap.indent(inspect.cleandoc(str(said.value)), "  ") if isinstance(said, ast.Constant) else ""
            yield f"- `{name}: {ast.unparse(each.annotation)}{default}`" + (f"\n\n{about}\n" if about else "")


def of_method(owner: str, method: Function) -> Iterator[str]:
    """Yield what is said of a method or a property."""
    decorators = {ast.unparse(each) for each in method.decorator_list}
    call = signature(method, f"{owner}.{method.name}" if "classmethod" in decorators else method.name)
    if "property" in decorators and method.returns:
        call = f"*property* `{ast.unparse(method.returns)}`"
    yield f"#### {owner}.{method.name}\n\n{call}\n\n{text(ast.get_docstring(method))}"


def signature(function: Function, name: str) -> str:
    """Return a signature as a block of code, on one line where it is short."""
    given = list(parameters(function.args))
    result = f" -> {ast.unparse(function.returns)}" if function.returns and function.name != "__init__" else ""
    name = f"async {name}" if isinstance(function, ast.AsyncFunctionDef) else name
    line = f"{name}({', '.join(given)}){result}"
    if len(line) > 100:
        line = f"{name}(\n" + "".join(f"    {each},\n" for each in given) + f"){result}"
    return f"```text\n{line}\n```"


def parameters(args: ast.arguments) -> Iterator[str]:
    """Yield each parameter as it is written; `self` and `cls` are left out."""
    plain = [each for each in args.posonlyargs + args.args if each.arg not in ("self", "cls")]
    yield from map(parameter, plain, [*[None] * (len(plain) - len(args.defaults)), *args.defaults])
    if args.vararg or args.kwonlyargs:
        yield f"*{ast.unparse(args.vararg) if args.vararg else ''}"
    yield from map(parameter, args.kwonlyargs, args.kw_defaults)
    if args.kwarg:
        yield f"**{ast.unparse(args.kwarg)}"


def parameter(one: ast.arg, default: ast.expr | None) -> str:
    """Return one parameter with its type and its default."""
    return ast.unparse(one) + (f" = {ast.unparse(default)}" if default else "")


def text(docstring: str | None) -> str:
    """Return a docstring as Markdown: its sections as lists."""
    lines, inside = [], False
    for line in (docstring or "").splitlines():
        if section := _SECTION.fullmatch(line):
            inside = True
            lines.append(f"*{section[1]}*\n")
        elif inside and (entry := _ENTRY.fullmatch(line)):
            lines.append(f"- `{entry[1]}`: {entry[2]}")
        else:
            lines.append(f"{'  ' * line.startswith(' ' * 8)}{line.strip()}" if inside else line)
    return "\n".join(lines)


if __name__ == "__main__":
    print(page(), end="")
