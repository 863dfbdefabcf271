"""What one worker holds, and how a request gets at it and at the person who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header, Request
from fastapi.security import APIKeyQuery, HTTPAuthorizationCredentials, HTTPBearer

from palate.agent.agent import Agent
from palate.serve.keys import Keys, is_token
from palate.serve.limits import SHARED, Account, Rate
from palate.serve.metrics import Metrics
from palate.serve.problems import Problem
from palate.serve.settings import Settings
from palate.serve.turns import Turns

SOMEBODY = "me"
"""Who speaks where no key and no header says it."""
_bearer = HTTPBearer(auto_error=False, description="The token that `palate serve` prints, or an API key.")
_in_url = APIKeyQuery(name="token", auto_error=False, description="The token that `palate serve` prints.")


@dataclass(frozen=True)
class Caller:
    """The holder of a credential."""

    owner: str | None
    """The user whose API key it is; None where the caller may speak for every user."""
    account: Account
    """What its work is charged to."""

    def person(self, named: str | None) -> str:
        """Return the user that a request is made for.

        Args:
            named: The user that the request names, if it names one.

        Raises:
            Problem: the API key is of another user.
        """
        if self.owner is None:
            return named or SOMEBODY
        if named is not None and named != self.owner:
            raise Problem(403, "`X-Palate-User` names somebody else than the API key belongs to; leave it out.")
        return self.owner


@dataclass(frozen=True)
class Server:
    """The agent and what guards it."""

    agent: Agent
    settings: Settings
    keys: Keys | None
    turns: Turns
    rate: Rate
    metrics: Metrics

    def caller(self, bearer: str | None, in_url: str | None) -> Caller:
        """Return who holds the credential of a request.

        Args:
            bearer: The credential of the header `Authorization`.
            in_url: The one of the query, which is read for the token alone.

        Raises:
            Problem: it is no API key where there are keys, or not the token where there is one.
        """
        if self.keys is not None:
            owner = None if bearer is None else self.keys.person(bearer)
            if owner is None:
                raise self._refused("An API key was expected: `Authorization: Bearer KEY`.")
            return Caller(owner, self.rate.account(owner))
        token, given = self.settings.token, in_url if bearer is None else bearer
        if token is not None and (given is None or not is_token(token, given)):
            raise self._refused(
                "The token that `palate serve` printed in its address was expected: `Authorization: Bearer TOKEN`."
            )
        # Whoever holds the token names any user, so that a budget for each would be none.
        return Caller(None, self.rate.account(SHARED))

    def _refused(self, detail: str) -> Problem:
        self.metrics.refused.labels("key").inc()
        return Problem(401, detail)


def server_of(request: Request) -> Server:
    """Return the server of a request."""
    server: Server = request.app.state.server
    return server


Here = Annotated[Server, Depends(server_of)]


def caller_of(
    here: Here,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    in_url: Annotated[str | None, Depends(_in_url)],
) -> Caller:
    """Return who holds the credential of a request."""
    return here.caller(None if bearer is None else bearer.credentials, in_url)


Admitted = Annotated[Caller, Depends(caller_of)]


def charged(caller: Admitted) -> None:
    """Charge a request to the account of its caller, unless that is used up."""
    caller.account.admit()


def person_of(
    caller: Admitted,
    named: Annotated[
        str | None,
        Header(alias="X-Palate-User", description="Who speaks, percent-encoded, where the server has no API keys."),
    ] = None,
) -> str:
    """Return who makes a request."""
    return caller.person(None if named is None else unquote(named))


Person = Annotated[str, Depends(person_of)]
