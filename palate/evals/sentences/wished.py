"""Wishes whose form is known, in messages of several: what the models of `palate.language.forms` are fitted to."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition
from palate.catalog.schema import Field
from palate.evals.suites.verifiable.drawing import draw, fields_of, other_value
from palate.evals.users.phrasings.wishes import OTHERS, UNREAD, Hand, Speech, Ways, label, spoken, wishes, word
from palate.language.forms import Form, form_of

HANDS: tuple[Hand, ...] = ("development", *(hand for hand in OTHERS if hand not in UNREAD))
"""Whose phrasings may be fitted to."""
_MESSAGES = 200
"""For each writer and catalogue."""
_CORRECTIONS = 150
"""Of each writer, over each catalogue."""
_WISHES = (1, 3)
"""That a message has at least and at most."""
_CORRECTED, _TOLD_AGAIN = 0.2, 0.15
"""How many wishes are said in the place of another one, and how many as what was told before."""
_BOTH_AGAIN = 0.5
"""How many messages with two wishes of which neither is taken back tell both again."""
_BESIDE = 0.4
"""How many messages have a sentence before or behind them that is no wish."""
_FEWEST = 2
"""Items that a value has."""
_PAIR = 3.0
"""What a message counts that speaks of two values in one of four ways: everybody else says that either will do."""


class Pairs(BaseModel):
    """The ways to speak of two values: one of the two, none, both, or the one and not the other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    either: dict[str, Ways]
    neither: dict[str, Ways]
    both: dict[str, Ways]
    rather: dict[str, Ways]
    """`{one}` is wanted, `{other}` is not."""


@dataclass
class Message:
    """Some wishes in one message."""

    text: str = ""
    wishes: list[tuple[int, int, Form]] = field(default_factory=list)
    """Where each begins and ends, and its form."""
    retracted: tuple[tuple[int, int], tuple[int, int]] | None = None
    """Where a wish that is taken back begins and ends, and where what is said instead does."""
    weight: float = 1.0

    def add(self, said: str, form: Form | None = None) -> None:
        """Add a sentence, of a form where it is a wish."""
        self.text += " " * bool(self.text)
        said = said[:1].upper() + said[1:] + ("" if said[-1:] in ".?!" else ".")
        if form is not None:
            self.wishes.append((len(self.text), len(self.text) + len(said), form))
        self.text += said

    def correct(self, way: str, wrong: str, right: str, form: Form) -> None:
        """Add one thing that is taken back for another, which is a wish of a form."""
        start, then = way.index("{wrong}"), way.index("{right}")
        if start < then:
            then += len(wrong) - len("{wrong}")
        else:
            start += len(right) - len("{right}")
        before = len(self.text) + bool(self.text)
        start, then = before + start, before + then
        self.add(way.format(wrong=wrong, right=right))
        self.retracted = (start, start + len(wrong)), (then, then + len(right))
        self.wishes.append((then, then + len(right), form))

    def form(self, places: Sequence[int]) -> Form | None:
        """Return the form of the one wish in which some characters stand; None where they are of several, or none."""
        found = {at for at, (start, end, _) in enumerate(self.wishes) for place in places if start <= place < end}
        return self.wishes[found.pop()][2] if len(found) == 1 else None


def messages(name: str, catalog: Catalog, seed: int = 0) -> Iterator[tuple[str, Message]]:
    """Yield messages over a catalogue, each with who wrote it."""
    for hand in HANDS:
        yield from _of_speech(f"{hand}", wishes(hand), catalog, random.Random(f"{seed} {name} {hand}"))  # noqa: S311
    for file in _written("speech"):
        speech = Speech.model_validate(_loaded(file))
        yield from _of_speech(_writer(file), speech, catalog, random.Random(f"{seed} {name} {file.name}"))  # noqa: S311
    for file in _written("pairs"):
        pairs, chance = Pairs.model_validate(_loaded(file)), random.Random(f"{seed} {name} {file.name}")  # noqa: S311
        for _ in range(_MESSAGES):
            message = _of_pair(pairs, catalog, chance)
            if message is not None:
                yield _writer(file), message


def speeches() -> Iterator[tuple[str, Speech]]:
    """Yield the phrasings that were written for this, each with who wrote them."""
    for file in _written("speech"):
        yield _writer(file), Speech.model_validate(_loaded(file))


def _of_speech(writer: str, speech: Speech, catalog: Catalog, chance: random.Random) -> Iterator[tuple[str, Message]]:
    beside = (*speech.open, *speech.final, *speech.nudge)
    for _ in range(_MESSAGES):
        message = Message()
        if chance.random() < _BESIDE:
            message.add(chance.choice(beside).format(noun=catalog.schema.noun))
        for where in _of_one_item(catalog, chance):
            _add_wish(message, where, speech, catalog, chance)
        if chance.random() < _BESIDE:
            message.add(chance.choice(beside).format(noun=catalog.schema.noun))
        yield writer, message


