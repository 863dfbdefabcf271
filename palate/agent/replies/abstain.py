"""Saying honestly that there is nothing, what is to blame, and what comes closest."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.gate.calls import because_of
from palate.agent.outcome import Choice, Outcome
from palate.agent.replies.recommend import barred_by, counted_out
from palate.agent.replies.request import conditions_in_words, in_short, likeness_in_words, wanted
from palate.agent.replies.section import Section
from palate.agent.replies.wording import listed, quoted, shown_text, titled
from palate.agent.replies.words import phrases, say
from palate.agent.reply import NearMiss
from palate.agent.workspace import Workspace
from palate.catalog.tongues import tongue
from palate.language.applying import SQL
from palate.language.asked import OPEN
from palate.memory.request import Held


def abstain(turn: Workspace, held: Held, outcome: Outcome) -> Section:
    """Name the conditions to blame and the closest items; of a failure or a rule, say that."""
    if outcome.why.startswith("rule:"):
        text = _kept_out(turn, held, outcome)
    elif outcome.contradictory:
        both = list(map(quoted, in_short(turn, held, outcome.blamed)))
        text = say("abstain.contradictory", both=listed(both), either=listed(both, last="or"))
    elif outcome.blamed:
        text = _blaming(turn, held, outcome)
    elif outcome.why and all(ran.step.tool != SQL for ran in turn.ran.get(outcome.intent, ())):
        # Why a SELECT failed is said in the words of the model that wrote it.
        text = say("abstain.failed", why=shown_text(outcome.why.rstrip(".")))
    elif outcome.incomplete:
        text = say("abstain.unfinished")
    else:
        asked = _asked(turn, held)
        text = say("abstain.nothing_for", what=asked) if asked else say("abstain.nothing")
    if outcome.blamed and not outcome.contradictory:
        key = "abstain.offer_unsure" if outcome.unsure else "abstain.offer"
        text = f"{text}\n{say(key, blamed=_in_short(turn, held, outcome.blamed))}"
    return Section(
        act="ask" if outcome.unsure else "abstain",
        text=text,
        question=_in_doubt(held, outcome) if outcome.unsure else _offer(turn, held, outcome),
        relaxed=outcome.relaxed,
        blamed=outcome.blamed,
        near=outcome.near,
        about=outcome.about,
        offered=outcome.offered,
        either=outcome.contradictory,
        incomplete=outcome.incomplete,
        spoken_of=tuple(miss.id for miss in outcome.near),
    )


def _offer(turn: Workspace, held: Held, outcome: Outcome) -> Choice | None:
    """Return the offer to leave out what is to blame as a question of two options."""
    if not outcome.offered or outcome.contradictory:
        return None
    leave_out = say("abstain.leave_out", blamed=_in_short(turn, held, outcome.blamed))
    return Choice(field=OPEN, options=(leave_out, say("abstain.keep")))


def _in_doubt(held: Held, outcome: Outcome) -> Choice:
    """Return the question if what is to blame was misunderstood; `_blaming` says back all that was understood."""
    understood = () if outcome.contradictory else held.conditions
    return Choice(field=next(iter(outcome.about), OPEN), options=outcome.blamed, understood=understood)


def _blaming(turn: Workspace, held: Held, outcome: Outcome) -> str:
    what = wanted(turn, held.hard, "some")
    if len(conditions_in_words(turn, held.hard)) > len(outcome.blamed):
        text = say("abstain.unsatisfied_at_once", what=what, blamed=_in_short(turn, held, outcome.blamed))
    else:
        text = say("abstain.unsatisfied", what=what)
    return tongue().paragraph([text, _closest(turn, held, outcome.near)]) if outcome.near else text


def _closest(turn: Workspace, held: Held, near: Sequence[NearMiss]) -> str:
    titles, first = [_titled(turn, miss) for miss in near], near[0].breaks
    if all(miss.breaks == first for miss in near):
        key = "abstain.closest_breaks_one" if len(near) == 1 else "abstain.closest_breaks"
        return say(key, titles=listed(titles), broken=_in_short(turn, held, first))
    lines = [
        f"- {say('abstain.each_breaks', title=title, broken=_in_short(turn, held, miss.breaks))}"
        for title, miss in zip(titles, near, strict=True)
    ]
    return "\n".join([say("abstain.closest_each"), *lines])


def _titled(turn: Workspace, miss: NearMiss) -> str:
    catalog = turn.parts.catalog
    return titled(catalog.item(miss.id), catalog.schema)


def _in_short(turn: Workspace, held: Held, conditions: Sequence[str]) -> str:
    return listed(list(map(quoted, in_short(turn, held, conditions))))


def _kept_out(turn: Workspace, held: Held, outcome: Outcome) -> str:
    rule = outcome.why.removeprefix("rule:")
    if rule in turn.failures:
        return say("abstain.unchecked_rule", rule=rule)
    rules = barred_by(turn, held, outcome) if rule in turn.barred[outcome.intent] else {}
    if len(rules) > 1 and not outcome.near:
        return say("abstain.kept_out_by_several", kept=counted_out(turn, rules))
    rule = next(iter(rules), rule)
    because = because_of(turn.parts.policies, rule) or phrases("own_reasons").get(rule, rule)
    asked = _asked(turn, held)
    if asked:
        text = say("abstain.kept_out_for", what=tongue().opened(asked), because=because)
    else:
        text = say("abstain.kept_out", because=because)
    near = [f"{_titled(turn, miss)}{tongue().bracketed(listed(miss.breaks))}" for miss in outcome.near]
    if not near:
        return text
    key = "abstain.closest_kept_out_one" if len(near) == 1 else "abstain.closest_kept_out"
    return tongue().paragraph([text, say(key, titles=listed(near))])


def _asked(turn: Workspace, held: Held) -> str:
    """Return what was asked for; empty where nothing was."""
    like = likeness_in_words(turn, held)
    return wanted(turn, held.request, "some", like=like) if held.request or like else ""
