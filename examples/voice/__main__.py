"""Print docs/voice.md: forty replies, with what the same messages were answered before replies were written anew.

`python -m examples.voice > docs/voice.md`. It fails, and says where, if a reply says what its catalogue does not bear
out.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from examples.voice.facts import Told, wrong_facts
from palate import Agent, Catalog
from palate.catalog.datasets.shop import build_shop

HERE = Path(__file__).parent
HEAD = """\
# The voice

What Palate says to forty messages, twenty in English and twenty in Chinese, over three catalogues: the embedded films,
the shop of `palate data shop`, and fourteen restaurants (`examples/voice/restaurants.csv`). `python -m examples.voice`
prints this page, and fails where a title, value, number or quotation of a reply is not in its catalogue. Titles, values
and names of fields stay as the catalogue has them. Under each reply stands what the same words were answered before
replies were written anew.
"""
TITLES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True)
class Talk:
    """A message, what was said before it in the same session, and how it was answered once."""

    catalogue: str
    language: str
    said: tuple[str, ...]
    """Every message of the session, the one whose reply is shown last."""
    previously: str


def talks() -> list[Talk]:
    """Read the forty talks."""
    read = tomllib.loads((HERE / "talks.toml").read_text(encoding="utf-8"))["talk"]
    return [Talk(each["catalogue"], each["language"], (*each["said"],), each["previously"].strip()) for each in read]


def opened(stack: ExitStack, folder: Path, *names: str) -> Mapping[str, Agent]:
    """Open an agent over each of the catalogues of these names."""
    makers: Mapping[str, Callable[[], Catalog]] = {
        "films": Catalog.films,
        "shop": lambda: build_shop(folder / "shop.db", say=lambda line: print(line, file=sys.stderr)),
        "restaurants": lambda: Catalog.build(
            folder / "restaurants.db", items=HERE / "restaurants.csv", noun="restaurant"
        ),
    }
    return {name: stack.enter_context(Agent(stack.enter_context(makers[name]()), state=":memory:")) for name in names}


def answered(talk: Talk, agent: Agent, session: str) -> Told:
    """Have a talk, and return it with its replies."""
    return Told(agent.catalog, talk.said, [agent.ask(words, session=session) for words in talk.said])


def page(agents: Mapping[str, Agent]) -> Iterator[str]:
    """Yield the page, part by part.

    Raises:
        SystemExit: a reply says what its catalogue does not bear out.
    """
    yield HEAD
    language = ""
    for number, talk in enumerate(talks()):
        told = answered(talk, agents[talk.catalogue], str(number))
        if wrong := list(wrong_facts(told)):
            raise SystemExit(f"“{talk.said[-1]}” over {talk.catalogue}: {'; '.join(wrong)}\n{told.text}")
        if talk.language != language:
            language = talk.language
            yield f"\n## {TITLES[language]}\n"
        said = " / ".join(talk.said)
        yield f"\n### {said}\n\nOver the {talk.catalogue}:\n\n```text\n{told.text}\n```\n"
        yield f"\nBefore:\n\n```text\n{talk.previously}\n```\n"


def main() -> None:
    """Print the page."""
    with tempfile.TemporaryDirectory(prefix="palate-voice-") as folder, ExitStack() as stack:
        agents = opened(stack, Path(folder), "films", "shop", "restaurants")
        sys.stdout.write("".join(page(agents)))


if __name__ == "__main__":
    main()
