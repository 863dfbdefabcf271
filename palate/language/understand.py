"""The offline reader, from a message to its frames: link its words, read their roles, assemble the frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import get_args

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import common_words
from palate.catalog.words import normal
from palate.language.accounting import left_over
from palate.language.applying import preferences_of, understanding_of
from palate.language.asking import KINDS, Questions, go_on, questions
from palate.language.assemble import drafted
from palate.language.calling import Called, Filled, beside_calls, filled_calls, marked_calls, wishes_besides
from palate.language.dialogue import Dialogue
from palate.language.draft import Draft
from palate.language.frame import LONGEST, LONGEST_NAME, MOST, Call, Doubt, Frame, FrameAct, Frames, ItemRole, Unknown
from palate.language.frame_check import check_frame
from palate.language.link import Linked, link, with_names
from palate.language.part import Part
from palate.language.parts import parts_of, written_parts
from palate.language.pending import WhichOne
from palate.language.pointing import pointed
from palate.language.reader.pieces import Marked
from palate.language.reader.reader import Reader, Reading, Sentence, Word, shipped
from palate.language.refining import another_kind, beside, starts_anew
from palate.language.session import SessionView
from palate.language.understanding import QuestionKind, Shown, Snap, Understanding

_QUOTE = 200
_LEFT_OUT = frozenset({"unclear", "greet", "thanks", "about"})
"""Acts that need no answer beside a question."""
_TELLING = ("request", "tell", "exists", *get_args(QuestionKind))
"""What sentences are for whose words say what is wanted or asked; "first" or "undo" says all itself."""
_COURTESIES: Mapping[str, FrameAct] = {"help": "about", "bye": "bye", "thanks": "thanks", "greet": "greet"}
_SPOKEN_OF: tuple[ItemRole, ...] = ("ask", "like", "liked", "take")
"""Roles of the items that a question is about."""


@dataclass(frozen=True)
class _Heard:
    """A message after the first two steps: what the catalogue knows of it, and what a reader says of that."""

    linked: tuple[Linked, ...]
    reading: Reading
    context: str

    def dialogue(self, parts: Sequence[Part]) -> Dialogue:
        """Return what its clauses do."""
        return Dialogue(self.reading.clauses, self.reading.sentences, tuple(parts), self.context)

    def wants(self, word: Word, parts: Sequence[Part]) -> bool:
        """Tell whether a word stands where something is wanted or asked, in more words than an act has."""
        return self.dialogue(parts).wants(word.start) and any(
            each.does(*_TELLING) for each in self.reading.sentences if each.start <= word.start < each.end
        )

    def strange(self, sentence: Sentence) -> bool:
        """Tell whether a sentence contains a name that is not in the catalogue."""
        return any(each.unknown and sentence.start <= each.start < sentence.end for each in self.linked)

    def fields(self, sentence: Sentence) -> tuple[str, ...]:
        """Return the fields that a sentence names, whether or not anything is said of them."""
        return tuple(
            each.fields[0] for each in self.linked if each.fields and sentence.start <= each.start < sentence.end
        )

    @classmethod
    def of(cls, linked: Sequence[Linked], reading: Reading, context: str) -> _Heard:
        """Put them together; within a pointer to what was shown nothing else is meant: "the second one" is no 1."""
        pointers = [each for each in reading.spans if each.kind.startswith("#") and each.tag.role != "none"]
        kept = [
            (each, tag)
            for each, tag in zip(linked, reading.parts, strict=False)
            if not any(span.start <= each.start and each.end <= span.end for span in pointers)
        ]
        return cls(tuple(each for each, _ in kept), replace(reading, parts=tuple(tag for _, tag in kept)), context)


def understand(
    message: str,
    session: SessionView,
    catalog: Catalog,
    *,
    called: Sequence[Called] = (),
    reader: Reader | None = None,
) -> Understanding:
    """Find out what a message means without a model; the arguments are those of `read`."""
    frames = read(message, session, catalog, called=called, reader=reader)
    return understanding_of(frames, message, session, catalog, tools=called, names=())[0]


def read(
    message: str,
    session: SessionView,
    catalog: Catalog,
    *,
    called: Sequence[Called] = (),
    reader: Reader | None = None,
) -> Frames:
    """Write the frames of a message without a model.

    Args:
        message: what the person wrote.
        session: what is known of the session so far.
        catalog: what its words are grounded in.
        called: the tools of an app that the message calls for.
        reader: what reads roles; the one that comes with Palate where None.
    """
    heard = _hear(message, session, catalog, called, reader or shipped())
    found = parts_of(message, heard.linked, heard.reading, catalog)
    doubted = _doubted(found)
    calls = filled_calls(message, called, found, session, catalog)
    parts = [part for part in found if part not in doubted and (part.tool or not any(each.has(part) for each in calls))]
    pending = session.pending
    if isinstance(pending, WhichOne) and (choice := pending.chosen(parts, heard.reading, catalog)) is not None:
        earlier = read(pending.message, session.with_choice(choice), catalog, reader=reader)
        return earlier.model_copy(update={"chosen": choice.id})
    frames = _whole(message, parts, doubted, heard, session, catalog, calls)
    taken = [(each.start, each.end) for each in calls]
    # Whatever a tool is asked, it is asked in a whole sentence.
    asked = [each for each in heard.reading.sentences if any(one.is_asked and one.spans(each) for one in calls)]
    taken += [(each.start, each.end) for each in asked]
    spoken_of = _fields_of(frames)
    named: list[Part | Linked] = [*heard.linked, *parts]
    taken += [
        (each.start, each.end) for each in named if each.kind == "field" and not spoken_of.isdisjoint(each.fields)
    ]
    words = [each for each in heard.reading.words if heard.wants(each, parts)]
    unused = left_over(message, frames, (*parts, *doubted), words, taken, catalog)
    return frames.model_copy(update={"unread": message[heard.reading.end :], "unused": unused})


def _fields_of(frames: Frames) -> set[str | None]:
    """Return the fields that frames speak of, whichever words name them."""
    constraints = (each for frame in frames.frames for each in (*frame.constraints, *chain.from_iterable(frame.either)))
    asked = {name for frame in frames.frames for ask in frame.ask for name in (ask.field, ask.by)}
    orders = {each.field for frame in frames.frames for each in frame.sort}
    named = {name for frame in frames.frames for name in (*frame.faults, *frame.drop)}
    return {each.field for each in constraints} | asked | orders | named


def _whole(
    message: str,
    parts: Sequence[Part],
    doubted: Sequence[Part],
    heard: _Heard,
    session: SessionView,
    catalog: Catalog,
    calls: Sequence[Filled],
) -> Frames:
    """Return the frames of a message, with what is said by the message as a whole."""
    sentences = heard.reading.sentences
    first, *rest = _frames(message, parts, heard, session, catalog, calls) or [Frame(acts=("unclear",))]
    said_back = any(part.has("restated") for part in parts) and not _does(sentences, "yes")
    insists = said_back or (bool(session.left_open.checked) and not parts and _does(sentences, "wrong"))
    beside: Mapping[FrameAct, bool] = {
        "agree": _does(sentences, "yes"),
        "deny": _does(sentences, "no", "dismiss"),
        "first": _does(sentences, "first"),
        "insist": insists,
    }
    more = (act for act, is_done in beside.items() if is_done)
    unknown = tuple(Unknown(quote=part.said[:LONGEST], name=part.unknown) for part in doubted)
    first = first.model_copy(update={"acts": (*first.acts, *more), "unknown": (*unknown, *first.unknown)})
    asides = (message[each.start : each.end].strip() for each in sentences if _is_aside(each, parts))
    return Frames(
        frames=(first, *rest)[:MOST],
        doubts=tuple(_doubt(part.said, part.weak) for part in (*parts, *doubted) if part.weak is not None)[:MOST],
        asides=tuple(aside[:LONGEST] for aside in asides)[:MOST],
    )


def _doubt(said: str, weak: Snap) -> Doubt:
    return Doubt(
        quote=said[:LONGEST],
        field=weak.field,
        value=weak.used[:LONGEST_NAME],
        item=weak.id,
        sure=max(weak.confidence, 0.001),
    )


def _doubted(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that may be the opposite of what they are read as, and names that are unknown.

    Words for the field of a number have said what they are for, whatever else they may be read as.
    """
    doubtful = [part for part in parts if part.tag.is_doubtful or part.unknown]
    numbers = {name for part in parts if part.quantity is not None and part not in doubtful for name in part.fields[:1]}
    return [part for part in doubtful if part.kind != "field" or numbers.isdisjoint(part.fields[:1])]


