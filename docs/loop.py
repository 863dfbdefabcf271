"""`python -m docs.loop > docs/images/loop.svg`: the loop of a turn, its edges as the compiled graph has them."""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.graph import build_graph

DOES = {
    "recall": ("understands", "and remembers"),
    "plan": ("makes typed", "steps"),
    "act": ("runs", "one tool"),
    "reflect": ("looks at", "the result"),
    "respond": ("replies from", "evidence"),
    "learn": ("commits", "to memory"),
}
BENT = {
    ("plan", "reflect"): ("no tool is needed", -44, 0),
    ("reflect", "act"): ("the next step", 50, -8),
    ("reflect", "plan"): ("again, with advice", 92, 8),
    ("reflect", "recall"): ("a model reads again", 132, 16),
}
"""The edges that are no step to the right: what they mean, how far they bend downwards, and where they begin."""

STYLE = """
  text { font: 13px system-ui, sans-serif; text-anchor: middle; fill: #2a2622 }
  .name { font-weight: 600; font-size: 15px } .edge { fill: none; stroke: #8a4b2a; stroke-width: 1.6 }
  rect { fill: #fdf9f3; stroke: #c9b8a4 } marker path { fill: #8a4b2a }
  @media (prefers-color-scheme: dark) {
    text { fill: #eee6dc } rect { fill: #2a2521; stroke: #6b5c4d } .edge { stroke: #dd9a70 }
    marker path { fill: #dd9a70 }
  }"""
WIDTH, GAP, TOP, HEIGHT = 112, 44, 56, 76


def drawing() -> str:
    """Return the drawing as SVG."""
    right = len(DOES) * (WIDTH + GAP) - GAP + 2
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right} 240" role="img" aria-label="{spoken()}">',
            f"<style>{STYLE}\n</style>",
            '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
            '<path d="M0 0 8 4 0 8z"/></marker>',
            *boxes(),
            *arrows(),
            "</svg>",
        ]
    )


def edges() -> list[tuple[str, str]]:
    """Return the graph's edges between nodes of a turn."""
    return sorted((edge.source, edge.target) for edge in build_graph().get_graph().edges if {*edge[:2]} <= {*DOES})


def spoken() -> str:
    """Return the drawing in words."""
    return "; ".join(f"{source} to {target}" for source, target in edges())


def left(name: str) -> int:
    """Return where the box of a node begins."""
    return [*DOES].index(name) * (WIDTH + GAP) + 1


def boxes() -> Iterator[str]:
    """Yield the box of each node."""
    for name, (first, second) in DOES.items():
        middle = left(name) + WIDTH // 2
        yield f'<rect x="{left(name)}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" rx="10"/>'
        yield f'<text class="name" x="{middle}" y="{TOP + 26}">{name}</text>'
        yield f'<text x="{middle}" y="{TOP + 47}">{first}</text><text x="{middle}" y="{TOP + 64}">{second}</text>'


def arrows() -> Iterator[str]:
    """Yield each edge, a straight or a bent one."""
    for source, target in edges():
        if (source, target) in BENT:
            words, bend, shift = BENT[source, target]
            begin, end = left(source) + WIDTH // 2 + shift, left(target) + WIDTH // 2
            side = TOP + HEIGHT if bend > 0 else TOP
            path = f"M{begin} {side} C{begin} {side + bend} {end} {side + bend} {end} {side}"
            yield f'<text x="{(begin + end) // 2}" y="{side + bend * 2 // 3 - 8}">{words}</text>'
        else:
            path = f"M{left(source) + WIDTH} {TOP + HEIGHT // 2} H{left(target)}"
        yield f'<path class="edge" marker-end="url(#head)" d="{path}"/>'


if __name__ == "__main__":
    print(drawing())
