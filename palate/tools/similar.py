"""The tool `similar`: items like given ones, by the people who like both and by what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from palate.catalog.catalog import Catalog
from palate.catalog.item import Item, ItemId
from palate.ranking.content import Content
from palate.ranking.similarity import Similarity, similar_to
from palate.tools.candidates import Positions
from palate.tools.context import ToolContext
from palate.tools.ordering import best
from palate.tools.result import MOST_EXPLAINED, ToolResult, rounded
from palate.tools.tool import built_in


@built_in("similar", narrows=True)
def similar(
    context: ToolContext, items: Annotated[list[ItemId], Field(min_length=1, description="ids of the given items")]
) -> ToolResult:
    """Keep and order the candidates that are like given items: liked by the same people, or of similar content.

    The given items themselves are left out. Filter first by what must hold. Not for a described wish (`search`).
    """
    catalog, before = context.catalog, context.candidates
    similarity = similar_to(catalog, items)
    pool = before.positions(len(similarity.scores))
    alike = pool[similarity.scores[pool] > 0]
    order = alike[best(similarity.scores[alike])]
    ids = catalog.ids(order)
    left = before.ordered(
        order, ids, context.step or "similar", scores={"similarity": similarity.scores[order]}, pool=alike
    )
    evidence = {"because": _because(catalog, similarity, order[:MOST_EXPLAINED], ids[:MOST_EXPLAINED])}
    summary = f"{len(alike):,} of {len(pool):,} are like {_named(similarity)}"
    return ToolResult("ok" if len(alike) else "empty", summary, left, len(pool), evidence=evidence)


def _named(similarity: Similarity) -> str:
    return ", ".join(f"`{model.item.title}`" for model in similarity.models)


def _because(
    catalog: Catalog, similarity: Similarity, order: Positions, ids: Sequence[ItemId]
) -> dict[ItemId, list[dict[str, Any]]]:
    content = Content.of(catalog)
    found = zip(order.tolist(), catalog.items(ids), strict=True)
    return {item.id: _links(content, similarity, item, position) for position, item in found}


def _links(content: Content, similarity: Similarity, item: Item, position: int) -> list[dict[str, Any]]:
    """Say of each given item what links it with one found, those with any link alone."""
    links = []
    for model in similarity.models:
        together, shared = similarity.together(model, position), content.shared(model.item, item)
        if together or shared:
            links.append(
                {"item": model.item.id, "title": model.item.title, "together": rounded(together), "shared": shared}
            )
    return links
