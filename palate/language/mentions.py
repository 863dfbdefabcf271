"""Items that a message names ("Fargo") or points at ("the second one")."""

from __future__ import annotations

from collections.abc import Sequence

from palate.language.learned.pointing import Pointed, named_items
from palate.language.lexeme import Lexeme
from palate.language.scene import Scene
from palate.language.understanding import Mention, Shown


def point(lexeme: Lexeme, scene: Scene, so_far: Sequence[Mention]) -> Pointed:
    """Find the items that a title or a reference means.

    Args:
        lexeme: an `ITEM` or a `REF`.
        scene: the message in its setting.
        so_far: items named earlier in the message, which "it" means before any of the session's.
    """
    quote = scene.quote(lexeme)
    if lexeme.kind == "ITEM":
        return named_items(lexeme.titles, quote, scene.session)
    shown = _referred(lexeme.cue, scene, so_far)
    if not shown:
        return Pointed(unknown=quote)
    return Pointed(tuple(Mention(item=each.id, title=each.title, quote=quote, how="reference") for each in shown))


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
