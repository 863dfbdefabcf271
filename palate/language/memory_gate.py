"""Deciding what of a message may be remembered: one gate for the frames of every reader.

Rules, for each validated frame:

1. An item is taken, turned down, seen or liked only by an act that says so (`_PROOF`), in a frame without a hedge or
   the contrary act, and by a title, a place in the list, or a pronoun where one item is in focus. What may mean
   several items becomes an `Ambiguity`. To turn down the whole list, or to ask for others than it, is a critique of
   the list.
2. A pronoun behind a title that the catalogue lacks means that title.
3. A lasting taste is the speaker's own, stated, and linked exactly. What fails is kept for the session.

Whatever is kept for less than the reader wrote is explained in `CheckedFrame.problems`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import common_words, small_words
from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.words import WIDE, Token, as_written, normal, occurs, tokens
from palate.language.embedder import MOST_COMPARED, compared
from palate.language.frame import FrameAct, ItemRole, Ref
from palate.language.frame_check import CheckedFrame, Grounded, is_grammar
from palate.language.session import SessionView
from palate.language.understanding import Ambiguity, Mention, Shown

_PROOF: Mapping[ItemRole, frozenset[FrameAct]] = {
    "take": frozenset({"accept"}),
    "seen": frozenset({"seen", "taste"}),
    "liked": frozenset({"taste"}),
    "like": frozenset({"taste"}),
    "avoid": frozenset({"reject", "taste"}),
}
"""By role, the acts that state it."""
_TOLD: tuple[ItemRole, ...] = ("seen", "liked", "like", "avoid")
"""Roles whose pronoun may mean a title that the reader passed over."""
_HEDGES: frozenset[FrameAct] = frozenset({"interest", "neutral", "unfamiliar", "unclear"})
_CONTRARY: Mapping[ItemRole, tuple[FrameAct, ItemRole]] = {"take": ("reject", "avoid"), "avoid": ("accept", "take")}
"""By role, the act that contradicts it where the frame has no reference of that act's own."""
_SPEAKER = frozenset({"", "i", "me", "my", "myself", "self", "user", "the user", "speaker", "the speaker"})
_POINTING = frozenset({"accept", "seen", "agree", "first"})
"""Acts of a frame that takes or has seen an item and says nothing else."""


def admitted(
    checked: Sequence[CheckedFrame], message: str, session: SessionView, catalog: Catalog, *, chosen: str = ""
) -> list[CheckedFrame]:
    """Return the frames of a message with no more in them than may be remembered.

    Args:
        checked: The validated frames.
        message: What the user wrote.
        session: The session before the message.
        catalog: Whose values and titles they name.
        chosen: The id of the item that the user chose where the message was ambiguous.
    """
    gate = _Gate(message, session, catalog, chosen)
    return [gate.frame(each) for each in checked]


def in_focus(session: SessionView) -> Sequence[Shown]:
    """Return the items that "it" may mean: those last spoken of in one reply, else the list."""
    if not session.focus:
        return session.shown
    return [each for each in session.focus if each.turn == session.focus[0].turn]


