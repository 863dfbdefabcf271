"""All tools of an agent by name: Palate's own, the app's, and those of installed packages."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

from palate.catalog.installed import offered, why
from palate.catalog.schema import Schema
from palate.catalog.words import normal, stem
from palate.errors import BadArgument, UnknownTool, closest
from palate.language.calling import Called
from palate.tools.adapters.given import given_tools
from palate.tools.adapters.mcp import McpTools
from palate.tools.filling import unfillable
from palate.tools.stopwords import stop_words
from palate.tools.tool import Tool

if TYPE_CHECKING:
    from palate.tools.adapters.given import GivenTool

GROUP = "palate.tools"
"""The entry-point group under which an installed package offers a tool, or a list of them."""
_LOG = logging.getLogger(__name__)
_ENOUGH_WORDS = 2
_SHORT = 3


class Toolbox:
    """The tools that a planner may call."""

    def __init__(
        self, tools: Iterable[GivenTool] = (), *, installed: bool = True, offline: Schema | None = None
    ) -> None:
        """Gather the built-in tools, `tools`, and where `installed` those of installed packages.

        Where nothing but the messages over a catalogue calls tools, `offline` is its schema: a tool that none of them
        could call is refused then.

        Of two tools of one name the app's stands, and of two installed ones the first by the name of its entry point.
        What is wrong with an installed tool is told in `broken` and logged once, and never raised: the package may be
        there for another program's sake.

        Raises:
            BadArgument: one of `tools` is not a tool, two have the same name, one cannot do the job of the one it
                replaces, or could never be called.
        """
        self._tools: dict[str, Tool] = {}
        self._offline = offline
        self.broken: tuple[str, ...] = ()
        """Tools of packages and servers that are left out, one sentence each that says why: none is silently."""
        self.sources: dict[str, str] = {}
        """For each tool by name, where it comes from."""
        given = list(tools)
        self._servers = [each for each in given if isinstance(each, McpTools)]
        for own in _built_in_tools():
            self._add(own, "Palate", "built in")
        for each, source in given_tools(given, "tools=[…]"):
            self._add(each, source)
        if installed:
            self._add_installed()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all tools, Palate's own first."""
        return tuple(self._tools)

    def get(self, name: str) -> Tool:
        """Return the tool called `name`.

        Raises:
            UnknownTool: there is none; the message names the closest.
        """
        if name not in self._tools:
            raise UnknownTool(f"`{name}` is not a tool; {closest(name, self.names)}.")
        return self._tools[name]

    @property
    def outside(self) -> tuple[Tool, ...]:
        """The tools that somebody else wrote, for messages to call."""
        return tuple(each for each in self if each.outside and not each.replaces)

    @property
    def callable(self) -> tuple[Called, ...]:
        """The outside tools, as a reader that fills their arguments itself may call them."""
        return tuple(each.called(frozenset()) for each in self.outside)

    def called(self, message: str, schema: Schema | None = None) -> tuple[Called, ...]:
        """Return the outside tools that a message calls for.

        One of a tool's cues occurs in it, or two words of the tool's docstring that neither everyday language, nor
        Palate's own tools, nor the catalogue of `schema` use.
        """
        words = normal(message).split()
        said, stems = f" {' '.join(words)} ", {word: stem(word) for word in words}
        known = _vocabulary(schema) if schema is not None else frozenset()
        called = []
        for each in self.outside:
            cues = [cue for cue in map(normal, each.cues) if cue and f" {cue} " in said]
            near = {word for word in words if stems[word] in self._distinctive(each) - known}
            enough = len({stems[word] for word in near}) >= _ENOUGH_WORDS
            calling = frozenset(word for cue in cues for word in cue.split()) | (near if enough else set())
            if calling:
                called.append(each.called(calling))
        return tuple(called)

    def close(self) -> None:
        """End the connections to MCP servers; a tool of one that is called later opens another."""
        for server in self._servers:
            server.close()

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)

    def __contains__(self, name: object) -> bool:
        return name in self._tools

    def _add(self, candidate: object, source: str, origin: str = "app") -> None:
        if not isinstance(candidate, Tool):
            raise BadArgument(f"`{candidate!r}` of {source} is not a tool; decorate the function with `@tool`.")
        known = self._tools.get(candidate.name)
        if known is not None and (known.outside or not candidate.replaces):
            raise BadArgument(f"two tools are called `{candidate.name}`; rename the one of {source}.")
        if candidate.replaces:
            _check_replacement(candidate, known)
        elif candidate.outside and (wanting := self._uncallable(candidate)):
            if not any(candidate is each for server in self._servers for each in server.tools):
                raise BadArgument(wanting)
            self._tell(wanting)  # What a server offers is not the app's to change.
            return
        self._tools[candidate.name] = candidate
        self.sources[candidate.name] = origin

    def _uncallable(self, candidate: Tool) -> str:
        """Say why no message could call a tool; nothing where one could, or a model might."""
        if self._offline is None:
            return ""
        name, wanting = candidate.name, unfillable(candidate.arguments)
        if wanting is not None:
            return (
                f"`{name}` could never be called: no message tells its `{wanting}`, which only a model could fill; give"
                " it a default, or the agent a model."
            )
        own = self._distinctive(candidate) - _vocabulary(self._offline)
        if any(map(normal, candidate.cues)) or len(own) >= _ENOUGH_WORDS:
            return ""
        return (
            f"`{name}` could never be called: its docstring has too few words of its own; add the words of a message"
            f' that call for it, such as `@tool(cues=("{name.replace("_", " ")}",))`.'
        )

    def _add_installed(self) -> None:
        for point in offered(GROUP):
            try:
                loaded = _loaded(point)
            except (Exception, SystemExit) as error:
                self._leave_out(point, f"could not be loaded: {why(error)}.")
                continue
            for each, source in loaded:
                try:
                    self._add(each, source, f"package {point.dist.name}" if point.dist else source)
                except BadArgument as error:
                    self._leave_out(point, f"is left out: {error}")

    def _leave_out(self, point: EntryPoint, reason: str) -> None:
        self._tell(f"the installed tool `{point.name}` (`{point.value}`) {reason}")

    def _tell(self, told: str) -> None:
        self.broken += (told,)
        _warn(told)

    def _distinctive(self, each: Tool) -> frozenset[str]:
        return _content_stems(each.description) - self._everyday

    @cached_property
    def _everyday(self) -> frozenset[str]:
        return frozenset().union(*(_content_stems(each.description) for each in _built_in_tools()))


