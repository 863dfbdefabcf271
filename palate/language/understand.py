"""From a message to what it means, in four steps: link, read, assemble, resolve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from palate.catalog.catalog import Catalog
from palate.catalog.words import normal
from palate.language.asked import PAIR
from palate.language.asking import KINDS, go_on, questions
from palate.language.assemble import drafted
from palate.language.calling import Called, Filled, beside_calls, filled_calls, marked_calls, wishes_besides
from palate.language.draft import Draft
from palate.language.link import Linked, link
from palate.language.part import Part
from palate.language.parts import parts_of, written_parts
from palate.language.preference import Preference
from palate.language.reader.pieces import Marked
from palate.language.reader.reader import Reader, Reading, Sentence, shipped
from palate.language.refining import another_kind, beside, starts_anew
from palate.language.resolve import as_answer, chosen, undone
from palate.language.understanding import (
    Intent,
    Mention,
    MessageAct,
    Question,
    QuestionKind,
    SessionView,
    Understanding,
)

_QUOTE = 200
_LEFT_OUT = ("unclear", "greet", "thanks", "help")
"""Acts that need no answer beside a question."""
_COURTESIES: tuple[MessageAct, ...] = ("help", "bye", "thanks", "greet")


@dataclass(frozen=True)
class _Heard:
    """A message after the first two steps: what the catalogue knows of it, and what a reader says of that."""

    linked: tuple[Linked, ...]
    reading: Reading

    @classmethod
    def of(cls, linked: Sequence[Linked], reading: Reading) -> _Heard:
        """Put them together; within a pointer to what was shown nothing else is meant: "the second one" is no 1."""
        pointers = [each for each in reading.spans if each.kind.startswith("#") and each.tag.role != "none"]
        kept = [
            (each, tag)
            for each, tag in zip(linked, reading.parts, strict=False)
            if not any(span.start <= each.start and each.end <= span.end for span in pointers)
        ]
        return cls(tuple(each for each, _ in kept), replace(reading, parts=tuple(tag for _, tag in kept)))


def understand(
    message: str,
    session: SessionView,
    catalog: Catalog,
    *,
    called: Sequence[Called] = (),
    reader: Reader | None = None,
) -> Understanding:
    """Find out what a message means.

    Args:
        message: what the person wrote.
        session: what is known of the session so far.
        catalog: what its words are grounded in.
        called: the tools of an app that the message calls for.
        reader: what reads roles; the one that comes with Palate where None.
    """
    heard = _hear(message, session, catalog, called, reader or shipped())
    reading = heard.reading
    parts = parts_of(message, heard.linked, reading, catalog)
    doubted = _doubted(parts)
    calls = filled_calls(message, called, parts, session, catalog)
    parts = [part for part in parts if part not in doubted and (part.tool or not any(each.has(part) for each in calls))]
    choice = chosen(parts, reading, session, catalog)
    if choice is not None:
        return understand(choice.message, choice.session, catalog, reader=reader)
    drafts: list[Draft] = []
    intents = list(_intents(message, parts, reading, session, catalog, drafts, calls))
    intents = as_answer(intents, parts, reading, session)
    snapped = [part.snap for part in parts if part.snap is not None and not part.has("retracted")]
    snapped += [snap for draft in drafts for snap in draft.snapped]
    unknown = [*(part.said for part in doubted), *(words for draft in drafts for words in draft.unknown)]
    return Understanding(
        message=message,
        intents=tuple(intents) or (Intent(act="unclear", quote=message.strip()[:_QUOTE]),),
        snapped=tuple(dict.fromkeys(snapped)),
        ambiguous=tuple(each for draft in drafts for each in draft.ambiguous),
        doubtful=tuple(part.weak for part in parts if part.weak is not None),
        unknown=tuple(dict.fromkeys(unknown)),
        asides=tuple(message[each.start : each.end].strip() for each in reading.sentences if _is_aside(each, parts)),
        unread=message[reading.end :],
        final=_does(reading.sentences, "first"),
        insists=(any(part.has("restated") for part in parts) and not _does(reading.sentences, "yes"))
        or (session.said_back and not parts and _does(reading.sentences, "wrong")),
    )


def _doubted(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that may be the opposite of what they are read as.

    Words for the field of a number have said what they are for, whatever else they may be read as.
    """
    doubtful = [part for part in parts if part.tag.is_doubtful]
    numbers = {name for part in parts if part.quantity is not None and part not in doubtful for name in part.fields[:1]}
    return [part for part in doubtful if part.kind != "field" or numbers.isdisjoint(part.fields[:1])]


