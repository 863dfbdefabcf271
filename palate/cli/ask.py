"""`palate ask`: one message, one reply."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from palate.cli.options import (
    AsJson,
    Count,
    Db,
    ModelName,
    PlannerOption,
    Policies,
    RankerName,
    Session,
    State,
    User,
    open_agent,
    print_json,
)


def ask_command(
    message: Annotated[str, typer.Argument(help="What to say to the agent; `-` reads it from standard input.")],
    db: Db = None,
    user: User = None,
    session: Session = None,
    count: Count = None,
    state: State = None,
    model: ModelName = None,
    planner: PlannerOption = None,
    policy: Policies = None,
    ranker: RankerName = None,
    json: AsJson = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="Show the plan, every result and every finding, and what failed in full.")
    ] = False,
) -> None:
    """Answer one message.

    With --user and --session, a later call goes on with the conversation, and what the person likes is remembered.
    """
    from palate.cli.progress import followed

    words = sys.stdin.buffer.read().decode("utf-8", "replace") if message == "-" else message
    with open_agent(
        db, state=state, count=count, model=model, planner=planner, policies=policy, ranker=ranker
    ) as agent:
        reply = followed(agent, words, user=user, session=session)
    if json:
        print_json(reply.model_dump(mode="json", context={"log": trace}))
        return
    from palate.cli.output import print_reply, print_trace, terminal

    console = terminal()
    print_reply(console, reply)
    if trace:
        print_trace(console, reply)
