"""Draws tasks from a catalogue: exact shares of what is volunteered, asked and hidden, and of what is impossible."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from palate.agent.policies import Require
from palate.catalog.conditions import Condition, Where
from palate.errors import BadArgument
from palate.evals.suites.verifiable.drawing import draw, other_value
from palate.evals.suites.verifiable.solver import solve
from palate.evals.suites.verifiable.task import Task
from palate.evals.suites.verifiable.world import World
from palate.evals.users.wish import TEMPERS, Reveal, Temper, Wish
from palate.ranking.taste import Taste

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item

SHARES: dict[Reveal, float] = {"volunteered": 0.45, "asked": 0.30, "hidden": 0.25}
IMPOSSIBLE = 0.08
FEWEST, MOST = 3, 5
"""Wishes of one task."""
MOST_SOLUTIONS = 0.05
"""The largest share of the catalogue that may meet all wishes: with more a lucky guess would do."""
_TRIES = 2_000
"""Items that a task may be drawn around before the catalogue counts as too small."""
_DRAWS = 8
"""Draws for each wish of a task, since some are of no use beside the others."""
_SWAPS = 100
"""Wishes that are tried in place of another, to make a task impossible."""
_ROOM = 3
"""How many times more items should be left for each wish that is still to be drawn."""
_CONSUMED = (3, 6)
_LIKED = 2
_POLICY_SHARE = (0.03, 0.35)
"""Which share of items a policy keeps out."""


@dataclass(frozen=True)
class _Form:
    """What is settled of a task before its wishes are drawn."""

    reveals: tuple[Reveal, ...]
    temper: Temper
    impossible: bool


def generate(name: str, catalog: Catalog, *, count: int, patience: int, seed: str) -> list[Task]:
    """Return `count` tasks over a catalogue; the same for the same catalogue, code and seed.

    Raises:
        BadArgument: so many tasks cannot be drawn from it: too few items or fields that tell them apart.
    """
    chance, hints = random.Random(seed), cycle((True, False))  # noqa: S311
    return [_task(name, catalog, form, patience, hints, chance) for form in _forms(count, chance)]


def _forms(count: int, chance: random.Random) -> list[_Form]:
    """Deal out tempers, impossibility and reveals, so that their shares are exact and not merely expected."""
    impossible = [place < round(IMPOSSIBLE * count) for place in range(count)]
    tempers = [TEMPERS[place % len(TEMPERS)] for place in range(count)]
    sizes = [FEWEST + place % (MOST - FEWEST + 1) for place in range(count)]
    for deck in (impossible, tempers, sizes):
        chance.shuffle(deck)
    # Of many wishes each is seldom to blame.
    sizes = [FEWEST if no else size for no, size in zip(impossible, sizes, strict=True)]
    dealt = _dealt(sizes, impossible, chance)
    return [_Form(*each) for each in zip(dealt, tempers, impossible, strict=True)]


def _dealt(sizes: Sequence[int], impossible: Sequence[bool], chance: random.Random) -> list[tuple[Reveal, ...]]:
    """Give each task one wish that is volunteered, and deal the others; nothing impossible is hidden."""
    total = sum(sizes)
    deck: list[Reveal] = ["hidden"] * round(SHARES["hidden"] * total)
    deck += ["asked"] * round(SHARES["asked"] * total)
    deck += ["volunteered"] * (total - len(sizes) - len(deck))
    chance.shuffle(deck)
    told = [reveal for reveal in deck if reveal != "hidden"]
    hands: list[tuple[Reveal, ...]] = [("volunteered",)] * len(sizes)
    for place in (place for place in range(len(sizes)) if impossible[place]):
        hands[place] += tuple(told.pop() for _ in range(sizes[place] - 1))
    rest = [*told, *(reveal for reveal in deck if reveal == "hidden")]
    chance.shuffle(rest)
    for place in (place for place in range(len(sizes)) if not impossible[place]):
        hands[place] += tuple(rest.pop() for _ in range(sizes[place] - 1))
    return hands


def _task(
    name: str, catalog: Catalog, form: _Form, patience: int, hints: Iterator[bool], chance: random.Random
) -> Task:
    for _ in range(_TRIES):
        anchor, policy = _item(catalog, chance), _policy(catalog, chance)
        consumed = tuple({_item(catalog, chance).id: None for _ in range(chance.randint(*_CONSUMED))})
        world = World(catalog, policy, tuple(each for each in consumed if each != anchor.id))
        if not world.allowed[catalog.position(anchor.id)]:
            continue
        wheres = _possible(world, anchor, len(form.reveals), chance)
        if wheres is not None and form.impossible:
            wheres = _impossible(world, wheres, chance)
        if wheres is None:
            continue
        wishes = _wishes(catalog, form, wheres, hints, chance)
        world = World(catalog, policy, _with_traps(world, anchor, wishes, chance))
        task = Task(
            catalogue=name,
            wishes=wishes,
            impossible=form.impossible,
            temper=form.temper,
            consumed=world.consumed,
            liked=world.consumed[:_LIKED],
            policy=policy,
        )
        reference = solve(task, world, patience=patience, chance=chance)
        return task.model_copy(update={"solver": reference})
    raise BadArgument(
        f"No task of {len(form.reveals)} wishes could be drawn from `{name}`: its {catalog.schema.items} items are too "
        "few, or too few fields tell them apart."
    )


def _item(catalog: Catalog, chance: random.Random) -> Item:
    return catalog.items(catalog.ids([chance.randrange(catalog.columns.size)]))[0]


def _possible(world: World, anchor: Item, count: int, chance: random.Random) -> list[Where] | None:
    """Return wishes that the anchor meets, of which each matters, and which leave few items; None where dice failed."""
    wheres: list[Where] = []
    for _ in range(_DRAWS * count):
        drawn = draw(world.catalog, anchor, chance)
        if drawn is None or any(_clash(drawn, each) for each in wheres):
            continue
        tried = [*wheres, drawn]
        # Each wish that is still to come has to take something away.
        room = _ROOM ** (count - len(tried))
        if int(world.fits(tried).sum()) < room or not world.needed(tried):
            continue
        wheres = tried
        if len(wheres) == count:
            few = max(2.0, MOST_SOLUTIONS * world.catalog.schema.items)
            return wheres if 0 < int(world.fits(wheres).sum()) <= few else None
    return None


def _clash(one: Where, other: Where) -> bool:
    """Tell whether two wishes are about one thing: the same field, unless they name different values of it."""
    if one.parts[0].field != other.parts[0].field:
        return False
    kinds = {part.op for part in (*one.parts, *other.parts)}
    return not kinds <= {"contains", "not_contains"} or bool(_named(one) & _named(other))


def _named(where: Where) -> set[str]:
    return {str(part.value) for part in where.parts}


def _impossible(world: World, wheres: list[Where], chance: random.Random) -> list[Where] | None:
    """Put another item's wish in a random one's place: nothing meets all then, and something does without any one."""
    for _ in range(_SWAPS):
        place = chance.randrange(len(wheres))
        drawn = draw(world.catalog, _item(world.catalog, chance), chance)
        rest = [*wheres[:place], *wheres[place + 1 :]]
        if drawn is None or any(_clash(drawn, each) for each in rest):
            continue
        changed = [*wheres[:place], drawn, *wheres[place + 1 :]]
        if not world.fits(changed).any() and world.needed(changed):
            return changed
    return None


def _wishes(
    catalog: Catalog, form: _Form, wheres: Sequence[Where], hints: Iterator[bool], chance: random.Random
) -> tuple[Wish, ...]:
    """Join wishes with when they are told, what is volunteered first; half of all hidden ones are hinted at."""
    wishes = [
        Wish(
            where=where,
            reveal=reveal,
            hinted=reveal == "hidden" and next(hints),
            instead=other_value(catalog, where, chance) if form.temper == "self-correcting" else None,
        )
        for where, reveal in zip(wheres, form.reveals, strict=True)
    ]
    order = list(SHARES)
    return tuple(sorted(wishes, key=lambda wish: order.index(wish.reveal)))


def _with_traps(world: World, anchor: Item, wishes: Sequence[Wish], chance: random.Random) -> tuple[str, ...]:
    """Have the person consumed half of what else meets all that is told, at most as many items as they had before."""
    told = [wish for wish in wishes if wish.reveal != "hidden"]
    others = [known for known in world.catalog.ids(world.left(told)) if known != anchor.id]
    few = min(len(others) // 2, len(world.consumed))
    return (*world.consumed, *chance.sample(others, few))


def _policy(catalog: Catalog, chance: random.Random) -> Where | None:
    """Return a rule: that things are in stock where the catalogue knows it, else that they are none of some value."""
    for where in _rules(catalog, chance):
        share = len(Require(where).barred(catalog, Taste())) / catalog.columns.size
        if _POLICY_SHARE[0] <= share <= _POLICY_SHARE[1]:
            return where
    return None


def _rules(catalog: Catalog, chance: random.Random) -> Iterator[Where]:
    stock = catalog.schema.of_role("stock")
    if stock is not None and stock.kind == "flag":
        yield Condition(field=stock.name, op="=", value=True)
    elif stock is not None:
        yield Condition(field=stock.name, op=">", value=0)
    for _ in range(_DRAWS):
        drawn = draw(catalog, _item(catalog, chance), chance)
        if isinstance(drawn, Condition) and drawn.op in ("!=", "not_contains"):
            yield drawn
