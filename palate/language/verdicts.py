"""Stage 2d: conditions with a verdict: "if it was made in Japan, no thanks", "is it in French? Then I'll pass"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme

VERDICT = "verdict"
"""The value of an `OUT` that refuses what a condition speaks of, which may be all but its values."""
_STOPS = ".!?;\n"
_PAUSES = ",:()\u2013\u2014"
_VALUES = frozenset({"VALUE", "QTY", "ITEM", "ADJ", "ADJC", "ADJS", "EXCESS"})
_WORDS = frozenset({"WORD", "TEXT"})
_CONDITION = _VALUES | _WORDS | {"FIELD", "POST", "ORSO", "REF"}
"""With what a condition ends."""
_SAID = frozenset(
    {"IS", "DEMO", "HAVE", "WANT", "HOW", "HOWMANY", "HOWMUCH", "WHAT", "FORGET", "YES", "COMMIT", "TALK", "ORDINAL"}
)
"""What in a condition says nothing of what is refused: "does it count as", "was it"."""
_ITEMS = frozenset({"ITEM"})
_FRAGMENT = _CONDITION | {"FILLER", "FROM", "VIA", "THING", "IS", "NEG", "LT", "GT"}
"""What a question without a verb of its own is made of: "origin France?"."""
_OPENING = 3
"""Words within which a conclusion says that it is one: "in that case"."""
_LISTED = frozenset({"VALUE", "OR", "ALSO", "NEG", "FILLER", "VIA"})
_REFUSALS = frozenset({"OUT", "DENY", "NEG", "HATE", "BLAME"})
_NO_DENIALS = _VALUES | {"OR", "POST"}
"""What denies nothing, whatever its words are: "neither red | nor blue"."""
_NOES = frozenset({"OUT", "DENY"})
_SMALL = frozenset({"FILLER", "DEMO", "TALK", "TOO", "REF", "THANKS", "IS", "VIA", "ALSO", "HERE", "FROM", "HAVE"})
"""What may stand beside a refusal that refuses all that was told before it: "no | for me | thanks"."""
_ELSE = frozenset({"WANT", "FORGET", "MATTERS", "SIM", "LIMIT"})
"""What makes a part a wish of its own, or takes something for indifferent."""


def judged(lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Give a condition the polarity of the verdict on it: an `OUT` behind what the condition speaks of.

    What stands between them only tells why: "if it's over two hours, I'll be snoring, so leave those out". Behind a
    condition that is denied any consequence refuses: "if it isn't navy, it will clash". What is told before "or I'm not
    interested" is what is wanted.
    """
    return _Message(_parts(lexemes, words, lexicon), words, lexicon).judged()


@dataclass(frozen=True)
class _Part:
    """The lexemes between two marks, or before a word with which a consequence or a condition begins."""

    pieces: Sequence[Lexeme]
    before: str
    """What stands before it."""

    @property
    def opens(self) -> bool:
        """Whether a sentence begins with it."""
        return any(mark in self.before for mark in _STOPS) or self.pieces[0].start == 0

    def has(self, kinds: frozenset[str]) -> bool:
        """Tell whether a lexeme of these kinds is in it."""
        return any(piece.kind in kinds for piece in self.pieces)


@dataclass(frozen=True)
class _Found:
    """A condition with its verdict as lexemes, and the part to go on with."""

    lexemes: Sequence[Lexeme]
    end: int


