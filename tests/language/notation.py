"""A short notation for what a message means, so that a test shows the whole of it in a line or two."""

from __future__ import annotations

from palate import Catalog
from palate.catalog.conditions import Condition
from palate.language.preference import Preference
from palate.language.understanding import Intent, SessionView, Shown, Understanding


def parts(understanding: Understanding) -> list[str]:
    """Write each intent in a line: its act, then everything that it says."""
    return [intent_line(intent) for intent in understanding.intents]


def intent_line(intent: Intent) -> str:
    """Write one intent."""
    said = [intent.act, *map(preference, intent.preferences)]
    for name in ("like", "seen", "reject", "about"):
        titles = [mention.title for mention in getattr(intent, name)]
        said += [f"{name} {', '.join(titles)}"] if titles else []
    said += [f"{bound.field} {bound.op} {bound.title}" for bound in intent.bounds]
    said += [f"by {order.field} {'down' if order.descending else 'up'}" for order in intent.order]
    said += [f"limit {intent.limit}"] if intent.limit is not None else []
    said += [f"withdraw {', '.join(intent.withdraw)}"] if intent.withdraw else []
    said += [name for name in ("fresh", "only", "more") if getattr(intent, name)]
    if intent.question is not None:
        question = intent.question
        said.append(" ".join(filter(None, ["?", question.kind, question.field or ""])))
    return " | ".join(said)


def preference(entry: Preference) -> str:
    """Write one preference: `~` where soft, `!` where it is to be avoided, `*` where it is to be kept for good."""
    sign = ("~" if entry.strength == "soft" else "") + ("!" if entry.polarity == "avoid" else "")
    sign += "*" if entry.horizon == "long" else ""
    if entry.item is not None:
        return f"{sign}item {entry.item}"
    if entry.text is not None:
        return f"{sign}text '{entry.text}'"
    assert entry.where is not None
    alternatives = entry.where.parts
    return sign + " or ".join(map(condition, alternatives))


def condition(part: Condition) -> str:
    """Write one condition."""
    return f"{part.field} {part.op} {part.value}"


def shown(catalog: Catalog, *ids: str) -> SessionView:
    """Return a session whose last reply showed some items."""
    items = [Shown(id=item.id, title=item.title, fields=dict(item.fields)) for item in catalog.items(ids)]
    return SessionView(turn=1, shown=tuple(items))
