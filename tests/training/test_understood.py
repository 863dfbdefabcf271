"""What a reader makes of values and numbers, counted."""

from __future__ import annotations

from palate.catalog.catalog import Catalog
from palate.language.session import SessionView
from palate.language.understanding import Understanding
from tests.language.told import told
from training.catalogues import catalogue
from training.examples import Marking, marking
from training.tags import parsed
from training.understood import understood

LINE = "films | new | {request} no <genres:horror=avoid>, a <genres:comedy=want> under <runtime:90 minutes=below>"
TURNED = "films | new | {request} no <genres:horror=want>, a <genres:comedy=avoid> under <runtime:90 minutes=above>"
SILENT = "films | new | {aside} no <genres:horror=none>, a <genres:comedy=none> under <runtime:90 minutes=none>"


def _marking(line: str) -> Marking:
    return marking(parsed(line), catalogue("films"))


def test_who_reads_the_tags_is_right() -> None:
    def read(message: str, session: SessionView, catalog: Catalog) -> Understanding:
        assert message == parsed(LINE).text
        return told(LINE, catalog, session)

    assert understood([_marking(LINE)], read) == {"parts": 3, "right": 3}


def test_the_opposite_is_told_from_nothing() -> None:
    assert understood([_marking(LINE)], lambda *given: told(TURNED, given[2], given[1])) == {"parts": 3, "reversed": 3}
    assert understood([_marking(LINE)], lambda *given: told(SILENT, given[2], given[1])) == {"parts": 3, "missing": 3}


def test_reactions_and_what_was_taken_back_are_left_out() -> None:
    reaction = LINE.replace("| new |", "| shown |")
    taken_back = "films | new | {request} <genres:horror=want!retracted>, well, no"
    assert not understood([_marking(reaction), _marking(taken_back)], lambda *_: told(LINE, Catalog.films()))
