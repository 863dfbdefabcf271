from __future__ import annotations

import logging
import sys
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, tool
from palate.catalog.item import ItemId
from palate.errors import BadArgument, UnknownTool
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox
from tests.tools.conftest import turn

BUILT_IN = ("lookup", "sql", "filter", "search", "similar", "facets", "rank")


@tool(cues=("weather", "will it rain"))
def weather(city: str) -> str:
    """Tell how warm it will be in a city."""
    return city


@tool
def showtimes(title: str) -> str:
    """List cinemas nearby and the hours at which they screen a film, with prices of tickets."""
    return title


def test_the_built_in_tools_come_first() -> None:
    assert Toolbox([weather]).names == (*BUILT_IN, "weather")
    assert [each.outside for each in Toolbox([weather])] == [False] * 7 + [True]


def test_an_unknown_tool_is_named_with_its_closest() -> None:
    with pytest.raises(UnknownTool, match="`serch` is not a tool; the closest is `search`"):
        Toolbox().get("serch")


def test_no_two_tools_have_one_name() -> None:
    @tool
    def rank(by: str) -> str:
        """Rank."""
        return by

    with pytest.raises(BadArgument, match="two tools are called `rank`; rename the one of tools="):
        Toolbox([rank])
    with pytest.raises(BadArgument, match="two tools are called `weather`"):
        Toolbox([weather, weather])


def test_no_two_tools_replace_one() -> None:
    @tool(replaces=True)
    def search(query: str) -> list[ItemId]:
        """Search."""
        return [query]

    with pytest.raises(BadArgument, match="two tools are called `search`; rename the one of tools="):
        Toolbox([search, search])


def test_a_tool_may_replace_a_built_in_one_and_nothing_else_changes(tiny: Catalog) -> None:
    @tool(replaces=True)
    def search(query: str) -> list[ItemId]:
        """Ask the weather service in Oslo for a barometer."""
        return [query]

    box = Toolbox([search])

    assert box.names == BUILT_IN
    assert box.get("search").run(turn(tiny, "1", "2"), {"query": "2"}).candidates == ["2"]
    assert box.called("the weather service in Oslo, and its barometer") == ()


def test_a_replacement_does_the_job_of_the_built_in_tool() -> None:
    @tool(replaces=True)
    def find(query: str) -> list[ItemId]:
        """Find."""
        return [query]

    @tool(replaces=True)
    def search(words: str) -> list[ItemId]:
        """Search."""
        return [words]

    @tool(replaces=True)
    def filter(where: list[str]) -> dict[str, int]:  # noqa: A001
        """Filter, and leave everything in play."""
        return {"kept": len(where)}

    with pytest.raises(BadArgument, match="`find` replaces no built-in tool; leave out `replaces`"):
        Toolbox([find])
    with pytest.raises(BadArgument, match="`search` replaces a tool that takes `query`; yours should take it too"):
        Toolbox([search])
    with pytest.raises(BadArgument, match=r"`filter` replaces a tool that returns `list\[ItemId\]` or"):
        Toolbox([filter])


def test_only_tools_go_in() -> None:
    with pytest.raises(BadArgument, match="is not a tool; decorate the function with `@tool`"):
        Toolbox([print])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("message", "called"),
    [
        ("What's the weather in Oslo?", ("weather",)),
        ("WEATHER", ("weather",)),
        ("will it rain tomorrow", ("weather",)),
        ("a film about weathermen", ()),
        ("which cinemas screen it?", ("showtimes",)),
        ("any cinema with cheap tickets, and the weather", ("weather", "showtimes")),
        ("films about a cinema", ()),
        ("something short", ()),
        ("", ()),
    ],
)
def test_messages_call_for_tools(tiny: Catalog, message: str, called: tuple[str, ...]) -> None:
    assert tuple(each.tool for each in Toolbox([weather, showtimes]).called(message, tiny.schema)) == called


