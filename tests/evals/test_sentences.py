"""How the models that tell what sentences are for are fitted and judged."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from palate import Catalog
from palate.evals.sentences import __main__ as command
from palate.evals.sentences.examples import Example, examples
from palate.evals.sentences.fit import Sentence, fit, seen
from palate.language.sentences import Purpose, sentence_model

TALK = ("My sister rang and I missed the bus.", "We had soup last night.", "my dog ate the post", "I broke my wrist.")
FINAL = ("I'll take the first you show me.", "whatever you show is mine", "your first pick is it, promise")
WISHES = ("I want a comedy.", "Show me a western please.", "Nothing longer than 100 minutes.", "only French ones")
KINDS: tuple[tuple[tuple[str, ...], Purpose | None], ...] = ((TALK, "small_talk"), (FINAL, "final"), (WISHES, None))


def told(catalog: Catalog, writer: str) -> list[Sentence]:
    return [
        Sentence(found, purpose, writer, 1.0)
        for texts, purpose in KINDS
        for text in texts
        for found in seen(text, catalog)
    ]


@pytest.mark.parametrize("purpose", ["small_talk", "final"])
def test_what_is_fitted_tells_them_apart(films: Catalog, purpose: Purpose) -> None:
    sentences = told(films, "one") + told(films, "other")
    model = fit(sentences, purpose)

    assert [model.score(each.features) > 0 for each in sentences] == [each.purpose == purpose for each in sentences]


def test_what_one_writer_alone_says_has_no_weight(films: Catalog) -> None:
    assert not fit(told(films, "one"), "final").weights


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
    counts = Counter(each.purpose for each in found)
    assert min(counts.values()) > 400
    assert counts[None] > len(found) / 2


def test_the_command_judges_by_other_writers_and_writes_the_weights(
    films: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    some = [
        Example(text, purpose, writer, "films")
        for writer in ("one", "other", "third")
        for texts, purpose in KINDS
        for text in texts
    ]
    monkeypatch.setattr(command, "examples", lambda: iter(some))
    monkeypatch.setattr(command, "open_catalogue", lambda _: films)
    monkeypatch.setattr(command, "FOLDER", tmp_path)

    command.main()

    assert "100.0%" in capsys.readouterr().out
    written = {path.name: json.loads(path.read_text()) for path in tmp_path.glob("*.json")}
    assert set(written) == {"small_talk-en.json", "final-en.json"}
    assert written["small_talk-en.json"]["weights"]["piece:WANT"] < 0
    assert all(set(each) == {"bias", "weights"} for each in written.values())


@pytest.mark.parametrize(("purpose", "texts"), [("small_talk", TALK), ("final", FINAL)])
def test_the_weights_that_are_shipped_know_them(films: Catalog, purpose: Purpose, texts: tuple[str, ...]) -> None:
    model = sentence_model(purpose)
    scores = {text: model.score(found) for text in (*TALK, *FINAL, *WISHES) for found in seen(text, films)}

    assert {text for text, score in scores.items() if score > 0} == set(texts)
