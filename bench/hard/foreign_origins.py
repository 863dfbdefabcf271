"""foreign origins: pages of other sites and strangers behind a proxy get nothing from a server without API keys."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from bench.hard.trial import Ground, Trial, told
from bench.serve_process import Serving
from palate import Catalog

ASKED = (
    "Every route of the API with each method, as a page of another origin, of the origin `null` or of a form sends it, "
    "by DNS rebinding, through a proxy, and with no or a wrong token: each is refused, and of a user's memory and "
    "sessions nothing is read or changed."
)
CANARY = "zqvictim"
"""A word that only the victim says."""
VICTIM = {"X-Palate-User": "victim"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FEWEST = 150
FOREIGN = "https://evil.example"
FORM = {"Content-Type": "text/plain"}
_REFUSED = frozenset((401, 403))
_UNROUTED = _REFUSED | {404, 405}
"""Statuses of a method that a path does not have."""
_SECONDS = 60.0


@dataclass(frozen=True)
class Attack:
    """One way to send a request."""

    name: str
    headers: Mapping[str, str]
    has_token: bool = False
    """Whether it has the token all the same."""


ATTACKS = (
    Attack("a foreign origin", {"Origin": FOREIGN}),
    Attack("a foreign origin with the token", {"Origin": FOREIGN}, has_token=True),
    Attack("the origin null with the token", {"Origin": "null"}, has_token=True),
    Attack("another port of this machine with the token", {"Origin": "http://127.0.0.1:1"}, has_token=True),
    Attack("no token", {}),
    Attack("a wrong token", {"Authorization": "Bearer wrong-token-of-a-stranger"}),
    Attack("a form of another page", {"Origin": FOREIGN, **FORM}),
    Attack("a form without an origin", FORM),
    Attack("an encoded form", {"Content-Type": "application/x-www-form-urlencoded"}),
    Attack("DNS rebinding", {"Origin": "http://evil.example", "Host": "evil.example"}),
    Attack("a proxy's default", {"Host": "127.0.0.1", "Connection": "close"}),
    Attack(
        "a proxy that tells of itself",
        {"Host": "127.0.0.1", "X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.1"},
    ),
)


@dataclass(frozen=True)
class Case:
    """One request."""

    attack: Attack
    method: str
    path: str
    routed: bool
    """Whether the path has the method."""


def trial(ground: Ground) -> Trial:
    """Send all of it, and look at what the victim has afterwards."""
    with (
        Catalog.films() as catalog,
        Serving(catalog.path, "--state", str(ground.folder / "state"), "--rate", "0") as serving,
        httpx2.Client(base_url=serving.address, timeout=_SECONDS) as client,
    ):
        own = serving.bearer | VICTIM
        session = client.post("/v1/sessions", headers=own).json()["session"]
        said = client.post("/v1/ask", json={"message": f"a western, {CANARY}", "session": session}, headers=own)
        item = said.json()["items"][0]["id"]
        client.post("/v1/feedback", json={"item": item, "value": 1, "session": session}, headers=own)
        preference = client.get("/v1/memory", headers=own).json()["preferences"][0]["id"]
        before = client.get("/v1/memory/export", headers=own).json()
        filled = {"{session}": session, "{item}": item, "{preference}": preference}
        found = list(cases(client.get("/openapi.json").json()["paths"], filled))
        random.Random(ground.seed).shuffle(found)
        found = found[: ground.count(len(found), least=FEWEST)]
        failures: list[str] = []
        for number, case in enumerate(found, start=1):
            failures += failures_of(client, case, session, item, serving.bearer)
            ground.tell(number, len(found))
        if client.get("/v1/memory/export", headers=own).json() != before:
            failures.append("What is kept of the victim has changed.")
        for user in ("me", "victim"):
            told_of = client.get("/v1/sessions", headers=serving.bearer | {"X-Palate-User": user}).json()
            if len(told_of) != (user == "victim"):
                failures.append(f"`{user}` has {len(told_of)} sessions.")
        figures = {
            "requests": len(found),
            "routes and methods": len({(case.method, case.path) for case in found}),
            "ways to send them": len({case.attack.name for case in found}),
        }
    return Trial("foreign_origins", ASKED, figures, told(failures))


def cases(paths: Mapping[str, Mapping[str, Any]], filled: Mapping[str, str]) -> Iterator[Case]:
    """Yield each attack on each path of an OpenAPI document's API, by each method."""
    for path, methods in paths.items():
        if not path.startswith("/v1/"):
            continue
        address = path
        for name, value in filled.items():
            address = address.replace(name, value)
        for method in METHODS:
            for attack in ATTACKS:
                yield Case(attack, method, address, method.lower() in methods)


def failures_of(client: httpx2.Client, case: Case, session: str, item: str, bearer: Mapping[str, str]) -> Iterator[str]:
    """Send one request, and yield what it got and should not have got."""
    body = {
        "message": "a comedy",
        "messages": [{"role": "user", "content": "a comedy"}],
        "item": item,
        "session": session,
        "value": -1,
        "on": False,
    }
    headers = {**VICTIM, "Content-Type": "application/json", **case.attack.headers}
    if case.attack.has_token:
        headers |= bearer
    told_all = httpx2.QueryParams({"trace": "true"})
    response = client.request(case.method, case.path, json=body, params=told_all, headers=headers)
    what = f"{case.method} {case.path} by {case.attack.name}"
    if response.status_code not in (_REFUSED if case.routed else _UNROUTED):
        yield f"{what} was answered with {response.status_code}."
    if CANARY in response.text:
        yield f"{what} read what the victim said."
    if "access-control-allow-origin" in response.headers:
        yield f"{what} may be read by another origin."
