from palate.agent.reasons.describing import MOST_READ, Descriptions
from palate.catalog.item import Item
from palate.catalog.schema import Field, Schema

SHOP = Schema(
    name="shop",
    version=1,
    items=2,
    fields=(Field(name="kind", kind="category"), Field(name="about", kind="text")),
)


def item(about: str | None, title: str = "Lyra kettle") -> Item:
    return Item(id=title, title=title, fields={"kind": "kitchen", "about": about})


def own_words(own: Item, *others: Item) -> str | None:
    descriptions = Descriptions(SHOP)
    return descriptions.own_words(own, descriptions.shared([own, *others]))


def test_the_first_sentence_that_says_something_is_quoted() -> None:
    other = item("Made for every day.", "Vega toaster")

    assert own_words(item("Lyra kettle for the kitchen. Boils in a minute."), other) == "“Boils in a minute”"


def test_a_sentence_that_others_have_too_says_nothing() -> None:
    assert own_words(item("Made for every day."), item("Made for every day.", "Vega toaster")) is None
    assert own_words(item(None)) is None


def test_a_long_sentence_is_cut_before_a_comma() -> None:
    start = "It keeps water warm through the whole of a long, a dark and a very cold morning"
    text = f"{start}, and in the evening it hums beside the window while the rain falls on all the roofs of the town."

    assert own_words(item(text)) == f"“{start}…”"


def test_the_beginning_of_a_description_is_read() -> None:
    told = "It is said again. " * MOST_READ

    assert own_words(item(f"A hob. {told}")) == "“A hob”"
    assert own_words(item(f"{told} A hob."), item(told, "Vega toaster")) is None


def test_a_number_with_a_point_ends_no_sentence() -> None:
    assert own_words(item("Version 2.0 boils faster.")) == "“Version 2.0 boils faster”"
