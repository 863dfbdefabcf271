"""Claims by name: words in capitals that are no title, no value, and nobody that the evidence knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.ground import Ground, told
from palate.agent.replies.claims.perhaps import is_plain
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import is_akin, is_made_of
from palate.agent.replies.claims.subjects import subject_of
from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token, normal, singular


def unbound_names(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield the items and names that nothing bears out."""
    for mention in sentence.mentions:
        said = " ".join(word.text for word in sentence.words[mention.start : mention.end])
        if not mention.items:
            yield Claim("title", said, f"No item of this title is of that year: “{said}”.")
        elif mention.strange and not _may_be_named(said, mention.items[0].title, sentence, mention.start, ground):
            yield Claim("title", said, f"“{said}” is no item that this reply is about.")
    for start, end in _runs(sentence, ground):
        said = " ".join(word.text for word in sentence.words[start:end])
        subject = subject_of(sentence, start, end, ground)
        own = [item for group in (*subject.groups, subject.topic) for item in group]
        items = own if is_plain(sentence, start, end) else list(ground.known.values())
        wheres = (ground.echo, ground.facts, ground.titles, *map(ground.texts, items))
        owner = normal(said.removesuffix("'s").removesuffix("\u2019s"))
        names = {normal(said), owner, *singular(normal(said)), normal(said.removesuffix("s"))}  # "Nazis", "PCs".
        parts = normal(said).split(" and ")
        known = all(any(told(part, where) for where in wheres) for part in parts) or any(
            told(name, where) for name in names for where in wheres
        )
        known = known or any(
            is_made_of(name, word) for name in names for item in items for word in ground.texts(item).split()
        )
        if not known and not any(is_akin(normal(said), item) for item in items):
            yield Claim("name", said, f"Nobody and nothing that is known here is called “{said}”.")


def _may_be_named(said: str, title: str, sentence: Sentence, start: int, ground: Ground) -> bool:
    """Tell whether an item that the reply is not about is named in a reason, by the person, or as another name."""
    subject = subject_of(sentence, start, start + 1, ground)
    items = [item for group in subject.groups for item in group]
    wheres = (ground.echo, ground.facts, *map(ground.reasons, items))
    if any(told(normal(name), where) for name in (said, title) for where in wheres):
        return True
    return any(told(normal(said), ground.texts(item)) for item in items)


def _runs(sentence: Sentence, ground: Ground) -> Iterator[tuple[int, int]]:
    """Yield the spans of words in capitals that are nothing else."""
    covered = {place for each in sentence.values for place in range(each.start, each.end)}
    place = int(sentence.words[0].normal in _usual(ground))
    while place < len(sentence.words):
        end = place
        while end < len(sentence.words) and end not in covered and _is_capital(sentence, end, start=place):
            end += 1
        while end > place and not sentence.words[end - 1].capital:
            end -= 1
        letter = end - place == 1 and len(sentence.words[place].text) == 1 and end < len(sentence.words)
        if letter and sentence.words[end].before == "-":
            place = end + 1  # "H-bombs".
            continue
        if end > place and not _is_usual(sentence, place, end, ground):
            yield place, end
        place = max(end, place + 1)


def _is_capital(sentence: Sentence, place: int, *, start: int) -> bool:
    word = sentence.words[place]
    if not sentence.free(place, place + 1):
        return False
    inside = place > start and not word.before.strip()
    return (word.capital and (place == start or inside)) or (inside and word.normal in lists().words["particles"])


def _is_usual(sentence: Sentence, start: int, end: int, ground: Ground) -> bool:
    """Tell whether capitals say nothing: at the beginning of a sentence, in "I", in names of fields."""
    words = [word for word in sentence.words[start:end] if word.capital]
    usual = _usual(ground)
    if all(word.normal in usual or not word.text[0].isalpha() for word in words):
        return True
    rest: Sequence[Token] = words[1:] if _begins(sentence, start, ground) else words
    return all(word.normal in usual for word in rest)


def _begins(sentence: Sentence, start: int, ground: Ground) -> bool:
    before = sentence.words[start].before.strip()
    if start == 0:
        return True
    if before.endswith(":"):
        low = max(0, start - 2)
        return not ground.grounder.field_spans(sentence.words[low:start])
    return before.endswith(("(", "\u201c", '"', "\u2013", "\u2014"))


def _usual(ground: Ground) -> frozenset[str]:
    fields = {word for name in ground.schema.names for word in normal(name.replace("_", " ")).split()}
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    capitals = {word for (word,) in lists().words["capitals"].entries}
    return common | fields | capitals | {"i", "im", "ive", "id", "ill", normal(ground.schema.noun)}