def _add_wish(message: Message, where: Condition, speech: Speech, catalog: Catalog, chance: random.Random) -> None:
    """Add a wish: as it is, told again, or said once a message in the place of another one."""
    as_told = chance.random()
    other = other_value(catalog, where, chance) if as_told < _CORRECTED and message.retracted is None else None
    if isinstance(other, Condition):
        wrong, right = (speech.wish(each, catalog.schema, chance) for each in (other, where))
        message.correct(chance.choice(speech.correct), wrong, right, form_of(where))
        return
    said = speech.wish(where, catalog.schema, chance)
    if as_told > 1.0 - _TOLD_AGAIN:
        said = chance.choice(speech.restate).format(wish=said)
    message.add(said, form_of(where))


def corrections(name: str, catalog: Catalog, seed: int = 0) -> Iterator[tuple[str, Message]]:
    """Yield messages with two wishes of one field, of which half take the first one back."""
    told = [(str(hand), wishes(hand)) for hand in HANDS]
    for writer, speech in (*told, *speeches()):
        chance = random.Random(f"{seed} {name} {writer} again")  # noqa: S311
        for number in range(_CORRECTIONS):
            yield writer, _with_correction(speech, catalog, chance, retracts=number % 2 == 0)


def _with_correction(speech: Speech, catalog: Catalog, chance: random.Random, *, retracts: bool) -> Message:
    message = Message()
    said = [chance.choice(speech.open).format(noun=catalog.schema.noun)] if chance.random() < _BESIDE else []
    if chance.random() < _BESIDE:
        said.append(speech.wish(_drawn(catalog, chance), catalog.schema, chance))
    for each in said:
        message.add(each)
    where, other = _of_one_field(catalog, chance)
    wrong, right = (speech.wish(each, catalog.schema, chance) for each in (other, where))
    if retracts:
        message.correct(chance.choice(speech.correct), wrong, right, form_of(where))
    else:
        # Who tells several wishes again takes none of them back.
        again = chance.random() < _BOTH_AGAIN
        for wish, of in ((wrong, other), (right, where)):
            message.add(chance.choice(speech.restate).format(wish=wish) if again else wish, form_of(of))
    return message


def _of_one_item(catalog: Catalog, chance: random.Random) -> list[Condition]:
    """Draw what somebody may wish for at once: some of what one item is, nothing twice."""
    item = catalog.items(catalog.ids([chance.randrange(catalog.columns.size)]))[0]
    found: dict[str, Condition] = {}
    for _ in range(chance.randint(*_WISHES)):
        where = draw(catalog, item, chance)
        if isinstance(where, Condition):
            found.setdefault(where.field, where)
    return list(found.values())


def _drawn(catalog: Catalog, chance: random.Random) -> Condition:
    while True:
        item = catalog.items(catalog.ids([chance.randrange(catalog.columns.size)]))[0]
        where = draw(catalog, item, chance)
        if isinstance(where, Condition):
            return where


def _of_one_field(catalog: Catalog, chance: random.Random) -> tuple[Condition, Condition]:
    """Draw a wish and one that says the same of another value."""
    while True:
        where = _drawn(catalog, chance)
        other = other_value(catalog, where, chance)
        if isinstance(other, Condition):
            return where, other


def _of_pair(pairs: Pairs, catalog: Catalog, chance: random.Random) -> Message | None:
    drawn = chance.choice([each for each in fields_of(catalog) if each.kind in ("category", "tags")])
    values = [value for value, count in catalog.vocabulary(drawn.name).items() if count >= _FEWEST]
    form = chance.choice(("either", "neither", "both", "rather"))
    table: dict[str, Ways] = getattr(pairs, form)
    ways = table.get(spoken(drawn), table["other"])
    if len(values) < 2:
        return None
    one, other = (word(value, drawn) for value in chance.sample(values, 2))
    return _told(form, chance.choice(ways), one, other, drawn)


def _told(form: str, way: str, one: str, other: str, drawn: Field) -> Message:
    is_first = way.index("{one}") < way.index("{other}")
    told: dict[str, Form] = {"either": "either", "neither": "neither", "both": "both"}
    message = Message(weight=_PAIR)
    message.add(
        way.format(one=one, other=other, field=label(drawn)),
        told.get(form, "first" if is_first else "second"),
    )
    return message


def _written(kind: str) -> list[Traversable]:
    folder = files(__package__ or "") / "wordings"
    return sorted((file for file in folder.iterdir() if file.name.startswith(kind)), key=lambda each: each.name)


def _writer(file: Traversable) -> str:
    return file.name.removesuffix(".toml")


def _loaded(file: Traversable) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
