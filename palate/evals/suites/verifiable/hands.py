"""The development tasks in the words of other hands."""

from __future__ import annotations

from functools import partial

from palate.evals.suites.verifiable.suite import Verifiable
from palate.evals.users.phrasings.wishes import OTHERS

second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh = (
    partial(Verifiable, "development", hand=hand) for hand in OTHERS
)
(
    first_pick_second,
    first_pick_third,
    first_pick_fourth,
    first_pick_fifth,
    first_pick_sixth,
    first_pick_seventh,
    first_pick_eighth,
    first_pick_ninth,
    first_pick_tenth,
    first_pick_eleventh,
) = (partial(Verifiable, "development", hand=hand, final=True) for hand in OTHERS)
