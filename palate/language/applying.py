"""Applying validated frames to the session: what each asks for, withdraws and tells, as intents of an understanding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import get_args

import numpy as np
import numpy.typing as npt

from palate.catalog.catalog import Catalog
from palate.catalog.kinds.names import label
from palate.catalog.words import normal, occurs, tokens
from palate.language.bounds import negated
from palate.language.calling import Called
from palate.language.frame import Ask, Asked, Call, Frame, Frames, ItemRole
from palate.language.frame_check import CheckedFrame, Grounded, check_frame, is_here
from palate.language.link import Linked, link, with_names
from palate.language.memory_gate import admitted
from palate.language.pending import WhichOne
from palate.language.pending.left_open import says
from palate.language.preference import Horizon, Polarity, Preference, Provenance, ToolCall
from palate.language.resolve import gone_on_with, in_its_place, is_of_list, undone, unsaid
from palate.language.session import SessionView
from palate.language.understanding import (
    Intent,
    ItemValue,
    Mention,
    MessageAct,
    Missing,
    Order,
    Question,
    QuestionKind,
    Remark,
    Snap,
    Understanding,
)

_QUOTE = 200
"""Maximum length of an intent's quote, in characters."""
_COURTESIES: dict[str, MessageAct] = {
    "about": "help",
    "greet": "greet",
    "bye": "bye",
    "thanks": "thanks",
    "chat": "chat",
    "interest": "remark",
    "neutral": "remark",
    "unfamiliar": "remark",
}
_SAID = 6.0
"""Weight of a preference that the message states: it outweighs titles that a model suggests (`SUGGESTED`), and these
what the model only guesses, which weighs 1."""
_KINDS: dict[Asked, QuestionKind] = {
    "value": "attribute",
    "count": "count",
    "exists": "exists",
    "check": "check",
    "compare": "compare",
    "most": "superlative",
    "least": "superlative",
    "average": "average",
    "values": "values",
}
_OF_A_FIELD: tuple[Asked, ...] = ("compare", "most", "least", "average")
"""Questions that have to be of a field."""
_NAMED: tuple[ItemRole, ...] = ("ask", "anchor", "like")
"""Roles of the items that a question is about."""
_OF_ITEMS: tuple[Asked, ...] = ("value", "check", "compare", "exists")
"""Questions that nothing can be told of where the item that they name is missing."""
_STEM = 5
"""Letters of a field's name that other forms of it share."""
_NONE = np.empty(0, np.int64)
SQL = "sql"
"""The tool that runs a SELECT."""
_ASKING_ONLY = frozenset({"question", "why", "about", "answer", "chat", "greet", "thanks", "bye", "interest"})
"""Acts that want nothing besides the answer to a question."""


def understanding_of(
    frames: Frames,
    message: str,
    session: SessionView,
    catalog: Catalog,
    *,
    tools: Sequence[Called] = (),
    withheld: npt.NDArray[np.int64] = _NONE,
    names: Sequence[Linked] | None = None,
) -> tuple[Understanding, tuple[str, ...]]:
    """Return what frames mean in a session, and a sentence for each entry that was changed or left out.

    Args:
        frames: what a reader wrote of the message.
        message: what the user wrote.
        session: the session before it.
        catalog: what the frames are validated against.
        tools: the tools of the app that the message may call.
        withheld: positions of items that no frame may name.
        names: names in the message that the catalogue does not have, of which the frames use no part; found if None.
    """
    pending = session.pending
    if isinstance(pending, WhichOne) and frames.chosen in pending.items and catalog.has(frames.chosen):
        message, session = pending.message, session.with_choice(catalog.item(frames.chosen))
    if names is None:
        names = [each for each in with_names(link(message, catalog), message, catalog) if each.unknown]
    found = [check_frame(frame, message, session, catalog, withheld, names) for frame in frames.frames]
    checked = admitted(found, message, session, catalog, chosen=frames.chosen)
    unused = tuple(each for each in frames.unused if occurs(each, message))
    applying = _Applying(message, session, catalog, {each.tool: each for each in tools}, unused)
    if "danger" in frames.acts:
        # Nothing else of such a message is answered, and none of its words are kept.
        return Understanding(message="", intents=(Intent(act="danger"),)), ()
    intents = [intent for each in checked for intent in applying.intents(each)]
    if intents and "answer" not in frames.acts:  # A reader that writes `answer` has read the answer itself.
        intents = unsaid(intents, frames, session) or session.left_open.answered(intents, frames, session)
    absent = tuple(dict.fromkeys(title for each in checked for title in each.absent))
    named = {each.said: each for frame in checked for each in frame.missing}
    placeless = [*(each.unknown for each in checked), *(each.absent for each in intents)]
    unknown = tuple(dict.fromkeys(words for some in placeless for words in some))
    understood = Understanding(
        message=message,
        intents=tuple(intents),
        snapped=tuple(dict.fromkeys(snap for each in checked for snap in _disclosed(each, catalog))),
        ambiguous=tuple({each.said: each for frame in checked for each in frame.ambiguous}.values()),
        doubtful=tuple(
            Snap(said=each.quote, used=each.value, field=each.field, confidence=each.sure, id=each.item)
            for each in frames.doubts
            if occurs(each.quote, message) and is_here(each, catalog, withheld)
        )
        + tuple(each.near for each in names if each.near is not None and each.near.said in unknown),
        unknown=unknown,
        unused=unused,
        missing=tuple(({title: Missing(said=title) for title in absent} | named).values()),
        absent=absent,
        unread=frames.unread if message.endswith(frames.unread) else "",
        asides=tuple(aside for aside in frames.asides if occurs(aside, message)),
        final="first" in frames.acts,
        insists="insist" in frames.acts,
        agrees="agree" in frames.acts,
        say=next((each.say for each in frames.frames if each.say), ""),
    )
    return understood, tuple(problem for each in checked for problem in each.problems)


