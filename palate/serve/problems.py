"""What becomes of errors: one sentence as `application/problem+json`, and of what is our fault no word."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from palate.catalog.printable import one_line
from palate.errors import (
    CallerError,
    DataError,
    ModelError,
    NotAllowed,
    PalateError,
    StorageError,
    UnknownItem,
    UnknownUser,
)

_STATUS: tuple[tuple[type[PalateError], int], ...] = (
    (UnknownItem, 404),
    (UnknownUser, 404),
    (NotAllowed, 403),
    (CallerError, 400),
    (DataError, 400),
    (ModelError, 503),
    (StorageError, 503),
    (PalateError, 409),
)
"""The first that fits."""
_OUR_FAULT = 500
_OF_THE_PAGE = (404, 405)
"""Statuses of a path that no route of the API has with the request's method."""
_METHODS = ("GET", "POST", "PATCH", "DELETE")
MEDIA_TYPE = "application/problem+json"
_TEXT = {"type": "string"}
SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "Why a request was refused (RFC 9457).",
    "type": "object",
    "properties": {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
    "required": ["type", "title", "status", "detail"],
}
"""What `body` returns, as a schema of the OpenAPI document."""
_REFERENCE = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the problems of a route for its `responses`."""
    return {status: _REFERENCE | {"description": HTTPStatus(status).phrase} for status in statuses}


OPEN = declared(403, 413, 421, 503)
"""Problems of a route that needs no credential."""
GUARDED = OPEN | declared(400, 401, 422, 429)
"""Problems of every route that needs one."""


class Problem(Exception):
    """What a request is refused with."""

    def __init__(self, status: int, detail: str, *, retry_after: int | None = None) -> None:
        """Refuse with a status and one sentence, and say in how many seconds to come again."""
        super().__init__(detail)
        self.status = status
        self.retry_after = retry_after


def problem(error: BaseException) -> Problem:
    """Return what is said of an error."""
    match error:
        case Problem():
            return error
        case PalateError():
            status = next(status for kind, status in _STATUS if isinstance(error, kind))
            return Problem(status, one_line(str(error)) if status < _OUR_FAULT else _silent(status))
        case _:
            return Problem(_OUR_FAULT, _silent(_OUR_FAULT))


def told(error: Exception) -> Problem:
    """Return what is said of an error inside a stream, where nobody else logs what is our fault."""
    said = problem(error)
    if said.status >= _OUR_FAULT and not isinstance(error, Problem):
        logging.getLogger("palate.serve").error("a stream failed", exc_info=error)
    return said


def body(refused: Problem) -> dict[str, object]:
    """Return the fields of a problem (RFC 9457)."""
    title = HTTPStatus(refused.status).phrase
    return {"type": "about:blank", "title": title, "status": refused.status, "detail": str(refused)}


def response(refused: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return a problem as a response."""
    told = dict(headers or {})
    if refused.retry_after is not None:
        told["Retry-After"] = str(refused.retry_after)
    if refused.status == HTTPStatus.UNAUTHORIZED:
        told["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body(refused), refused.status, told, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Have an app answer errors so."""

    async def said(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
        return response(problem(error))

    async def unfit(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
        assert isinstance(error, RequestValidationError)  # noqa: S101 - it is installed for these
        return response(Problem(422, _unfit(error)))

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 - it is installed for these
        if error.status_code in _OF_THE_PAGE and (allowed := _allowed(request)):
            return response(Problem(405, "Method Not Allowed."), {"Allow": allowed})
        return response(Problem(error.status_code, f"{error.detail}."), error.headers)

    for kind in (PalateError, Problem, Exception):
        app.add_exception_handler(kind, said)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_exception_handler(HTTPException, http)


def _allowed(request: Request) -> str:
    """Return the methods that the API has for a path, or an empty string.

    A method that a path of the API lacks reaches the page, which is mounted at `/` and answers for its own files.
    """
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    return ", ".join(
        method for method, scope in scopes.items() if any(each.matches(scope)[0] is Match.FULL for each in routes)
    )


def _unfit(error: RequestValidationError) -> str:
    """Say what of a request does not fit, without repeating what was sent."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"`{where}` does not fit: {first['msg'].rstrip('.')}; `/openapi.json` has what is expected."


def _silent(status: int) -> str:
    return f"{HTTPStatus(status).phrase}."