def _hear(message: str, session: SessionView, catalog: Catalog, called: Sequence[Called], reader: Reader) -> _Heard:
    """Link a message and read it; the arguments are those of `understand`."""
    linked = marked_calls(message, with_names(link(message, catalog), message, catalog), called, catalog)
    context = context_of(session)
    talk = _of_talk(linked, message, context, reader)
    linked = [each for each in linked if each not in talk]
    reading = reader.read(message, _marked(linked), context)
    calling = frozenset().union(*(each.words for each in called))
    free = [each for each in reading.spans if calling.isdisjoint(normal(message[each.start : each.end]).split())]
    return _Heard.of(linked, replace(reading, spans=tuple(free)), context)


def _of_talk(linked: Sequence[Linked], message: str, context: str, reader: Reader) -> list[Linked]:
    """Return the values of common words that a person uses about the conversation: "I'll take the first one I see".

    The mark of a value sways the reader, so the message is read without these marks.
    """
    common = [
        each for each in linked if each.kind == "value" and normal(message[each.start : each.end]) in common_words()
    ]
    if not common:
        return []
    without = reader.read(message, _marked([each for each in linked if each not in common]), context)
    talk = [each for each in without.sentences if each.does("first") and not each.does(*_TELLING)]
    return [each for each in common if any(sentence.start <= each.start < sentence.end for sentence in talk)]


