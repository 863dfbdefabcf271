"""Stage 5: a clause that goes on about the one before it: "how many thrillers …, and which is the longest?"."""

from __future__ import annotations

from collections.abc import Sequence

from palate.language.cues.lexicon import lexicon
from palate.language.draft import Draft
from palate.language.elements import Element
from palate.language.understanding import Mention, Question

_OPENERS = frozenset({"WHAT", "HOWMANY", "AVERAGE"})
_QUIET = frozenset({"SEP", "ALSOWORD", "BUT", "AND", "OR"})


def follows(elements: Sequence[Element], draft: Draft, before: Draft) -> bool:
    """Tell whether a clause that names no thing of its own is about what the clause before it asked for.

    "Which is the longest?" is, after "how many thrillers are there", and so are "list them" and "what are they?";
    "what's the longest film?" is not.
    """
    if not before.preferences or draft.preferences or draft.like or draft.about or draft.bounds or draft.reject:
        return False
    if _names_things(elements, draft) or any(entry.horizon == "long" for entry in before.preferences):
        return False
    goes_on = draft.scene.words[0].normal == "and"
    asks = bool(draft.order and (goes_on or draft.marks & _OPENERS)) or bool(draft.marks & {"HOWMANY", "AVERAGE"})
    return asks or _points_back(elements) or (before.question is not None and _only_wants(elements))


def earlier(draft: Draft) -> Draft | None:
    """Return what the first clause of a message may go on about: the question before it, or the open request."""
    session = draft.scene.session
    if session.question is not None:
        return Draft(scene=draft.scene, preferences=list(session.questioned), question=session.question)
    conditions = [entry for entry in session.preferences if entry.where is not None and entry.strength == "hard"]
    return Draft(scene=draft.scene, preferences=conditions) if session.shown and conditions else None


def of_the_shown(elements: Sequence[Element], draft: Draft) -> list[Mention]:
    """Return the items shown where "which is the longest?" asks about them and names nothing else."""
    asks = "WHAT" in draft.marks and bool(draft.order) and not draft.marks & {"WANT", "MORE"}
    said = draft.preferences or draft.like or draft.about or draft.bounds or draft.reject
    if not asks or said or _names_things(elements, draft) or draft.scene.session.question is not None:
        return []
    return [Mention(item=each.id, title=each.title, quote="", how="reference") for each in draft.scene.session.shown]


def asked_again(elements: Sequence[Element], draft: Draft) -> Question | None:
    """Return the last question, asked of another item: "and Alien?" after "who directed Jaws?"."""
    question, words = draft.scene.session.question, draft.scene.words
    if question is None or question.kind != "attribute" or not draft.about or not _only_mentions(elements):
        return None
    opened = [word.normal for word in words[:2]]
    if opened[:1] != ["and"] and opened not in (["what", "about"], ["how", "about"]):
        return None
    return question.model_copy(update={"items": tuple(dict.fromkeys(mention.item for mention in draft.about))})


def _only_mentions(elements: Sequence[Element]) -> bool:
    return all(element.name in ("mark", "mention") for element in elements)


def is_topic(before: Draft) -> bool:
    """Tell whether a clause only names what the next one asks about: "Vertigo, who directed it?", "of all you have"."""
    if before.says_nothing and before.marks & {"THING", "HERE"} and not before.unknown:
        return not before.marks & {"WANT", "MORE", "POPULAR", "RESET"} and _only_names(before)
    return bool(before.about) and before.marks <= _QUIET and _only_names(before)


def is_about(draft: Draft, topic: Draft) -> bool:
    """Tell whether a clause asks about the topic, or points at it: "something like it"."""
    items = {mention.item for mention in topic.about}
    pointed = {mention.item for mention in (*draft.like, *draft.about) if mention.how == "reference"}
    return draft.question is not None or bool(items & pointed)


def _only_names(before: Draft) -> bool:
    said = before.preferences or before.like or before.seen or before.reject or before.bounds or before.order
    return not said and before.question is None and not before.withdraw and before.limit is None


def _names_things(elements: Sequence[Element], draft: Draft) -> bool:
    nouns = lexicon().things(draft.scene.schema.noun)
    things = [cue for element in elements for cue in element.cues if cue.kind == "THING"]
    return any(draft.scene.words[cue.start].normal in nouns for cue in things)


def _points_back(elements: Sequence[Element]) -> bool:
    """Tell whether "they" or "them" stands for what was asked for."""
    return any(lexeme.kind == "REF" and lexeme.cue == "all" for element in elements for lexeme in element.lexemes)


def _only_wants(elements: Sequence[Element]) -> bool:
    return bool(elements) and all(element.name == "mark" for element in elements) and _wants(elements)


def _wants(elements: Sequence[Element]) -> bool:
    return any(element.cue("WANT") is not None for element in elements)