@dataclass(frozen=True)
class _Applying:
    """Applies the checked frames of one message."""

    message: str
    session: SessionView
    catalog: Catalog
    tools: Mapping[str, Called]
    unused: tuple[str, ...] = ()
    """Words that may matter, and of which no frame has anything."""

    def intents(self, checked: CheckedFrame) -> Iterator[Intent]:
        """Yield the intents of a frame: one for each question and each call that answers one, one for the rest."""
        frame, session = checked.frame, self.session
        quote = frame.quote if occurs(frame.quote, self.message) else self.message.strip()[:_QUOTE]
        calls = [(each, self._call(each)) for each in frame.calls]
        if frame.sql:
            calls.append((Call(tool=SQL), ToolCall(tool=SQL, args={"query": frame.sql}, said=self.message)))
        asking = [call for written, call in calls if call.lacking or not self._gives_items(written)]
        giving = tuple(_called(written, call) for written, call in calls if call not in asking)
        asks = [each for each in frame.ask if not _is_served_by_items(each, checked, self.catalog)]
        for ask in asks:
            yield self._question(ask, checked, giving, quote)
        for call in asking:
            yield Intent(act="question", quote=quote, calls=(call,))
        lacking = "question" in frame.acts and bool(checked.unknown) and not (asks or asking)
        if lacking and _act(checked, session) in ("unclear", "remark"):
            about = _mentions(checked, "ask")
            yield Intent(act="question", quote=quote, absent=tuple(checked.unknown), about=about)
        elif not (asks or asking) or not _ASKING_ONLY.issuperset(frame.acts):
            yield self._wish(checked, () if asks else giving, quote, beside_question=bool(asks))

    def _gives_items(self, call: Call) -> bool:
        return call.tool in self.tools and self.tools[call.tool].gives == "items"

    def _call(self, call: Call) -> ToolCall:
        slots = self.tools[call.tool].slots if call.tool in self.tools else ()
        lacking = tuple(slot.name for slot in slots if slot.required and slot.name not in call.args)
        return ToolCall(tool=call.tool, args=call.args, said=call.quote or self.message.strip(), lacking=lacking)

    def _wish(
        self, checked: CheckedFrame, called: Sequence[Preference], quote: str, *, beside_question: bool
    ) -> Intent:
        """Return all of a frame that is no question: what it asks for, tells, takes and withdraws."""
        frame, session, act = checked.frame, self.session, _act(checked, self.session)
        shown = {each.id for each in session.shown}
        taken, asked, avoided = (_mentions(checked, role) for role in ("take", "ask", "avoid"))
        like = (*_mentions(checked, "like"), *_told(checked), *(taken if act != "commit" else ()))
        rejected = tuple(each for each in avoided if each.item in shown)
        preferences = () if beside_question else self._preferences(checked, called)
        intent = Intent(
            act=act,
            quote=quote,
            preferences=(*preferences, *self._tastes(checked, rejected)) if act != "remark" else (),
            like=like if act not in ("state", "remark") else (),
            seen=_mentions(checked, "seen"),
            remark=next((each for each in get_args(Remark) if act == "remark" and each in frame.acts), None),
            reject=rejected,
            faults=tuple(name for name in frame.faults if self.catalog.schema.has(name)),
            bounds=() if beside_question else _bounds(checked),
            order=_orders(frame, self.catalog),
            limit=frame.count if frame.count is not None and frame.count > 0 else None,
            about=(taken or asked) if act == "commit" else (*asked, *like) if act in ("state", "remark") else asked,
            withdraw=_withdrawn(frame, session, act, self.catalog),
            fresh="*" in frame.drop,
            only=frame.only,
            more=frame.source == "unseen" or ("reject" in frame.acts and not rejected and act == "critique"),
            among=tuple(each.id for each in session.shown) if frame.source == "last" else (),
            suggested=tuple(checked.suggested),
        )
        if act == "recommend" and checked.missing and not (says(intent) or session.preferences or session.shown):
            return intent.model_copy(update={"act": "unclear"})  # Nothing that is here was asked for.
        if act == "critique" and rejected:
            intent = in_its_place(intent, session)
        return undone(intent, session) if act == "undo" else intent

    def _preferences(self, checked: CheckedFrame, called: Sequence[Preference]) -> tuple[Preference, ...]:
        """Return all preferences that a frame is about, in the order of the message."""
        said = [*preferences_of(checked, self.session, self.catalog), *called]
        in_order = sorted(said, key=lambda entry: self.message.find(entry.provenance.quote))
        return (*self._gone_on(checked), *in_order)

    def _gone_on(self, checked: CheckedFrame) -> Iterator[Preference]:
        """Yield what the last question was about, but for the fields of which the frame says something."""
        said = {each.constraint.field for each in checked.constraints}
        if checked.frame.goes_on:
            yield from (entry for entry in gone_on_with(self.session) if said.isdisjoint(entry.fields))

    def _tastes(self, checked: CheckedFrame, rejected: Sequence[Mention]) -> Iterator[Preference]:
        """Yield the items that are told to be liked or not."""
        turned_down = {each.item for each in rejected}
        apart = any(ref.role == "liked" for ref, _ in checked.refs)  # A reader that tells one from the other.
        for ref, mentions in checked.refs:
            likes = ref.role == "liked" or (ref.role == "like" and not apart and "taste" in checked.frame.acts)
            if not likes and ref.role != "avoid":
                continue
            for each in mentions:
                if each.item not in turned_down:
                    provenance = Provenance(
                        quote=each.quote, turn=self.session.turn, catalogue=self.catalog.schema.name
                    )
                    yield Preference(
                        item=each.item,
                        polarity="want" if likes else "avoid",
                        strength="soft",
                        horizon="long" if ref.scope == "always" else "session",
                        provenance=provenance,
                    )

    def _question(self, ask: Ask, checked: CheckedFrame, called: Sequence[Preference], quote: str) -> Intent:
        """Return a question; one of a field or an item that the catalogue does not have is told to be so."""
        frame, schema = checked.frame, self.catalog.schema
        # "Is it in stock?" compares with no value, and asks for the one that there is.
        what: Asked = "value" if ask.what == "check" and ask.field and not checked.constraints else ask.what
        of_a_field = ask.what in _OF_A_FIELD
        field = ask.field or next((each.field for each in frame.sort if of_a_field), None)
        compares = ask.what == "compare"
        named = tuple(mention for role in _NAMED for mention in _mentions(checked, role))
        lacks = not all(map(schema.has, filter(None, (field, ask.by))))
        bare = not (checked.constraints or frame.calls)
        if lacks or (bare and _asks_what_is_unknown(ask, checked, named)) or self._means_no_field(ask, checked):
            return Intent(act="question", quote=quote, absent=tuple(checked.unknown) or (quote,), about=named)
        if field is None and of_a_field:
            return Intent(act="unclear", quote=quote)
        if bare and checked.missing and not named and ask.what in (*_OF_ITEMS, "count"):
            return Intent(act="question", quote=quote)
        if bare and ask.what == "count" and self.unused and not (named or frame.goes_on or ask.by):
            return Intent(act="question", quote=quote, absent=self.unused)  # All that there is was not asked for.
        of_list = ask.what == "count" and (frame.source == "last" or is_of_list(named, self.session))
        going_on = of_list or (ask.what == "count" and frame.source == "unseen" and not checked.constraints)
        held = gone_on_with(self.session) if going_on and not frame.goes_on else ()
        items = () if of_list else tuple(dict.fromkeys(each.item for each in named))
        if not items and not of_list and frame.source == "last":
            items = tuple(each.id for each in self.session.shown)
        more = next((each.descending for each in frame.sort if each.field == field), True) if compares else None
        bound = next(iter(_bounds(checked)), None)
        if compares and bound is not None and bound.field == field:
            more = bound.op in (">", ">=")  # "Is Alien older than Jaws?"
            items = tuple(dict.fromkeys((*items, bound.item)))
        return Intent(
            act="question",
            quote=quote,
            preferences=() if compares else (*held, *self._preferences(checked, called)),
            more=frame.source == "unseen",
            bounds=() if compares else _bounds(checked),
            order=_orders(frame, self.catalog),
            limit=frame.count,
            question=Question(
                kind=_KINDS[what],
                field=field,
                by=ask.by,
                items=items,
                descending=ask.what != "least" if ask.what in ("most", "least") else more,
                choice=compares and bound is None,
            ),
            about=_mentions(checked, "ask") or named,
        )

    def _means_no_field(self, ask: Ask, checked: CheckedFrame) -> bool:
        """Tell whether words of a question for a value name nothing, and none of them names the field it was read as.

        "What is the budget of Alien?" asks for no field that there is: to tell something else of it is no answer. A
        name may be a form of another word, as `director` is of "directed".
        """
        if ask.what != "value" or {each.said for each in checked.missing}.issuperset(checked.unknown):
            return False
        stems = {normal(part)[:_STEM] for part in label(ask.field).split()} if ask.field else set()
        return not any(word.normal.startswith(stem) for word in tokens(self.message) for stem in stems)


