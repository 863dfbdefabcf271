"""`palate tools`: list the agent's tools, run one, and begin one's own."""

from __future__ import annotations

import json as js
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from palate.catalog.printable import one_line
from palate.cli.door import say
from palate.cli.options import AsJson, Db, open_catalog, print_json
from palate.cli.tools_new import new_command
from palate.errors import BadArgument, ToolError

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.tools.result import ToolResult

MOST_SHOWN = 20

tools_app = typer.Typer(invoke_without_command=True)
tools_app.command("new")(new_command)


@tools_app.callback()
def tools_command(context: typer.Context) -> None:
    """List the agent's tools, run one, or begin one's own."""
    if context.invoked_subcommand is None:
        list_command()


@tools_app.command("list")
def list_command(db: Db = None, json: AsJson = False) -> None:
    """List the tools, their arguments and whose they are; with --db also the fields that they can be asked about."""
    from palate.tools.toolbox import Toolbox

    toolbox = Toolbox()
    fields = []
    if db is not None:
        with open_catalog(db) as catalog:
            fields = [{"name": field.name, "kind": field.kind, "unit": field.unit} for field in catalog.schema.fields]
    if json:
        tools = [{**each.schema(), "source": toolbox.sources[each.name]} for each in toolbox]
        print_json({"tools": tools, "broken": toolbox.broken, "fields": fields})
        return
    from palate.cli.output import print_table, terminal

    console = terminal()
    rows = [(each.name, ", ".join(each.arguments.names), toolbox.sources[each.name], each.summary) for each in toolbox]
    print_table(console, ("tool", "arguments", "from", "what it does"), rows)
    if fields:
        console.print()
        print_table(console, ("field", "kind", "unit"), [list(field.values()) for field in fields])
    for complaint in toolbox.broken:
        say(complaint, err=True)


@tools_app.command("run")
def run_command(
    name: Annotated[str, typer.Argument(help="The tool to run, as `palate tools list` names it.")],
    db: Db = None,
    args: Annotated[str, typer.Option("--args", metavar="JSON", help="Its arguments, as a JSON object.")] = "{}",
    json: AsJson = False,
) -> None:
    """Run one tool over all items of a catalogue."""
    from palate.tools.candidates import Candidates
    from palate.tools.context import ToolContext
    from palate.tools.toolbox import Toolbox

    tool = Toolbox().get(name)
    given = _arguments(args)
    tool.arguments.parse(given)
    with open_catalog(db) as catalog:
        context = ToolContext(catalog, candidates=Candidates.everything(catalog.schema.items))
        result = tool.run(context, given)
        if json:
            print_json(result.to_json())
        elif result.status != "failed":
            _print(result, catalog)
    if result.status == "failed":
        raise ToolError(result.reason)


def _arguments(text: str) -> dict[str, Any]:
    try:
        given = js.loads(text)
    except ValueError as error:
        raise BadArgument(
            f'`--args` is not JSON: {error}. Write an object, such as \'{{"query": "heist"}}\'.'
        ) from error
    if not isinstance(given, dict):
        raise BadArgument(f'`--args` should be a JSON object, such as \'{{"query": "heist"}}\'; `{text[:60]}` is not.')
    return given


def _print(result: ToolResult, catalog: Catalog) -> None:
    from palate.cli.output import print_table, terminal

    console = terminal()
    console.print(one_line(result.summary))
    if any(isinstance(value, Mapping) for row in result.rows for value in row.values()):
        for row in result.rows:
            console.print(one_line("; ".join(f"{name}: {_cell(value)}" for name, value in row.items())))
    elif result.rows:
        columns = list(dict.fromkeys(column for row in result.rows for column in row))
        print_table(console, columns, [[_cell(row.get(column)) for column in columns] for row in result.rows])
    if result.candidates:
        ids = result.candidates.ids or catalog.ids(result.candidates.positions(catalog.schema.items)[:MOST_SHOWN])
        items = catalog.items(ids[:MOST_SHOWN])
        scores = {name: values.tolist() for name, values in result.candidates.scores.items()}
        rows = [
            [item.id, item.title, *(f"{scores[name][place]:.3f}" for name in scores)]
            for place, item in enumerate(items)
        ]
        print_table(console, ["id", "title", *scores], rows)


def _cell(value: Any) -> str | None:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else None if value is None else str(value)
