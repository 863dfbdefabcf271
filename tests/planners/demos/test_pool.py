"""The pool: modes, a folder's own demonstrations, versions."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from palate.errors import UnreadableFile
from palate.language.reader.labels import ACTS, CONTEXTS, OF_KIND
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import FILE, DemoFolder
from palate.planners.demos.pool import MOST_TOKENS, Demonstrations, Pool
from tests.planners.demos.conftest import demonstration, message

WANTED = message("a zany [value], but no [value]", "value", "value")


OTHERS = tuple(demonstration(f"other{at}", said=f"word{at} {at}word") for at in range(8))
"""Among few, every word is in most of them, and tells nothing."""


def own(*saids: str) -> Pool:
    return Pool((*(demonstration(f"d{at}", said=said) for at, said in enumerate(saids)), *OTHERS))


@pytest.mark.parametrize("each", Pool.of().demonstrations, ids=lambda each: each.id)
def test_each_that_comes_with_palate_says_what_can_be_of_each_part_and_sentence(each: Demonstration) -> None:
    kinds = {str(at): part.kind for at, part in enumerate(each.shown.parts, 1)}

    assert each.shown.context in CONTEXTS
    assert list(each.read.parts) == list(kinds)
    assert all(role in OF_KIND[kinds[at]] for at, role in each.read.parts.items())
    assert len(each.read.acts) == len(each.shown.sentences) > 0
    assert all(free.words in each.message for free in each.read.free)
    assert each.users == ()


def test_they_show_every_act_and_nearly_every_role() -> None:
    every = Pool.of().demonstrations
    acts = {act for each in every for sentence in each.read.acts for act in sentence}

    assert set(ACTS) == acts
    assert {"want", "avoid", "either", "than", "same", "count", "seen", "any", "fault", "take"} <= {
        role for each in every for role in each.read.parts.values()
    }
    assert any(each.read.free for each in every)


def test_none_gives_none() -> None:
    assert Demonstrations("none").of(WANTED) == ()


def test_the_fixed_ones_are_the_same_for_every_message() -> None:
    pool = Pool.of()

    assert Demonstrations("fixed").of(WANTED, pool) == Demonstrations("fixed").of(message("hello"), pool) != []


def test_the_closest_stands_last() -> None:
    pool = own("how many [value] are there", "a [value], but no [value]", "thanks for nothing", "a zany one")

    assert [each.id for each in Demonstrations(k=2).of(WANTED, pool)] == ["d3", "d1"]


def test_what_failed_often_gives_way() -> None:
    pool = own("no [value]", "but no [value]")
    failed = pool.demonstrations[1].model_copy(update={"tries": 20})

    assert Demonstrations(k=1).of(WANTED, pool) == [pool.demonstrations[1]]
    assert Demonstrations(k=1).of(WANTED, Pool((pool.demonstrations[0], failed, *OTHERS))) == [pool.demonstrations[0]]


def test_what_a_message_comes_after_counts() -> None:
    shown, new = (
        Demonstration(id=each, shown=message("another", context=each), read=demonstration("x").read)
        for each in ("shown", "new")
    )

    assert Demonstrations(k=1).of(message("another", context="shown"), Pool((new, shown, *OTHERS))) == [shown]


def test_no_more_tokens_are_chosen_than_allowed() -> None:
    chosen = Demonstrations(k=50).of(WANTED)

    assert 0 < len(chosen) < 50
    assert sum(each.tokens for each in chosen) <= MOST_TOKENS


def test_a_message_like_nothing_gets_the_fixed_ones() -> None:
    pool = own("a [value]", "some [value]")
    odd = message("qqqq", context="checked")

    assert Demonstrations().of(odd, pool) == Demonstrations("fixed").of(odd, pool)


def test_a_case_under_evaluation_does_not_see_itself() -> None:
    pool = own("a zany [value], but no [value]", "but no [value]")

    assert [each.id for each in Demonstrations(k=1).of(WANTED, pool)] == ["d0"]
    assert [each.id for each in Demonstrations(k=1, unseen=True).of(WANTED, pool)] == ["d1"]
    assert "d0" not in [each.id for each in Demonstrations("fixed", k=20, unseen=True).of(WANTED, pool)]


def test_a_folder_adds_to_them(tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([demonstration("mine", said="zany slapstick")])

    assert Demonstrations(folder=tmp_path).of(message("zany slapstick"))[-1].id == "mine"
    assert "mine" not in [each.id for each in Pool.of().demonstrations]


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    versions = [Pool.of(tmp_path).version]
    for each in (demonstration("mine"), demonstration("mine").tried(success=True)):
        folder.add([each])
        versions.append(Pool.of(tmp_path).version)

    assert len(set(versions)) == 3
    folder.change(lambda _: ())
    assert Pool.of(tmp_path).version == versions[0] == Pool.of().version


def test_asking_for_it_again_makes_nothing_anew(tmp_path: Path) -> None:
    DemoFolder(tmp_path).add([demonstration("mine")])

    assert Pool.of(tmp_path) is Pool.of(tmp_path)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    lines = [demonstration("mine").line(), json.dumps({"id": "plan", "request": "x", "plan": {}})]
    (tmp_path / FILE).write_text("\n".join(lines))

    with pytest.raises(UnreadableFile, match="line 2: `shown`: field required"):
        Pool.of(tmp_path)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def offered(): return [3]", "what it returns are no `Demonstration`s"),
        ("def offered(): raise OSError('no such disk.')", "OSError: no such disk"),
        ("", "AttributeError: module 'offering' has no attribute 'offered'"),
    ],
)
def test_what_a_package_offers_that_is_none_is_left_out_and_logged(
    source: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    package = tmp_path / "offering-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: offering\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[palate.demos]\nmine = offering:offered\n")
    (tmp_path / "offering.py").write_text(source)
    before = Pool.of().version
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "offering", raising=False)

    assert Pool.of().version == before
    assert caplog.messages == [f"the installed demonstrations `mine` (`offering:offered`) are left out: {told}."]
