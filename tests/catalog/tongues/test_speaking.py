import pytest

from palate.catalog.conditions import Condition, describe
from palate.catalog.schema import Field, Schema
from palate.catalog.tongues import Language, language_of, speaking, spoken

FIELDS = (
    Field(name="year", kind="number", role="year"),
    Field(name="runtime", kind="number", role="duration", unit="minutes"),
    Field(name="director", kind="tags"),
    Field(name="cast", kind="tags"),
    Field(name="genres", kind="tags"),
)
FILMS = Schema(name="films", version=1, items=1, fields=FIELDS)


@pytest.mark.parametrize(
    ("message", "before", "language"),
    [
        *(("a comedy", "zh", "en"), ("一部喜剧", "en", "zh"), ("类似 Alien 的电影", "en", "zh")),
        *(("2?", "zh", "zh"), ("2?", "en", "en"), ("面白い映画", "zh", "en")),
    ],
)
def test_the_language_of_a_message(message: str, before: Language, language: Language) -> None:
    assert language_of(message, before) == language


def test_one_language_may_be_wanted_always() -> None:
    assert language_of("一部喜剧", "zh", wanted="en") == "en"


def test_a_language_is_spoken_inside_and_not_behind() -> None:
    with speaking("zh"):
        assert spoken() == "zh"
    assert spoken() == "en"


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Condition(field="year", op="between", value=[1990, 1999]), "1990 年代"),
        (Condition(field="year", op="<", value=1975), "1975 年以前"),
        (Condition(field="runtime", op="<=", value=100), "不超过 100 分钟"),
        (Condition(field="director", op="contains", value="Akira Kurosawa"), "出自 Akira Kurosawa"),
        (Condition(field="cast", op="not_contains", value="Jim Carrey"), "没有 Jim Carrey"),
        (Condition(field="genres", op="in", value=["Comedy", "Crime"]), "Comedy 或 Crime"),
    ],
)
def test_conditions_in_chinese(condition: Condition, said: str) -> None:
    with speaking("zh"):
        assert describe(condition, FILMS) == said
