"""Stage 5b: a clause that only says more of what the one before it asks for: "4 stars or better, and I want it red"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palate.catalog.predicates import NEGATIONS
from palate.catalog.words import Token
from palate.language.alternatives import are_alternatives
from palate.language.beside import tagged
from palate.language.cues.lexicon import Lexicon, lexicon
from palate.language.draft import Draft
from palate.language.learned.refining import meet
from palate.language.lexeme import Lexeme

_STOPS = ".!?;\n"


def note_form(draft: Draft, clause: Sequence[Lexeme]) -> None:
    """Note in which form a clause asks: by a command, for a kind of thing, or for a property of the same."""
    cues, words = lexicon(), draft.scene.words
    wants = [each for each in clause if each.kind in ("WANT", "INSTEAD")]
    draft.of_the_same = any(words[each.start].normal in cues.same for each in wants)
    draft.commands = any(
        bool(cues.commands & {word.normal for word in words[each.start : each.end]})
        for each in wants
        # "Whatever you find me" commands nothing.
        if not (each.start > 0 and words[each.start - 1].normal in cues.subjects)
    )
    draft.or_else = _begins_with_or(clause, words)
    draft.a_kind = any(each.kind == "VALUE" and _is_a_kind(each, words, cues) for each in clause)


def _begins_with_or(clause: Sequence[Lexeme], words: Sequence[Token]) -> bool:
    start = min(piece.start for piece in clause)
    while start > 0 and not any(mark in words[start].before for mark in _STOPS):
        start -= 1
    return start > 0 and words[start].normal == "or"


def _is_a_kind(value: Lexeme, words: Sequence[Token], cues: Lexicon) -> bool:
    """Tell whether a value is said as a kind of thing: "a western", "westerns"."""
    article = value.start > 0 and words[value.start - 1].normal in cues.articles
    return article or any(match.how == "plural" for match in value.values)


def refines(draft: Draft, before: Draft) -> bool:
    """Tell whether two clauses that ask for something ask for one thing.

    They do unless the second asks anew for one by its kind ("a French film, and find me a comedy"), or both name kinds
    that nothing is both of, or each a kind of its own ("a comedy. A western."). "It must be …" always tells more of the
    same thing.
    """
    instead = "INSTEAD" in draft.marks and not draft.mild
    # Where nothing was shown, "any other" asks for no more of it.
    more = "MORE" in draft.marks and bool(draft.scene.session.shown)
    if (
        instead
        or more
        or draft.marks & {"RESET", "UNDO"}
        or draft.withdraw
        or draft.like
        or draft.about
        or (draft.limit or 0) > 1
    ):
        return False
    if draft.says_nothing or before.says_nothing:
        # "White or black, whichever you have. In size L": what only asks parts nothing.
        return True
    if draft.of_the_same:
        return True
    kinds, known = _kinds(draft), _kinds(before)
    shared = kinds.keys() & known.keys()
    anew = draft.commands and (bool(kinds) or bool(draft.order)) and all(map(_asks_for_a_thing, (before, draft)))
    each_a_kind = draft.a_kind and before.a_kind and bool(shared)
    return not anew and not each_a_kind and all(_both(name, kinds, known, draft) for name in shared)


def _both(field: str, kinds: Mapping[str, set[str]], known: Mapping[str, set[str]], draft: Draft) -> bool:
    """Tell whether an item can well be of both clauses' values of a field."""
    catalog = draft.scene.catalog
    if catalog.schema.field(field).kind != "tags":
        return False
    pairs = [(one, other) for one in kinds[field] for other in known[field] if one != other]
    return all(meet(tagged(field, one), tagged(field, other), catalog) for one, other in pairs)


def take_in(draft: Draft, more: Draft) -> None:
    """Add to a clause's draft what the clause after it says of the same thing."""
    draft.either |= are_alternatives(more, draft)
    draft.preferences += more.preferences
    draft.bounds += more.bounds
    draft.order += more.order
    draft.ambiguous += more.ambiguous
    draft.unknown += more.unknown
    draft.named = more.named
    draft.marks |= more.marks


def _kinds(draft: Draft) -> dict[str, set[str]]:
    """The values of categories and tags that a clause wants, by field."""
    schema = draft.scene.schema
    found: dict[str, set[str]] = {}
    for part in (part for entry in draft.preferences if entry.where is not None for part in entry.where.parts):
        if part.op not in NEGATIONS and schema.field(part.field).kind in ("category", "tags"):
            values = part.value if isinstance(part.value, list) else [part.value]
            found.setdefault(part.field, set()).update(map(str, values))
    return found


def _asks_for_a_thing(draft: Draft) -> bool:
    """Tell whether a clause asks for something, and tells no mere property: "in English", "no animation"."""
    return draft.a_kind or "THING" in draft.marks
