"""`palate memory`: what is remembered of a person, and forgetting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from palate.catalog.printable import one_line
from palate.cli.door import say
from palate.cli.options import AsJson, Db, State, open_agent, print_json
from palate.errors import BadArgument, UnknownUser

if TYPE_CHECKING:
    from palate.memory.people import Person

memory_app = typer.Typer(no_args_is_help=True, help="Show or forget what is remembered of a person.")

Who = Annotated[str, typer.Option("--user", metavar="ID", help="The person.")]


@memory_app.command()
def show(user: Who, db: Db = None, state: State = None, json: AsJson = False) -> None:
    """Show what is remembered of a person, with the words that said it; as JSON, all of it."""
    with open_agent(db, state=state) as agent:
        person = agent.memory.of(user)
        if json:
            print_json(person.export())
            return
        from palate.cli.output import print_preferences, terminal

        print_preferences(terminal(), person.preferences(), agent.catalog)


@memory_app.command()
def forget(
    user: Who,
    db: Db = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ID", help="Forget only what is about this item.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="Forget only this preference (`memory show --json` has keys)."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    state: State = None,
    json: AsJson = False,
) -> None:
    """Erase what is remembered of a person for good: memory, sessions and their logs."""
    if item is not None and key is not None:
        raise BadArgument(
            "`--item` and `--key` were both given; one of them was expected, or none to forget everything."
        )
    with open_agent(db, state=state) as agent:
        person = agent.memory.of(user)
        _check_known(person)
        if not yes:
            what = "everything" if item is None and key is None else f"all about `{item if item is not None else key}`"
            typer.confirm(one_line(f"Forget {what} of `{user}` for good?"), abort=True, err=True)
        count = person.forget(item=item, key=key)
    if json:
        print_json({"user": user, "forgotten": count})
    else:
        say(f"{count} record{'' if count == 1 else 's'} of `{user}` {'is' if count == 1 else 'are'} gone.")


@memory_app.command()
def expire(
    days: Annotated[float, typer.Option("--days", min=0, help="How old what is erased has to be.")],
    db: Db = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    state: State = None,
    json: AsJson = False,
) -> None:
    """Erase what is older than so many days, of everybody: sessions without a turn since, turns and notes."""
    with open_agent(db, state=state) as agent:
        if not yes:
            typer.confirm(f"Erase what is older than {days:g} days, of everybody?", abort=True, err=True)
        count = agent.memory.expire(days)
    if json:
        print_json({"days": days, "erased": count})
    else:
        say(f"{count} turns and notes are gone.")


def _check_known(person: Person) -> None:
    if not person.is_known:
        person.forget()  # what an earlier call could not take out of the files, as others were reading them
        raise UnknownUser(
            f"Nothing is remembered of `{person.user}`; `--user` takes the name used in `palate ask --user`."
        )
