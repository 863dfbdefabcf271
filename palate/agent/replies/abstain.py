"""Saying honestly that there is nothing, what is to blame, and what comes closest."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.bars import OWN_REASONS
from palate.agent.outcome import Choice, Outcome
from palate.agent.policies.calls import because_of
from palate.agent.replies.request import conditions_in_words, likeness_in_words
from palate.agent.replies.section import Section
from palate.agent.replies.wording import listed, quoted, shown_text, titled
from palate.agent.replies.words import say
from palate.agent.reply import NearMiss
from palate.agent.workspace import Workspace
from palate.memory.request import Held


def abstain(turn: Workspace, held: Held, outcome: Outcome) -> Section:
    """Name the conditions to blame and the closest items; of a failure or a rule, say that."""
    if outcome.why.startswith("rule:"):
        text = _kept_out(turn, held, outcome)
    elif outcome.contradictory:
        both = list(map(quoted, outcome.blamed))
        text = say("abstain.contradictory", both=listed(both), either=listed(both, last="or"))
    elif outcome.blamed:
        text = _blaming(turn, held, outcome)
    elif outcome.why:
        text = say("abstain.failed", why=shown_text(outcome.why.rstrip(".")))
    else:
        text = say("abstain.nothing", asked=_asked(turn, held))
    if outcome.blamed and not outcome.contradictory:
        offer = say("abstain.offer_unsure" if outcome.unsure else "abstain.offer", blamed=_all_quoted(outcome.blamed))
        text = f"{text}\n{offer}"
    return Section(
        act="ask" if outcome.unsure else "abstain",
        text=text,
        question=_in_doubt(held, outcome) if outcome.unsure else None,
        relaxed=outcome.relaxed,
        blamed=outcome.blamed,
        near=outcome.near,
        about=outcome.about,
        offered=outcome.offered,
        either=outcome.contradictory,
        incomplete=outcome.incomplete,
        spoken_of=tuple(miss.id for miss in outcome.near),
    )


def _in_doubt(held: Held, outcome: Outcome) -> Choice:
    """Return the question if what is to blame was misunderstood; `_blaming` says back all that was understood."""
    understood = () if outcome.contradictory else held.conditions
    return Choice(field=outcome.about[0], options=outcome.blamed, understood=understood)


def _blaming(turn: Workspace, held: Held, outcome: Outcome) -> str:
    whole = conditions_in_words(turn, held.hard)
    if len(whole) > len(outcome.blamed):
        text = say("abstain.unsatisfied_at_once", asked=_all_quoted(whole), blamed=_all_quoted(outcome.blamed))
    else:
        text = say("abstain.unsatisfied", asked=_all_quoted(whole))
    return f"{text} {_closest(turn, outcome.near)}" if outcome.near else text


def _closest(turn: Workspace, near: Sequence[NearMiss]) -> str:
    titles, first = [_titled(turn, miss) for miss in near], near[0].breaks
    if all(miss.breaks == first for miss in near):
        key = "abstain.closest_breaks_one" if len(near) == 1 else "abstain.closest_breaks"
        return say(key, titles=listed(titles), broken=_all_quoted(first))
    lines = [
        f"- {say('abstain.each_breaks', title=title, broken=_all_quoted(miss.breaks))}"
        for title, miss in zip(titles, near, strict=True)
    ]
    return "\n".join([say("abstain.closest_each"), *lines])


def _titled(turn: Workspace, miss: NearMiss) -> str:
    catalog = turn.parts.catalog
    return titled(catalog.item(miss.id), catalog.schema)


def _all_quoted(phrases: Sequence[str]) -> str:
    return listed(list(map(quoted, phrases)))


def _kept_out(turn: Workspace, held: Held, outcome: Outcome) -> str:
    rule = outcome.why.removeprefix("rule:")
    if rule in turn.failures:
        return say("abstain.unchecked_rule", rule=rule)
    because = because_of(turn.parts.policies, rule) or OWN_REASONS.get(rule, rule)
    text = say("abstain.kept_out", asked=_asked(turn, held), because=because)
    near = [f"{_titled(turn, miss)} ({listed(miss.breaks)})" for miss in outcome.near]
    if not near:
        return text
    key = "abstain.closest_kept_out_one" if len(near) == 1 else "abstain.closest_kept_out"
    return f"{text} {say(key, titles=listed(near))}"


def _asked(turn: Workspace, held: Held) -> str:
    """Return what was asked for as a relative clause: ` like Alien that fits “under 100 minutes”`."""
    asked = [phrase if phrase.startswith("“") else quoted(phrase) for phrase in conditions_in_words(turn, held.request)]
    like = likeness_in_words(turn, held)
    said = [say("request.resembling", titles=like)] if like else []
    said += [say("abstain.that_fits", conditions=listed(asked))] if asked else []
    return "".join(f" {each}" for each in said)
