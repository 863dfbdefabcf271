"""Which tools of an app a message calls, and which of its words are their arguments.

A tool that gives items stands in a message as a value of the catalogue does: its words are marked for the reader, which
says whether they are wanted, ruled out or asked about. A tool that gives an answer is a question of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from palate.catalog.catalog import Catalog
from palate.catalog.words import Token, normal, tokens
from palate.language.asking import names_things
from palate.language.link import Linked
from palate.language.part import Part
from palate.language.preference import ToolCall
from palate.language.reader.reader import Sentence
from palate.language.session import SessionView
from palate.language.slots import Slot, Words, filled


@dataclass(frozen=True)
class Called:
    """A tool that a message calls for."""

    tool: str
    words: frozenset[str] = frozenset()
    """Those that call for it, in normal form: nothing else is meant by them."""
    gives: Literal["items", "answer"] = "answer"
    slots: tuple[Slot, ...] = ()
    own: frozenset[str] = frozenset()
    """Stems of the words that it says of itself."""


@dataclass(frozen=True)
class Filled:
    """A call of a tool, and where the message has it."""

    call: ToolCall
    gives: Literal["items", "answer"]
    start: int
    end: int
    taken: tuple[tuple[int, int], ...]
    """The words that call for it and those that are its arguments."""

    @property
    def is_asked(self) -> bool:
        """Whether the tool is asked a question of its own; so is one that cannot be called, of what it lacks."""
        return self.gives == "answer" or bool(self.call.lacking)

    def has(self, part: Part) -> bool:
        """Tell whether a part is made of its words."""
        return any(start < part.end and part.start < end for start, end in self.taken)

    def spans(self, part: Part | Sentence) -> bool:
        """Tell whether words stand within it, or it within them."""
        return part.start < self.end and self.start < part.end


def marked_calls(message: str, linked: Sequence[Linked], called: Sequence[Called], catalog: Catalog) -> list[Linked]:
    """Return the parts of a message that the catalogue knows, with the words of tools in their place.

    What gives items is marked like a value. Titles are titles: of several words, or of one where a tool is about items.
    """
    words = tokens(message)
    about_items = any(slot.kind in ("item", "items") for each in called for slot in each.slots)
    found = [
        Linked(words[each.start].start, words[each.end - 1].end, "title", titles=each.matches)
        for each in (catalog.grounder.title_spans(words) if called else ())
        if about_items or each.end - each.start > 1
    ]
    for each in called:
        at = _calling(words, each)
        if at is not None and each.gives == "items":
            found.append(Linked(words[at.start].start, words[at.stop - 1].end, "flag", tool=each.tool))
    calling = frozenset().union(*(each.words for each in called))
    found += [each for each in linked if not _is_made_of(message[each.start : each.end], calling)]
    kept: list[Linked] = []
    for new in found:
        if not any(new.start < old.end and old.start < new.end for old in kept):
            kept.append(new)
    return sorted(kept, key=lambda each: each.start)


def filled_calls(
    message: str, called: Sequence[Called], parts: Sequence[Part], session: SessionView, catalog: Catalog
) -> list[Filled]:
    """Return the calls that a message makes, with their arguments; what is wanting is named in the call."""
    said = tokens(message)
    places = [_calling(said, each) for each in called]
    cues = [(said[at.start].start, said[at.stop - 1].end) if at is not None else (0, 0) for at in places]
    words = Words(message, said, list(cues))
    made = []
    for each, cue in zip(called, cues, strict=True):
        words.own, before = each.own, len(words.taken)
        args = filled(each.slots, words, parts, session, catalog)
        lacking = tuple(slot.name for slot in each.slots if slot.required and slot.name not in args)
        taken = (cue, *words.taken[before:])
        start, end = min(place for place, _ in taken), max(place for _, place in taken)
        told = message[start:end] if each.gives == "items" else message[slice(*cue)]
        call = ToolCall(tool=each.tool, args=args, said=told or message.strip(), lacking=lacking)
        made.append(Filled(call, each.gives, start, end, taken))
    return made


def beside_calls(
    own: Sequence[Part], calls: Sequence[Filled], sentence: Sentence, message: str, catalog: Catalog
) -> list[Part]:
    """Return the parts of a sentence that are said beside what it asks of tools.

    What the catalogue knows stands for itself wherever it is; other words are a wish only beside what is one.
    """
    free = [part for part in own if not _is_of(part, calls)]
    known = [part for part in free if part.is_known]
    if any(part.kind == "title" for part in known):
        # "Who made it, and is there …?" asks of an item as well; "when would Fargo reach …?" names it and asks nothing.
        asked = any(part.kind == "field" and part.fields for part in free)
        return free if asked else [part for part in known if part.kind != "title"]
    if not any(part.role != "asked" for part in known) and not wishes_besides(sentence, calls, message, catalog):
        return known
    return [part for part in free if part.is_known or part.role != "asked"]


def _is_of(part: Part, calls: Sequence[Filled]) -> bool:
    """Tell whether a part is no more than words of what is asked of a tool."""
    return part.kind in ("field", "text", "pointer") and any(each.spans(part) for each in calls)


def wishes_besides(sentence: Sentence, calls: Sequence[Filled], message: str, catalog: Catalog) -> bool:
    """Tell whether a sentence asks for items as well: it names them outside of what it asks of tools."""
    if not sentence.does("request", "more"):
        return False
    start, end = min(each.start for each in calls), max(each.end for each in calls)
    said = (message[sentence.start : start], message[end : sentence.end])
    return any(names_things(words, catalog) for words in said)


def _calling(words: Sequence[Token], called: Called) -> range | None:
    """Return the longest run of words that call for a tool."""
    best, start = range(0), 0
    for at, word in enumerate(words):
        if not word.normal or not set(word.normal.split()) <= called.words:
            start = at + 1
        elif at + 1 - start > len(best):
            best = range(start, at + 1)
    return best or None


def _is_made_of(said: str, calling: frozenset[str]) -> bool:
    return bool(calling) and all(word in calling for word in normal(said).split())
