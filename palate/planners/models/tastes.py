"""What a person tells of themselves for good, as a model wrote it: as far as they said it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from palate.catalog.conditions import Where
from palate.catalog.grounding.matches import THRESHOLD
from palate.catalog.words import tokens
from palate.errors import CallerError
from palate.language.preference import Preference
from palate.planners.models.examined import Examined, as_said
from palate.planners.models.quotes import verbatim
from palate.planners.models.written import Taste, WrittenPlan

_WHERE: TypeAdapter[Where] = TypeAdapter(Where)


def tastes(written: WrittenPlan, made: Examined) -> Iterator[Preference]:
    """Yield what a person tells of themselves for good, as far as they said it."""
    for each in written.taste:
        quote = verbatim(each.quote, made.message)
        if quote is None:
            made.repaired.append(f"a taste was left out: the message does not say “{each.quote}”.")
            continue
        known = _taste(each, quote, made)
        if known is None:
            made.repaired.append(f"a taste was left out: “{quote}” names nothing that is here.")
            continue
        polarity = "want" if each.likes else "avoid"
        update = {"polarity": polarity, "strength": "soft", "horizon": "long"}
        yield as_said(known.model_copy(update=update), quote, made)


def _taste(taste: Taste, quote: str, made: Examined) -> Preference | None:
    if taste.title is not None:
        found = made.reading.catalog.grounder.titles(taste.title, limit=1)
        sure = bool(found) and found[0].confidence >= THRESHOLD and _is_named(found[0].id, taste.title, quote, made)
        return Preference(item=found[0].id) if sure else None
    try:
        where = _WHERE.validate_python({"field": taste.field, "op": taste.op, "value": taste.value})
        where.check_against(made.reading.catalog.schema)
    except (ValidationError, CallerError):
        return None
    return Preference(where=where)


def _is_named(item: str, title: str, quote: str, made: Examined) -> bool:
    """Tell whether words name an item, by a title or a part of one, or may mean it since it was shown."""
    shown = {each.id for each in (*made.reading.session.shown, *made.reading.session.focus)}
    spans = made.reading.catalog.grounder.title_spans(list(tokens(quote)))
    named = {match.id for span in spans for match in span.matches}
    return item in shown | named or verbatim(title, quote) is not None
