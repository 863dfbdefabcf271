"""What a message can fill of an outside tool's arguments, for a planner without a model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from palate.catalog.item import ItemId
from palate.language.slots import Slot, SlotKind
from palate.tools.arguments import Argument, Arguments

_MESSAGE = frozenset({"message", "prompt", "question", "request", "sentence", "text"})
"""Names of text parameters that take the message as it is."""
_ITEM = frozenset({"id", "item", "item_id"})
_ITEMS = frozenset({"ids", "item_ids", "items"})
_KINDS: dict[Any, SlotKind] = {
    bool: "flag",
    int: "integer",
    float: "number",
    date: "date",
    datetime: "time",
    ItemId: "item",
    str: "text",
}


def slots(arguments: Arguments) -> tuple[Slot, ...]:
    """Return the arguments as a message may fill them."""
    return tuple(_slot(argument) for argument in arguments.arguments)


def unfillable(arguments: Arguments) -> str | None:
    """Return the first required argument that no message can fill: neither by its type nor beside another text."""
    wanted = [slot for slot in slots(arguments) if slot.required]
    others = [slot.name for slot in wanted if slot.kind == "other"]
    texts = [slot.name for slot in wanted if slot.kind == "text"]
    return next(iter([*others, *texts[1:]]), None)


def _slot(argument: Argument) -> Slot:
    options = _options(argument.annotation)
    return Slot(argument.name, _kind(argument, options), argument.required, argument.description, options)


def _kind(argument: Argument, options: Sequence[Any]) -> SlotKind:
    plain = _plain(argument.annotation)
    if options:
        return "option"
    if plain is str and argument.name in _ITEM:
        return "item"
    if get_origin(plain) is list:
        return "items" if argument.name in _ITEMS or get_args(plain) == (ItemId,) else "other"
    if plain is str and argument.name in _MESSAGE:
        return "message"
    return _KINDS.get(plain, "other")


def _options(annotation: Any) -> tuple[Any, ...]:
    plain = _plain(annotation)
    if get_origin(plain) is Literal:
        return get_args(plain)
    members = getattr(plain, "__members__", None)  # of an enumeration, whose values JSON has
    return tuple(each.value for each in members.values()) if members else ()


def _plain(annotation: Any) -> Any:
    """Return the annotation, without the None of an optional one."""
    options = [option for option in get_args(annotation) if option is not NoneType]
    return options[0] if NoneType in get_args(annotation) and len(options) == 1 else annotation
