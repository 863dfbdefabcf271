"""respond: write the reply from evidence."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.gate.admission import admit
from palate.agent.gate.confirmation import asked_first, confirm_first, unconfirmed
from palate.agent.gate.disclosures import disclosed, disclosing
from palate.agent.narration import telling
from palate.agent.outcome import Choice, Outcome
from palate.agent.reflection.finding import Finding
from palate.agent.reflection.steps import time_over
from palate.agent.remembering import changes_of
from palate.agent.replies.abstain import abstain
from palate.agent.replies.answer import answer, no_data, told_rows
from palate.agent.replies.ask import ask, ask_what_for
from palate.agent.replies.chat import chat, empty_message, remarked
from palate.agent.replies.disclose import closing, left_out, not_understood, opening, snapped_words
from palate.agent.replies.noted import committed, noted
from palate.agent.replies.recommend import named_best, recommend
from palate.agent.replies.section import Section
from palate.agent.replies.why import why
from palate.agent.replies.wording import listed
from palate.agent.replies.words import say
from palate.agent.reply import Answer, Ask, Reply, ReplyAct, Trace
from palate.agent.rewriting import rewritten
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.language.asked import PAIR
from palate.language.own_words import fault_of
from palate.language.pending.left_open import says
from palate.language.understanding import Intent, Understanding
from palate.llm.model import Usage
from palate.llm.traced import Call, tracing
from palate.memory.change import MemoryChange
from palate.memory.request import Held

_WRITTEN = {"kind", "quote", "key", "item"}
"""What the trace has of each change of memory."""
_FIRST: tuple[ReplyAct, ...] = ("recommend", "ask", "abstain", "answer", "chat")
"""Which act a reply to several requests is called by."""


def respond(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Write a section for each intent, in the order of the message, and put them together."""
    turn, understanding = runtime.context, state.understanding or Understanding(message=state.message)
    if any(intent.act == "danger" for intent in understanding.intents):
        state = _without_words(state, turn)
    said, why = understanding.say.strip(), fault_of(understanding.say.strip(), turn.parts.catalog)
    understanding = understanding.model_copy(update={"say": "" if why else said})
    state = state.model_copy(update={"understanding": understanding})
    admission = admit(state, turn)
    outcomes = {outcome.intent: outcome for outcome in admission.outcomes}
    changes = [changes_of(state, turn, intent) for intent in understanding.intents]
    sections = [
        section
        for number, (intent, held) in enumerate(zip(understanding.intents, state.held, strict=True))
        for section in _sections(state, turn, intent, held, outcomes.get(number), changes[number])
    ]
    kept = [disclosing(turn, section) for section in _one_question(sections)]
    turn.sections = tuple(sorted(kept, key=lambda section: not section.aside))
    if any(section.incomplete for section in kept) and not any(each.kind == "budget" for each in state.findings):
        over = time_over(turn.parts.config.budget)
        state = state.model_copy(update={"findings": (*state.findings, over)})
    reply = _reply(state, understanding, turn.sections)
    if turn.kept:
        reply = reply.model_copy(update={"memory_changes": tuple(each for told in changes for each in told)})
    with tracing(telling("respond", runtime)):
        text, found = rewritten(state, turn, turn.sections, reply)
    found = (*_untold(understanding), *_unsaid(said, why), *found)
    told = (*admission.findings, *asked_first(turn.sections), *disclosed(turn.sections), *found)
    text = "\n".join(filter(None, (understanding.say, text)))
    findings = (*state.findings, *told)
    trace = _trace(state.model_copy(update={"findings": findings}), turn, reply.memory_changes)
    reply = reply.model_copy(update={"text": text, "trace": trace})
    return {"reply": reply, "findings": findings, "message": state.message}


def _untold(understanding: Understanding) -> Iterator[Finding]:
    for number, intent in enumerate(understanding.intents):
        if intent.absent:
            message = f"No field here holds {' or '.join(f'“{each}”' for each in intent.absent)}."
            data = {"words": list(intent.absent)}
            yield Finding(kind="no-data", severity="warning", message=message, data=data, intent=number)


