r"""The reader and a model as two witnesses of one message: of two that differ, the surer one holds.

How sure the reader is of a role is calibrated. A model is taken to be right as often as the reader is on the whole, $r$
(`Reader.right`, measured where the reader was calibrated). By Bayes' rule, with the model's word for $m$,

$$P(x) \propto P_{reader}(x) \cdot r^{[x = m]} (1 - r)^{[x \ne m]}$$

so of two readings a model's wins where the reader is less sure than it is on the whole. Acts and statuses, each of
which holds or not, are weighed alike. What may be one or its opposite for all that is left out (`Tag.is_doubtful`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from palate.language.reader.labels import OF_KIND, ROLES, SIDES, STATUSES
from palate.language.reader.reader import Reading, Sentence, Span, Tag
from palate.language.understand import Heard
from palate.planners.models.answer import UNSURE, Answer
from palate.planners.models.numbered import Numbered, Shown, free_spans, taken_of


@dataclass(frozen=True)
class Reconciled:
    """What two witnesses say together."""

    heard: Heard
    numbered: Heard
    """The same, without what only the model found."""
    differences: tuple[str, ...]
    """A sentence for each part of which one says the opposite of the other."""


def reconciled(message: str, heard: Heard, shown: Shown, answer: Answer, *, right: float) -> Reconciled:
    """Weigh what a model says of a message against what the reader says.

    Args:
        message: What the person wrote.
        heard: What the reader heard.
        shown: What the model was shown of that.
        answer: What it wrote.
        right: How often a witness is right.
    """
    reading = heard.reading
    free = free_spans(heard)
    before = [*reading.parts, *(each.tag for each in free)]
    after = [
        _weighed(tag, part, str(number), answer, right)
        for number, (tag, part) in enumerate(zip(before, shown.parts, strict=True), 1)
    ]
    split = len(reading.parts)
    weighed = dict(zip(((each.start, each.end) for each in free), after[split:], strict=True))
    spans = [replace(each, tag=weighed.get((each.start, each.end), each.tag)) for each in reading.spans]
    sentences = tuple(_acts(each, at, answer, right) for at, each in enumerate(reading.sentences))
    numbered = Reading(tuple(after[:split]), tuple(spans), sentences, reading.end)
    found = replace(numbered, spans=(*spans, *_added(message, heard, answer, right)))
    words = [message[each.start : each.end] for each in heard.linked]
    words += [message[each.start : each.end] for each in free]
    told = (
        _difference(said, old, answer.parts.get(str(number), UNSURE), new)
        for number, (said, old, new) in enumerate(zip(words, before, after, strict=True), 1)
    )
    return Reconciled(Heard(heard.linked, found), Heard(heard.linked, numbered), tuple(filter(None, told)))


def may_be_turned(heard: Heard, right: float) -> bool:
    """Tell whether a model that differs would be believed of any part, or of what any sentence does.

    Roles of one side count as one: whether "under 90" may be 90 is not worth a call.
    """
    tags = [*heard.reading.parts, *(each.tag for each in heard.reading.spans)]
    acts = [sure for each in heard.reading.sentences for sure in each.acts.values()]
    sides = [sorted(_by_side(tag.roles)) for tag in tags]
    return any(each[-2] * right > each[-1] * (1 - right) for each in sides) or any(
        1 - right < sure < right for sure in acts
    )


def _by_side(roles: Mapping[str, float]) -> Iterator[float]:
    """Yield how probable each side is, and each role that is of none."""
    sides = [side for pair in SIDES for side in pair]
    yield from (sum(roles[role] for role in side) for side in sides)
    yield from (sure for role, sure in roles.items() if not any(role in side for side in sides))


def _weighed(tag: Tag, part: Numbered, number: str, answer: Answer, right: float) -> Tag:
    said = answer.parts.get(number, UNSURE)
    roles = dict(tag.roles)
    if said in OF_KIND[part.kind]:
        roles = {role: sure * (right if role == said else 1 - right) for role, sure in roles.items()}
        whole = sum(roles.values())
        roles = {role: sure / whole for role, sure in roles.items()}
    statuses = answer.status.get(number, ())
    held = {each: _agreed(sure, right) if each in statuses else sure for each, sure in tag.held.items()}
    return Tag.of(roles, held)


def _agreed(sure: float, right: float) -> float:
    """Return how probable something is that another witness says too; with `1 - right`, that it denies."""
    return sure * right / (sure * right + (1 - sure) * (1 - right))


def _acts(sentence: Sentence, at: int, answer: Answer, right: float) -> Sentence:
    said = answer.acts[at] if at < len(answer.acts) else ()
    if not said:
        return sentence
    # Who names one thing that a sentence does need not deny the others: only one that names none of them does.
    denies = sentence.done.isdisjoint(said)
    acts = {
        act: _agreed(sure, right) if act in said else _agreed(sure, 1 - right) if denies else sure
        for act, sure in sentence.acts.items()
    }
    return replace(sentence, acts=acts)


def _added(message: str, heard: Heard, answer: Answer, right: float) -> Iterator[Span]:
    """Yield what only the model reads: it is wished softly, so that it can be let go."""
    taken = taken_of(heard)
    for each in answer.free:
        start = message.find(each.words)
        end = start + len(each.words)
        if start < 0 or each.role not in OF_KIND[each.kind] or any(one < end and start < two for one, two in taken):
            continue
        taken.append((start, end))
        roles = dict.fromkeys(ROLES, 0.0) | {"none": 1 - right, each.role: right}
        yield Span(start, end, each.kind, Tag.of(roles, {status: float(status == "soft") for status in STATUSES}))


def _difference(words: str, old: Tag, said: str, new: Tag) -> str | None:
    if not any({old.role, said} & one and {old.role, said} & other for one, other in SIDES):
        return None
    holds = "neither is sure, so it is left out" if new.is_doubtful else f"`{new.role}` holds"
    return f"“{words}” is `{old.role}` to the reader and `{said}` to the model; {holds}."