def _hear(message: str, session: SessionView, catalog: Catalog, called: Sequence[Called], reader: Reader) -> _Heard:
    """Link a message and read it; the arguments are those of `understand`."""
    linked = marked_calls(message, link(message, catalog), called, catalog)
    marked = [Marked(each.start, each.end, each.kind) for each in linked]
    reading = reader.read(message, marked, context_of(session))
    calling = frozenset().union(*(each.words for each in called))
    free = [each for each in reading.spans if calling.isdisjoint(normal(message[each.start : each.end]).split())]
    return _Heard.of(linked, replace(reading, spans=tuple(free)))


def context_of(session: SessionView) -> str:
    """Return what the last reply was, as the reader knows it."""
    if session.said_back or session.doubted or session.offered:
        return "checked"
    between = session.asked == PAIR  # a pair of items is put forward, as others are shown
    if session.asked is not None and not between:
        return "asked"
    return "shown" if session.shown or between else "new"


def _intents(
    message: str,
    parts: Sequence[Part],
    reading: Reading,
    session: SessionView,
    catalog: Catalog,
    drafts: list[Draft],
    calls: Sequence[Filled],
) -> list[Intent]:
    """Return one intent for each question, one for each tool that answers, and one for all that is wished and told."""
    found: list[tuple[int, Intent]] = [(each.start, _called(message, each)) for each in calls if each.is_asked]
    sets = {each.call.tool: each.call for each in calls if not each.is_asked}
    left: list[Part] = []
    rest: list[Sentence] = []
    for sentence in reading.sentences:
        own = [part for part in parts if part.sentence == sentence]
        if sentence.does("exists") and not own:
            own = written_parts(message, sentence, catalog)
        asked_there = [each for each in calls if each.is_asked and sentence.start <= each.start < sentence.end]
        if asked_there:
            own = beside_calls(own, asked_there, sentence, message, catalog)
        kinds, asking = _asking(sentence, own)
        if asked_there and not any(part.kind in ("title", "field") and part.role == "asked" for part in own):
            kinds = []  # It is asked of the tool, not of the catalogue.
        draft = drafted(asking, Draft(message, catalog, session, calls=sets))
        if kinds:
            go_on(draft, sentence)
        asked = questions(draft, sentence, kinds) if kinds else []
        if asked:
            found += [(sentence.start, _asked(message, sentence, each, draft)) for each in asked]
            drafts.append(draft)
        if asked_there and not kinds and not own and not wishes_besides(sentence, asked_there, message, catalog):
            continue
        left += [part for part in own if part not in asking or not asked]
        if not asked or len(asking) < len(own) or sentence.does("request", "more"):
            rest.append(sentence)
    own = [part for part in left if part.sentence in rest]
    draft = drafted(own, Draft(message, catalog, session, calls=sets))
    if not found and _does(rest, "request", "more") and not _does(rest, "restart"):
        draft.preferences = [*_questioned(draft), *draft.preferences]
    drafts.append(draft)
    wished = _wished(message, rest, draft, session) if rest or draft.preferences else None
    if wished is not None and not (found and wished.act in _LEFT_OUT):
        found.append((rest[0].start if rest else 0, wished))
    return [intent for _, intent in sorted(found, key=lambda each: each[0])]


def _questioned(draft: Draft) -> list[Preference]:
    """Return what the last question was about and goes on holding: "how many comedies are there?", "the short ones"."""
    fields = {name for entry in draft.preferences for name in entry.fields}
    return [entry for entry in draft.session.questioned if fields.isdisjoint(entry.fields)]


def _asking(sentence: Sentence, own: Sequence[Part]) -> tuple[list[QuestionKind], list[Part]]:
    """Return what kinds of questions a sentence asks, and which of its parts they are about."""
    asked = [part for part in own if part.role == "asked"]
    kinds = [kind for kind in KINDS if sentence.does(kind)]
    wishes = sentence.does("request", "more")
    if "exists" in kinds and len(asked) < len(own):
        # Whoever asks whether there is any is best served by what there is.
        kinds.remove("exists")
        wishes = True
    if wishes and not asked:
        kinds = []
    return kinds, asked if wishes else list(own)


