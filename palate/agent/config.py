"""How an agent behaves."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from palate.errors import BadArgument

MOST_ITEMS = 50
"""Items that a reply shows at the most."""


class Budget(BaseModel):
    """What one turn may spend; running out is a finding, and the best grounded answer so far is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float = Field(default=20.0, gt=0)
    steps: int = Field(default=24, ge=1)
    replans: int = Field(default=3, ge=0)
    model_seconds: float = Field(default=60.0, gt=0)
    """For the calls of a model, besides `seconds`: the first prompt of one that runs here takes long."""
    calls: int = Field(default=8, ge=0)
    """Of a model, where there is one."""
    tokens: int = Field(default=40_000, ge=0)
    """Of all calls together, prompts and answers."""
    dollars: float | None = Field(default=None, ge=0)
    """What all calls together may cost; calls whose price is unknown then count as over it."""


class AgentConfig(BaseModel):
    """How an agent behaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    k: int = Field(default=5, ge=1, le=MOST_ITEMS)
    """Items a reply."""
    max_questions: int = Field(default=2, ge=0)
    """Questions a session, those of item policies aside: each of these asks once."""
    first_is_final: bool = False
    """Whether the first item of a reply is what a person gets, as in an app that plays or orders it at once: the agent
    then asks before it picks, as far as `max_questions` allows, without anybody having to say so."""
    ranking: Literal["accuracy", "diversity"] = "accuracy"
    """Whether the best items come as a ranker orders them, or those that are unlike the ones before them sooner. An
    order that a person asks for, such as the longest first, stands either way (`palate.ranking.diversity`)."""
    novelty: float = Field(default=0.0, ge=0, le=1)
    """How much weight goes from how good the best items are to how few people took them."""
    budget: Budget = Budget()
    dollars_per_day: float | None = Field(default=None, ge=0)
    """What models may cost for each user and day (UTC), over all sessions and workers; all unnamed users count as one.
    Once it is spent, messages are read offline until the next day, and replies say so. A call whose price is unknown
    counts as all of it."""
    tokens_per_day: int | None = Field(default=None, ge=0)
    """The same of tokens, prompts and answers."""
    share_memory: bool = False
    """Whether models are sent what is remembered of a user from other sessions. Where False, a prompt has of the user
    this conversation alone (docs/planning.md lists all that is sent)."""
    planner: Literal["auto", "offline", "assisted", "frames"] = "auto"
    """Who reads messages, unless `Agent(planner=…)` is given. `frames`: the model reads every message; `assisted`: the
    model reads those of which the offline reader leaves words out; `offline`: the model reads none. `auto` goes by what
    `palate model check` found: `frames` for a model that did better than the offline reader, `offline` for any other
    that was checked. Where none was, it is `frames` for a remote model, `assisted` for a local one, and `offline`
    without a model."""
    demos: Literal["none", "fixed", "dynamic"] = "dynamic"
    """Which demonstrations a model that reads is shown: none, always the same, those that resemble the request."""
    most_demos: int = Field(default=3, ge=0, le=8)
    reflection: bool = True
    """Whether results are looked at. Where False, a plan's steps run to its end and what they give is shown, unchecked:
    nothing is planned again, given up, asked about or blamed. Budget, item policies and the validation of plans are
    rules and hold all the same. For measuring what reflection adds."""
    recall: bool = True
    """Whether other sessions count. Where False, what a person said or an app noted of them elsewhere is not fetched,
    what they have seen or turned down included; it is still written, so that it can be read and erased. The catalogue's
    log counts either way: it is data, not memory. For measuring what remembering adds."""
    harvest: bool = True
    """Whether a turn's message becomes a demonstration for the model that reads, where one does, once a known person
    takes what it showed; it goes when they are forgotten."""
    idle: float | timedelta | None = 1800.0
    """For how long nothing may be said in a session before it ends: seconds, or a `timedelta`; None for ever. The next
    message then begins without the earlier request, what was shown and what was asked, and the reply says so. What is
    remembered of a user stays, and of an anonymous one what they have seen, chosen and said of their taste."""
    threads: int = Field(default=64, ge=1)
    """How many turns of `aask` run at once; the others wait. Each has a thread, and the event loop is never blocked."""
    keep_days: float | None = Field(default=None, gt=0)
    """For how many days what people said is kept: turns, what was noted of them, and sessions in which nothing happened
    since are erased then, now and then while turns run. None keeps them until somebody has them forgotten."""
    tracing: bool = False
    """Whether LangChain's tracer may send turns to LangSmith, where the environment asks for it (`LANGSMITH_TRACING`):
    what people say leaves the machine then. Where False, no run of `agent.graph`, of its nodes or of what runs within
    is sent, whatever tracer is among the callbacks; other callbacks hear of them. The runs of an app's own graph around
    it are that app's to send, with the message that goes in and the reply that comes out."""
    installed_tools: bool = True
    """Whether the tools that installed packages offer are used too, beside the built-in ones and the app's own. Where
    False, what else is installed changes nothing. Of two tools of one name the app's is used either way."""
    style: Literal["concise", "detailed"] = "concise"
    """How much a reply says of each item: the one thing that tells most, or up to four."""
    rewrite: bool = False
    """Whether a model, where there is one, puts recommendations and answers into other words: one more call a turn.
    It chooses slots, which code fills; where that is no reply of the turn the template stands, and a finding tells why.
    """
    rerank: Literal["off", "on", "auto"] = "off"
    """Whether a model orders the best 40 candidates: one more call a request (docs/planning.md). `off`: never; `auto`:
    where a model read the message, and free text or a likeness decides the order; `on`: wherever more items fit than
    are shown, which needs a model. An order that was asked for is never changed. The order stands where the model
    fails."""
    language: Literal["auto", "en", "zh"] = "auto"
    """What replies are written in: by the message, English or Chinese, or always the one. Titles, values and names of
    fields stay as the catalogue has them."""

    @field_validator("idle", mode="before")
    @classmethod
    def _check_idle(cls, idle: object) -> object:
        seconds = idle.total_seconds() if isinstance(idle, timedelta) else idle
        is_time = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds < math.inf
        if idle is not None and not is_time:
            raise BadArgument(
                f"`idle` is `{idle!r:.60}`; a time above 0 was expected: seconds, a `timedelta`, or None for never."
            )
        return idle