def _asks_what_is_unknown(ask: Ask, checked: CheckedFrame, named: Sequence[Mention]) -> bool:
    """Tell whether a question of items asks for no field, but by words that name nothing: "is it on Netflix?"."""
    known = {each.said for each in checked.missing}
    asked = ask.what != "values" if named else ask.what not in ("exists", "values")
    return asked and not (ask.field or checked.frame.sort) and not known.issuperset(checked.unknown)


def _is_served_by_items(ask: Ask, checked: CheckedFrame, catalog: Catalog) -> bool:
    """Tell whether a question is answered by listing items: "any westerns?", "what else is she in?"."""
    titles = {field.name for field in catalog.schema.of_kind("title")}
    for_items = ask.what == "exists" or (ask.what == "values" and ask.field in titles)
    return for_items and bool(checked.constraints) and not _mentions(checked, "ask")


def _called(written: Call, call: ToolCall) -> Preference:
    return Preference(
        call=call,
        polarity="avoid" if written.against else "want",
        strength="hard" if written.force == "must" else "soft",
        provenance=Provenance(quote=call.said),
    )


def _withdrawn(frame: Frame, session: SessionView, act: MessageAct, catalog: Catalog) -> tuple[str, ...]:
    """Return the keys of what no longer holds, or its fields; a request in place of all others begins anew."""
    if "*" in frame.drop and act == "undo":
        return ("*",)
    found = (_dropped(name, session, catalog) for name in frame.drop)
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _dropped(name: str, session: SessionView, catalog: Catalog) -> str | None:
    place = place_of(name, len(session.preferences))
    if place is not None:
        return session.preferences[place].key
    known = catalog.schema.has(name) or name in ("text", "like") or name.startswith("tool:")
    return name if known else None


