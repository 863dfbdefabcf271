"""That all that was chosen is there, in order, with what has to be said, and nothing that is no prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.ground import Ground, called
from palate.agent.replies.claims.ground import told as is_told
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import NUMBERED, Sentence
from palate.catalog.grounding.number_words import number_at
from palate.catalog.grounding.quantities import quantity_spans
from palate.catalog.words import normal

_MARKUP = re.compile(
    r"""
    \w+://\S+ | \bwww\.\S+ | \S+@\S+\.\w+ | \b[\w-]+\.(?:com|net|org|io|co|ru|xyz|info)\b   # addresses
    | </?\w[^>]*> | \]\( | ``` | ` | \*\*?\S | ^\s{0,3}\#+\s | ^\s*\|.*\|\s*$ | \{\{ | &\w+;    # markup
    | [\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]                             # signs that nobody sees
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)

_CALLED = 3
"""How many words behind "these two" may tell which: "these two navy bottles"."""
_MANY = 100
"""More than that are never shown."""


def unbound_wholeness(text: str, read: Sequence[Sentence], ground: Ground) -> Iterator[Claim]:
    """Yield what is missing, out of order, added, or no prose."""
    yield from _items(text, read, ground)
    yield from _announced(read, ground)
    for sentence in ground.evidence.required:
        if sentence.strip() and sentence.strip() not in text:
            yield Claim("disclosure", sentence, f"“{sentence}” has to be said, in these words.")
    template, prose = ground.evidence.template, text
    for title in filter(_MARKUP.search, (item.title for item in ground.known.values())):
        prose = prose.replace(title, "")  # "M*A*S*H" is no markup.
    for match in _MARKUP.finditer(prose):
        if match[0] not in template:
            yield Claim(
                "markup", match[0].strip() or repr(match[0]), "It is no prose, and the template has none of it."
            )
    lowered = f" {normal(text)} "
    for words in lists().instructions:
        if f" {normal(words)} " in lowered and words in text.lower() and words not in template.lower():
            yield Claim("markup", words, "It speaks to a program, or has the person do what nobody asked for.")


def _items(text: str, read: Sequence[Sentence], ground: Ground) -> Iterator[Claim]:
    shown = [item.id for item in ground.shown]
    if not shown:
        return
    lines = [line for line in text.split("\n") if NUMBERED.match(line)]
    if lines:
        yield from _numbered(lines, ground)
        return
    titled = [each for sentence in read for each in sentence.mentions if each.titled]
    named = [item.id for each in titled for item in each.items if item.id in shown]
    # What another is compared with before its turn is not out of order.
    own = [item.id for each in titled if not each.related for item in each.items if item.id in shown]
    missing = [item.title for item in ground.shown if item.id not in named]
    for title in missing:
        yield Claim("items", title, f"“{title}” was chosen, and is missing.")
    if not missing and shown not in (list(dict.fromkeys(named)), list(dict.fromkeys([*own, *named]))):
        yield Claim("items", ", ".join(item.title for item in ground.shown), "The items are not in their order.")


def _announced(read: Sequence[Sentence], ground: Ground) -> Iterator[Claim]:
    """Look at how many things are announced before any of them is named: "these two", "how about five films?"."""
    counts = {len(ground.shown), *ground.evidence.counts, *(len(each.listed) for each in read)}
    for sentence in takewhile(lambda each: not any(mention.titled for mention in each.mentions), read):
        words, measured = sentence.words, {span.start for span in quantity_spans(sentence.words) if span.quantity.unit}
        for place in range(1, len(words)):
            number = number_at(words, place)
            told = words[place - 1].normal in lists().words["announcing"] and place not in measured
            if number is None or not told or number.value not in range(2, _MANY) or number.value in counts:
                continue
            behind = words[number.end].normal if number.end < len(words) else ""
            yours = is_told(words[place].normal, ground.echo)
            nouns = words[number.end : number.end + _CALLED]
            titles = [f" {normal(item.title)} " for item in ground.shown]
            some = any(number.value == sum(called(noun, title) for title in titles) for noun in nouns)
            if behind != "of" and not (yours or some) and not is_told(str(int(number.value)), ground.facts):
                yield Claim("count", f"{words[place - 1].text} {words[place].text}", "Another number is shown.")


def _numbered(lines: Sequence[str], ground: Ground) -> Iterator[Claim]:
    if len(lines) != len(ground.shown):
        yield Claim("items", f"{len(lines)} lines", f"{len(ground.shown)} items were chosen, {len(lines)} are listed.")
    last = 0
    for line, item in zip(lines, ground.shown, strict=False):
        match = NUMBERED.match(line)
        rest = normal(line[match.end() :]) if match else ""
        place = int(match[1]) if match else 0
        # A reply to two requests counts anew.
        opens = any(f"{rest} ".startswith(f"{article}{normal(item.title)} ") for article in ("", "the "))
        if place not in (last + 1, 1) or not opens:
            yield Claim("items", line, f"This line should be about “{item.title}”.")
        last = place
