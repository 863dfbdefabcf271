"""How many items each request of a message shows: what is asked for, and `MOST_ITEMS` in one reply at the most."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import compress

from palate.agent.config import MOST_ITEMS
from palate.agent.reflection.finding import Finding
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.tongues import tongue
from palate.language.understanding import Intent
from palate.planners.plan import Plan


def counted(
    plans: Sequence[Plan], intents: Sequence[Intent], turn: Workspace, *, anew: Collection[int]
) -> tuple[tuple[Plan, ...], tuple[Finding, ...]]:
    """Return the plans with the number of items that each shows, and a finding where that is fewer than asked for.

    Args:
        plans: The plans of a message. One that answers a question counts as one item, which its reply may show.
        intents: The requests that they serve.
        turn: The turn, whose `k` counts where neither a plan nor its request has a number.
        anew: The requests that are planned now; the numbers of the others stay.
    """
    free = [each.intent in anew for each in plans]
    asked = [_asked(each, intents[each.intent], turn.k) for each in plans]
    left = MOST_ITEMS - sum(number for number, new in zip(asked, free, strict=True) if not new)
    most = _share(list(compress(asked, free)), left)
    shown = [min(number, most) if new else number for number, new in zip(asked, free, strict=True)]
    numbered = tuple(each.model_copy(update={"show": number}) for each, number in zip(plans, shown, strict=True))
    return numbered, tuple(_fewer(sum(asked), sum(shown), turn))


def _asked(plan: Plan, intent: Intent, k: int) -> int:
    if plan.kind != "recommend":
        return 1
    return max(1, plan.show if plan.show is not None else intent.limit or k)


def _share(asked: Sequence[int], left: int) -> int:
    """Return the largest number that each request may show so that all together show no more than are left."""
    return next((most for most in range(left, 1, -1) if sum(min(each, most) for each in asked) <= left), 1)


def _fewer(asked: int, shown: int, turn: Workspace) -> Iterator[Finding]:
    if shown < asked:
        noun = turn.parts.catalog.schema.noun
        most = tongue().number(MOST_ITEMS, noun)
        message = say("findings.capped", most=most, nouns=tongue().plural(noun), asked=tongue().number(asked, noun))
        yield Finding(kind="capped", severity="info", message=message, data={"asked": asked, "shown": shown})