def _built_in_tools() -> tuple[Tool, ...]:
    from palate.tools.facets import facets
    from palate.tools.filter import filter_items
    from palate.tools.lookup import lookup
    from palate.tools.rank import rank
    from palate.tools.search import search
    from palate.tools.similar import similar
    from palate.tools.sql import sql

    return (lookup, sql, filter_items, search, similar, facets, rank)


@cache
def _warn(told: str) -> None:
    """Log a sentence, once in a process."""
    _LOG.warning("%s", told)


def _check_replacement(candidate: Tool, known: Tool | None) -> None:
    """See that plans made for a built-in tool can be run with the one in its place, and fail as closed."""
    name = candidate.name
    if known is None:
        raise BadArgument(f"`{name}` replaces no built-in tool; leave out `replaces`, or give it the name of one.")
    missing = [each for each in known.arguments.names if each not in candidate.arguments.names]
    if missing:
        raise BadArgument(f"`{name}` replaces a tool that takes `{missing[0]}`; yours should take it too.")
    if candidate.narrows != known.narrows:
        wanted = "`list[ItemId]` or a `ToolResult`" if known.narrows else "rows"
        raise BadArgument(f"`{name}` replaces a tool that returns {wanted}; annotate yours so.")


def _loaded(point: EntryPoint) -> list[tuple[object, str]]:
    one = point.load()
    listed = one if isinstance(one, list | tuple) else [one]
    return list(given_tools(listed, f"the installed package's `{point.value}`"))


def _content_stems(text: str) -> frozenset[str]:
    small = stop_words()
    return frozenset(stem(word) for word in normal(text).split() if len(word) > _SHORT and word not in small)


def _vocabulary(schema: Schema) -> frozenset[str]:
    said = [schema.noun, schema.name]
    for field in schema.fields:
        said += [field.name.replace("_", " "), *(term.value for term in field.terms)]
    return frozenset(stem(word) for text in said for word in normal(text).split())
