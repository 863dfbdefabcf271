"""Text that others may see."""

from __future__ import annotations

import json
import unicodedata

import pytest

from palate.catalog.printable import is_one_line, json_text, one_line, printable
from tests.harmful import HARM, HARMS

EVERY = [chr(code) for code in range(0x110000)]
KEPT = ["a", "é", "映", "🎬", "👨\u200d👩\u200d👧", "क\u200dष", "soft\u00adhyphen", "50\u00a0km", "全\u3000角"]


@pytest.mark.parametrize("text", KEPT)
def test_letters_joiners_and_spaces_of_any_script_stay(text: str) -> None:
    assert (one_line(text), printable(text), is_one_line(text)) == (text, text, True)
    assert json_text(text) == f'"{text}"'


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        ("a\nb\tc", "a b c", "a\nb\tc"),
        ("a\r\n \r b", "a b", "a\n \n b"),
        ("a  b", "a b", "a  b"),
        (" a ", " a ", " a "),
        ("a\n", "a ", "a\n"),
        ("a\x1b[31mb\x07", "a[31mb", "a[31mb"),
        ("\u202ea\u2066b\u2069\u200f\u061c", "ab", "ab"),
        ("a\x85b\u2028c\u2029d\x0be\x0cf", "a b c d e f", "a\nb\nc\nd\ne\nf"),
        ("a\x9bm\x00b\x7f", "amb", "amb"),
        ("a\ud800b", "a\ufffdb", "a\ufffdb"),
        ("seen\U000e0041\U000e0042", "seen", "seen"),
    ],
)
def test_what_becomes_of_the_others(text: str, line: str, lines: str) -> None:
    assert (one_line(text), printable(text)) == (line, lines)
    assert (one_line(line), printable(lines)) == (line, lines)


def test_of_all_there_is_no_control_no_direction_and_no_half_is_left() -> None:
    whole = "".join(one_line(sign) for sign in EVERY)
    left = {sign for sign in set(whole) if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")}

    assert left == set()
    assert HARM.findall(whole) == []
    assert {sign for sign in set(whole) if unicodedata.bidirectional(sign) in _TURNING} == set()
    assert HARM.findall("".join(printable(sign) for sign in EVERY if sign not in "\n\t").replace("\n", "")) == []


_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_one_line_is_told_from_others() -> None:
    assert [sign for sign in EVERY if is_one_line(sign) != (one_line(sign) == sign)] == []


def test_a_long_one_is_cut() -> None:
    assert one_line("abc\ndef", 5) == "abc …"
    assert one_line("abcde", 5) == "abcde"


@pytest.mark.parametrize("text", [*HARMS, "\ud800", "\U000e0041", '"\\'])
def test_json_says_what_it_said_in_signs_that_can_be_seen(text: str) -> None:
    written = json_text({text: [text, 1.5, None]}, indent=2)

    assert HARM.sub("", written) == written.replace("\n", "")
    assert json.loads(written) == {text: [text, 1.5, None]}