def _unsaid(said: str, why: str | None) -> Sequence[Finding]:
    message = f"The model's own words were left out: {why}."
    return (Finding(kind="unbound", severity="info", message=message, data={"say": said}),) if why else ()


def _without_words(state: AgentState, turn: Workspace) -> AgentState:
    """Return the state with none of the message's words, which neither its record nor its trace then have."""
    turn.log.clear()
    turn.calls = tuple(each.model_copy(update={"text": "", "error": each.error and "failed"}) for each in turn.calls)
    return state.model_copy(update={"message": "", "findings": ()})


def _sections(
    state: AgentState,
    turn: Workspace,
    intent: Intent,
    held: Held,
    outcome: Outcome | None,
    changes: Sequence[MemoryChange],
) -> Sequence[Section]:
    told = any(each.kind != "chosen" for each in changes)
    telling = [noted(turn, intent, changes, alone=outcome is None)] if told else []
    if outcome is not None and _shows_again(state, intent, outcome):
        return telling or [Section(act="chat", text=say("noted.still_fits"))]
    if outcome is not None:
        return [*telling, _of_outcome(state, turn, intent, held, outcome)]
    done = intent.unsaid or intent.act == "state" or intent.reject or intent.seen
    return telling if telling and done else [*telling, _without_tools(state, turn, intent, held)]


def _shows_again(state: AgentState, intent: Intent, outcome: Outcome) -> bool:
    """Tell whether a message that asks for nothing known would be answered by the list that was shown last."""
    shown = {each.id for each in state.session.shown}
    return outcome.kind == "show" and set(outcome.items) == shown and (intent.act == "state" or not says(intent))


def _of_outcome(state: AgentState, turn: Workspace, intent: Intent, held: Held, outcome: Outcome) -> Section:
    if outcome.kind == "show":
        lost = state.understanding is not None and state.understanding.is_short
        return recommend(turn, intent, held, outcome, lost=lost)
    if outcome.kind == "answer":
        absent = state.understanding is not None and state.understanding.absent
        if absent and intent.question is not None and not intent.question.items:
            return Section(act="answer", text=say("answer.absent"))
        answered = answer(turn, intent, held, outcome)
        best = named_best(turn, intent, held, outcome, answered.spoken_of)
        answered = replace(answered, answers=_rows_of(turn, intent, outcome.intent), items=best)
        return _confirmed_first(state, turn, intent, answered)
    asks = outcome.kind == "ask"
    section = ask(turn, held, outcome, state.session) if asks else abstain(turn, held, outcome)
    gone = left_out(intent, held)
    return replace(section, text="\n".join([*gone, section.text]), verbatim=(*gone, *section.verbatim))


def _rows_of(turn: Workspace, intent: Intent, number: int) -> tuple[Answer, ...]:
    """Return the rows of the last step that gave some: earlier ones only led to it."""
    ran = [each for each in turn.ran.get(number, ()) if each.result.rows][-1:]
    return tuple(
        Answer(request=number, words=intent.quote, tool=each.step.tool, rows=told_rows(each, turn.parts.catalog.schema))
        for each in ran
    )


def _confirmed_first(state: AgentState, turn: Workspace, intent: Intent, answered: Section) -> Section:
    """Return an answer that names nothing which has to be confirmed first, but for what the person named."""
    named = intent.question.items if intent.question is not None else ()
    items = [item for item in answered.spoken_of if item not in named]
    wanting = unconfirmed(items, turn.parts.policies, state.session, turn.parts.catalog)
    return confirm_first(turn, next(iter(wanting.values()))) if wanting else answered


