"""Where a server keeps what it knows of people: in the state folder, or in a database that several servers share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from palate.catalog.printable import one_line
from palate.errors import BadArgument
from palate.memory.store import Store
from palate.serve.settings import Settings

_NEXT = "\n"
"""What follows the first line of an error of the database are guesses at its cause."""


@contextmanager
def store_of(settings: Settings) -> Iterator[Store | None]:
    """Open the database that the settings name; None where they name none.

    Raises:
        BadArgument: it is no address of one, cannot be reached or written, or what talks with it is not installed.
    """
    if settings.store is None:
        yield None
        return
    try:
        import psycopg

        from palate.memory.postgres import PostgresStore
    except ModuleNotFoundError as error:
        raise BadArgument(
            f"`--store` needs the package `{error.name}`, which is not installed: `pip install 'palate[postgres]'`."
        ) from error
    try:
        psycopg.conninfo.conninfo_to_dict(settings.store)
    except psycopg.ProgrammingError:
        # What it raises repeats the address, and may repeat the password.
        raise BadArgument("`--store` is no address such as `postgresql://user@host/database`.") from None
    try:
        store = PostgresStore(settings.store, connections=settings.turns)
    except psycopg.Error as error:
        raise BadArgument(
            f"The database of `--store` cannot be used ({one_line(str(error).partition(_NEXT)[0])}); name one that can "
            "be reached, by a user who may make a schema in it."
        ) from error
    with store:
        yield store
