"""The cue words of one language, and where they occur in a message."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from palate.agent.replies.claims.cues.pattern import Pattern
from palate.catalog.words import Token, tokens

_WORDS = (
    *(
        "others",
        "owners",
        "subjects",
        "objects",
        "auxiliaries",
        "adverbs",
        "conjunctions",
        "copulas",
        "negations",
        "nays",
        "faults",
        "shown",
    ),
    *(
        "possessives",
        "persons",
        "owned",
        "doers",
        "spelled",
        "commands",
        "articles",
        "same",
        "tellers",
        "tellings",
        "denials",
        "leads_on",
        "pointing",
        "refusals",
        "counts",
        "asked_of",
        "demands",
        "needs",
        "pointers",
        "leads",
        "therefore",
        "sufficient",
        "those",
        "holding",
        "persons_told",
        "stages",
        "crowds",
        "links",
        "degrees",
        "governed",
        "determiners",
    ),
    *(
        "conditionals",
        "excepting",
        "anythings",
        "relatives",
        "rest",
        "inferring",
        "otherwise",
        "openers",
        "asking",
        "speakers",
        "refusing",
        "elliptic",
        "indifferent",
        "addresses",
        "interjections",
    ),
)


@dataclass(frozen=True)
class Cue:
    """What a phrase is a cue of."""

    kind: str
    """The terminal of the grammar, such as `NEG` or `LT`."""
    value: str = ""
    """What tells it from others of its kind, such as `<=`, `by` or `2`."""


@dataclass(frozen=True)
class CueSpan:
    """Where a cue occurs: tokens `start` to `end` of the message."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True)
class Standing:
    """Phrases that stand for something said before."""

    phrases: Mapping[str, Sequence[Pattern]]
    """By each word that they can begin with."""
    behind: frozenset[str] = frozenset()
    """Words one of which comes right before them."""
    lead: str = ""
    """What is said before that in their place: "made there" is "from France"."""


