"""Session states of older versions, as the current version has them.

Version 1 was flat and had no number: 14 of its fields were flags that told what the last reply had asked. Version 2
groups fields, and has one `pending` question.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from palate.errors import StorageError
from palate.language.asked import OPEN, PAIR
from palate.language.preference import Preference

VERSION = 2
"""Of a session's state."""
_ONLY_IN_1 = "shown_ids"
"""A field that every state of version 1 has, and none of a later one."""
_SAME = ("turn", "language", "preferences", "statements", "like", "previous", "shown", "focus")
_ITEMS = ("reasons", "seen", "rejected", "committed", "opinions", "turned_down")
_ELICITED = ("questions", "told_again", "stood_by", "confirmations", "unplaced", "explained", "unexplained")


def migrated(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a session's state in the current version, as far as this one knows the state's."""
    return _from_1(state) if _ONLY_IN_1 in state else state


def check_version(version: object) -> None:
    """Check that this version of Palate can read a state.

    Raises:
        StorageError: a later one wrote it.
    """
    if isinstance(version, int) and version > VERSION:
        raise StorageError(
            f"A later version of Palate wrote this session (its state is of version {version}, and this one reads up "
            f"to {VERSION}); upgrade Palate, or remove the session with `agent.end(…)`."
        )


def _from_1(old: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_taken(old, _SAME),
        "schema_version": VERSION,
        "items": {"shown": old[_ONLY_IN_1], **_taken(old, _ITEMS)},
        "elicited": {
            "fields": old.get("asked_about", ()),
            "takes_first": old.get("final", False),
            **_taken(old, _ELICITED),
        },
        "asked_fact": {"question": old.get("question"), "conditions": old.get("questioned", ())},
        "pending": _pending(old),
    }


def _taken(old: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: old[name] for name in names if name in old}


def _pending(old: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the question that the flags of version 1 told of."""
    field, message, keys = old.get("asked"), old.get("pending", ""), old.get("offered", ())
    said_back = [Preference.model_validate(each).key for each in old.get("preferences", ()) if old.get("said_back")]
    if old.get("confirming"):
        return {"kind": "policy", "policy": old["confirming"], "message": message}
    if keys and field is not None and old.get("doubted"):
        told = {"field": field, "keys": keys, "said_back": said_back}
        return {"kind": "confirmation", "either": old.get("either", False), **told}
    if field is None:
        return {"kind": "offer", "keys": keys, "either": old.get("either", False)} if keys else None
    if field == OPEN or said_back:
        return {"kind": "open", "field": field, "said_back": said_back}
    return _of_choices(old, field, [str(each) for each in old.get("options", ())])


def _of_choices(old: Mapping[str, Any], field: str, options: list[str]) -> dict[str, Any]:
    """Return a question for a field, between items, or about words of a message."""
    words = {"field": field, "message": old.get("pending", ""), "said": old.get("doubt", "")}
    if old.get("doubt") and options:
        return {"kind": "did_you_mean", "value": options[0], **words}
    if old.get("pending"):
        return {"kind": "which_one", "options": options, **words}
    if field == PAIR and len(options) > 1:
        return {"kind": "pair", "ids": options}
    return {"kind": "field", "field": field, "options": options}
