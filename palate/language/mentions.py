"""Items that a message names ("Fargo") or points at ("the second one")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.grounding.matches import TitleMatch
from palate.language.lexeme import Lexeme
from palate.language.scene import Scene
from palate.language.understanding import Ambiguity, Mention, Shown


@dataclass(frozen=True)
class Pointed:
    """What a title or reference came to."""

    mentions: tuple[Mention, ...] = ()
    ambiguity: Ambiguity | None = None
    unknown: str | None = None
    """Words that point at nothing."""


def point(lexeme: Lexeme, scene: Scene, so_far: Sequence[Mention]) -> Pointed:
    """Find the items that a title or a reference means.

    Args:
        lexeme: an `ITEM` or a `REF`.
        scene: the message in its setting.
        so_far: items named earlier in the message, which "it" means before any of the session's.
    """
    quote = scene.quote(lexeme)
    if lexeme.kind == "ITEM":
        return _named(lexeme, scene, quote)
    shown = _referred(lexeme.cue, scene, so_far)
    if not shown:
        return Pointed(unknown=quote)
    return Pointed(tuple(Mention(item=each.id, title=each.title, quote=quote, how="reference") for each in shown))


def _named(lexeme: Lexeme, scene: Scene, quote: str) -> Pointed:
    best = max(match.confidence for match in lexeme.titles)
    equal = [match for match in lexeme.titles if match.confidence >= best - 0.02]
    spoken_of = {shown.id for shown in (*scene.session.shown, *scene.session.focus)}
    familiar = [match for match in equal if match.id in spoken_of]
    chosen = familiar if len(familiar) == 1 else equal
    if len(chosen) > 1:
        return Pointed(ambiguity=Ambiguity(said=quote, field="title", options=tuple(match.id for match in chosen)))
    return Pointed((_mention(chosen[0], quote),))


def _mention(match: TitleMatch, quote: str) -> Mention:
    return Mention(item=match.id, title=match.title, quote=quote, confidence=match.confidence)


def _referred(cue: str, scene: Scene, so_far: Sequence[Mention]) -> list[Shown]:
    shown, focus = list(scene.session.shown), list(scene.session.focus)
    if cue == "all":
        return shown
    if cue == "other":
        return [each for each in shown if not focus or each.id != focus[0].id][:1]
    if cue == "one":
        if so_far:
            return [Shown(id=so_far[-1].item, title=so_far[-1].title)]
        return (focus or shown)[:1]
    edges = [int(edge) for edge in cue.split(":")]
    first, last = (edge - 1 if edge > 0 else edge + len(shown) for edge in (edges[0], edges[-1]))
    return shown[first : last + 1] if 0 <= first <= last < len(shown) else []
