"""`palate serve`: an API and a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from palate.cli.door import say
from palate.cli.options import Count, Db, ModelName, Policies, RankerName, State
from palate.errors import BadArgument


def serve_command(
    db: Db = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 for a free one.")] = 8000,
    state: State = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            envvar="PALATE_STORE",
            help="A PostgreSQL database for sessions and memory, which other servers may share: `postgresql://…`.",
        ),
    ] = None,
    model: ModelName = None,
    count: Count = None,
    policy: Policies = None,
    ranker: RankerName = None,
    api_keys: Annotated[
        Path | None,
        typer.Option("--api-keys", metavar="FILE", help="Lines `key = person`, or JSON; needed beyond this machine."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="TEXT",
            envvar="PALATE_TOKEN",
            help="What every request needs where there are no API keys; by default a new one at each start.",
        ),
    ] = None,
    no_token: Annotated[
        bool, typer.Option("--no-token", help="Let every program of this machine use the server.")
    ] = False,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            "--origin",
            metavar="URL",
            help="Another origin whose pages may call the server and frame its page; may be repeated.",
        ),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that share one store.")] = 1,
    turns: Annotated[int, typer.Option("--turns", min=1, help="Turns at once in a worker.")] = 8,
    queue: Annotated[int, typer.Option("--queue", min=0, help="Turns that wait in a worker; then 429.")] = 128,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that a turn is waited for.")] = 60.0,
    rate: Annotated[
        int, typer.Option("--rate", min=0, help="Units of work a minute of a key or token in a worker; 0: any.")
    ] = 120,
    connections: Annotated[int, typer.Option("--connections", min=1, help="Open connections of a worker.")] = 2000,
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--proxy",
            metavar="ADDRESS",
            help="A proxy in front, an address or a network: it may hold as many connections as it likes. May be "
            "given several times.",
        ),
    ] = None,
    client_timeout: Annotated[
        float,
        typer.Option("--client-timeout", min=0.1, help="Seconds to send a request, or to read nothing of a response."),
    ] = 20.0,
    images: Annotated[bool, typer.Option("--images", help="Let the page show pictures of other hosts.")] = False,
    log_messages: Annotated[
        bool, typer.Option("--log-messages", help="Log what people say, and who they are.")
    ] = False,
) -> None:
    """Serve the agent: a JSON API, OpenAI's chat completions, and a page to talk with it."""
    try:
        from palate.serve.running import run
        from palate.serve.settings import Settings, network
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("palate"):
            raise
        raise BadArgument(
            f"`palate serve` needs the package `{error.name}`, which is not installed: `pip install 'palate[serve]'`."
        ) from error
    from palate.agent.config import AgentConfig

    if no_token and token is not None:
        raise BadArgument("`--no-token` and `--token` (or `PALATE_TOKEN`) exclude each other; leave one out.")
    settings = Settings(
        db=db,
        state=state,
        store=store,
        model=model,
        policies=tuple(policy or ()),
        ranker=ranker,
        k=AgentConfig().k if count is None else count,
        host=host,
        port=port,
        api_keys=api_keys,
        origins=tuple(origin or ()),
        workers=workers,
        turns=turns,
        queue=queue,
        seconds=timeout,
        rate=rate,
        connections=connections,
        proxies=tuple(map(network, proxy or ())),
        client_seconds=client_timeout,
        images=images,
        log_messages=log_messages,
    )
    if no_token or token is not None:  # elsewhere the settings make a token, unless there are keys
        settings = settings.model_copy(update={"token": token})
    settings.check()
    for warning in settings.warnings():
        say(warning, err=True)
    run(settings, lambda address: say(f"Palate is at {address} (Ctrl-C ends it)."))
