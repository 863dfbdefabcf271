"""Stage 5a: what the rest of a clause says of what stands before it: "Heat is a film I love", "those don't appeal"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.language.bounds import number_field
from palate.language.cues.lexicon import lexicon
from palate.language.edges import with_edges
from palate.language.elements import Element
from palate.language.lexeme import Lexeme
from palate.language.lists import EITHER
from palate.language.parallel import in_parallel
from palate.language.scene import Scene

_MARKS = ".,!?;:()\n\u2013\u2014"
_SIDES = {"CMP": "", "LESS": "<", "MORE": ">"}
"""Cues that tell the side of a number before them; "more" does behind "it has to be", and is another one elsewhere."""
_BARE = ("plain", "about")
"""Forms of a bound that tell a number and no side of it."""
_SIDED = (*_BARE, "compared", "compared_after")
"""What "shorter than that" behind it gives a side, whatever was told of it before."""
_POINTED = frozenset({"ITEM", "REF"})


def turned(elements: Sequence[Element], scene: Scene) -> list[Element]:
    """Give what is only mentioned the sense that the rest of its clause has for it."""
    taste = _left_open(elements)
    found = [
        _loved(each, taste) if taste is not None else _turned_down(each, scene)
        for each in map(_hated, in_parallel(with_edges(_sided(elements, scene)), scene))
    ]
    if scene.session.shown and _speaks_ill_of_shown(elements, scene):
        found = [_dismissal(each) for each in found]
    return [*found, *(_also_wanted(each) for each in found if _is_of_a_request(each, found))]


def _hated(element: Element) -> Element:
    """Read "horror is a genre I hate" as taste, like "I hate horror"."""
    if element.name != "without" or element.cue("OUT") not in ("strong", "weak"):
        return element
    return replace(element, name="hate", cues=tuple(replace(each, kind="HATE") for each in element.cues))


def _sided(elements: Sequence[Element], scene: Scene) -> list[Element]:
    """Give a bare number the side that is told after it: "100 minutes is too much, it has to be less"."""
    out: list[Element] = []
    for element in elements:
        before = out[-1] if out else None
        wanted = before is not None and before.cue("WANT") is not None
        side = _side(element) if wanted or element.cue("MORE") is None else None
        place = next((at for at in reversed(range(len(out))) if out[at].name not in ("mark", "stray")), None)
        if side is None or place is None or not _may_have_side(out[place], element, scene):
            out.append(element)
        else:
            if before is not None and before.cue("SEP") == EITHER:
                # "1994 or more recent" takes 1994 in.
                side = replace(side, cue=side.cue[:1] + "=")
            cues = tuple(each for each in out[place].cues if each.kind not in ("CMP", "POST", "NEG", "OUT"))
            out[place] = replace(out[place], name="bound", range="compared", cues=(*cues, side))
    return out


def _may_have_side(bound: Element, said: Element, scene: Scene) -> bool:
    """Tell whether a bound is a bare number of what is compared: "from the nineties, shorter" are two wishes."""
    again = said.name == "comparison"
    if again and scene.session.shown:
        return False
    if bound.name not in ("bound", "not_bound") or bound.range not in (_SIDED if again else _BARE):
        return False
    adjective = said.lexemes[0].adjective if said.lexemes else None
    quantity = next((each.quantity for each in bound.of_kind("QTY") if each.quantity is not None), None)
    if adjective is None or quantity is None:
        return quantity is not None
    field = number_field(quantity, [], scene.schema)
    return field is not None and field.name == adjective.field


def _side(element: Element) -> Lexeme | None:
    """Return "less", "shorter" or "earlier" with nothing to compare with as the cue of a bound."""
    said_again = element.name == "comparison" and all(each.cue == "one" for each in element.of_kind("REF", "QTY"))
    if (
        (element.name == "more_or_less" or said_again)
        and element.lexemes
        and (adjective := element.lexemes[0].adjective) is not None
    ):
        return replace(element.lexemes[0], kind="CMP", cue="<" if adjective.direction < 0 else ">", adjective=None)
    if element.lexemes or len(element.cues) != 1 or element.cues[0].kind not in _SIDES:
        return None
    return replace(element.cues[0], kind="CMP", cue=_SIDES[element.cues[0].kind] or element.cues[0].cue)


def _speaks_ill_of_shown(elements: Sequence[Element], scene: Scene) -> bool:
    """Tell whether words say of all that was shown that it is not it: "I've no use for those", "they look wrong"."""
    texts = [each for each in elements if _only(each.lexemes, frozenset({"TEXT"}))]
    kinds = {lexeme.kind for each in elements for lexeme in each.lexemes}
    if not texts or kinds - {"TEXT", "REF"}:
        return False
    said = _clause_around(texts[0], scene)
    pointed = not lexicon().shown.isdisjoint(said) or said[-1] in lexicon().pointing
    return pointed and not (lexicon().negations | lexicon().faults).isdisjoint(said)


def _dismissal(element: Element) -> Element:
    if not _only(element.lexemes, frozenset({"TEXT"})):
        return element
    return replace(element, name="deny", lexemes=(), cues=tuple(replace(each, kind="DENY") for each in element.lexemes))


def _is_of_a_request(element: Element, elements: Sequence[Element]) -> bool:
    """Tell whether what is loved is asked for too: "I like comedies from the nineties" says of which years, now."""
    bounded = any(each.name == "bound" for each in elements) and not any(each.cue("SEP", "BUT") for each in elements)
    return bounded and element.name == "love" and _only(element.lexemes, frozenset({"VALUE"}))


def _also_wanted(element: Element) -> Element:
    return replace(element, name="mention", cues=())


def _left_open(elements: Sequence[Element]) -> Element | None:
    """Return "I love" or "I hate" where nothing follows that is loved, and something stands before."""
    last = next((each for each in reversed(elements) if each.name != "mark"), None)
    if last is None or last.name != "stray" or {cue.kind for cue in last.cues} - {"LOVE", "HATE", "NEG"}:
        return None
    return last if last.cue("LOVE", "HATE") is not None else None


def _loved(element: Element, taste: Element) -> Element:
    if element.name != "mention" or not _only(element.lexemes, _POINTED):
        return element
    hated = taste.cue("HATE", "NEG") is not None
    return replace(element, name="hate" if hated else "love", cues=(*element.cues, *taste.cues))


def _turned_down(element: Element, scene: Scene) -> Element:
    """Read all that was shown as turned down where its clause denies something of it; "can't say I like Heat" too."""
    if element.name not in ("mention", "love", "commit"):
        return element
    if all(each.kind == "REF" for each in element.lexemes):
        return replace(element, name="without") if _is_denied(element, scene) else element
    return replace(element, name="hate") if element.name == "love" and _is_denied_before(element, scene) else element


def _is_denied(element: Element, scene: Scene) -> bool:
    return not (lexicon().negations | lexicon().faults).isdisjoint(_clause_around(element, scene))


def _clause_around(element: Element, scene: Scene) -> list[str]:
    """Return the words around an element, up to the next punctuation on both sides."""
    words, start, end = scene.words, element.start, element.end
    while start > 0 and not _breaks(words[start].before):
        start -= 1
    while end < len(words) and not _breaks(words[end].before):
        end += 1
    return [word.normal for word in words[start:end]]


def _is_denied_before(element: Element, scene: Scene) -> bool:
    """Tell whether what denies stands before the element, and so is none of its own words ("can't get enough of")."""
    words, start = scene.words, element.start
    while start > 0 and not _breaks(words[start].before) and words[start - 1].normal != "but":
        start -= 1
    return any(word.normal in lexicon().negations for word in words[start : element.start])


def _breaks(before: str) -> bool:
    return any(mark in before for mark in _MARKS) or " - " in before


def _only(lexemes: Sequence[Lexeme], kinds: frozenset[str]) -> bool:
    return bool(lexemes) and all(each.kind in kinds for each in lexemes)