def _marked(linked: Sequence[Linked]) -> list[Marked]:
    return [Marked(each.start, each.end, each.kind) for each in linked]


def context_of(session: SessionView) -> str:
    """Return what the last reply was, as the reader knows it."""
    return session.left_open.context or ("shown" if session.shown else "new")


def _frames(
    message: str,
    parts: Sequence[Part],
    heard: _Heard,
    session: SessionView,
    catalog: Catalog,
    calls: Sequence[Filled],
) -> list[Frame]:
    """Return one frame per question, one per call of a tool that gives an answer, and one for everything else."""
    dialogue = heard.dialogue(parts)
    if dialogue.endangered:
        return [Frame(acts=("danger",))]
    sets = {each.call.tool: each.call for each in calls if not each.is_asked}
    found = [(each.start, _called(each)) for each in calls if each.is_asked]
    counting = dialogue.counting
    left: list[Part] = []
    rest: list[Sentence] = []
    answered: list[Sentence] = []
    unanswered: list[tuple[Sentence, Frame]] = []
    for sentence in heard.reading.sentences:
        if not dialogue.asks(sentence):
            continue
        own = [part for part in counting if part.sentence == sentence]
        here = _focused([part for part in parts if part.start < sentence.end], own, session, catalog)
        asking = _Asking(sentence, own, heard, Draft(message, catalog, here, given=sets), calls)
        if (
            asking.frame is None
            and not calls
            and (untold := _untold(sentence, own, dialogue, heard.strange(sentence), Draft(message, catalog, here)))
        ):
            unanswered.append((sentence, untold))
            continue
        if asking.frame is not None:
            answered.append(sentence)
            found.append((sentence.start, asking.frame))
        left += asking.left
        if asking.wishes:
            rest.append(sentence)
    # "Brill! Who is in it?" is one question of two sentences.
    found += [
        (each.start, untold)
        for each, untold in unanswered
        if not any(dialogue.are_of_one_clause(each, other) for other in answered)
    ]
    draft = drafted([part for part in left if part.sentence in rest], Draft(message, catalog, session, given=sets))
    if not found and _does(rest, "request", "more") and not _does(rest, "restart"):
        draft.held = session.asked_fact.conditions
    wished = _wished(rest, draft, session, dialogue) if rest or draft.wishes else None
    if wished is not None and not (found and _LEFT_OUT.issuperset(wished.acts)):
        found.append((rest[0].start if rest else 0, wished))
    remarked = _remarked(dialogue, Draft(message, catalog, session))
    if remarked is not None and (remarked.refs or not found):
        found.append((len(message), remarked))
    return [frame for _, frame in sorted(found, key=lambda each: each[0])]


def _focused(parts: Sequence[Part], own: Sequence[Part], session: SessionView, catalog: Catalog) -> SessionView:
    """Return the session with the item in focus that the message named last, for a question that names none itself.

    If several items have that title, nothing is in focus, so that the question is not answered for another item.
    """
    within = {part.start for part in own if part.role != "none"}
    names = (part for part in parts if part.kind == "title" or (part.kind == "pointer" and part.pointer != "it"))
    items = [part for part in names if part.start not in within]
    if not items:
        return session
    named = pointed(items[-1], session, catalog, ())
    if named.ambiguity is not None:
        return session.model_copy(update={"focus": (), "shown": ()})
    focus = (Shown(id=each.item, title=each.title, turn=session.turn + 1) for each in named.mentions)
    return session.model_copy(update={"focus": (*focus, *session.focus)})


