"""What the reader may say of a message: the labels of its heads, in the order in which they were fitted."""

from __future__ import annotations

from typing import Final, Literal, get_args

CONTEXTS: Final = ("new", "shown", "asked", "checked")
"""What the last reply was: none, items, a question for a value, or what is wanted, said back to be put right."""

ROLES: Final = (
    "none",  # merely told, no wish: "my train is at 9"
    "want",
    "avoid",
    "below",  # the numbers wanted are less than it; `at_most` has it included
    "at_most",
    "above",
    "at_least",
    "about",
    "either",  # one of several that would do: "a comedy or a western"
    "like",  # resembles it, or likes it anyhow: "something like Alien", "I love westerns"
    "unlike",  # dislikes it anyhow: "I can't stand horror"
    "seen",
    "asked",  # what a question is about
    "more",  # a field of which more is wanted than is usual or was shown: "newer", "a long one"
    "less",
    "most",  # the most of a field: "the longest"
    "least",
    "any",  # does not matter: "I don't mind the length"
    "fault",  # is wrong with what was shown, and not said how: "it's the genre"
    "take",  # the item that is taken
    "than",  # a yardstick: "older than Jaws"
    "same",  # shares a field's value with it: "by the director of Fargo"
    "count",  # how many items are asked for
)

SIDES: Final = (
    (
        frozenset({"want", "either", "like", "about", "take"}),
        frozenset({"avoid", "unlike"}),
    ),
    (frozenset({"below", "at_most"}), frozenset({"above", "at_least"})),
    (frozenset({"more", "most"}), frozenset({"less", "least"})),
)
"""Roles that are the opposite of each other."""

STATUSES: Final = (
    "retracted",  # was wished, and is no longer
    "restated",  # was wished before, and is insisted on
    "unasked",  # was never wished, and was said back all the same
    "soft",  # would be nice: "ideally", "preferably"
    "other",  # somebody else's taste or wish: "my girlfriend hates horror"
    "group",  # of several people together: "we're all tired of westerns"
)

ACTS: Final = (
    "request",  # wants something found, or says how it should be
    "more",  # another, something else, next
    "dismiss",  # turns down what was shown, and does not say what instead
    "tell",  # tells taste, or what they have seen or owned, and asks for nothing
    "attribute",  # asks a fact of an item
    "count",  # asks how many there are
    "compare",  # asks which of several, or whether one is more than another
    "exists",  # asks whether there is any
    "values",  # asks what values there are
    "superlative",  # asks which is the most of something
    "average",
    "check",  # asks whether an item is so
    "why",  # asks why something was shown
    "take",  # takes what was shown
    "first",  # says that the first that will be shown will be taken
    "browse",  # wants to see several before choosing
    "only",  # nothing else will do: "only", "nothing but"
    "restart",  # begins anew, or something else altogether
    "undo",  # takes back what was said: "forget that"
    "wrong",  # was misunderstood
    "yes",
    "no",
    "greet",
    "thanks",
    "bye",
    "help",  # what can you do?
    "aside",  # small talk and circumstances; nothing follows for what is wanted
)

DIALOGUE_ACTS: Final = (
    "request",  # wants items found, or changes what was asked for
    "answer",  # answers what the assistant has just asked
    "taste",  # tells a lasting like or dislike of one's own, and asks for nothing
    "accept",  # takes a shown item
    "interest",  # finds one interesting, and does not take it
    "neutral",  # says something of one without judging it
    "reject",  # turns shown items down
    "seen",
    "unfamiliar",  # does not know it
    "question",  # asks a fact about items
    "why",  # asks why something was recommended
    "about",  # asks about the assistant or its data
    "undo",  # takes back or corrects what was said or understood
    "greet",
    "thanks",
    "bye",
    "chat",
    "danger",  # speaks of harming oneself, or of being in danger
)
"""What a clause of a message does in the conversation."""

COUNTING: Final = frozenset({"request", "answer", "taste", "reject", "undo", "question"})
"""Dialogue acts whose clauses say what is wanted, or of what something is asked; from the others nothing follows."""

KINDS: Final = ("title", "count", "~")
"""Kinds of parts beside the fields of a catalogue: `~` describes freely what is wanted."""

POINTERS: Final = ("1", "2", "3", "4", "5", "last", "it", "all", "other")
"""What a pointer to what was shown points at."""

Link = Literal["value", "flag", "number", "money", "time", "year", "title", "field"]
LINKS: Final[tuple[Link, ...]] = get_args(Link)
"""What a part of a message may be that is found in the catalogue."""

SPANS: Final = ("text", "field", *(f"#{pointer}" for pointer in POINTERS))
"""What words may be that are found in no catalogue: a description, words for a field, a pointer to what was shown."""
