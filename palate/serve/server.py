"""What one worker holds, and how a request gets at it and at the person who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from palate.agent.agent import Agent
from palate.serve.keys import Keys
from palate.serve.limits import Rate
from palate.serve.metrics import Metrics
from palate.serve.problems import Problem
from palate.serve.settings import Settings
from palate.serve.turns import Turns

SOMEBODY = "me"
"""Who speaks where no key and no header says it."""
_bearer = HTTPBearer(auto_error=False, description="An API key, where the server was started with `--api-keys`.")


@dataclass(frozen=True)
class Server:
    """The agent and what guards it."""

    agent: Agent
    settings: Settings
    keys: Keys | None
    turns: Turns
    rate: Rate
    metrics: Metrics

    def person(self, key: str | None, named: str | None) -> str:
        """Return who makes a request.

        Args:
            key: The API key that came with it.
            named: Whom it names, where it names one.

        Raises:
            Problem: keys are wanted and this is none, it is somebody else's, or too many requests were made by it.
        """
        if self.keys is None:
            return named or SOMEBODY
        person = None if key is None else self.keys.person(key)
        if person is None:
            self.metrics.refused.labels("key").inc()
            raise Problem(401, "An API key was expected: `Authorization: Bearer KEY`.")
        if named is not None and named != person:
            raise Problem(403, "`X-Palate-User` names somebody else than the API key belongs to; leave it out.")
        self.rate.check(person)
        return person


def server_of(request: Request) -> Server:
    """Return the server of a request."""
    server: Server = request.app.state.server
    return server


Here = Annotated[Server, Depends(server_of)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def person_of(
    here: Here,
    bearer: Bearer,
    named: Annotated[
        str | None,
        Header(alias="X-Palate-User", description="Who speaks, percent-encoded, where the server has no API keys."),
    ] = None,
) -> str:
    """Return who makes a request."""
    return here.person(bearer.credentials if bearer is not None else None, None if named is None else unquote(named))


Person = Annotated[str, Depends(person_of)]