def _remarked(dialogue: Dialogue, draft: Draft) -> Frame | None:
    """Return the frame of what is said without asking for anything: of items that were shown, or besides."""
    drafted(dialogue.spoken_of, draft)
    if dialogue.remarks:
        return draft.frame(dialogue.remarks)
    return None if dialogue.courtesy is None else Frame(acts=(dialogue.courtesy,))


def _untold(sentence: Sentence, own: Sequence[Part], dialogue: Dialogue, strange: bool, draft: Draft) -> Frame | None:
    """Return the frame of a sentence that only asks for a fact, of which nothing here is known to be asked.

    `strange`: whether it is asked of a name that is not known, which is told for itself.
    """
    if not dialogue.only_asks(sentence):
        return None
    drafted(own, draft)
    if draft.wishes or draft.faults or draft.drop:
        return None
    said = draft.message[sentence.start : sentence.end].strip()[:LONGEST]
    made = draft.frame(("question",), quote=said[:_QUOTE])
    asked = (each.ref.model_copy(update={"role": "ask"}) for each in draft.named)
    unknown = made.unknown or (() if strange else (Unknown(quote=said),))
    return made.model_copy(update={"refs": tuple(dict.fromkeys(asked)), "unknown": unknown})


class _Asking:
    """What one sentence asks, and what of it is left to be wished."""

    def __init__(
        self, sentence: Sentence, own: Sequence[Part], heard: _Heard, draft: Draft, calls: Sequence[Filled]
    ) -> None:
        message, catalog = draft.message, draft.catalog
        strange = heard.strange(sentence)
        if sentence.does("exists") and not own and not strange:
            own = written_parts(message, sentence, catalog)
        there = [each for each in calls if each.is_asked and sentence.start <= each.start < sentence.end]
        if there:
            own = beside_calls(own, there, sentence, message, catalog)
        kinds, asking = _asking(sentence, own)
        answered = any(part.kind in ("title", "field") and part.role == "asked" for part in own)
        if strange or (there and not answered):
            kinds = []  # It is asked of the tool, not of the catalogue.
        asked = self._questions(kinds, asking, replace(draft, beside=heard.fields(sentence)), sentence)
        of_tools = there and not kinds and not own and not wishes_besides(sentence, there, message, catalog)
        self.left = [] if of_tools else [part for part in own if part not in asking or self.frame is None]
        """Parts that the question is not about."""
        self.wishes = not of_tools and (not asked or len(asking) < len(own) or sentence.does("request", "more"))
        """Whether something is wanted besides."""

    def _questions(
        self, kinds: Sequence[QuestionKind], asking: Sequence[Part], draft: Draft, sentence: Sentence
    ) -> bool:
        drafted(asking, draft)
        if kinds:
            go_on(draft, sentence)
        asked = questions(draft, sentence, kinds) if kinds else Questions()
        self.frame = _asked(draft.message, sentence, asked, draft) if asked.asks else None
        """The frame of what it asks; None where it asks for nothing that can be answered."""
        return bool(asked.asks)


def _asking(sentence: Sentence, own: Sequence[Part]) -> tuple[list[QuestionKind], list[Part]]:
    """Return what kinds of questions a sentence asks, and which of its parts they are about."""
    asked = [part for part in own if part.role == "asked"]
    kinds = [kind for kind in KINDS if sentence.does(kind)]
    wishes = sentence.does("request", "more") or (kinds == ["attribute"] and _wishes_besides(own, asked))
    if "exists" in kinds and len(asked) < len(own):
        # Whoever asks whether there is any is best served by what there is.
        kinds.remove("exists")
        wishes = True
    if wishes and not asked:
        kinds = []
    return kinds, asked if wishes else list(own)


def _wishes_besides(own: Sequence[Part], asked: Sequence[Part]) -> bool:
    """Tell whether values are wanted beside a fact of a named item, which needs none: "… and who made Jaws?"."""
    named = any(part.kind in ("title", "pointer") for part in asked)
    return named and any(part.kind in ("value", "number") and part not in asked for part in own)


def _asked(message: str, sentence: Sentence, asked: Questions, draft: Draft) -> Frame:
    """Return the frame of a question: the items that it speaks of are those that it asks about."""
    spoken_of = (each.ref for role in _SPOKEN_OF for each in draft.named if each.ref.role == role)
    compared = [
        each.ref.model_copy(update={"role": "anchor"})
        for each in draft.named
        if each.ref.role == "anchor" or each.ref.role not in _SPOKEN_OF
    ]
    asking = (each.model_copy(update={"role": "ask"}) for each in spoken_of)
    return draft.frame(
        ("question",),
        quote=message[sentence.start : sentence.end].strip()[:_QUOTE],
        ask=asked.asks[:3],
        source="last" if asked.of_shown else "unseen" if sentence.does("more") else "all",
    ).model_copy(update={"refs": tuple(dict.fromkeys((*asking, *compared)))})


