"""Stage 5: taste: what a person loves and hates, to be kept for good."""

from __future__ import annotations

from palate.language.cues.lexicon import lexicon
from palate.language.draft import Draft
from palate.language.elements import Element
from palate.language.predicates import unwanted, wanted
from palate.language.wishes import without_words


def love(element: Element, draft: Draft) -> None:
    """Read "I love musicals" is taste to keep; "for someone who loved Alien" is what this request should resemble."""
    mentions = draft.mentions(element.lexemes)
    if _of_somebody_else(element, draft):
        draft.like.extend(mentions)
        _mention_values(element, draft, strength="soft")
        return
    draft.about.extend(mentions)
    for mention in mentions:
        draft.item(mention)
    quote = draft.scene.quote(*element.lexemes, *element.cues)
    values = element.of_kind("VALUE")
    if values:
        schema = draft.scene.schema
        wheres = [where for value in values for where in wanted([value], "or", schema)]
        draft.want(wheres, quote, strength="soft", horizon="long")
    for lexeme in element.of_kind("TEXT"):
        draft.text(draft.scene.quote(lexeme), quote, horizon="long")


def _of_somebody_else(element: Element, draft: Draft) -> bool:
    """Tell whether whom the words are about is somebody other than who writes: no "I" or "we" opens them."""
    cue = next((cue for cue in element.cues if cue.kind == "LOVE"), None)
    if cue is None:
        return False
    said = [word.normal for word in draft.scene.words[cue.start : cue.end]]
    if said[0] in ("i", "ive", "im", "we", "weve", "my"):
        return False
    before = {word.normal for word in draft.scene.words[max(0, cue.start - 3) : cue.start]}
    return bool(lexicon().others & before)


def _mention_values(element: Element, draft: Draft, *, strength: str) -> None:
    values = element.of_kind("VALUE")
    if values:
        schema = draft.scene.schema
        wheres = wanted(values, element.join, schema)
        draft.want(wheres, draft.scene.quote(*values), strength="soft" if strength == "soft" else "hard")


def hate(element: Element, draft: Draft) -> None:
    """Read "I can't stand gore" keeps it out from now on; "I'm not big on westerns" only counts against them."""
    weak = "weak" in {cue.cue for cue in element.cues}
    quote = draft.scene.quote(*element.lexemes, *element.cues)
    mentions = draft.mentions(element.lexemes)
    if any(lexeme.cue == "all" for lexeme in element.of_kind("REF")):
        # "I don't like any of these" turns down what was shown; it says nothing of each for good.
        draft.reject.extend(mentions)
        return
    draft.about.extend(mentions)
    for mention in mentions:
        draft.item(mention, polarity="avoid")
    values = element.of_kind("VALUE")
    schema = draft.scene.schema
    if values and weak:
        wheres = [where for value in values for where in wanted([value], "or", schema)]
        draft.want(wheres, quote, strength="soft", polarity="avoid", horizon="long")
    elif values:
        draft.want(unwanted(values, schema), quote, strength="hard", horizon="long")
    for lexeme in element.of_kind("TEXT"):
        if weak:
            draft.text(draft.scene.quote(lexeme), quote, polarity="avoid", horizon="long")
        else:
            draft.want(without_words(lexeme, draft), quote, horizon="long")
