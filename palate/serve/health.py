"""`/healthz` and `/metrics`: for those who run a server."""

from __future__ import annotations

from fastapi import APIRouter, Response

from palate.serve.server import Here, Person

router = APIRouter(tags=["running"])


@router.get("/healthz")
def healthz(here: Here) -> dict[str, str | int]:
    """Tell whether the catalogue and what is kept of people can be read."""
    here.agent.session(session="healthz").preferences()
    return {"status": "ok", "items": here.agent.catalog.schema.items}


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(here: Here, person: Person) -> Response:  # noqa: ARG001
    """Return figures in Prometheus' text format; with API keys, any of them is needed."""
    return Response(here.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
