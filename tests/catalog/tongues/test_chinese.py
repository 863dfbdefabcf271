import pytest

from palate.catalog.tongues.chinese import Chinese

CHINESE = Chinese()


def test_conditions_stand_before_what_they_qualify() -> None:
    assert CHINESE.qualified(3, "film", ["Comedy"], ["1990 年代", "不到 100 分钟"]) == (
        "三部 1990 年代、不到 100 分钟的 Comedy 电影"
    )
    assert CHINESE.qualified("some", "film") == "电影"


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [
        *((1, "film", "一部电影"), (2, "restaurant", "两家餐厅"), (28, "product", "28 件商品")),
        *((2, "电影", "两部电影"), (2, "gadget", "两个 gadget")),
    ],
)
def test_a_noun_has_its_measure_word(count: int, noun: str, said: str) -> None:
    assert CHINESE.qualified(count, noun) == said


def test_the_title_of_a_work_is_marked_and_another_name_is_not() -> None:
    assert CHINESE.titled("Alien", "film") == "《Alien》"
    assert CHINESE.titled("Lyra kettle", "product") == "Lyra kettle"


def test_lists() -> None:
    assert CHINESE.listed(["甲", "乙", "Alien"]) == "甲、乙和 Alien"
    assert CHINESE.listed(["甲", "乙"], last="or") == "甲或乙"


def test_a_space_stands_between_scripts_and_nowhere_else() -> None:
    assert CHINESE.joined(["导演是", "Ridley Scott", "。"]) == "导演是 Ridley Scott。"
    assert CHINESE.joined(["有", "三部"]) == "有三部"
