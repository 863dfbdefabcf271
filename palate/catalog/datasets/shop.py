"""A shop: 500 products of 15 categories with brands, prices and stock, from the package `mcp-retail-sim` (MIT)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palate.catalog.datasets.package import Files, Package, Say, find
from palate.catalog.indexes import Progress
from palate.errors import UnreadableFile

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

PACKAGE = Package(
    name="mcp-retail-sim", version="0.1.1", forms=(("products.json", "inventory.json"),), title="a simulated shop"
)


def build_shop(
    path: str | os.PathLike[str], *, source: Path | None = None, say: Say, progress: Progress | None = None
) -> Catalog:
    """Build the catalogue at `path`; it has no interactions, and none are made up.

    Args:
        path: of the SQLite file to write.
        source: a wheel of mcp-retail-sim, or a folder with its data; found or downloaded where not given.
        say: told, before a download, what is downloaded.
        progress: as for `Catalog.build`.
    """
    from palate.catalog.catalog import Catalog

    rows = read_products(find(PACKAGE, source, say))
    return Catalog.build(path, items=rows, name="shop", noun="product", progress=progress)


def read_products(files: Files) -> list[dict[str, Any]]:
    """Read the products, each with the number in stock.

    Raises:
        UnreadableFile: a file is not JSON, or lacks what each product must have.
    """
    try:
        stock = {row["sku"]: row["stock_qty"] for row in json.loads(files.text("inventory.json"))}
        return [_product(row, stock) for row in json.loads(files.text("products.json"))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(f"`{files.origin}` does not hold the shop as expected: {error!r}.") from error


def _product(row: dict[str, Any], stock: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name != "attrs"}
    return {**plain, **row["attrs"], "category": row["category"].replace("_", " "), "stock": stock.get(row["sku"])}
