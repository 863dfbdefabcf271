"""Errors are errors by the catalogue's own values, and right replies have none."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from dataclasses import dataclass

from palate import Catalog
from palate.agent.replies.claims.evidence import Evidence
from palate.evals.runner import run
from palate.evals.suites.claims.checkers import (
    CLAIMS,
    TITLES,
    WORDS,
    CheckerContestant,
    by_numbers,
    by_titles,
    by_words,
)
from palate.evals.suites.claims.examined import ERRORS, Examined
from palate.evals.suites.claims.handwritten import Exchange, Paraphrase, exchanges, paraphrases
from palate.evals.suites.claims.phrasing import Split, phrasing_of
from palate.evals.suites.claims.statements import Speaker
from palate.evals.suites.claims.suite import Claims, development

SPLITS: tuple[Split, ...] = ("development", "test")


@dataclass
class Films(Claims):
    """The part of the suite that needs nothing but the films."""

    split: Split = "development"
    count: int = 28

    def _of(self, name: str):  # type: ignore[no-untyped-def]
        return super()._of(name) if name == "films" else iter(())


def never(text: str, evidence: Evidence, catalog: Catalog) -> list[str]:
    """Find nothing."""
    return []


def always(text: str, evidence: Evidence, catalog: Catalog) -> list[str]:
    """Refuse everything."""
    return ["all of it"]


def test_the_same_cases_every_time_half_of_them_wrong() -> None:
    first, again = Films().cases(), Films().cases()
    kinds = Counter(case.tags[1] for case in first if "composed" in case.tags)

    assert first == again
    assert kinds["clean"] == 28
    assert sum(kinds.values()) == 56
    assert set(kinds) <= {"clean", *(kind.replace(" ", "-") for kind in ERRORS)}
    assert len(kinds) > 10


def test_no_error_leaves_a_reply_as_it_was() -> None:
    cases = [Examined.model_validate(case.data) for case in Films().cases()]
    clean = {case.text for case in cases if case.planted is None}

    assert all(case.text not in clean and case.error for case in cases if case.planted is not None)


def test_who_finds_nothing_and_who_refuses_everything() -> None:
    nothing, everything = CheckerContestant("never", "", never), CheckerContestant("always", "", always)
    report = run(Films(), [nothing, everything])
    right, caught, alarms = report.metrics

    assert [report.mean("never", each) for each in (caught, alarms)] == [0.0, 0.0]
    assert [report.mean("always", each) for each in (caught, alarms)] == [1.0, 1.0]
    assert 0.2 < report.mean("never", right) < 0.7


def test_the_checker_is_better_than_those_that_look_at_less() -> None:
    report = run(Films(), [CLAIMS, WORDS, TITLES], filter="composed")
    right, caught, alarms = report.metrics

    assert report.mean("claims", caught) >= 0.98
    assert report.mean("claims", alarms) <= 0.02
    assert report.mean("claims", right) > max(report.mean(other, right) for other in ("words", "titles"))


def test_statements_are_true_or_false_by_the_catalogue(tiny: Catalog) -> None:
    items = tiny.items(["1", "2", "3"])
    speaker = Speaker(tiny, items, phrasing_of("development").fields["films"], random.Random(0))
    true, false = ({each.text for each in speaker.say(true=each)} for each in (True, False))

    assert not true & false
    assert any("Jaws (1975) is longer than" in text for text in true)
    assert not any("Jaws (1975) is longer than" in text for text in false)
    assert any(text.startswith("Fargo (1996) is longer than") for text in false)


def test_both_halves_say_it_in_sentences_of_their_own() -> None:
    one, other = ({each.text for each in paraphrases(split)} | _sentences(split) for split in SPLITS)

    assert one
    assert not one & other


def _sentences(split: Split) -> set[str]:
    fields = [each for catalogue in phrasing_of(split).fields.values() for each in catalogue.values()]
    return {sentence for field in fields for sentence in (*field.tells, *field.denies, *field.most, *field.more)}


def test_exchanged_words_are_wrong_of_every_item(films: Catalog) -> None:
    text = "Alien runs 117 minutes and Jaws, by Steven Spielberg, 124 minutes."
    shown = tuple(
        item.id for item in films.items(films.ids(range(films.schema.items))) if item.title in ("Alien", "Jaws")
    )
    each = Paraphrase(catalog="films", said=(), shown=shown, text=text)
    found = exchanges(each, films, phrasing_of("development"), random.Random(0))

    assert {exchange.kind for exchange in found} == {"number", "value", "swap", "invented title"}
    swap = Exchange("swap", "117 minutes", "124 minutes").applied(each)
    assert swap.text == "Alien runs 124 minutes and Jaws, by Steven Spielberg, 117 minutes."


def test_baselines_look_at_what_they_say(tiny: Catalog) -> None:
    evidence = Evidence(shown=("1",))

    assert by_titles("Jaws", evidence, tiny) == ["Alien"]
    assert by_numbers("Alien, 124 minutes", evidence, tiny) == ["124"]
    assert by_words("Alien by Ridley Scott, 117", evidence, tiny) == ["Ridley", "Scott"]


def test_the_suite_travels_to_other_processes() -> None:
    suite = development()
    suite._catalogs["films"] = Catalog.films()

    assert pickle.loads(pickle.dumps(suite))._catalogs == {}