def test_the_catalogues_own_words_call_for_nothing(tiny: Catalog) -> None:
    @tool
    def horror_news() -> str:
        """Fetch gossip of horror and romance."""
        return ""

    assert [each.words for each in Toolbox([horror_news]).called("horror or romance")] == [{"horror", "romance"}]
    assert Toolbox([horror_news]).called("horror or romance", tiny.schema) == ()


def test_the_words_that_call_are_told(tiny: Catalog) -> None:
    box = Toolbox([weather, showtimes])

    called = box.called("Will it rain on cinemas that screen Alien?", tiny.schema)

    assert set().union(*(each.words for each in called)) == {"will", "it", "rain", "cinemas", "screen"}
    assert box.called("films about a cinema", tiny.schema) == ()


def test_schemas_are_json_schemas() -> None:
    schemas = {each.name: each.schema() for each in Toolbox([weather])}

    assert schemas["weather"]["parameters"] == {
        "type": "object",
        "additionalProperties": False,
        "properties": {"city": {"type": "string", "title": "City"}},
        "required": ["city"],
    }
    assert schemas["filter"]["parameters"]["required"] == ["where"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Install a distribution with the given entry points and module."""
    made = []

    def install(points: str, source: str) -> None:
        (tmp_path / "own_tools_package.py").write_text(source, encoding="utf-8")
        folder = tmp_path / "own_tools-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: own-tools\nVersion: 1.0\n", encoding="utf-8")
        (folder / "entry_points.txt").write_text(f"[palate.tools]\n{points}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        made.append("own_tools_package")

    yield install
    for name in made:
        sys.modules.pop(name, None)


SOURCE = '''
from palate import tool

@tool
def moon(day: int) -> str:
    """Tell the phase of the moon."""
    return "full"

both = [moon]
number = 3
'''


def test_installed_tools_are_found(package: Any) -> None:
    package("moon = own_tools_package:both", SOURCE)

    assert "moon" in Toolbox()
    assert "moon" not in Toolbox(installed=False)


def test_a_broken_package_is_left_out_and_told(package: Any) -> None:
    package("gone = own_tools_package:gone\nmoon = own_tools_package:moon", SOURCE)

    toolbox = Toolbox()

    assert "moon" in toolbox
    assert toolbox.broken == (
        "the installed tool `gone` (`own_tools_package:gone`) could not be loaded: AttributeError: "
        "module 'own_tools_package' has no attribute 'gone'.",
    )


def left_out(box: Toolbox) -> list[str]:
    """Return what is told of installed tools, without their entry points."""
    return [told.split("left out: ")[1] for told in box.broken]


def test_a_tool_that_is_installed_while_the_program_runs_is_found(
    package: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        monkeypatch.syspath_prepend(tmp_path)
    assert "moon" not in Toolbox()
    sys.path.remove(str(tmp_path))  # where `package` puts it again: what is in the folder is all that changed

    package("moon = own_tools_package:both", SOURCE)

    assert "moon" in Toolbox()


def test_an_installed_thing_that_is_no_tool_is_left_out_and_told(package: Any) -> None:
    package("number = own_tools_package:number\nmoon = own_tools_package:moon", SOURCE)

    box = Toolbox()

    assert box.names == (*BUILT_IN, "moon")
    assert box.broken == (
        "the installed tool `number` (`own_tools_package:number`) is left out: `3` of the installed package's "
        "`own_tools_package:number` is not a tool; decorate the function with `@tool`.",
    )


def test_an_installed_package_that_leaves_is_left_out(package: Any) -> None:
    package("gone = own_tools_package", "raise SystemExit(3)")

    assert Toolbox().broken == ("the installed tool `gone` (`own_tools_package`) could not be loaded: SystemExit: 3.",)


@pytest.mark.parametrize("name", ["weather", "rank"])
def test_of_two_tools_of_one_name_the_installed_one_is_left_out(package: Any, name: str) -> None:
    package("moon = own_tools_package:both", SOURCE.replace("moon", name))

    box = Toolbox([weather])

    assert box.names == (*BUILT_IN, "weather")
    assert box.get("weather") is weather
    assert not box.get("rank").outside
    assert left_out(box) == [
        f"two tools are called `{name}`; rename the one of the installed package's `own_tools_package:both`."
    ]


def test_of_two_installed_tools_of_one_name_the_first_stands(package: Any) -> None:
    first = SOURCE.replace("Tell the phase of the moon.", "Tell nothing.").replace("both = [moon]", "first = moon")
    package("b = own_tools_package:moon\na = own_tools_package:first", first + SOURCE)

    box = Toolbox()

    assert box.get("moon").description == "Tell nothing."
    assert left_out(box) == [
        "two tools are called `moon`; rename the one of the installed package's `own_tools_package:moon`."
    ]


REPLACING = '''
from palate import tool
from palate.catalog.item import ItemId

@tool(replaces=True)
def search(words: str) -> list[ItemId]:
    """Search."""
    return [words]

@tool(replaces=True)
def find(query: str) -> list[ItemId]:
    """Find."""
    return [query]
'''


def test_an_installed_tool_that_replaces_nothing_or_badly_is_left_out(package: Any) -> None:
    package("one = own_tools_package:search\ntwo = own_tools_package:find", REPLACING)

    box = Toolbox()

    assert box.names == BUILT_IN
    assert not box.get("search").outside
    assert left_out(box) == [
        "`search` replaces a tool that takes `query`; yours should take it too.",
        "`find` replaces no built-in tool; leave out `replaces`, or give it the name of one.",
    ]


def test_what_is_left_out_is_logged_once(package: Any, caplog: pytest.LogCaptureFixture) -> None:
    package("logged_once = own_tools_package:number", SOURCE)
    with caplog.at_level(logging.WARNING, logger="palate"):
        told = [Toolbox().broken, Toolbox().broken]

    assert told[0] == told[1]
    assert [(record.name, record.getMessage()) for record in caplog.records] == [("palate.tools.toolbox", told[0][0])]


def test_an_agent_is_made_whatever_is_installed_and_may_do_without(package: Any, tiny: Catalog, tmp_path: Path) -> None:
    source = SOURCE.replace("moon(day: int)", "weather()").replace("moon", "weather")
    package("weather = own_tools_package:both\nnumber = own_tools_package:number", source)

    @tool(cues=["weather"])
    def own() -> str:
        """Tell the weather."""
        return "sunny"

    def asked(name: str, *tools: Tool, **config: Any) -> str:
        with Agent(tiny, tools=tools, config=AgentConfig(**config), state=tmp_path / name) as agent:
            return agent.ask("what is the phase of the weather?").text

    assert asked("installed") == "full"
    assert "full" not in asked("without", installed_tools=False)
    assert asked("own", replace(own, name="weather")).startswith("sunny")
    assert asked("only own", replace(own, name="weather"), installed_tools=False).startswith("sunny")


def test_entry_points_are_those_of_the_group() -> None:
    assert EntryPoint("x", "y:z", "palate.tools").group == "palate.tools"


def test_a_tool_that_nothing_could_call_is_refused(tiny: Catalog) -> None:
    @tool
    def answer(number: int) -> int:
        """Tell which film has it."""
        return number

    @tool(cues=("ship",))
    def ship(address: dict[str, str]) -> str:
        """Send a parcel by post."""
        return str(address)

    with pytest.raises(BadArgument, match=r'`answer` could never be called: .* `@tool\(cues=\("answer",\)\)`'):
        Toolbox([answer], offline=tiny.schema)
    with pytest.raises(BadArgument, match="`ship` could never be called: no message tells its `address`"):
        Toolbox([ship], offline=tiny.schema)
    assert {"answer", "ship"} < set(Toolbox([answer, ship]).names)