@dataclass(frozen=True)
class Lexicon:
    """Every cue phrase of one language."""

    cues: Mapping[tuple[str, ...], tuple[Cue, ...]]
    patterns: Mapping[str, Sequence[tuple[Pattern, Cue]]]
    """Phrases with alternatives, by each word that they can begin with."""
    finality: Mapping[str, Mapping[str, Sequence[Pattern]]]
    """What is said where the first thing shown is taken, by what it says, then by each word that it can begin with."""
    nouns: Mapping[str, tuple[str, ...]]
    """Words for an item by the catalogue's noun: `film` -> movie, movies, picture …"""
    opens: frozenset[str]
    """Kinds of cue right after which a title is likely."""
    longest: int
    others: frozenset[str]
    """Words for somebody else than the person who writes."""
    owners: frozenset[str]
    """Words before somebody else: "my kids" are people, and no kind of film."""
    subjects: frozenset[str]
    """Pronouns right behind which a word is a verb."""
    objects: frozenset[str]
    """Pronouns right before which a word is a verb."""
    auxiliaries: frozenset[str]
    """Words right behind which a word is a verb, adverbs aside."""
    adverbs: frozenset[str]
    """What may stand between a subject and its verb."""
    copulas: frozenset[str]
    """Words behind a title that begin to say something of it."""
    conjunctions: frozenset[str]
    """Words with which a clause begins."""
    negations: frozenset[str]
    """Words that deny what their clause says."""
    nays: frozenset[str]
    """Words, beside `refusals`, with which an answer refuses what was offered: "don't", "keep it"."""
    faults: frozenset[str]
    """What is wrong with things that are turned down."""
    shown: frozenset[str]
    """Words for all that was shown."""
    possessives: frozenset[str]
    """Words by which a field is the one of the item last spoken of: "its director"."""
    persons: frozenset[str]
    """Words behind a preposition for somebody who has to do with that item: "by him"."""
    owned: frozenset[str]
    """Words behind "of" for what is somebody's: "anything else of hers"."""
    doers: frozenset[str]
    """Words for who does something: "what else did she make?"."""
    commands: frozenset[str]
    """Verbs that ask for a new thing, rather than for a property of the same: "find me"."""
    articles: frozenset[str]
    """Words before a kind of thing: "a western"."""
    same: frozenset[str]
    """Words with which a property of the thing spoken of is told: "it should be"."""
    tellers: frozenset[str]
    """Words of sentences that tell of somebody: "my neighbour told me"."""
    tellings: frozenset[str]
    """Words behind what something is told of: "the racket is unreal"."""
    denials: frozenset[str]
    """Words that deny a verb: "not", "never"."""
    leads_on: frozenset[str]
    """Words behind which something else is told: "an hour before the sitter leaves"."""
    pointing: frozenset[str]
    """Words for what was said or shown."""
    refusals: frozenset[str]
    """Words that say no to what was just said: "a thriller, no, a comedy"."""
    counts: frozenset[str]
    """Numbers that count, where they stand alone: "one of the two"."""
    demands: frozenset[str]
    """Words that say that something has to be."""
    needs: frozenset[str]
    """Words that do before "to": "it has to"."""
    asked_of: frozenset[str]
    """Subjects before "is" and "was", which make a statement of it."""
    choices: Mapping[str, Sequence[Pattern]]
    """What asks for one of several things that were named, by each word that it can begin with."""
    closers: Mapping[str, Sequence[Pattern]]
    """What is said where nothing else would do than what was named, by each word that it can begin with."""
    alternatives: Mapping[str, Sequence[Pattern]]
    """What is said where one thing would do as well as another, by each word that it can begin with."""
    standing: Mapping[str, Standing]
    """What stands for something said before, by what it stands for."""
    pointers: frozenset[str]
    """Words before the name of a field whose value was said: "that colour"."""
    leads: frozenset[str]
    """Words with which a clause begins that draws on the one before: "so"."""
    therefore: frozenset[str]
    """Those of them that draw a conclusion."""
    sufficient: frozenset[str]
    """Words behind an adjective that deny too little: "long enough"."""
    passing: Mapping[str, Mapping[str, Sequence[Pattern]]]
    """What stands beside times that went by and ages, by where it stands, then by each word that it can begin with."""
    those: frozenset[str]
    """Words behind "of" for things spoken of: "at least one of them"."""
    holding: frozenset[str]
    """Words by which somebody has time to spend: "I've got two hours today"."""
    persons_told: frozenset[str]
    """Subjects of which an item is none: "I'm tired"."""
    stages: frozenset[str]
    """Words that number things in their order, and name no value by themselves: "his first tooth"."""
    crowds: frozenset[str]
    """People who are counted: "two guys"."""
    links: frozenset[str]
    """Verbs between somebody and what is said of them: "I was tired"."""
    degrees: frozenset[str]
    """Words for how much somebody or something is so."""
    governed: frozenset[str]
    """Prepositions and particles, before which a participle is a verb: "filed under"."""
    determiners: frozenset[str]
    """Words with which the object of a verb begins: "playing the drums"."""
    conditionals: frozenset[str]
    """Words with which a condition begins: "if"."""
    excepting: frozenset[str]
    """Words that rule out what follows by themselves: "unless", "other than"."""
    anythings: frozenset[str]
    """Words for all that is so, told of right behind them: "whatever comes from France"."""
    relatives: frozenset[str]
    """Words with which it is told what things are: "anything that isn't French"."""
    rest: frozenset[str]
    """Words for what was not spoken of: "any other language"."""
    inferring: frozenset[str]
    """Words with which a conclusion begins: "then"."""
    otherwise: frozenset[str]
    """Words, beside "or", with which it is told what is the case else."""
    openers: frozenset[str]
    """Words that say nothing at the beginning of a sentence."""
    asking: frozenset[str]
    """Verbs with which a question begins that is answered by yes or no."""
    speakers: frozenset[str]
    """Pronouns that are always a subject, alone or with the verb that is written together with them."""
    refusing: frozenset[str]
    """Words that refuse what was told before them."""
    elliptic: frozenset[str]
    """Words that deny what was told before them where they stand last: "one that's not"."""
    indifferent: frozenset[str]
    """Words of clauses that refuse nothing, whatever they deny: "I don't mind", "no worries", "I don't know"."""
    addresses: frozenset[str]
    """Words for whom one speaks to, which mean something else as well: "no, dear"."""
    interjections: frozenset[str]
    """Words that one speaks to somebody with: "oh dear"."""
    spelled: frozenset[str]
    """Words that compare or ask, whose slips are worth mending."""
    words: frozenset[str]
    """Every word of every cue phrase."""
    parted: Mapping[str, frozenset[str]]
    """Verbs that rule out what stands before their particle, with their particles: "cross it off"."""
    via: Mapping[str, tuple[str, ...]]
    """For each preposition, beginnings of words in the names of the fields that it can point at."""

    def spans(self, words: Sequence[Token], *, noun: str) -> list[CueSpan]:
        """Find every cue in a message; they may overlap.

        Args:
            words: the message's tokens.
            noun: what the catalogue calls an item, whose words count as `THING`.
        """
        found: list[CueSpan] = []
        things = self.things(noun)
        said = [word.normal for word in words]
        for start in range(len(words)):
            for pattern, cue in self.patterns.get(said[start], ()):
                found.extend(CueSpan(start, end, cue) for end in pattern.ends(said, start))
            for end in range(start + 1, min(len(words), start + self.longest) + 1):
                phrase = tuple(word.normal for word in words[start:end])
                found.extend(CueSpan(start, end, cue) for cue in self.cues.get(phrase, ()))
                if end == start + 1 and phrase[0] in things:
                    found.append(CueSpan(start, end, Cue("THING", "noun")))
        return found

    def ends(self, kind: str, said: Sequence[str]) -> Iterator[int]:
        """Yield where the phrases of a kind end that some words begin with."""
        for pattern, cue in self.patterns.get(said[0], ()):
            yield from pattern.ends(said, 0) if cue.kind == kind else ()
        for end in range(1, len(said) + 1):
            if any(cue.kind == kind for cue in self.cues.get(tuple(said[:end]), ())):
                yield end

    def things(self, noun: str) -> frozenset[str]:
        """Return the words that mean "an item" in a catalogue whose items are called `noun`."""
        words = {noun, f"{noun}s"}
        for group in self.nouns.values():
            if noun in group:
                words.update(group)
        return frozenset(words)