def _asked(message: str, sentence: Sentence, question: Question, draft: Draft) -> Intent:
    compares = question.kind == "compare"
    return Intent(
        act="question",
        quote=_said(message, sentence),
        preferences=() if compares else tuple(draft.preferences),
        bounds=() if compares else tuple(draft.bounds),
        order=tuple(draft.order),
        limit=draft.limit,
        question=question,
        about=tuple(dict.fromkeys((*draft.about, *draft.like))),
    )


def _wished(message: str, sentences: Sequence[Sentence], draft: Draft, session: SessionView) -> Intent:
    act = _act(sentences, draft, session)
    about = draft.take if act == "commit" and draft.take else draft.about
    like = draft.like if act == "commit" else [*draft.like, *draft.take]
    if act == "state":
        about, like = [*about, *like], []
    entries = beside(draft.preferences, session, draft.catalog)
    fresh = _does(sentences, "restart") or (act == "recommend" and starts_anew(entries, session, draft.catalog))
    withdraw = list(draft.withdraw)
    if act == "recommend" and another_kind(entries, session, draft.catalog):
        withdraw += ["text", "like"]
    intent = Intent(
        act=act,
        quote=message.strip()[:_QUOTE],
        preferences=tuple(entries),
        like=tuple(_unique(like)),
        seen=tuple(_unique(draft.seen)),
        reject=tuple(_unique(draft.reject)),
        faults=tuple(dict.fromkeys(draft.faults)),
        bounds=tuple(draft.bounds),
        order=tuple(draft.order),
        limit=draft.limit,
        about=tuple(_unique(about)),
        withdraw=tuple(dict.fromkeys(withdraw)),
        fresh=fresh,
        only=_does(sentences, "only"),
        more=_does(sentences, "more")
        or (act == "critique" and (bool(draft.faults) or _does(sentences, "dismiss", "no")) and not draft.reject),
    )
    return undone(intent, session) if act == "undo" else intent


def _act(sentences: Sequence[Sentence], draft: Draft, session: SessionView) -> MessageAct:
    """Return what the sentences of a message that ask no question do."""
    wishes = _wishes(draft)
    takes = _does(sentences, "take") or bool(draft.take and session.shown)
    if takes and (draft.take or draft.about or not wishes):
        return "commit"
    if _does(sentences, "why") and not wishes:
        return "why"
    if (_does(sentences, "restart", "undo") or draft.withdraw) and not wishes:
        return "undo"
    dismisses = bool(session.shown) and _does(sentences, "dismiss", "more")
    points = any(mention.how == "reference" for mention in draft.like)
    if draft.reject or draft.faults or draft.relative or dismisses or points:
        return "critique"
    told = _does(sentences, "tell") and not _does(sentences, "request", "more")
    lasting = bool(draft.seen) or any(entry.horizon == "long" for entry in draft.preferences)
    here = any(entry.horizon == "session" for entry in draft.preferences) or draft.bounds or draft.order or draft.limit
    if not here and (told or (lasting and not draft.like)) and not _does(sentences, "request"):
        return "state"
    if wishes or _does(sentences, "request", "more", "first", "browse", "restart"):
        return "recommend"
    return next((act for act in _COURTESIES if _does(sentences, act)), "unclear")


def _wishes(draft: Draft) -> bool:
    return bool(draft.preferences or draft.like or draft.bounds or draft.order or draft.limit or draft.seen)


def _does(sentences: Sequence[Sentence], *acts: str) -> bool:
    return any(each.does(*acts) for each in sentences)


def _is_aside(sentence: Sentence, parts: Sequence[Part]) -> bool:
    return sentence.does("aside") and not any(part.sentence == sentence for part in parts)


def _said(message: str, sentence: Sentence) -> str:
    return message[sentence.start : sentence.end].strip()[:_QUOTE]


def _unique(mentions: Sequence[Mention]) -> list[Mention]:
    return list({mention.item: mention for mention in reversed(mentions)}.values())[::-1]


def _called(message: str, filled: Filled) -> Intent:
    return Intent(act="question", quote=message.strip()[:_QUOTE], calls=(filled.call,))
