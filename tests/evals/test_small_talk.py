"""How the model that tells small talk from wishes is fitted and judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate import Catalog
from palate.evals.small_talk import __main__ as command
from palate.evals.small_talk.examples import Example, examples
from palate.evals.small_talk.fit import Sentence, fit, seen
from palate.language.small_talk import small_talk

TALK = ("My sister rang and I missed the bus.", "We had soup last night.", "my dog ate the post", "I broke my wrist.")
WISHES = ("I want a comedy.", "Show me a western please.", "Nothing longer than 100 minutes.", "only French ones")


def told(catalog: Catalog, writer: str) -> list[Sentence]:
    return [
        Sentence(found, talks, writer, 1.0)
        for texts, talks in ((TALK, True), (WISHES, False))
        for text in texts
        for found in seen(text, catalog)
    ]


def test_what_is_fitted_tells_them_apart(films: Catalog) -> None:
    sentences = told(films, "one") + told(films, "other")
    model = fit(sentences)

    assert [model.score(each.features) > 0 for each in sentences] == [each.small_talk for each in sentences]


def test_what_one_writer_alone_says_has_no_weight(films: Catalog) -> None:
    assert not fit(told(films, "one")).weights


def test_each_sentence_of_a_message_counts_by_itself(films: Catalog) -> None:
    assert len(list(seen("We had soup. I want a comedy! Thanks", films))) == 3
    assert list(seen("", films)) == []


def test_names_of_the_catalogue_tell_nothing(films: Catalog) -> None:
    (found,) = seen("something by Akira Kurosawa", films)

    assert "word:by" in found
    assert not [name for name in found if "kurosawa" in name]


def test_examples_are_of_several_writers_and_both_kinds() -> None:
    found = list(examples())
    writers = {each.source.split()[0] for each in found}

    assert writers >= {"development", "second", "fourth", "fifth", "sixth", "seventh", "asides", "stories", "plans"}
    assert not writers & {"test", "third"}
    assert 1_000 < sum(each.small_talk for each in found) < len(found) / 2


def test_the_command_judges_by_other_writers_and_writes_the_weights(
    films: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    some = [
        Example(text, talks, writer, "films")
        for writer in ("one", "other", "third")
        for texts, talks in ((TALK, True), (WISHES, False))
        for text in texts
    ]
    monkeypatch.setattr(command, "examples", lambda: iter(some))
    monkeypatch.setattr(command, "open_catalogue", lambda _: films)
    monkeypatch.setattr(command, "FILE", tmp_path / "small_talk-en.json")

    command.main()

    assert "100.0%" in capsys.readouterr().out
    written = json.loads((tmp_path / "small_talk-en.json").read_text())
    assert written["weights"]["piece:WANT"] < 0
    assert set(written) == {"bias", "weights"}


def test_the_weights_that_are_shipped_know_talk_from_wishes(films: Catalog) -> None:
    model = small_talk()
    talk = [model.score(found) for text in TALK for found in seen(text, films)]
    wishes = [model.score(found) for text in WISHES for found in seen(text, films)]

    assert min(talk) > 0 > max(wishes)
