"""A message as the encoder sees it: pieces of words, with marks where parts and sentences begin.

<s> [new] [s] [value] horror [/] never , under [time] 95 minutes [/] </s>
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, NamedTuple

from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Lowercase, Replace
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Metaspace

from palate.catalog.words import WIDE
from palate.language.reader.labels import CONTEXTS, LINKS

PAD, BEGIN, END, UNKNOWN = "<pad>", "<s>", "</s>", "<unk>"
SENTENCE, CLOSE, PHRASE = "[s]", "[/]", "[phrase]"
MARKS: Final = (
    *(PAD, BEGIN, END, UNKNOWN, SENTENCE, CLOSE, PHRASE),
    *(f"[{each}]" for each in (*CONTEXTS, *LINKS)),
)
"""What is no piece of a word; the first ids are theirs, in this order."""
LONGEST = 384
"""Pieces of one message, marks and all; what comes after is told to be unread."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDS = re.compile(r"(?<=[.!?;])[\"'\u201d\u2019)\]]*\s+|(?<=[\u3002\uff01\uff1f\uff1b])|\s*\n+\s*")


class Marked(NamedTuple):
    """A part of a message that is marked for the encoder: its kind is one of `LINKS`."""

    start: int
    end: int
    kind: str


@dataclass
class Pieces:
    """A message in pieces."""

    ids: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where each piece stands in the message; (-1, -1) for marks."""
    parts: list[int] = field(default_factory=list)
    """The place of the mark of each part, in their order; parts that were cut off are missing."""
    sentences: list[tuple[int, int, int]] = field(default_factory=list)
    """The place of the mark of each sentence, and where the sentence stands in the message."""
    read: int = 0
    """Where in the message the reading ended."""

    def within(self, mark: int) -> Iterator[int]:
        """Yield the places of a part's pieces, from its mark on."""
        yield from takewhile(lambda at: self.spans[at][0] >= 0, range(mark + 1, len(self.spans)))

    def words(self, message: str) -> list[list[int]]:
        """Return the pieces of every word: what no space parts, but for scripts that put none between words."""
        words: list[list[int]] = []
        for at, (start, end) in enumerate(self.spans):
            if start < 0:
                continue
            joined = bool(words) and self.spans[words[-1][-1]][1] >= start and not WIDE.search(message[start:end])
            if joined and words[-1][-1] == at - 1:
                words[-1].append(at)
            else:
                words.append([at])
        return words


class Cutter:
    """Cuts messages into pieces of one vocabulary."""

    def __init__(self, vocabulary: Sequence[tuple[str, float]]) -> None:
        """Take the pieces and their scores, marks first."""
        self._marks: Mapping[str, int] = {mark: at for at, mark in enumerate(MARKS)}
        self._tokenizer = Tokenizer(Unigram(list(vocabulary), unk_id=self._marks[UNKNOWN]))
        self._tokenizer.normalizer = Normalizers([NFKC(), Lowercase(), Replace("\u2019", "'")])
        self._tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always")

    def phrase(self, text: str, *, longest: int = 48) -> list[int]:
        """Return a phrase by itself, as it is compared by meaning."""
        ids = [at for at, _ in self._words(text, 0)]
        return [self._marks[BEGIN], self._marks[PHRASE], *ids[: longest - 3], self._marks[END]]

    def message(self, text: str, parts: Sequence[Marked], context: str) -> Pieces:
        """Return a message with its parts marked; these are in order and do not overlap."""
        out = Pieces()
        self._mark(out, BEGIN)
        self._mark(out, f"[{context}]")
        bounds = sorted({0, *(end for end in _ends_of(text) if not any(p.start < end < p.end for p in parts))})
        # Where several marks stand in one place, a part ends before a sentence begins, and that before a part.
        marks = [(part.end, 0, CLOSE) for part in parts]
        marks += [(at, 1, SENTENCE) for at in bounds if at < len(text)]
        marks += [(part.start, 2, f"[{part.kind}]") for part in parts]
        at = 0
        for position, _, mark in sorted(marks):
            out.read = self._add(out, text, at, position)
            if out.read < position or len(out.ids) >= LONGEST - 1:
                break
            at = position
            if mark == SENTENCE:
                out.sentences.append((len(out.ids), position, _end(position, bounds, len(text))))
            elif mark != CLOSE:
                out.parts.append(len(out.ids))
            self._mark(out, mark)
        else:
            out.read = self._add(out, text, at, len(text))
        self._mark(out, END)
        return out

    def _add(self, out: Pieces, text: str, start: int, end: int) -> int:
        """Add the words of a stretch as far as there is room; return up to where they were added."""
        for piece, span in self._words(text[start:end], start):
            if len(out.ids) >= LONGEST - 1:
                return out.spans[-1][1] if out.spans[-1][1] > start else start
            out.ids.append(piece)
            out.spans.append(span)
        return end

    def _words(self, text: str, shift: int) -> Iterator[tuple[int, tuple[int, int]]]:
        stripped = text.strip()
        if not stripped:
            return
        shift += len(text) - len(text.lstrip())
        found = self._tokenizer.encode(_LONE_SURROGATE.sub("\ufffd", stripped), add_special_tokens=False)
        for piece, (start, end) in zip(found.ids, found.offsets, strict=True):
            # The space before a word is of its first piece, and of nothing that is said.
            yield piece, (start + shift + (start < end and stripped[start].isspace()), end + shift)

    def _mark(self, out: Pieces, mark: str) -> None:
        out.ids.append(self._marks[mark])
        out.spans.append((-1, -1))


def _ends_of(text: str) -> Iterator[int]:
    for found in _ENDS.finditer(text):
        yield found.end()


def _end(start: int, bounds: Sequence[int], last: int) -> int:
    return next((bound for bound in bounds if bound > start), last)