@dataclass
class _Gate:
    message: str
    session: SessionView
    catalog: Catalog
    chosen: str
    absent: list[str] = field(default_factory=list)
    """Titles so far that the catalogue lacks."""
    named: set[str] = field(default_factory=set)
    """Ids of the items so far whose titles are written."""
    quoted: set[str] = field(default_factory=set)
    """Those of them whose titles stand in a quote."""

    def frame(self, checked: CheckedFrame) -> CheckedFrame:
        """Return one frame as far as it may be remembered."""
        made = replace(checked, ambiguous=list(checked.ambiguous), problems=list(checked.problems), refs=[])
        made.constraints = [self._taste(each, made) for each in checked.constraints]
        self.absent += checked.absent
        self.named |= {each.item for _, mentions in checked.refs for each in mentions if each.how == "title"}
        self.quoted |= {
            each.item for ref, mentions in checked.refs for each in mentions if occurs(each.title, ref.quote)
        }
        whole = {role: self._whole_list(role, checked) for role in _PROOF}
        with_names = {ref.role for ref, mentions in checked.refs if not _is_pronoun(ref, mentions)}
        for ref, mentions in checked.refs:
            if ref.role in with_names and _is_pronoun(ref, mentions) and not self._is_singled_out(mentions):
                continue  # "I'll have that one. Fargo it is" means the one that it names.
            made.refs += self._admitted(ref, mentions, made, quotes=whole.get(ref.role, frozenset()))
        made.refs += self._unnamed(checked, made)
        acts = set(made.frame.acts)
        if "accept" in acts and (acts & _HEDGES or self._is_contradicted("take", checked)):
            made.frame = made.frame.model_copy(
                update={"acts": tuple(each for each in made.frame.acts if each != "accept")}
            )
        made.absent = list(dict.fromkeys([*checked.absent, *self._named_only(checked), *made.absent]))
        return made

    def _admitted(
        self, ref: Ref, mentions: Sequence[Mention], made: CheckedFrame, *, quotes: frozenset[str]
    ) -> Iterator[tuple[Ref, tuple[Mention, ...]]]:
        """Yield a reference as far as it may be remembered; none where it may mean several items."""
        acts, pronoun = set(made.frame.acts), _is_pronoun(ref, mentions)
        lacking = self._antecedent(ref, made) if pronoun else None
        if lacking is not None and ref.role in (*_PROOF, "ask"):
            made.absent.append(lacking)
            made.problems.append(f"“{ref.quote:.60}” means “{lacking:.60}”, which is not here.")
            return
        if ref.role not in _PROOF or (ref.role in ("like", "take") and not acts & _PROOF[ref.role]):
            yield ref, tuple(mentions)
        elif acts & _HEDGES or self._is_contradicted(ref.role, made):
            made.problems.append(f"“{ref.quote:.60}” is not clearly said of an item: nothing of it is kept.")
            yield (ref if ref.role in ("take", "like") else ref.model_copy(update={"role": "ask"})), tuple(mentions)
        elif ref.quote in quotes and (ref.role == "avoid" or "request" in acts or "critique" in acts):
            yield ref, tuple(each.model_copy(update={"lasting": False}) for each in mentions)
        elif ref.quote in quotes or (pronoun and not self._is_singled_out(mentions)):
            yield from self._asked(ref, made)
        else:
            yield self._weighed(ref, mentions, made)

    def _weighed(self, ref: Ref, mentions: Sequence[Mention], made: CheckedFrame) -> tuple[Ref, tuple[Mention, ...]]:
        """Return a reference, kept for the session alone where its item is not sure or it is not the speaker's."""
        named = all(each.how == "reference" or self._is_named(each, ref.quote) for each in mentions)
        # Who turns something down that was shown does so for whomever.
        turns_down = ref.role == "avoid" and "reject" in made.frame.acts
        if not set(made.frame.acts) & _PROOF[ref.role]:
            why = "no act states it"
        elif not turns_down and ref.role != "take" and normal(made.frame.holder) not in _SPEAKER:
            why = f"it is said of “{made.frame.holder:.60}”"
        elif (ref.sure < 1 and ref.role != "take") or not named:
            why = "the title is not named exactly"
        else:
            return ref, tuple(mentions)
        made.problems.append(f"“{ref.quote:.60}” is kept for this session only: {why}.")
        return ref.model_copy(update={"scope": "session"}), tuple(
            each.model_copy(update={"lasting": False}) for each in mentions
        )

    def _unnamed(self, checked: CheckedFrame, made: CheckedFrame) -> Iterator[tuple[Ref, tuple[Mention, ...]]]:
        """Yield what a frame that names nothing takes or has seen: the one item in focus, or a question."""
        acts, said = set(checked.frame.acts), (checked.refs, checked.constraints, checked.unknown, checked.ambiguous)
        role: ItemRole = "take" if "accept" in acts else "seen"
        if not (acts <= _POINTING and acts & _PROOF[role]) or any(said) or self.absent:
            return
        ref = Ref.model_validate({"item": "#1", "role": role, "quote": self.message[:60]})
        spoken_of = in_focus(self.session)
        if len(spoken_of) != 1 or not spoken_of[0].id:
            yield from self._asked(ref, made)
        elif all(word.normal in common_words() for word in tokens(self.message)):
            yield ref, (_mention(spoken_of[0], ref),)  # An act that was read into other words takes nothing.

    def _asked(self, ref: Ref, made: CheckedFrame) -> Iterator[tuple[Ref, tuple[Mention, ...]]]:
        """Yield the item that the user chose; before they do, have the reply ask for it."""
        options = [each for each in in_focus(self.session) if each.id] or list(self.session.shown)
        spoken_of = (*options, *self.session.shown, *self.session.focus)
        meant = [each for each in spoken_of if each.id and each.id == self.chosen]
        if meant:
            yield ref, (_mention(meant[0], ref),)
        elif options:
            made.problems.append(
                f"“{ref.quote:.60}” may mean {len(options)} items: nothing is kept until one is named."
            )
            found = Ambiguity(said=ref.quote, field="title", options=tuple(each.id for each in options))
            made.ambiguous += [found] if found not in made.ambiguous else []

    def _is_contradicted(self, role: ItemRole, checked: CheckedFrame) -> bool:
        act, of = _CONTRARY.get(role, ("unclear", role))
        return act in checked.frame.acts and not any(each.role == of for each in checked.frame.refs)

    def _whole_list(self, role: ItemRole, checked: CheckedFrame) -> frozenset[str]:
        """Return the quotes that name all of several shown items at once in a role: "all of them"."""
        shown = {each.id for each in self.session.shown}
        found: dict[str, set[str]] = {}
        for ref, mentions in checked.refs:
            if ref.role == role:
                found.setdefault(ref.quote, set()).update(each.item for each in mentions if each.how == "reference")
        return frozenset(quote for quote, items in found.items() if len(shown) > 1 and items >= shown)

    def _is_singled_out(self, mentions: Sequence[Mention]) -> bool:
        """Tell whether a pronoun means what the message names, the one item in focus, or the other one of two."""
        spoken_of = in_focus(self.session)
        if len(spoken_of) == 1 and (mentions[0].item == spoken_of[0].id or len(self.session.shown) == 2):
            return True
        return mentions[0].item in self.named

    def _antecedent(self, ref: Ref, made: CheckedFrame) -> str | None:
        """Return the title that the catalogue lacks and a pronoun means: of this message, else the one in focus."""
        at = self.message.rfind(ref.quote)
        passed_over = self._passed_over(made) if ref.role in _TOLD and not self.named else ()
        before = [words for words in (*passed_over, *self.absent) if -1 < self.message.find(words) < at]
        focus = self.session.focus[:1]
        return before[-1] if before else focus[0].title if focus and not focus[0].id else None

    def _named_only(self, checked: CheckedFrame) -> Iterator[str]:
        """Yield words of no field that look like the title of what was seen or liked."""
        if not {"seen", "taste"} & set(checked.frame.acts) or checked.constraints:
            return
        yield from (words for words in checked.unknown if _is_title(words))
        if not (checked.refs or checked.unknown or checked.frame.ask):
            yield from self._passed_over(checked)

    def _passed_over(self, checked: CheckedFrame) -> Iterator[str]:
        """Yield words written like a name that a frame does not quote: a title that its reader passed over."""
        frame, run = checked.frame, list[Token]()
        quotes = [each.quote for parts in (frame.constraints, frame.refs, frame.unknown) for each in parts]
        words = tokens(self.message)
        for word, following in zip(words, (*words[1:], None), strict=True):
            usual = small_words() if run else common_words()
            run += [word] if word.capital and word.normal not in usual else []
            if run and (following is None or not following.capital or following.before.strip()):
                if not any(occurs(as_written(run), quote) for quote in quotes):
                    yield as_written(run)
                run = []

    def _taste(self, grounded: Grounded, made: CheckedFrame) -> Grounded:
        """Return a constraint, kept for the session alone where it may not be remembered as a taste."""
        written = grounded.constraint
        if written.scope != "always":
            return grounded
        if grounded.text is not None:
            why = "words that are looked for are no taste"
        elif written.basis != "said":
            why = "it is only guessed"
        elif normal(made.frame.holder) not in _SPEAKER:
            why = f"it is the taste of “{made.frame.holder:.60}”"
        elif written.sure < 1 or not self._is_linked(grounded):
            why = "its words do not name the value exactly"
        else:
            return grounded
        made.problems.append(f"“{written.quote:.60}” is kept for this session only: {why}.")
        force = written.force if written.op == "none_of" else "prefer"
        return replace(grounded, constraint=written.model_copy(update={"scope": "session", "force": force}))

    def _is_linked(self, grounded: Grounded) -> bool:
        """Tell whether a quote names each value of a vocabulary, or says something at all of another field."""
        quote = grounded.constraint.quote
        if self.catalog.schema.field(grounded.constraint.field).kind not in ("category", "tags"):
            return not is_grammar(quote)
        named = all(occurs(value, quote) or self._is_name(value, quote) for value in grounded.values)
        return named or self._is_meant(grounded)

    def _is_meant(self, grounded: Grounded) -> bool:
        """Tell whether the encoder of meanings maps a quote in another script to the same value as the reader did."""
        field, quote = self.catalog.schema.field(grounded.constraint.field), grounded.constraint.quote
        if not WIDE.search(quote) or not (field.terms and field.distinct <= MOST_COMPARED):
            return False
        vocabulary = tuple(self.catalog.vocabulary(field.name))
        return grounded.values == (vocabulary[int(compared().likely(quote, vocabulary).argmax())],)

    def _is_name(self, value: str, quote: str) -> bool:
        """Tell whether words of a quote are a name of a value, and of no other; a surname has to stand alone."""
        grounder = self.catalog.grounder
        spans = grounder.value_spans(grounder.words(quote))
        for matches in (grounder.values(quote), *(span.matches for span in spans)):
            match = next((each for each in matches if each.value == value and each.how != "typo"), None)
            if match is None:
                continue
            rivals = [each for each in matches if each.field == match.field and each.value != value]
            if match.how != "part" or not (rivals or self._has_other_name(match)):
                return True
        return False

    def _has_other_name(self, surname: ValueMatch) -> bool:
        """Tell whether another first name than the value's stands before a surname in the message."""
        words, said, value = tokens(self.message), normal(surname.said).split(), normal(str(surname.value)).split()
        places = [at for at, word in enumerate(words) if word.normal == said[0]]
        before = [words[at - 1] for at in places if at > 0 and words[at].before.isspace()]
        return any(
            word.normal not in (*value, *small_words()) and (word.capital or self._is_first_name(word.normal, surname))
            for word in before
        )

    def _is_first_name(self, word: str, surname: ValueMatch) -> bool:
        names = self.catalog.vocabulary(surname.field) if word not in common_words() else ()
        return any(normal(name).startswith(f"{word} ") for name in names)

    def _is_named(self, mention: Mention, quote: str) -> bool:
        """Tell whether a title stands in a quote, or in the message before a pronoun."""
        if mention.item in self.quoted or (is_grammar(quote) and occurs(mention.title, self.message)):
            return True
        spans = self.catalog.grounder.title_spans(self.catalog.grounder.words(quote))
        return any(match.id == mention.item for span in spans for match in span.matches)


def _mention(shown: Shown, ref: Ref) -> Mention:
    return Mention(item=shown.id, title=shown.title, quote=ref.quote, how="reference")


def _is_pronoun(ref: Ref, mentions: Sequence[Mention]) -> bool:
    return all(each.how == "reference" for each in mentions) and is_grammar(ref.quote)


def _is_title(words: str) -> bool:
    return any(word.capital for word in tokens(words))