def _act(checked: CheckedFrame, session: SessionView) -> MessageAct:
    """Return the one act of an intent that the acts of a frame amount to."""
    frame = checked.frame
    acts = set(frame.acts) - {"agree", "deny", "first", "insist"}
    # A taste that may not be remembered holds for the session, and asks for nothing all the same.
    written = (*frame.constraints, *chain.from_iterable(frame.either))
    wishes = bool(checked.constraints) and any(each.scope != "always" for each in written)
    wishes = wishes or bool(frame.sort or frame.count or frame.titles)
    if "critique" in acts:
        return "critique"
    if "accept" in acts and (_mentions(checked, "take") or acts == {"accept"}):
        # "Dracula, please", of which there are two, is a question first.
        return "recommend" if checked.ambiguous else "commit"
    if "why" in acts and not wishes:
        return "why"
    if "undo" in acts and not wishes and "request" not in acts:
        return "undo"
    if "reject" in acts and session.shown:
        return "critique"
    if "request" in acts or "answer" in acts or wishes:
        return "recommend"
    if {"taste", "seen", "reject"} & acts:
        return "state"
    return next((_COURTESIES[each] for each in frame.acts if each in _COURTESIES), "unclear")


def preferences_of(checked: CheckedFrame, session: SessionView, catalog: Catalog) -> Iterator[Preference]:
    """Yield the preferences that the constraints of a checked frame are, each once: as a must, where it is one."""
    found: dict[tuple[str, str, str], Preference] = {}
    for each in checked.constraints:
        for entry in _preferences(each, session, catalog):
            about = (entry.key, entry.polarity, entry.horizon)
            if about not in found or (entry.strength == "hard" and found[about].strength == "soft"):
                found[about] = entry
    yield from found.values()


