"""Saying honestly that there is nothing, what is to blame, and what comes closest."""

from __future__ import annotations

from palate.agent.bars import OWN_REASONS
from palate.agent.outcome import Choice, Outcome
from palate.agent.policies.calls import because_of
from palate.agent.replies.request import conditions_in_words, likeness_in_words
from palate.agent.replies.section import Section
from palate.agent.replies.wording import listed, titled
from palate.agent.reply import NearMiss
from palate.agent.workspace import Workspace
from palate.memory.request import Held


def abstain(turn: Workspace, held: Held, outcome: Outcome) -> Section:
    """Name the conditions to blame and the closest items; of a failure or a rule, say that."""
    if outcome.why.startswith("rule:"):
        text = _kept_out(turn, held, outcome)
    elif outcome.contradictory:
        both = [f"“{phrase}”" for phrase in outcome.blamed]
        text = f"Nothing can be both {listed(both)}. Which of them holds: {listed(both, last='or')}?"
    elif outcome.blamed:
        text = _blaming(turn, held, outcome)
    elif outcome.why:
        text = f"I could not find out what to show: {outcome.why.rstrip('.')}."
    else:
        text = f"I found nothing{_asked(turn, held)}."
    if outcome.blamed and not outcome.contradictory:
        offer = listed([f"“{phrase}”" for phrase in outcome.blamed])
        text += f"\nShall I leave out {offer}{', or did I misunderstand' if outcome.unsure else ''}?"
    return Section(
        act="ask" if outcome.unsure else "abstain",
        text=text,
        question=Choice(field=outcome.about[0], options=outcome.blamed) if outcome.unsure else None,
        relaxed=outcome.relaxed,
        blamed=outcome.blamed,
        near=outcome.near,
        about=outcome.about,
        offered=outcome.offered,
        either=outcome.contradictory,
        incomplete=outcome.incomplete,
        spoken_of=tuple(miss.id for miss in outcome.near),
    )


def _blaming(turn: Workspace, held: Held, outcome: Outcome) -> str:
    whole = conditions_in_words(turn, held.hard)
    text = f"Nothing here satisfies {listed([f'“{phrase}”' for phrase in whole])}"
    if len(whole) > len(outcome.blamed):
        text += f" at once; what rules everything out is {listed([f'“{phrase}”' for phrase in outcome.blamed])}"
    if not outcome.near:
        return f"{text}."
    first = outcome.near[0].breaks
    if all(miss.breaks == first for miss in outcome.near):
        titles = listed([_titled(turn, miss) for miss in outcome.near])
        is_, break_ = ("is", "breaks") if len(outcome.near) == 1 else ("are", "break")
        return f"{text}. The closest {is_} {titles}, which {break_} {_breaks(first)}."
    lines = [f"- {_titled(turn, miss)}, which breaks {_breaks(miss.breaks)}" for miss in outcome.near]
    return "\n".join([f"{text}. The closest are:", *lines])


def _titled(turn: Workspace, miss: NearMiss) -> str:
    catalog = turn.parts.catalog
    return titled(catalog.item(miss.id), catalog.schema)


def _breaks(phrases: tuple[str, ...]) -> str:
    return listed([f"“{phrase}”" for phrase in phrases])


def _kept_out(turn: Workspace, held: Held, outcome: Outcome) -> str:
    rule = outcome.why.removeprefix("rule:")
    if rule in turn.failures:
        return f"I show nothing, because the rule “{rule}” cannot be checked now."
    because = because_of(turn.parts.policies, rule) or OWN_REASONS.get(rule, rule)
    text = f"Everything here{_asked(turn, held)} is left out, because {because}."
    near = [f"{_titled(turn, miss)} ({listed(miss.breaks)})" for miss in outcome.near]
    return f"{text} The closest {'is' if len(near) == 1 else 'are'} {listed(near)}." if near else text


def _asked(turn: Workspace, held: Held) -> str:
    """Return what was asked for as a relative clause: ` like Alien that fits “under 100 minutes”`."""
    asked = [phrase if phrase.startswith("“") else f"“{phrase}”" for phrase in conditions_in_words(turn, held.request)]
    like = likeness_in_words(turn, held)
    return (f" like {like}" if like else "") + (f" that fits {listed(asked)}" if asked else "")
