"""Evals of one's own: what must hold of replies over one's own catalogue, as YAML; figures and failures come back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from palate import Catalog
from palate.evals import run

GOODS = [
    {"id": "b1", "title": "Fell boots", "kind": "boots", "price": 120, "for_rain": True},
    {"id": "b2", "title": "Lane boots", "kind": "boots", "price": 80, "for_rain": False},
    {"id": "j1", "title": "Rain jacket", "kind": "jacket", "price": 60, "for_rain": True},
]
SUITE = """
name: my-shop
about: Asking for boots in our shop.
catalog: shop.db
cases:
  - id: cheap-boots
    message: boots under 100 dollars
    expect: {act: recommend, every: [{field: price, op: "<", value: 100}]}
  - id: none-so-cheap
    message: boots under 10 dollars
    expect: {act: abstain}
  - id: wished-in-vain
    message: a jacket
    expect: {act: recommend, every: [{field: price, op: "<", value: 50}]}
"""


def main() -> None:
    """Run the suite, and look at what failed."""
    with TemporaryDirectory() as folder:
        Catalog.build(Path(folder, "shop.db"), items=GOODS, noun="product").close()
        Path(folder, "shop.yaml").write_text(SUITE, encoding="utf-8")
        report = run(str(Path(folder, "shop.yaml")))
        for name in report.contestants:
            print(name, f"{report.mean(name, report.metrics[0]):.2f}", [each.case for each in report.failures(name)])


if __name__ == "__main__":
    main()
