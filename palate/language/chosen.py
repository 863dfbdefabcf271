"""Which of what the last reply asked about a message chooses: "the second", "1984", "the newer one"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.catalog import Catalog
from palate.catalog.words import normal, tokens
from palate.language.asked import PAIR
from palate.language.cues.lexicon import Cue, lexicon
from palate.language.understanding import SessionView


@dataclass(frozen=True)
class Choice:
    """An answer to a question of the last reply, as a message to be read, with the items that its titles stand for."""

    message: str
    chosen: dict[str, str]


def answered(message: str, session: SessionView, catalog: Catalog) -> Choice | None:
    """Tell whether a message chooses among the titles that the last reply asked about, and which.

    "The second", "1984", "the newer one" and the title with its year all choose; anything else is a message of its own.
    After a question between two items their places stand for their titles, and after one which of two wishes holds for
    the words that said them.
    """
    if session.either:
        quotes = {entry.key: entry.provenance.quote for entry in session.preferences}
        return Choice(_with_place(message, [quotes.get(key, "") for key in session.offered], catalog), {})
    if session.asked == PAIR and not session.pending and len(session.options) > 1:
        return _between(message, [str(option) for option in session.options], catalog)
    if session.asked != PAIR or not session.pending or not session.options:
        return None
    options = [str(option) for option in session.options]
    index = _index(message, options, catalog)
    if index is None:
        return None
    items = catalog.items(options)
    said = {items[index].title: options[index]}
    # The words of the pending message that name it, however they were spelt there.
    for span in catalog.grounder.title_spans(tokens(session.pending)):
        ids = [match.id for match in span.matches]
        if options[index] in ids:
            start, end = tokens(session.pending)[span.start].start, tokens(session.pending)[span.end - 1].end
            said[session.pending[start:end]] = options[index]
    return Choice(session.pending, said)


def _between(message: str, options: Sequence[str], catalog: Catalog) -> Choice:
    titles = {option: catalog.item(option).title for option in options}
    said = _with_place(message, list(titles.values()), catalog)
    return Choice(said, {title: option for option, title in titles.items()})


def _with_place(message: str, options: Sequence[str], catalog: Catalog) -> str:
    """Return a message with the option that an ordinal of it means in the ordinal's place."""
    words = tokens(message)
    places = [span for span in lexicon().spans(words, noun=catalog.schema.noun) if span.cue.kind == "ORDINAL"]
    said = max(places, key=lambda span: span.end - span.start, default=None)
    place = _place(said.cue, len(options)) if said is not None else None
    if said is None or place is None:
        return message
    return f"{message[: words[said.start].start]}{options[place]}{message[words[said.end - 1].end :]}"


def _place(cue: Cue, of: int) -> int | None:
    """Return which of several things an ordinal such as "the second" or "the last" means."""
    number = int(cue.value.split(":")[0])
    place = number - 1 if number > 0 else of + number
    return place if 0 <= place < of else None


def _index(message: str, options: Sequence[str], catalog: Catalog) -> int | None:
    words = tokens(message)
    if not words or len(words) > 8:
        return None
    for span in lexicon().spans(words, noun=catalog.schema.noun):
        if span.cue.kind == "ORDINAL":
            return _place(span.cue, len(options))
    if len(options) == 1 and any(span.cue.kind == "YES" for span in lexicon().spans(words, noun=catalog.schema.noun)):
        return 0
    return _by_year(message, options, catalog)


def _by_year(message: str, options: Sequence[str], catalog: Catalog) -> int | None:
    year = catalog.schema.of_role("year")
    items = catalog.items(options)
    labels = [normal(f"{item.title} {item.get(year.name) if year else ''}") for item in items]
    said = normal(message)
    years = [str(item.get(year.name)) if year else "" for item in items]
    fits = [
        index
        for index, label in enumerate(labels)
        if said == label or (years[index] and years[index] in said.split()) or said == normal(options[index])
    ]
    if len(fits) == 1:
        return fits[0]
    values = [float(each) for each in years if each.replace(".", "", 1).isdigit()]
    if len(values) == len(options):
        if any(word in said.split() for word in ("newer", "newest", "latest", "later", "recent")):
            return values.index(max(values))
        if any(word in said.split() for word in ("older", "oldest", "original", "earlier")):
            return values.index(min(values))
    return None
