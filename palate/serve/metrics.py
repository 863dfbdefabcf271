"""What a server counts of itself, as Prometheus reads it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names a folder in which several workers count together."""


@dataclass(frozen=True)
class Metrics:
    """The figures of one server; nothing in them tells who asked or what."""

    registry: CollectorRegistry
    requests: Counter
    request_seconds: Histogram
    turns: Counter
    turn_seconds: Histogram
    running: Gauge
    waiting: Gauge
    refused: Counter

    @classmethod
    def new(cls) -> Metrics:
        """Begin to count."""
        own = CollectorRegistry()
        return cls(
            registry=own,
            requests=Counter("palate_requests", "Requests.", ["method", "route", "status"], registry=own),
            request_seconds=Histogram("palate_request_seconds", "Until a response began.", ["route"], registry=own),
            turns=Counter("palate_turns", "Turns that ended with a reply, by its act.", ["act"], registry=own),
            turn_seconds=Histogram("palate_turn_seconds", "Of a turn, once it ran.", registry=own),
            running=Gauge("palate_turns_running", "Turns now.", registry=own, multiprocess_mode="livesum"),
            waiting=Gauge("palate_turns_waiting", "Turns in the queue.", registry=own, multiprocess_mode="livesum"),
            refused=Counter("palate_refused", "Requests and connections refused, by reason.", ["why"], registry=own),
        )

    def text(self) -> bytes:
        """Return the figures of all workers."""
        if SHARED not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
