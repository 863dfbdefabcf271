"""Which demonstrations a model is shown."""

from __future__ import annotations

from pathlib import Path

from palate import Catalog
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import DemoFolder
from palate.planners.models.choosing import Demonstrations
from palate.planners.models.written import WrittenPlan

SAID = "Zany slapstick, please!"
OWN = Demonstration(
    id="own", request=SAID, plan=WrittenPlan.model_validate({"kind": "recommend", "steps": [{"tool": "rank"}]})
)


def shown(films: Catalog, folder: Path, demonstrations: Demonstrations) -> list[str]:
    DemoFolder(folder).add([OWN])
    return [each.id for each in demonstrations.of(SAID, films)]


def test_one_with_the_same_words_is_shown_last(films: Catalog, tmp_path: Path) -> None:
    assert shown(films, tmp_path, Demonstrations(folder=tmp_path))[-1] == "own"


def test_a_case_under_evaluation_does_not_see_itself(films: Catalog, tmp_path: Path) -> None:
    assert "own" not in shown(films, tmp_path, Demonstrations(folder=tmp_path, unseen=True))


def test_none_and_nought_show_nothing(films: Catalog, tmp_path: Path) -> None:
    assert shown(films, tmp_path, Demonstrations(mode="none", folder=tmp_path)) == []
    assert shown(films, tmp_path, Demonstrations(k=0, folder=tmp_path)) == []
