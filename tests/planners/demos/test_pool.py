"""The pool: modes, a folder's own demonstrations, versions."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from palate import Catalog
from palate.errors import UnreadableFile
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import FILE, DemoFolder
from palate.planners.demos.pool import MOST_TOKENS, Demonstrations, Pool
from palate.planners.named import DemosMode
from tests.planners.demos.conftest import READ, demonstration

WANTED = "a zany comedy, but no horror"
MASKED = "a zany [value], but no [value]"
OTHERS = tuple(demonstration(f"other{at}", said=f"word{at} {at}word") for at in range(8))
"""Among few, every word is in most of them, and tells nothing."""


def own(*saids: str) -> Pool:
    return Pool((*(demonstration(f"d{at}", said=said) for at, said in enumerate(saids)), *OTHERS))


def near(pool: Pool, masked: str = MASKED, *, first: bool = True) -> list[str]:
    return [each.id for each in pool.near(masked, first=first)]


def test_none_gives_none(tiny: Catalog) -> None:
    assert Demonstrations("none").of(WANTED, tiny) == ()


def test_the_fixed_ones_are_the_same_for_every_message(tiny: Catalog) -> None:
    chosen = Demonstrations("fixed").of(WANTED, tiny)

    assert chosen == Demonstrations("fixed").of("hello", tiny) != []
    assert chosen[-1] == Pool.of(tiny).fixed[0]


def test_the_closest_comes_first() -> None:
    pool = own("how many [value] are there", "a [value], but no [value]", "thanks for nothing", "a zany one")

    assert near(pool)[0] == "d1"
    assert near(pool, "thanks a lot for nothing")[0] == "d2"


def test_in_a_prompt_the_closest_stands_last(tiny: Catalog, tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([demonstration("mine", said="a zany [value], but no [value]")])
    chosen = Demonstrations(k=2, folder=tmp_path).of(WANTED, tiny)

    assert [each.id for each in chosen][-1] == "mine"
    assert len(chosen) == 2


def test_what_failed_often_gives_way() -> None:
    one, other = own("no [value]", "but no [value]").demonstrations[:2]

    assert near(Pool((one, other, *OTHERS)))[:2] == ["d1", "d0"]
    assert near(Pool((one, other.model_copy(update={"tries": 20}), *OTHERS)))[0] == "d0"


def test_what_needs_a_state_is_left_out_at_the_beginning() -> None:
    new, shown = (demonstration(each, said="another [value]") for each in ("new", "shown"))
    pool = Pool((new, shown.model_copy(update={"state": ("Shown: #1 Jaws",)}), *OTHERS))

    assert "shown" not in near(pool, "another [value]", first=True)
    assert near(pool, "another [value]", first=False)[:2] == ["new", "shown"]


def test_no_more_tokens_are_chosen_than_allowed(tiny: Catalog) -> None:
    chosen = Demonstrations(k=50).of(WANTED, tiny)

    assert 0 < len(chosen) < len(Pool.of(tiny).demonstrations)
    assert sum(each.tokens for each in chosen) <= MOST_TOKENS


def test_a_case_under_evaluation_does_not_see_itself(tiny: Catalog, tmp_path: Path) -> None:
    said = Demonstration(id="itself", message="A zany comedy, but NO horror!", masked=MASKED, frames=READ)
    DemoFolder(tmp_path).add([said, demonstration("other", said="but no [value]")])

    def shown(mode: DemosMode = "dynamic", *, k: int = 1, unseen: bool = False) -> list[str]:
        return [each.id for each in Demonstrations(mode, k, tmp_path, unseen).of(WANTED, tiny)]

    assert shown() == ["itself"]
    assert shown(unseen=True) != ["itself"]
    assert "itself" not in shown(k=50, unseen=True)
    assert "itself" not in shown("fixed", k=50, unseen=True)


def test_a_folder_adds_to_them(tiny: Catalog, tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([demonstration("mine")])

    assert [each.id for each in Pool.of(tiny, tmp_path).demonstrations][-1] == "mine"
    assert "mine" not in [each.id for each in Pool.of(tiny).demonstrations]


def test_the_version_follows_the_content(tiny: Catalog, tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    versions = [Pool.of(tiny, tmp_path).version]
    for each in (demonstration("mine"), demonstration("mine").tried(success=True)):
        folder.add([each])
        versions.append(Pool.of(tiny, tmp_path).version)

    assert len(set(versions)) == 3
    folder.change(lambda _: ())
    assert Pool.of(tiny, tmp_path).version == versions[0] == Pool.of(tiny).version


def test_asking_for_it_again_makes_nothing_anew(tiny: Catalog, tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([demonstration("mine")])

    assert Pool.of(tiny, tmp_path) is Pool.of(tiny, tmp_path)


def test_a_broken_line_is_named(tiny: Catalog, tmp_path: Path) -> None:
    lines = [demonstration("mine").line(), json.dumps({"id": "plan", "message": "x"})]
    (tmp_path / FILE).write_text("\n".join(lines))

    with pytest.raises(UnreadableFile, match="line 2: `frames`: field required"):
        Pool.of(tiny, tmp_path)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def offered(): return [3]", "what it returns are no `Demonstration`s"),
        ("def offered(): raise OSError('no such disk.')", "OSError: no such disk"),
        ("", "AttributeError: module 'offering' has no attribute 'offered'"),
    ],
)
def test_what_a_package_offers_that_is_none_is_left_out_and_logged(
    source: str,
    told: str,
    tiny: Catalog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    package = tmp_path / "offering-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: offering\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[palate.demos]\nmine = offering:offered\n")
    (tmp_path / "offering.py").write_text(source)
    before = Pool.of(tiny).version
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "offering", raising=False)

    assert Pool.of(tiny).version == before
    assert caplog.messages == [f"the installed demonstrations `mine` (`offering:offered`) are left out: {told}."]
