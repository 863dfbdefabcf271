"""What is asked, or may be wanted, and is no claim: "shall I look for French ones?", "if you'd rather laugh, …"."""

from __future__ import annotations

from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence


def is_wondered(sentence: Sentence, place: int) -> bool:
    """Tell whether a word stands in what the person is asked, or may want: it is said of no item, and claims nothing.

    "Shall I look for French ones?" and "if you'd rather laugh, …" do; "is it French?" is about an item.
    """
    words = sentence.words
    if sentence.asks and not any(each.end <= place for each in sentence.mentions):
        wants = lists().words["wondering"].at(words, 0) > 0 or lists().words["wanting"].within(words, place)
        pronoun = any(word.normal in lists().words["pronouns"] for word in words[:place])
        return wants or not (pronoun or sentence.mentions)
    # "If it's horror that you want, take Jaws" is about Jaws.
    apart = not sentence.mentions or any(each.end <= place for each in sentence.mentions)
    wants = lists().words["wanting"].within(sentence.words, 0) or lists().words["itself"].within(
        sentence.words, 0, place
    )
    apart = apart or sentence.clauses[place] > 0 or not wants
    return apart and is_supposed(sentence, place)


def is_supposed(sentence: Sentence, place: int) -> bool:
    """Tell whether a word stands in a clause about what the person may want: "and if you want the cheapest"."""
    words, (first, last) = sentence.words, sentence.clause(place)
    first += words[first].normal in ("and", "but", "or", "so")
    first = next((at for at in range(place, first, -1) if words[at].normal in ("if", "should", "case")), first)
    supposed = first < last and words[first].normal in lists().words["supposing"]
    sure = first < last and words[first].normal in ("if", "should", "case")
    return (sure and not any(first <= each.start < last for each in sentence.mentions)) or (
        supposed and lists().words["you"].within(words, first, last)
    )