def _preferences(grounded: Grounded, session: SessionView, catalog: Catalog) -> Iterator[Preference]:
    constraint = grounded.constraint
    against = constraint.op == "none_of"
    horizon: Horizon = "long" if constraint.scope == "always" else "session"
    # What is liked for good need not be had every time; what is disliked is not wanted once.
    hard = constraint.force == "must" and (horizon == "session" or against)
    provenance = Provenance(
        quote=constraint.quote,
        turn=session.turn,
        catalogue=catalog.schema.name,
        source="said" if constraint.basis == "said" else "guessed",
    )
    if grounded.text is not None:
        polarity: Polarity = "avoid" if against else "want"
        yield Preference(text=grounded.text, strength="soft", polarity=polarity, horizon=horizon, provenance=provenance)
    said = _SAID if horizon == "session" and constraint.basis == "said" else 1.0
    made = Preference(
        strength="hard" if hard else "soft",
        horizon=horizon,
        provenance=provenance,
        ranks=not hard and (constraint.basis == "known" or constraint.sure < 1),
        weight=1.0 if hard else said * constraint.sure,
        also=constraint.also,
    )
    for where in grounded.wheres:
        if against and not hard:
            # A soft dislike is said by what it dislikes: it lowers a score and filters nothing.
            for part in where.parts:
                yield made.model_copy(update={"where": negated(part), "polarity": "avoid"})
            continue
        yield made.model_copy(update={"where": where})


def _bounds(checked: CheckedFrame) -> tuple[ItemValue, ...]:
    return tuple(each.bound for each in checked.constraints if each.bound is not None)


def _orders(frame: Frame, catalog: Catalog) -> tuple[Order, ...]:
    sortable = {field.name for field in catalog.schema.of_kind("number", "date", "flag", "category")}
    return tuple(
        Order(field=each.field, descending=each.descending, quote=each.quote)
        for each in frame.sort
        if each.field in sortable
    )


def _told(checked: CheckedFrame) -> Iterator[Mention]:
    """Yield the items that are told to be liked, but for those that the result has to resemble."""
    like = {each.item for each in _mentions(checked, "like")}
    for each in _mentions(checked, "liked"):
        if each.item not in like:
            yield each.model_copy(update={"how": "taste"})


def _mentions(checked: CheckedFrame, role: ItemRole) -> tuple[Mention, ...]:
    found = (mention for ref, mentions in checked.refs if ref.role == role for mention in mentions)
    items: dict[str, Mention] = {}
    for each in found:
        items.setdefault(each.item, each)
    return tuple(items.values())


def _disclosed(checked: CheckedFrame, catalog: Catalog) -> Iterator[Snap]:
    """Yield what words were taken for, where they are not the catalogue's own, or only world knowledge says so."""
    yield from checked.snaps
    for each in checked.constraints:
        made = each.constraint
        known = made.basis == "known" and made.force == "must"
        if each.values and (known or made.sure < 1):
            flag = catalog.schema.field(made.field).kind == "flag"
            used = made.field.replace("_", " ") if flag and made.values == (True,) else ", ".join(each.values)
            yield Snap(said=made.quote, used=used, field=made.field, confidence=made.sure)


def place_of(name: str, size: int) -> int | None:
    """Return the place of the active constraint that an id such as `w2` names; None where there is none."""
    number = int(name[1:]) if name[:1] == "w" and name[1:].isdecimal() and len(name) < 6 else 0
    return number - 1 if 1 <= number <= size else None
