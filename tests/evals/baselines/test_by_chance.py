"""A chooser by lot asks when the agent's own would."""

from __future__ import annotations

import numpy as np

from palate import Catalog
from palate.agent.elicitation.questioner import Ground, Questioner
from palate.evals.baselines.by_chance import ByChance
from palate.language.asked import OPEN


def ranked(catalog: Catalog, *, final: bool = True) -> Ground:
    return Ground(catalog, np.arange(catalog.schema.items), shown=1, final=final)


def test_it_asks_when_the_other_would(films: Catalog) -> None:
    drawn = {asking.field for seed in range(8) if (asking := ByChance(seed).choose(ranked(films))) is not None}

    assert len(drawn) > 2
    assert ByChance().choose(ranked(films, final=False)) is None
    assert isinstance(ByChance(), Questioner)
    assert ByChance(3).choose(ranked(films)) == ByChance(3).choose(ranked(films))


def test_one_item_is_asked_about_openly(films: Catalog) -> None:
    asking = ByChance().choose(Ground(films, np.array([0]), shown=1, final=True))

    assert asking is not None
    assert asking.field == OPEN
