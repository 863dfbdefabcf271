"""What people may answer to a question about a field, told from the items in play."""

from __future__ import annotations

import numpy as np

from palate.agent.elicitation.questioner import Answers, Floats, Ground
from palate.agent.replies.wording import shown_value
from palate.agent.replies.words import say
from palate.catalog.schema import Field

MOST_VALUES = 40
_OPTIONS = 3


def answers(field: Field, ground: Ground) -> Answers | None:
    """Return the answers that divide the items in play; None where they would not."""
    shares = _of_number(field, ground) if field.kind in ("number", "flag") else _of_values(field, ground)
    if len(shares) < 2:
        return None
    heaviest = sorted(filter(None, shares), key=lambda each: (-float(shares[each].sum()), each))
    return Answers(field, tuple(heaviest[: 1 if field.kind == "number" else _OPTIONS]), shares)


def _of_values(field: Field, ground: Ground) -> dict[str, Floats]:
    """Share an item's chance among its values: who wants one of three genres names any of them."""
    columns = ground.catalog.columns
    counts = columns.value_counts(field.name, np.sort(ground.order))
    values = list(counts)[:MOST_VALUES]
    has = {value: np.isin(ground.order, columns.postings(field.name, value)) for value in values}
    each = np.maximum(1, np.sum(list(has.values()), axis=0)) if has else np.ones(len(ground.order))
    return {value: ground.chances * mask / each for value, mask in has.items() if not mask.all()}


def _of_number(field: Field, ground: Ground) -> dict[str, Floats]:
    """Share the items between those below the middle, as people read it, and the others; of a flag, yes and no."""
    numbers = ground.catalog.columns.numbers(field.name)[ground.order]
    known = ~np.isnan(numbers)
    if not known.any():
        return {}
    if field.kind == "flag":
        sides = {say("wording.yes"): numbers == 1, say("wording.no"): numbers == 0}
    else:
        middle = float(np.median(numbers[known]))
        under = shown_value(int(middle) if field.integral else middle, field)
        sides = {under: numbers < middle, "": numbers >= middle}
    return {name: ground.chances * mask for name, mask in sides.items() if mask.any()}