def _parts(lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[_Part]:
    found: list[list[Lexeme]] = []
    for index, piece in enumerate(lexemes):
        before = words[piece.start].before
        broken = any(mark in before for mark in (*_STOPS, *_PAUSES)) or " - " in before
        if not found or broken or _begins(lexemes, index, found[-1], words, lexicon):
            found.append([])
        found[-1].append(piece)
    return [_Part(tuple(pieces), words[pieces[0].start].before) for pieces in found]


def _begins(
    lexemes: Sequence[Lexeme], index: int, so_far: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon
) -> bool:
    """Tell whether a condition, its consequence or an alternative begins here without a mark before it."""
    piece, said = lexemes[index], [words[at].normal for each in so_far for at in range(each.start, each.end)]
    if words[piece.start].normal in lexicon.conditionals:
        return not _leads(said, lexicon)
    if not any(each.kind in _CONDITION for each in so_far):
        return False
    if piece.kind == "OR":
        then = lexemes[index + 1 : index + 2]
        return any(each.kind in _NOES or _is_subject(each.start, words, lexicon) for each in then)
    inferred = words[piece.start].normal in lexicon.inferring or piece.kind in _NOES
    return not lexicon.conditionals.isdisjoint(said) and (inferred or _is_subject(piece.start, words, lexicon))


def _leads(said: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether only small words stand before "if": "well, and | if …"."""
    return all(word in lexicon.conjunctions or word in lexicon.openers for word in said)


def _is_subject(at: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a clause begins with its subject: "I won't", "it'll", "my kids won't"."""
    first, then = words[at].normal, words[at + 1].normal if at + 1 < len(words) else ""
    if first in lexicon.owners:
        return then in lexicon.others
    return first in lexicon.speakers or (first in lexicon.pointing and then in lexicon.auxiliaries)


@dataclass(frozen=True)
class _Message:
    """Finds the conditions of a message and what is said of them."""

    parts: Sequence[_Part]
    words: Sequence[Token]
    lexicon: Lexicon

    def judged(self) -> list[Lexeme]:
        out: list[Lexeme] = []
        index = 0
        while index < len(self.parts):
            readings = (self._conditional, self._asked, self._of_topic, self._postponed, self._or_else)
            found = next((found for reading in readings if (found := reading(index)) is not None), None)
            out += found.lexemes if found is not None else self.parts[index].pieces
            index = found.end if found is not None else index + 1
        return out

    def _conditional(self, index: int) -> _Found | None:
        """Read "if it lasts two hours or longer, I'll be snoring, so leave those out"."""
        if not self._is_conditional(self.parts[index]):
            return None
        condition, at = list(self.parts[index].pieces), index + 1
        while at < len(self.parts) and self._goes_on(self.parts[at]):
            condition += self.parts[at].pieces
            at += 1
        denied = self._denials(condition) % 2 == 1
        while at < len(self.parts) and not self.parts[at].opens:
            part = self.parts[at]
            if self._refuses(part) or (denied and self._follows(part)):
                return self._found(condition, at, self._last(at))
            if not self._tells(part):
                return None
            at += 1
        return None

    def _asked(self, index: int) -> _Found | None:
        """Read "is it in French? Then it's not for me"."""
        then = index + 1
        if then == len(self.parts) or "?" not in self.parts[then].before or not self._is_asked(self.parts[index]):
            return None
        part, last = self.parts[then], self._last(then)
        ends = last + 1 == len(self.parts) or self.parts[last + 1].opens
        refuses = self._refuses(part) if self._infers(part) else ends and self._refuses_all(part)
        return self._found(self.parts[index].pieces, then, last) if refuses else None

    def _of_topic(self, index: int) -> _Found | None:
        """Read "anything French, no thanks", "whatever comes from France, leave it out"."""
        part, then = self.parts[index], index + 1
        if then == len(self.parts) or self.parts[then].opens or not part.opens or not part.has(_VALUES):
            return None
        last = self._last(then)
        ends = last + 1 == len(self.parts) or self.parts[last + 1].opens
        topic = self._topic(part)
        if not ends or not topic or not self._refuses_all(self.parts[then]):
            return None
        return self._found(topic, then, last)

    def _postponed(self, index: int) -> _Found | None:
        """Read "skip it if it's in French", "I'll pass unless it's in French"."""
        then = index + 1
        if then == len(self.parts) or self.parts[then].before.strip() or not self._is_conditional(self.parts[then]):
            return None
        found = self._found(self.parts[then].pieces, index, index) if self._refuses_all(self.parts[index]) else None
        return None if found is None else replace(found, end=then + 1)

    def _or_else(self, index: int) -> _Found | None:
        """Read "Spielberg made it, or I'm not interested"."""
        part = self.parts[index]
        otherwise = part.pieces[0].kind == "OR" or self._said(part)[0] in self.lexicon.otherwise
        if not otherwise or index == 0 or not self.parts[index - 1].has(_VALUES) or not self._refuses(part):
            return None
        return _Found([replace(piece, kind="FILLER") for piece in part.pieces], index + 1)

    def _found(self, condition: Sequence[Lexeme], start: int, last: int) -> _Found | None:
        """Return a condition with the verdict that the parts `start` to `last` are."""
        named = any(piece.kind in _VALUES for piece in condition)
        has = any(piece.kind in ("VIA", "TOPIC") for piece in condition)
        if not named and not (has and self._refuses_all(self.parts[last])):
            return None
        end = max(at for at, piece in enumerate(condition) if piece.kind in _CONDITION)
        kept = self._with_one_denial(condition, end + 1)
        verdict = Lexeme("OUT", self.parts[start].pieces[0].start, self.parts[last].pieces[-1].end, cue=VERDICT)
        return _Found([*kept, verdict], last + 1)

    def _with_one_denial(self, condition: Sequence[Lexeme], end: int) -> list[Lexeme]:
        """Let what a condition speaks of up to `end` begin with what denies it: "if Spielberg didn't make it"."""
        kept = [replace(piece, kind="FILLER") if piece.kind in _SAID else piece for piece in condition[:end]]
        places = [at for at, piece in enumerate(condition) if self._denials([piece])]
        value = next(at for at, piece in enumerate(kept) if piece.kind in _CONDITION)
        if len(places) == 1 and places[0] < value:
            kept[places[0]] = replace(kept[places[0]], kind="NEG")
            return kept
        plain = [replace(piece, kind="FILLER") if at in places else piece for at, piece in enumerate(kept)]
        return [*plain[:value], replace(condition[places[0]], kind="NEG"), *plain[value:]] if len(places) % 2 else plain

    def _denials(self, pieces: Sequence[Lexeme]) -> int:
        return sum(
            piece.kind == "NEG" or (piece.kind not in _NO_DENIALS and any(map(self._denies, self._words(piece))))
            for piece in pieces
        )

    def _denies(self, word: str) -> bool:
        return word in self.lexicon.negations | self.lexicon.denials | self.lexicon.excepting

    def _last(self, start: int) -> int:
        """Return the last of the parts of a sentence that go on refusing: "it won't match, so no"."""
        last = start
        while last + 1 < len(self.parts) and not self.parts[last + 1].opens and self._refuses(self.parts[last + 1]):
            last += 1
        return last

    def _is_conditional(self, part: _Part) -> bool:
        """Tell whether a part begins with "if" and speaks of a value or a word."""
        said = self._said(part)
        place = next((at for at, word in enumerate(said) if word in self.lexicon.conditionals), None)
        return place is not None and _leads(said[:place], self.lexicon) and part.has(_VALUES | _WORDS)

    def _goes_on(self, part: _Part) -> bool:
        """Tell whether a part is more of a list: "if it's red, green | , or blue"."""
        return not part.opens and part.has(_VALUES) and all(piece.kind in _LISTED for piece in part.pieces)

    def _is_asked(self, part: _Part) -> bool:
        """Tell whether a part asks of an item whether it is so: "does it count as comedy?", "from France?"."""
        if not part.opens or not part.has(_VALUES) or part.has(_ITEMS):
            return False
        said = self._said(part)
        asks = said[0] in self.lexicon.asking and said[1] in self.lexicon.asked_of
        return asks or all(piece.kind in _FRAGMENT for piece in part.pieces)

    def _topic(self, part: _Part) -> Sequence[Lexeme]:
        """Return what a part only names or calls something: "anything from France", "gray is such a hideous colour"."""
        said, pieces = self._said(part), part.pieces
        if said[0] in self.lexicon.anythings:
            named = pieces[-1].kind in _CONDITION and not part.has(_ITEMS | _ELSE - {"FORGET"})
            return pieces if named and said[1] != "but" else ()
        if part.has(_ITEMS) or self._denials(pieces):
            return ()
        called = pieces[0].kind == "VALUE" and len(pieces) > 1 and pieces[1].kind == "IS" and not part.has(_ELSE)
        if called:
            return [pieces[0], *(piece for piece in pieces if piece.kind == "FIELD")]
        return pieces if all(piece.kind in _FRAGMENT for piece in pieces) else ()

    def _infers(self, part: _Part) -> bool:
        """Tell whether a part draws a conclusion: "then …", "in that case …"."""
        return not self.lexicon.inferring.isdisjoint(self._said(part)[:_OPENING])

    def _tells(self, part: _Part) -> bool:
        """Tell whether a part may only say why: "it's over before I've found my slippers"."""
        return self._has_subject(part) and not self._has_else(part)

    def _follows(self, part: _Part) -> bool:
        """Tell whether a part only tells what would be: "it'll clash with everything"."""
        return self._has_subject(part) and self._says_no_wish(part)

    def _refuses(self, part: _Part) -> bool:
        """Tell whether a part says no to what was told before it, and speaks of nothing else."""
        if not self._says_no_wish(part):
            return False
        denied = any(word in self.lexicon.negations or word in self.lexicon.refusing for word in self._said(part))
        return self._refuses_all(part) or (self._has_subject(part) and denied)

    def _refuses_all(self, part: _Part) -> bool:
        """Tell whether a part does nothing but say no: "no thanks", "one that's not"."""
        said = self._said(part)
        named = any(piece.kind in _VALUES and self._words(piece) != ["one"] for piece in part.pieces)
        if said[-1] in self.lexicon.elliptic and not named:
            return True
        refusal = part.has(_REFUSALS) or not self.lexicon.refusing.isdisjoint(said)
        small = all(piece.kind in _REFUSALS | _SMALL or piece.kind == "FIELD" for piece in part.pieces)
        return refusal and small and self._says_no_wish(part)

    def _says_no_wish(self, part: _Part) -> bool:
        """Tell whether a part names nothing that is wanted, "that colour" aside, and takes nothing for indifferent."""
        said = self._said(part)
        accepts = said[-2:] == ["say", "no"] and not self.lexicon.negations.isdisjoint(said[:-2])
        if accepts or part.has(_VALUES) or self._has_else(part) or not self.lexicon.indifferent.isdisjoint(said):
            return False
        return all(self._is_pointed(piece) for piece in part.pieces if piece.kind == "FIELD")

    def _has_else(self, part: _Part) -> bool:
        """Tell whether a part wishes for something of its own, or takes something for indifferent."""
        return any(piece.kind in _ELSE and self._words(piece)[0] not in self.lexicon.anythings for piece in part.pieces)

    def _is_pointed(self, piece: Lexeme) -> bool:
        before = self.words[max(0, piece.start - 2) : piece.start]
        return any(word.normal in self.lexicon.pointing for word in before)

    def _has_subject(self, part: _Part) -> bool:
        subjects = self.lexicon.speakers | self.lexicon.subjects | self.lexicon.owners | self.lexicon.pointing
        return not subjects.isdisjoint(self._said(part))

    def _words(self, piece: Lexeme) -> list[str]:
        return [word.normal for word in self.words[piece.start : piece.end]]

    def _said(self, part: _Part) -> list[str]:
        return [self.words[at].normal for at in range(part.pieces[0].start, part.pieces[-1].end)]
