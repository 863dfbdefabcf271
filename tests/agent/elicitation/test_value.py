"""What a question is worth, by hand over eight films, and whether it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pytest

from palate import Catalog
from palate.agent.elicitation.answers import answers
from palate.agent.elicitation.questioner import Floats, Ground
from palate.agent.elicitation.value import ByValue, divided, gain
from palate.language.asked import OPEN


class Even(Ground):
    """A ground whose items are equally likely."""

    @cached_property
    def chances(self) -> Floats:
        return np.full(len(self.order), 1 / len(self.order))


def even(catalog: Catalog, ids: Sequence[str], *, shown: int = 1, settled: Sequence[str] = ()) -> Ground:
    return Even(catalog, catalog.positions(ids), shown, settled)


def ranked(catalog: Catalog, *, final: bool = True, tells: float = 1.0, settled: Sequence[str] = ()) -> Ground:
    order = np.arange(catalog.schema.items)
    return Ground(catalog, order, shown=1, final=final, tells=tells, settled=settled)


def test_an_answer_that_halves_the_items_doubles_the_chance(tiny: Catalog) -> None:
    ground = even(tiny, ["1", "2", "3", "4"])
    told = answers(tiny.schema.field("year"), ground)

    assert told is not None
    assert ground.accepted == 0.25
    assert gain(told.shares.values(), ground) == pytest.approx(0.25)


def test_of_several_values_a_person_names_any(tiny: Catalog) -> None:
    told = answers(tiny.schema.field("genres"), even(tiny, ["1", "2", "3", "4"]))

    assert told is not None
    assert sum(float(share.sum()) for share in told.shares.values()) == pytest.approx(1.0)


def test_a_field_that_divides_nothing_is_not_asked_about(tiny: Catalog) -> None:
    comedies = even(tiny, ["2"])

    assert answers(tiny.schema.field("year"), comedies) is None
    assert divided(comedies) == []


def test_where_the_first_item_is_taken_a_question_pays_until_there_is_nothing_to_add(films: Catalog) -> None:
    asking = ByValue().choose(ranked(films))

    assert asking is not None
    assert asking.field == OPEN
    assert ByValue().choose(ranked(films, settled=[OPEN])) is None


def test_where_what_is_wrong_is_told_showing_teaches_as_much(films: Catalog) -> None:
    assert ByValue().choose(ranked(films, final=False)) is None


def test_with_people_who_give_no_reasons_a_question_pays(films: Catalog) -> None:
    assert ByValue().choose(ranked(films, final=False, tells=0.25)) is not None


def test_one_item_is_shown_without_a_question(films: Catalog) -> None:
    assert ByValue().choose(Ground(films, np.array([0]), shown=1)) is None


def test_one_item_is_not_shown_unasked_to_who_takes_it_right_or_wrong(films: Catalog) -> None:
    asking = ByValue().choose(Ground(films, np.array([0]), shown=1, final=True))

    assert asking is not None
    assert asking.field == OPEN
    assert ByValue().choose(Ground(films, np.array([0]), shown=1, final=True, settled=[OPEN])) is None
    assert ByValue().choose(Ground(films, np.array([], dtype=np.int64), shown=1, final=True)) is None


def test_where_nobody_adds_anything_the_field_that_divides_best_is_asked_about(films: Catalog) -> None:
    by_field = ByValue(adds=0.0)
    first = by_field.choose(ranked(films))

    assert first is not None
    worth = {told.field.name: gain(told.shares.values(), ranked(films)) for told in divided(ranked(films))}
    assert worth[first.field] == max(worth.values())
    second = by_field.choose(ranked(films, settled=[first.field]))
    assert second is not None
    assert second.field != first.field
    assert first.gain >= second.gain