def _without_tools(state: AgentState, turn: Workspace, intent: Intent, held: Held) -> Section:
    if intent.calls:
        return _lacking(intent)
    if intent.absent:
        return no_data(turn, intent)
    if intent.act == "question" or (intent.act == "chat" and state.understanding and state.understanding.say):
        return Section(act="answer" if intent.act == "question" else "chat", text="")  # All of it is said elsewhere.
    if intent.act == "why":
        return why(turn, intent, state.session)
    if intent.act == "commit":
        wanting = [turn.unconfirmed[each.item] for each in intent.about if each.item in turn.unconfirmed]
        return confirm_first(turn, wanting[0]) if wanting else committed(turn, intent)
    if intent.act == "state" or intent.reject or intent.seen:
        return noted(turn, intent, ())
    if intent.act == "undo" and (gone := left_out(intent, held)):
        return Section(act="chat", text="\n".join([*gone, chat(turn, "chat", state.session).text]))
    if intent.act == "remark":
        return remarked(turn, intent, state.session)
    if intent.act != "unclear":
        return chat(turn, intent.act, state.session)
    if not state.message.strip():
        return empty_message(turn)
    if state.session.elicited.questions < turn.parts.config.max_questions:
        return ask_what_for(turn)
    return chat(turn, "help", state.session)


def _lacking(intent: Intent) -> Section:
    """Say what a tool has to know that the message does not tell."""
    names = listed([name.replace("_", " ") for call in intent.calls for name in call.lacking])
    said = listed([call.said for call in intent.calls])
    return Section(act="abstain", text=say("request.lacking", names=names, words=said))


def _one_question(sections: Sequence[Section]) -> list[Section]:
    """Keep the first question only: a person answers one at a time."""
    first = next((section for section in sections if section.act == "ask"), None)
    return [section for section in sections if section.act != "ask" or section is first]


def _reply(state: AgentState, understanding: Understanding, sections: Sequence[Section]) -> Reply:
    acts = {section.act for section in sections}
    question = next((section.question for section in sections if section.question is not None), None)
    unknown = not_understood(understanding, sections)
    texts = dict.fromkeys(section.text for section in sections)
    parts = [*opening(understanding, state.findings), unknown, *texts, *closing(state.findings, sections)]
    return Reply(
        act=next((act for act in _FIRST if act in acts), "chat"),
        text="\n".join(part for part in parts if part),
        items=tuple(item for section in sections for item in section.items),
        question=None if question is None else _asked(question),
        relaxed=tuple(each for section in sections for each in section.relaxed),
        snapped=snapped_words(understanding),
        not_understood=(*understanding.unknown, *understanding.unused),
        blamed=tuple(each for section in sections for each in section.blamed),
        near=tuple(each for section in sections for each in section.near),
        answers=tuple(each for section in sections for each in section.answers),
        incomplete=any(section.incomplete for section in sections),
    )


def _asked(question: Choice) -> Ask:
    items = question.values if question.field == PAIR and len(question.values) > 1 else ()
    return Ask.model_validate({**dict(question), "items": items})


def _trace(state: AgentState, turn: Workspace, changes: Sequence[MemoryChange]) -> Trace:
    written = [each.model_dump(include=_WRITTEN, exclude_none=True) for each in changes if each.kept == "long"]
    return Trace(
        plan=[plan.model_dump(mode="json") for plan in state.plans],
        steps=[record.model_dump(mode="json") for record in state.records],
        findings=[finding.model_dump(mode="json") for finding in state.findings],
        memory={
            "recalled": [{"key": entry.key, "quote": entry.provenance.quote} for entry in turn.recalled],
            "other_sessions": sum(entry.provenance.session != turn.session for entry in turn.recalled),
            "liked_items": len(turn.tastes[0].likes) if turn.tastes else 0,
            "seen_items": len(turn.tastes[0].seen) if turn.tastes else 0,
            "written": written,
        },
        usage={**_usage(turn.calls), "steps": len(state.records), "replans": state.replans},
        seconds=round(time.monotonic() - turn.started, 6),
        log=list(turn.log),
    )


def _usage(calls: Sequence[Call]) -> dict[str, Any]:
    """Return what a model's calls took, and each of them."""
    if not calls:
        return {"model_calls": 0, "tokens": 0}
    took = sum((call.usage for call in calls), Usage())
    return {
        "model_calls": len(calls),
        "tokens": took.prompt_tokens + took.completion_tokens,
        "prompt_tokens": took.prompt_tokens,
        "cached_tokens": took.cached_tokens,
        "completion_tokens": took.completion_tokens,
        "cost": "unknown" if took.cost is None else took.cost,
        "model_seconds": round(took.seconds, 4),
        "calls": [call.model_dump(mode="json", exclude={"prompt"}) for call in calls],
    }
