"""How the models that tell what sentences are for are fitted and judged."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from palate import Catalog
from palate.errors import UnreadableFile
from palate.evals.sentences import __main__ as command
from palate.evals.sentences import examples as of_examples
from palate.evals.sentences import wished as of_wishes
from palate.evals.sentences.examples import Example, examples
from palate.evals.sentences.fit import Sentence, fit, seen, seen_twice, seen_wishes
from palate.evals.sentences.wished import Message, corrections, messages
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.users.phrasings.wishes import UNREAD
from palate.language.forms import FORMS
from palate.language.sentences import Purpose, sentence_model

TALK = ("My sister rang and I missed the bus.", "We had soup last night.", "my dog ate the post", "I broke my wrist.")
FINAL = ("I'll take the first you show me.", "whatever you show is mine", "your first pick is it, promise")
WISHES = ("I want a comedy.", "Show me a western please.", "Nothing longer than 100 minutes.", "only French ones")
KINDS: tuple[tuple[tuple[str, ...], Purpose | None], ...] = ((TALK, "small_talk"), (FINAL, "final"), (WISHES, None))


def wished(writer: str) -> tuple[str, Message]:
    message = Message()
    message.add("a western", "has")
    message.add("no comedy", "lacks")
    return writer, message


def corrected(writer: str) -> tuple[str, Message]:
    return writer, Message("a western, oops, a comedy", retracted=((0, 9), (17, 25)))


def is_here(name: str) -> bool:
    """Tell whether a catalogue can be opened: those of packages are left out on a machine that lacks them."""
    try:
        open_catalogue(name).close()
    except UnreadableFile:
        return False
    return True


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


def test_examples_are_of_several_writers_and_all_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_examples, "_WISHES", 20)
    monkeypatch.setattr(of_examples, "CATALOGUES", tuple(filter(is_here, of_examples.CATALOGUES)))
    found = list(examples())
    writers = {each.source.split()[0] for each in found}

    assert writers >= {"development", "second", "seventh", "speech-a", "asides", "opens", "stories", "plans"}
    assert not writers & {"test", *UNREAD}
    counts = Counter(each.purpose for each in found)
    assert set(counts) == {*get_args(Purpose), None}
    assert min(counts.values()) > 400


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
    monkeypatch.setattr(command, "messages", lambda *_: iter(wished(writer) for writer in ("one", "other", "third")))
    monkeypatch.setattr(command, "corrections", lambda *_: iter(map(corrected, ("one", "other", "third"))))
    monkeypatch.setattr(command, "requests", lambda _: iter(()))

    command.main()

    assert "100.0%" in capsys.readouterr().out
    written = {path.name: json.loads(path.read_text()) for path in tmp_path.glob("*.json")}
    assert set(written) == {f"{name}-en.json" for name in (*get_args(Purpose), "retracted", "forms")}
    assert written["small_talk-en.json"]["weights"]["piece:WANT"] < 0
    forms = written.pop("forms-en.json")
    assert set(forms) == set(FORMS)
    assert all(set(each) == {"bias", "weights"} for each in (*written.values(), *forms.values()))
    assert forms["lacks"]["weights"]["before:no"] > 0


@pytest.mark.parametrize(("purpose", "texts"), [("small_talk", TALK), ("final", FINAL)])
def test_the_weights_that_are_shipped_know_them(films: Catalog, purpose: Purpose, texts: tuple[str, ...]) -> None:
    model = sentence_model(purpose)
    scores = {text: model.score(found) for text in (*TALK, *FINAL, *WISHES) for found in seen(text, films)}

    assert {text for text, score in scores.items() if score > 0} == set(texts)


def test_a_wish_is_seen_with_its_form_and_what_is_of_several_as_none(films: Catalog) -> None:
    found = [form for _, form in seen_wishes(wished("one")[1], films)]
    mixed = Message("a western. no comedy", [(0, 20, "has")])

    assert found == ["has", "lacks"]
    assert [form for _, form in seen_wishes(mixed, films)] == ["has", "has"]
    assert [
        form for _, form in seen_wishes(Message("a western or a comedy", [(0, 9, "has"), (10, 21, "has")]), films)
    ] == ["other"]


def test_what_is_taken_back_is_seen_as_that(films: Catalog) -> None:
    kept = Message("a western, oops, a comedy")

    assert [is_so for _, is_so in seen_twice(corrected("one")[1], films)] == [True]
    assert [is_so for _, is_so in seen_twice(kept, films)] == [False]


def test_wishes_are_drawn_where_they_say_that_they_stand(films: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_wishes, "_MESSAGES", 3)
    monkeypatch.setattr(of_wishes, "_CORRECTIONS", 4)
    found = list(messages("films", films))
    twice = [message for _, message in corrections("films", films)]

    assert {writer for writer, _ in found} >= {"development", "speech-a", "pairs-a"}
    assert not {writer for writer, _ in found} & {"test", *UNREAD}
    assert all(0 <= start < end <= len(message.text) for _, message in found for start, end, _ in message.wishes)
    spans = [span for message in twice for span in message.retracted or ()]
    assert len(spans) == len(twice)
    assert all(start < end for start, end in spans)
