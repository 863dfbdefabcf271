"""`/healthz` and `/metrics`: for those who run a server."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from palate.serve import problems
from palate.serve.server import Here, caller_of

router = APIRouter(tags=["running"])


@router.get("/healthz", responses=problems.OPEN)
def healthz(here: Here) -> dict[str, str | int]:
    """Tell whether the catalogue and what is kept of people can be read."""
    here.agent.session(session="healthz").preferences()
    return {"status": "ok", "items": here.agent.catalog.schema.items}


@router.get(
    "/metrics",
    response_class=Response,
    dependencies=[Depends(caller_of)],
    responses=problems.GUARDED | {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(here: Here) -> Response:
    """Return figures in Prometheus' text format; the token or any API key is needed, and nothing is charged."""
    return Response(here.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
