"""The corpus's plain format."""

from __future__ import annotations

from collections import Counter

import pytest

from training.catalogues import catalogue, fields, held_out, sheets
from training.corpora import ROOT, phrases, split_of
from training.tags import FormatError, corpus, parsed


def test_a_line_is_read() -> None:
    wish = "{request,only} no <genres:horror=avoid!soft>, <runtime:95 minutes=below/at_most>."
    tagged = parsed(f"films | asked:genres | {wish} {{aside}} What a day")
    assert tagged.text == "no horror, 95 minutes. What a day"
    assert (tagged.catalogue, tagged.context, tagged.asked) == ("films", "asked", "genres")
    assert [(tagged.text[part.start : part.end], part.kind) for part in tagged.parts] == [
        ("horror", "genres"),
        ("95 minutes", "runtime"),
    ]
    assert tagged.parts[0].statuses == {"soft"}
    assert tagged.parts[1].roles == {"below", "at_most"}
    assert [each.acts for each in tagged.stretches] == [{"request", "only"}, {"aside"}]
    assert tagged.text[tagged.stretches[1].start :] == "What a day"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("films | {request} x", "expected `catalogue | context | message`"),
        ("films | before | {request} x", "the context `before`"),
        ("films | new | x", "begins with what it is for"),
        ("films | new | {ask} x", "expected some of request"),
        ("films | new | {request} <genres:x=wish>", "the role `wish`"),
        ("films | new | {request} <genres:x=want!perhaps>", "expected some of retracted"),
        ("films | new | {request} <genre:x=want>", "films has no field `genre`"),
        ("films | new | {request} <#9:x=want>", "expected # and one of"),
        ("films | asked:genre | {request} x", "no field `genre` to ask about"),
        ("fims | new | {request} x", "there is no catalogue `fims`"),
        ("films | new | {request} <genres:x", "a mark that cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(line: str, says: str) -> None:
    with pytest.raises(FormatError, match=says.replace("`", "`").replace("|", r"\|").replace("#", r"\#")):
        parsed(line, fields=fields())


def test_every_natural_message_can_be_read() -> None:
    """And there are as many, of as many kinds, as the reader is said to be fitted to."""
    counts: Counter[str] = Counter()
    writers, catalogues = set(), set()
    for path in sorted((ROOT / "natural").glob("*.txt")):
        for each in corpus(path, fields()):
            language = path.stem.split("_")[0] if "_" in path.stem else "en"
            counts.update((language, each.context, "all"))
            writers.add(path.stem)
            catalogues.add(each.catalogue)
    assert counts["all"] >= 8_000
    assert counts["shown"] >= 1_000
    assert all(counts[language] >= 500 for language in ("zh", "de", "es", "fr"))
    assert len(writers) >= 12
    assert len(catalogues) >= 10
    assert any(map(held_out, catalogues))


def test_every_wording_can_be_read() -> None:
    assert sum(1 for path in (ROOT / "wordings").glob("*.txt") for _ in corpus(path)) > 30_000


def test_nobody_is_fitted_to_and_tested_on() -> None:
    splits = [split_of("natural", path.stem) for path in (ROOT / "natural").glob("*.txt")]
    assert set(splits) == {"train", "choose", "test"}
    fitted = {phrase for each in phrases("train") for phrase in each.phrases}
    assert len(fitted) > 5_000
    assert fitted.isdisjoint(phrase for each in phrases("test") for phrase in each.phrases)


def test_catalogues_are_drawn_alike_every_time() -> None:
    assert "courses" in sheets()
    one = catalogue("courses")
    assert one.schema.noun == "course"
    assert one.schema.field("starts").kind == "date"
    assert one.schema.field("certificate").kind == "flag"
