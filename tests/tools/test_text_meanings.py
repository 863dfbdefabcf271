"""What the texts of items mean is kept beside them, follows their changes, and helps to find them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, Catalog
from palate.language.reader.meanings import MeaningEncoder
from palate.tools import text_meanings as module
from palate.tools.search import search
from palate.tools.text_meanings import likeness
from tests.tools.conftest import run, turn

FILMS = {
    "snow": "Villagers are trapped for a winter when avalanches close the only road.",
    "robot": "A lonely boy befriends an enormous machine from outer space.",
    "bank": "Four friends dig a tunnel under a bank and quarrel over the money.",
    "ship": "A ship goes down in the Atlantic on her first voyage.",
    "empty": "",
}


def rows(**films: str) -> list[dict[str, Any]]:
    return [{"id": name, "title": f"No. {len(name)} {name[::-1]}", "plot": plot} for name, plot in films.items()]


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog.build(tmp_path / "plots.db", items=rows(**FILMS), fields={"plot": "text"})


def nearest(catalog: Catalog, words: str) -> str:
    found = likeness(catalog, words)
    assert found is not None
    return str(catalog.ids(found.positions[[found.near.argmax()]])[0])


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what is encoded from here on."""
    said: list[str] = []
    of = MeaningEncoder.of

    def noting(self: MeaningEncoder, phrases: Sequence[str], **given: Any) -> Any:
        said.extend(phrases)
        return of(self, phrases, **given)

    monkeypatch.setattr(MeaningEncoder, "of", noting)
    return said


def test_a_text_is_near_to_words_that_it_does_not_have(catalog: Catalog) -> None:
    assert nearest(catalog, "a place that nobody can leave because of the snow") == "snow"
    assert nearest(catalog, "ein Junge und ein riesiger Roboter") == "robot"


def test_a_change_encodes_what_has_changed_and_nothing_else(catalog: Catalog, encoded: list[str]) -> None:
    catalog.upsert(rows(bank="Two sisters open a bakery.", ship=FILMS["ship"], duel="Two men duel at dawn."))

    assert [each.partition("\n")[2] for each in encoded] == ["Two sisters open a bakery.", "Two men duel at dawn."]
    assert nearest(catalog, "cakes and bread") == "bank"


def test_meanings_stay_with_their_items_where_others_go(catalog: Catalog, encoded: list[str]) -> None:
    catalog.remove(["snow"])

    assert encoded == []
    assert nearest(catalog, "a liner that sinks in the ocean") == "ship"


def test_above_the_limit_and_without_texts_words_are_compared_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoded: list[str]
) -> None:
    bare = Catalog.build(tmp_path / "bare.db", items=[{"id": "1", "title": "One"}, {"id": "2", "title": "Two"}])
    monkeypatch.setattr(module, "MOST_TEXTS", 4)
    large = Catalog.build(tmp_path / "large.db", items=rows(**FILMS), fields={"plot": "text"})

    assert encoded == []
    assert likeness(bare, "a bank") is None
    assert likeness(large, "a bank") is None
    assert module.lacking(large.schema) == "texts are compared by meaning for up to 4 items"
    assert list(run(search, turn(large), query="friends rob a bank").candidates or ()) == ["bank"]


def test_what_another_encoder_wrote_is_not_compared(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    with Catalog.open(catalog.path) as other:
        monkeypatch.setattr(MeaningEncoder, "digest", "another")

        assert likeness(other, "a bank") is None


def test_what_means_nearly_the_same_comes_in_and_is_told_to_be_that(catalog: Catalog) -> None:
    found = run(search, turn(catalog), query="people cut off by masses of snow falling down a mountain")

    assert found.candidates is not None
    assert next(iter(found.candidates)) == "snow"
    assert found.evidence["alike"] == ["snow"]
    assert "others mean nearly that" in found.summary


def test_what_is_far_stays_out(catalog: Catalog) -> None:
    assert run(search, turn(catalog), query="invoices for purple staplers").status == "empty"


def test_only_candidates_come_in(catalog: Catalog) -> None:
    assert run(search, turn(catalog, "bank", "ship"), query="people cut off by masses of white stuff").status == "empty"


def test_a_reply_calls_it_like_the_description_and_no_mention_of_it() -> None:
    reply = Agent(Catalog.films()).ask("a film where someone lives through one day over and over")

    assert reply.items
    assert "mentions “over and over”" not in reply.text