@lru_cache(maxsize=4)
def lexicon(language: str = "en") -> Lexicon:
    """Return the cue words of a language."""
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    nouns, words, final = data["THING"].pop("nouns"), data.pop("words"), data.pop("final")
    alternatives, choices, closers, standing, passing = (
        data.pop(name) for name in ("alternatives", "choices", "closers", "standing", "passing")
    )
    cues: dict[tuple[str, ...], list[Cue]] = {}
    patterns: dict[str, list[tuple[Pattern, Cue]]] = {}
    for kind, table in data.items():
        for value, phrase in _phrases(table):
            if "(" in phrase:
                pattern = Pattern.of(phrase)
                for first in pattern.firsts:
                    patterns.setdefault(first, []).append((pattern, Cue(kind, value)))
            else:
                cues.setdefault(tuple(token.normal for token in tokens(phrase)), []).append(Cue(kind, value))
    return Lexicon(
        cues={said: tuple(found) for said, found in cues.items()},
        patterns=patterns,
        alternatives=_by_first(alternatives["phrases"]),
        standing={name: _standing(table) for name, table in standing.items()},
        choices=_by_first(choices["phrases"]),
        closers=_by_first(closers["phrases"]),
        finality={name: _by_first(table["phrases"]) for name, table in final.items()},
        passing={name: _by_first(table["phrases"]) for name, table in passing.items()},
        nouns={noun: tuple(names) for noun, names in nouns.items()},
        opens=frozenset(kind for kind, table in data.items() if table.get("opens")),
        longest=max(map(len, cues)),
        words=frozenset(word for said in cues for word in said),
        **{name: frozenset(words[name].split()) for name in _WORDS},
        parted={verb: frozenset(particles.split()) for verb, particles in words["parted"].items()},
        via={preposition: tuple(names.split()) for preposition, names in words["via"].items()},
    )


def _standing(table: Mapping[str, Any]) -> Standing:
    return Standing(_by_first(table["phrases"]), frozenset(table.get("behind", "").split()), table.get("lead", ""))


def _by_first(phrases: Sequence[str]) -> dict[str, list[Pattern]]:
    found: dict[str, list[Pattern]] = {}
    for pattern in map(Pattern.of, phrases):
        for first in pattern.firsts:
            found.setdefault(first, []).append(pattern)
    return found


def _phrases(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for phrase in table.get("phrases", ()):
        yield "", phrase
    for value, sub in table.items():
        if isinstance(sub, Mapping):
            for phrase in sub["phrases"]:
                yield value, phrase
