"""What is left of what is shown: "the other", "the other two", "the rest"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.agent.replies.claims.bounds import closing, opening
from palate.agent.replies.claims.cues.lexicon import lexicon
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.naming import PAUSE, is_compared, is_subject
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.standing import has
from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.matches import ValueSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token

Items = tuple[Item, ...]


def the_other(
    words: Sequence[Token],
    start: int,
    seen: Items,
    alone: Items,
    here: Items,
    titled: Sequence[Mention],
    ground: Ground,
) -> Iterator[Mention]:
    """Yield "the other", which is the one of two that was not named last, and "the other two".

    Those are all but what the sentence names, or but what was spoken of last, without what that was compared with.
    """
    end = lists().words["other"].at(words, start)
    many = words[end - 1].text.lower() == "others"  # "The other's" has the same normal form.
    if end == start or not seen or many or _is_of_story(words, start, ground):
        return
    if any(each.end == start for each in titled) and PAUSE.search(words[start].before):
        return  # "Groundhog Day, the other one with Murray".
    number = number_at(words, end) if end < len(words) else None
    unlike = start > 0 and words[start - 1].normal == "unlike"
    listed = _listed_behind(words, end, titled) if number is not None else ()
    if number is not None and len(listed) == number.value:
        yield Mention(start, number.end, listed, short=True)
        return
    if number is not None and (unlike or not is_compared(words, start)):
        left = len(ground.shown) - int(number.value)
        rest = {item.id for item in (here if len(here) == left else alone[-left:] if left > 0 else ())}
        others = tuple(item for item in ground.shown if item.id not in rest)
        if 1 < len(others) == number.value:
            yield Mention(start, number.end, others, short=True)
    elif number is None and _ends(words, end):
        pair = ground.shown if len(ground.shown) == 2 else seen[-2:]
        others = tuple(item for item in pair if item.id != seen[-1].id)
        if len(others) == 1:
            yield Mention(start, end, others, short=True)


def unlike_those(
    words: Sequence[Token], start: int, named: Sequence[Mention], values: Sequence[ValueSpan], ground: Ground
) -> Iterator[Mention]:
    """Yield "the other two" where a sentence tells what three are: "Three of these are in French, the other two …"."""
    end = lists().words["other"].at(words, start)
    number = number_at(words, end) if start < end < len(words) else None
    low = opening(words, start)
    if number is None or any(low <= each.start < start for each in named):
        return
    for span in values:
        having = {item.id for item in ground.shown if any(has(item, match) for match in span.matches)}
        if low <= span.start and span.end <= start and len(ground.shown) - len(having) == number.value > 1:
            others = tuple(item for item in ground.shown if item.id not in having)
            yield Mention(start, number.end, others, short=True)
            return


def the_rest(
    words: Sequence[Token], start: int, own: Items, seen: Items, titled: Sequence[Mention], ground: Ground
) -> Iterator[Mention]:
    """Yield "the rest" of which something is said: all but what the sentence speaks of, or what was spoken of last.

    Where they are listed behind a colon, these are they: "the others are cheaper: A, B and C".
    """
    end = lists().words["rest"].at(words, start)
    if end == start:
        return
    listed = _listed_behind(words, end, titled)
    # "The rest are …" at the beginning are those that were not named yet.
    unnamed = tuple(item for item in ground.shown if item not in seen) if words[start].capital else ()
    others = listed or (
        unnamed if len(unnamed) > 1 else tuple(item for item in ground.shown if own and item not in own)
    )
    anew = start > 0 and ("," in words[start].before or words[start - 1].normal in ("and", "while", "but"))
    elided = anew and end < len(words) and not words[end].before.strip()
    meant = is_subject(words, end) or is_compared(words, start) or elided or listed
    if meant and 1 < len(others) < len(ground.shown):
        yield Mention(start, end, others, short=True)


def _is_of_story(words: Sequence[Token], start: int, ground: Ground) -> bool:
    """Tell whether "the other" is of what no item is: "must kill one brother to save the other"."""
    low = next((at for at in range(start, 0, -1) if words[at].before.strip()), 0)
    one = next((at for at in range(start - 1, low, -1) if words[at - 1].normal == "one"), None)
    things = lexicon().things(ground.schema.noun) | {word for (word,) in lists().words["things"].entries}
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    return one is not None and not words[one].capital and words[one].normal not in things | common


def _listed_behind(words: Sequence[Token], start: int, titled: Sequence[Mention]) -> Items:
    """Return several items that are listed behind the next colon of a sentence."""
    closes = closing(words, start)
    colon = next((at for at in range(start, closes) if ":" in words[at].before), closes)
    inside = [each for each in titled if colon <= each.start < closes and not is_compared(words, each.start)]
    return tuple({item.id: item for each in inside for item in each.items}.values()) if len(inside) > 1 else ()


def _ends(words: Sequence[Token], end: int) -> bool:
    """Tell whether "the other" is one by itself, rather than "the other western"."""
    if end == len(words) or words[end].before.strip() or words[end - 1].normal != "other":
        return True
    return not words[end].text.isalpha() or is_subject(words, end) or words[end].normal in lists().words["placed"]
