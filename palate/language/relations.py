"""Stage 3: what is wanted by what an item has: "by the director of Fargo", "from the same year as Jaws"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.schema import Schema
from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme
from palate.language.via import via_fields

_TARGETS = frozenset({"ITEM", "REF"})
_ASKS = frozenset({"WHO", "WHEN", "WHERE", "WHAT", "HOW", "IS", "ASK"})
_TASTE = frozenset({"LOVE", "HATE", "SEEN"})
_DENIES = ("DENY", "NEG", "OUT", "BLAME", "HATE")
_POINTERS = ("that", "this")
_SHARED = ("category", "tags", "number", "date")


@dataclass(frozen=True)
class _Found:
    """A relation among the pieces `start` to `end`."""

    start: int
    end: int
    field: str
    target: Lexeme


@dataclass(frozen=True)
class Relations:
    """Finds relations in one clause."""

    clause: Sequence[Lexeme]
    words: Sequence[Token]
    schema: Schema
    lexicon: Lexicon

    def applied(self) -> list[Lexeme]:
        """Return the clause with each relation as `SHARING` and the item that it is to be shared with."""
        out: list[Lexeme] = []
        index = 0
        while index < len(self.clause):
            found = self._at(index)
            if found is None:
                out.append(self.clause[index])
                index += 1
                continue
            while out and (out[-1].kind in ("VIA", "FROM", "FILLER", "APPROX") or self._is_by(out[-1])):
                out.pop()
            first, last = self.clause[found.start], self.clause[found.end - 1]
            out += [Lexeme("SHARING", first.start, last.end, fields=(found.field,)), found.target]
            index = found.end
        return out

    def _at(self, index: int) -> _Found | None:
        readings = (self._of_a_field, self._of_a_phrase, self._of_an_owner, self._of_whoever, self._of_a_person)
        return next((found for reading in readings if (found := reading(index)) is not None), None)

    def _of_a_field(self, index: int) -> _Found | None:
        """Read "the same director as Ran", "the director of Fargo", "its director", "that year"."""
        piece, name = self.clause[index], self._shared_field(index)
        if piece.kind != "FIELD" or name is None:
            return None
        pointer = self._word_before(index)
        target = self._target_after(index)
        if pointer == "same":
            end = index + 1 if target is None else target + 1
            return _Found(index, end, name, self._itself(index) if target is None else self.clause[target])
        if not self._is_wanted(index):
            return None
        if pointer in self.lexicon.possessives and self._is_told(name):
            return None
        if pointer in self.lexicon.possessives or (pointer in _POINTERS and self._is_meant(index)):
            return _Found(index, index + 1, name, self._itself(index))
        return None if target is None else _Found(index, target + 1, name, self.clause[target])

    def _is_told(self, field: str) -> bool:
        """Tell whether the clause says what a field is to be: "with R for its age rating I'd have it"."""
        return any(match.field == field for piece in self.clause if piece.kind == "VALUE" for match in piece.values)

    def _of_a_phrase(self, index: int) -> _Found | None:
        """Read "by the director of Fargo" where "by the director" is one cue."""
        piece = self.clause[index]
        target = self._target_after(index) if piece.kind == "VIA" and len(self._said(index)) > 1 else None
        name = self._via(piece) if target is not None else None
        return None if target is None or name is None else _Found(index, target + 1, name, self.clause[target])

    def _of_an_owner(self, index: int) -> _Found | None:
        """Read "by Fargo's director"."""
        piece = self.clause[index]
        owns = piece.kind == "ITEM" and self.words[piece.end - 1].text[-2:-1] in ("'", "\u2019")
        if not owns or index + 1 >= len(self.clause) or self.clause[index + 1].kind != "FIELD":
            return None
        name = self._shared_field(index + 1)
        return _Found(index, index + 2, name, piece) if name is not None and self._is_wanted(index) else None

    def _of_whoever(self, index: int) -> _Found | None:
        """Read "by whoever made Alien"."""
        if self._said(index) != ["whoever"]:
            return None
        verb = index + 1
        while verb < len(self.clause) and self.clause[verb].kind == "FILLER":
            verb += 1
        at = next((at for at in range(verb, min(verb + 3, len(self.clause))) if self.clause[at].kind in _TARGETS), None)
        name = self._maker(verb)
        return None if at is None or name is None else _Found(index, at + 1, name, self.clause[at])

    def _of_a_person(self, index: int) -> _Found | None:
        """Read "else by him", "with her", "anything else of his" and "what else did he make?"."""
        piece, said = self.clause[index], self._said(index)
        if (
            piece.kind not in ("FILLER", "REF")
            or not said
            or not self._has("MORE", "THING")
            or self._has("SIM", *_TASTE)
        ):
            return None
        before = self.clause[index - 1] if index else None
        last = said[-1]
        name: str | None = None
        if before is not None and before.kind in ("VIA", "FIELD") and last in self.lexicon.persons:
            name = self._via(before)
        elif last in self.lexicon.owned and ("of" in said or self._word_before(index) == "of"):
            name = self._via(None)
        elif last in self.lexicon.doers and self._has("MORE"):
            name = self._maker(index + 1)
        return None if name is None else _Found(index, index + 1, name, self._itself(index))

    def _is_wanted(self, index: int) -> bool:
        """Tell whether items are asked for by the field, and not what its value is."""
        if self._has("MORE"):
            return True
        before = next((each for each in reversed(self.clause[:index]) if each.kind != "FILLER"), None)
        by = before is not None and (before.kind in ("VIA", "FROM") or self._is_by(before))
        return by and (self._has("THING", "WANT") or not self._has(*_ASKS))

    def _is_meant(self, index: int) -> bool:
        """Tell whether "that year" is one to be from, and neither what is wrong nor "just this minute"."""
        piece = self.clause[index]
        before = next((each for each in reversed(self.clause[:index]) if each.kind != "FILLER"), None)
        if before is None or before.kind not in ("VIA", "FROM") or self.schema.field(piece.fields[0]).unit is not None:
            return False
        said = {word.normal for each in self.clause for word in self.words[each.start : each.end]}
        doubted = piece.end < len(self.words) and "?" in self.words[piece.end].before
        return not doubted and not self._has(*_DENIES) and said.isdisjoint(self.lexicon.negations)

    def _is_by(self, piece: Lexeme) -> bool:
        """Tell whether a field's name ends in a preposition: "films by"."""
        return piece.kind == "FIELD" and self.words[piece.end - 1].normal == "by"

    def _shared_field(self, index: int) -> str | None:
        names = self.clause[index].fields
        return next((name for name in names if self.schema.field(name).kind in _SHARED), None)

    def _target_after(self, index: int) -> int | None:
        """Return where the item stands that the words behind a field name: "of Fargo", "as the second one"."""
        linked = False
        for at in range(index + 1, len(self.clause)):
            if self.clause[at].kind in _TARGETS:
                return at if linked else None
            if self.clause[at].kind not in ("FILLER", "SIM", "THAN"):
                return None
            linked = linked or bool({"of", "as", "than", "like"} & set(self._said(at)))
        return None

    def _word_before(self, index: int) -> str:
        start = self.clause[index].start
        return self.words[start - 1].normal if start and index and not self.words[start].before.strip() else ""

    def _said(self, index: int) -> list[str]:
        if index >= len(self.clause):
            return []
        return [word.normal for word in self.words[self.clause[index].start : self.clause[index].end]]

    def _has(self, *kinds: str) -> bool:
        return any(piece.kind in kinds for piece in self.clause)

    def _via(self, before: Lexeme | None) -> str | None:
        if before is not None and before.kind == "FIELD":
            return before.fields[0]
        return next(iter(via_fields(before.cue if before is not None else "by", self.schema)), None)

    def _maker(self, start: int) -> str | None:
        """Return the field of who made an item, or another one that a verb names: "directed", "sing"."""
        makers = via_fields("by", self.schema)
        named = [name for piece in self.clause[start:] if piece.kind == "FIELD" for name in piece.fields]
        acting = [name for name in named if name in via_fields("with", self.schema)]
        return next(iter([*(name for name in named if name in makers), *acting, *makers]), None)

    def _itself(self, index: int) -> Lexeme:
        """Return what stands for the item last spoken of."""
        piece = self.clause[index]
        return Lexeme("REF", piece.start, piece.end, cue="one")