def _wished(sentences: Sequence[Sentence], draft: Draft, session: SessionView, dialogue: Dialogue) -> Frame:
    """Return the frame of all that is no question."""
    act = _act(sentences, draft, session, dialogue)
    made = draft.frame((act,))
    constraints = tuple(beside(made.constraints, session, draft.catalog))
    made = made.model_copy(update={"constraints": constraints})
    checked = check_frame(made, draft.message, session, draft.catalog)
    entries = list(preferences_of(checked, session, draft.catalog))
    drop: list[str] = []
    if _does(sentences, "restart") or (act == "request" and starts_anew(entries, session, draft.catalog)):
        drop.append("*")
    if act == "request" and another_kind(entries, session, draft.catalog):
        drop += ["text", "like"]
    dismisses = act == "critique" and (bool(draft.faults) or _does(sentences, "dismiss", "no"))
    stated: Mapping[FrameAct, bool] = {
        "reject": dismisses or bool(draft.mentions("avoid")),
        "seen": bool(draft.mentions("seen")),
        "taste": bool(draft.mentions("liked")),
    }
    acts = dict.fromkeys((act, *(each for each, is_said in stated.items() if is_said)))
    return made.model_copy(
        update={
            "acts": tuple(acts),
            "drop": (*made.drop, *drop),
            "only": _does(sentences, "only"),
            "source": "unseen" if _does(sentences, "more") else "all",
        }
    )


def _act(sentences: Sequence[Sentence], draft: Draft, session: SessionView, dialogue: Dialogue) -> FrameAct:
    """Return what the sentences of a message do that say what is wanted."""
    wishes = _wishes(draft, session)
    take = draft.mentions("take")
    takes = (_does(sentences, "take") or bool(take and session.shown)) and dialogue.may("accept")
    if takes and (take or draft.mentions("ask") or not wishes):
        return "accept"
    if _does(sentences, "why") and not wishes:
        return "why"
    if not wishes and (draft.drop or _does(sentences, "restart", "undo")):
        return "undo"
    if _compares(sentences, draft, session):
        return "critique"
    if not wishes and dialogue.does("undo"):
        return "undo"
    if _tells(sentences, draft):
        return "taste"
    asks = _does(sentences, "request", "more", "first", "browse", "restart") or dialogue.does("request")
    if wishes or asks:
        return "request"
    return next((act for done, act in _COURTESIES.items() if _does(sentences, done)), "unclear")


def _wishes(draft: Draft, session: SessionView) -> bool:
    shown = {each.id for each in session.shown}
    named = (draft.held, draft.mentions("seen", "like", "liked"))
    return draft.wishes or any(named) or any(each.item not in shown for each in draft.mentions("avoid"))


def _compares(sentences: Sequence[Sentence], draft: Draft, session: SessionView) -> bool:
    """Tell whether others are wanted than those that were shown."""
    shown = {each.id for each in session.shown}
    points = any(mention.how == "reference" for mention in draft.mentions("like", "liked"))
    avoided = any(each.item in shown for each in draft.mentions("avoid"))
    dismisses = bool(session.shown) and _does(sentences, "dismiss", "more")
    return avoided or bool(draft.faults) or draft.relative or dismisses or points


def _tells(sentences: Sequence[Sentence], draft: Draft) -> bool:
    """Tell whether taste is told, and nothing is asked for."""
    told = _does(sentences, "tell") and not _does(sentences, "request", "more")
    scopes = [each.scope for each in (*draft.constraints, *(one for group in draft.either for one in group))]
    scopes += [each.ref.scope for each in draft.named if each.ref.role in ("liked", "avoid")]
    lasting = bool(draft.mentions("seen")) or "always" in scopes
    here = "session" in scopes or draft.bounds or draft.calls or draft.sort or draft.count
    likes = draft.mentions("like", "liked")
    return not here and (told or (lasting and not likes)) and not _does(sentences, "request")


def _does(sentences: Sequence[Sentence], *acts: str) -> bool:
    return any(each.does(*acts) for each in sentences)


def _is_aside(sentence: Sentence, parts: Sequence[Part]) -> bool:
    return sentence.does("aside") and not any(part.sentence == sentence for part in parts)


def _called(filled: Filled) -> Frame:
    call = filled.call
    return Frame(acts=("question",), calls=(Call(tool=call.tool, args=call.args, quote=call.said[:LONGEST]),))
