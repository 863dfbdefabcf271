"""MovieLens and the shop, from stand-ins of the packages that hold them: their data never comes with Palate."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from palate.catalog.datasets.films import films
from palate.catalog.datasets.movielens import build_movielens
from palate.catalog.datasets.package import Package, find
from palate.catalog.datasets.shop import build_shop
from palate.errors import UnreadableFile

RECBOLE = {
    "ml-100k.item": "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n"
    "1\tTerminator, The\t1984\tCrime Thriller\n"
    "2\tTin Drum, The (Blechtrommel, Die)\t1979\tDrama\n"
    "3\tunkonwn\tunkonwn\tunknown\n",
    "ml-100k.inter": "user_id:token\titem_id:token\trating:float\ttimestamp:float\n"
    "7\t1\t5\t881250949\n8\t2\t1\t881250950\n",
    "ml-100k.user": "user_id:token\tage:token\tgender:token\toccupation:token\tzip_code:token\n"
    "7\t24\tM\ttechnician\t02134\n8\t53\tF\tother\tT8H1N\n",
}
OFFICIAL = {
    "u.item": "1|Terminator, The (1984)|14-Aug-1995||http://x|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|1|0|0\n"
    "2|Tin Drum, The (Blechtrommel, Die) (1979)|01-Jan-1979||http://x|0|0|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0\n"
    "3|unkonwn|||http://x|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0\n",
    "u.data": "7\t1\t5\t881250949\n8\t2\t1\t881250950\n",
    "u.user": "7|24|M|technician|02134\n8|53|F|other|T8H1N\n",
}


def silent(_: str) -> None:
    raise AssertionError("nothing is downloaded")


def archive(path: Path, files: dict[str, str], folder: str) -> Path:
    with zipfile.ZipFile(path, "w") as written:
        for name, text in files.items():
            written.writestr(f"{folder}/{name}", text.encode("latin-1"))
    return path


@pytest.mark.parametrize(
    ("files", "folder"), [(RECBOLE, "recbole/dataset_example/ml-100k"), (OFFICIAL, "ml-100k")], ids=["wheel", "archive"]
)
def test_movielens_is_read_in_either_form(tmp_path: Path, files: dict[str, str], folder: str) -> None:
    source = archive(tmp_path / "data.zip", files, folder)

    catalog, enriched = build_movielens(tmp_path / "ml.db", source=source, say=silent)

    with catalog:
        suspects, drum, unknown = catalog.items(["1", "2", "3"])
        assert (suspects.title, suspects.get("year"), suspects.get("genres")) == (
            "The Terminator",
            1984,
            ["Crime", "Thriller"],
        )
        assert (drum.title, drum.get("year")) == ("The Tin Drum (Die Blechtrommel)", 1979)
        assert (unknown.title, unknown.get("year"), unknown.get("genres")) == ("unkonwn", None, None)
        assert [match.id for match in catalog.grounder.titles("die blechtrommel")] == ["2"]
        users = catalog.connect().execute("SELECT * FROM users").fetchall()
        assert users == [("7", 24, "M", "technician", "02134"), ("8", 53, "F", "other", "T8H1N")]
        log = catalog.schema.log
        assert (log.interactions, log.behaviours, log.liked_from, log.simulated) == (2, {"rating": 2}, 4, None)
        assert catalog.schema.noun == "film"

        known = next(row for row in films() if row["title"] == "The Terminator")
        assert (suspects.get("runtime"), suspects.get("director")) == (known["runtime"], known["director"])
        assert unknown.get("director") is None
        assert enriched == 1 + any(row["title"] == "The Tin Drum" for row in films())


def test_a_folder_will_do(tmp_path: Path) -> None:
    for name, text in OFFICIAL.items():
        (tmp_path / name).write_text(text, encoding="latin-1")

    catalog, _ = build_movielens(tmp_path / "ml.db", source=tmp_path, say=silent)

    with catalog:
        assert catalog.schema.items == 3


def test_the_shop_has_prices_stock_and_no_log(tmp_path: Path) -> None:
    products = [
        {
            "sku": "S1",
            "name": "Kettle",
            "description": "It boils.",
            "category": "home_kitchen",
            "brand": "Acme",
            "price": 20.5,
            "currency": "USD",
            "tags": ["home", "tea"],
            "attrs": {"color": "Red", "size": "M"},
        }
    ]
    files = {"products.json": json.dumps(products), "inventory.json": json.dumps([{"sku": "S1", "stock_qty": 0}])}

    with build_shop(tmp_path / "shop.db", source=archive(tmp_path / "shop.zip", files, "data"), say=silent) as catalog:
        assert catalog.item("S1").fields == {
            "description": "It boils.",
            "category": "home kitchen",
            "brand": "Acme",
            "price": 20.5,
            "currency": "USD",
            "tags": ["home", "tea"],
            "color": "Red",
            "size": "M",
            "stock": 0,
        }
        price, stock = catalog.schema.field("price"), catalog.schema.field("stock")
        assert (price.role, price.unit, stock.role) == ("price", "$", "stock")
        assert (catalog.schema.noun, catalog.schema.log.interactions) == ("product", 0)


def test_a_source_without_the_data_is_refused_in_one_sentence(tmp_path: Path) -> None:
    source = archive(tmp_path / "x.zip", {"other.txt": "hello"}, "x")

    with pytest.raises(UnreadableFile) as caught:
        build_shop(tmp_path / "shop.db", source=source, say=silent)

    assert str(caught.value) == (
        f"`{source}` does not hold a simulated shop; expected a wheel of `mcp-retail-sim`, or an archive or folder "
        "with `products.json`, `inventory.json`."
    )
    with pytest.raises(UnreadableFile, match="does not exist; expected a wheel of `recbole`"):
        build_movielens(tmp_path / "ml.db", source=tmp_path / "none.zip", say=silent)


def test_a_wheel_that_was_downloaded_before_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path))
    (tmp_path / "wheels").mkdir()
    archive(tmp_path / "wheels" / "no_such_thing-1.0-py3-none-any.whl", {"a.txt": "hello"}, "x")

    found = find(Package("no-such-thing", "1.0", (("a.txt",),), "a thing"), None, silent)

    assert found.text("a.txt") == "hello"


def test_a_package_that_is_installed_is_found() -> None:
    found = find(Package("rich", "0", (("markdown.py",),), "a thing"), None, silent)

    assert "class Markdown" in found.text("markdown.py")


def test_a_download_that_fails_says_why_and_what_to_hand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path))
    for name in ("PIP_NO_INDEX", "PIP_DISABLE_PIP_VERSION_CHECK"):
        monkeypatch.setenv(name, "1")
    said: list[str] = []

    with pytest.raises(UnreadableFile) as caught:
        find(Package("no-such-thing", "1.0", (("a.txt",),), "a thing"), None, said.append)

    assert said == [f"Downloading no-such-thing==1.0, which holds a thing, into {tmp_path / 'wheels'} …"]
    assert str(caught.value) == (
        "no-such-thing==1.0 could not be downloaded (No matching distribution found for no-such-thing==1.0). "
        "Hand the data in with --from: a wheel of `no-such-thing`, or an archive or folder with `a.txt`."
    )
