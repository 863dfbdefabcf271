"""Whether a claim is denied: "it isn't French", "none of these is", "glass instead of steel"."""

from __future__ import annotations

from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence


def is_denied(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a clause denies what stands in `words[start:end]`, which it may begin with."""
    first, _ = sentence.clause(start)
    if start and sentence.words[start - 1].normal in ("besides", "but"):
        return False  # "No second genre besides comedy".
    words, place, instead, neither, relative = sentence.words, first, False, False, False
    closed = end < len(words) and words[end].before.strip() != ""  # "Jaws (124 minutes) is not …"
    denied = start <= first + 1 and not closed and lists().words["denied"].at(words, end) > end
    while place < start:
        if not sentence.free(place, place + 1):
            place += 1  # "No Country for Old Men" denies nothing.
        elif (behind := lists().words["affirmed"].at(words, place)) > place:
            place = behind
        elif instead and words[place].normal == "and":
            denied, instead, place = not denied, False, place + 1  # "Glass instead of steel and in stock".
        elif denied and lists().words["anew"].at(words, place) > place:
            denied, place = False, lists().words["anew"].at(words, place)  # "None is animated and both are G".
        elif denied and words[place].normal in lists().words["only"]:
            denied, place = False, place + 1  # "The only one that isn't PG and the only comedy".
        elif denied and relative and words[place].normal in ("is", "are", "was", "were", "costs", "has"):
            denied, relative, place = False, False, place + 1  # "The one that isn't a thriller is the longest".
        elif neither and words[place].normal == "nor":
            place += 1  # "Neither A nor B" denies once.
        elif (behind := lists().words["negations"].at(words, place)) > place:
            again = denied and place > first and words[place - 1].normal in ("and", "or")
            denied = denied and not again  # "Not in English and not a musical" denies both.
            verb = words[place].normal not in ("nothing", "none", "no", "neither")
            relative = verb and place > first and words[place - 1].normal in ("that", "which", "who")
            neither = words[place].normal == "neither"
            instead = lists().words["instead"].at(words, place) == behind
            denied, place = not denied, behind
        else:
            place += 1
    return denied
