"""Saying what was changed, guessed or not understood."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.reflection.finding import Finding
from palate.agent.replies.section import Section
from palate.agent.replies.wording import labelled, listed, quoted, shown_text
from palate.agent.replies.words import say
from palate.catalog.grounding.data import small_words, words_of
from palate.catalog.printable import one_line
from palate.catalog.tongues import tongue
from palate.catalog.words import normal, stem
from palate.language.understanding import Intent, Missing, Snap, Understanding
from palate.memory.request import Held


def snapped_words(understanding: Understanding) -> tuple[str, ...]:
    """Return for each word that was taken for something near it what it was taken for, where that can be doubted."""
    return tuple(_snap(each) for each in understanding.snapped if each.alone or not _is_plain(each))


def opening(understanding: Understanding, findings: Sequence[Finding]) -> list[str]:
    """Return what comes before a reply: that an earlier request has ended, and how words were read."""
    ended = [one_line(each.message) for each in findings if each.kind == "idle" and each.severity == "warning"]
    snapped = listed(snapped_words(understanding))
    return [*ended, say("disclose.snapped", words=snapped)] if snapped else ended


def not_understood(understanding: Understanding, sections: Sequence[Section]) -> str:
    """Return which words could not be placed, and which names are not here; what a section accounts for is left out."""
    asked = any(section.act == "ask" for section in sections)
    left_out = {guess.said for guess in understanding.doubtful if asked}
    left_out |= {words for section in sections for words in section.accounted}
    missing = {each.said: each for each in understanding.missing}
    unknown = [quoted(words) for words in understanding.unknown if words not in {*left_out, *missing}]
    parts = [say("disclose.not_understood", words=listed(unknown))] if unknown else []
    unused = [quoted(words) for words in understanding.unused if words not in left_out]
    if unused:
        parts.append(say("disclose.unused", words=listed(unused, last="or")))
    return tongue().paragraph([*parts, *(_missing(each) for name, each in missing.items() if name not in left_out)])


def left_out(intent: Intent, held: Held) -> tuple[str, ...]:
    """Say what of an earlier request no longer counts, where nobody asked for that in so many words.

    A message was taken for a new request then, or does not stand by what the last reply doubted or blamed, or what was
    guessed; or what was told of another kind of item went with that.
    """
    started, request = intent.fresh, intent.act in ("recommend", "critique")
    fields = {name for entry in intent.preferences for name in entry.fields}
    gone = [
        entry.provenance.quote
        for entry in held.replaced
        if started
        or (request and "text" in intent.withdraw and entry.text is not None)
        or ((entry.is_guess or entry.key in intent.lapsed) and fields.isdisjoint(entry.fields))
    ]
    gone += [mention.quote for mention in held.unlike if started or request]
    quotes = list(dict.fromkeys(map(quoted, filter(None, gone))))
    return (say("left_out.anew" if started else "left_out.lapsed", quotes=listed(quotes)),) if quotes else ()


def closing(findings: Sequence[Finding], sections: Sequence[Section]) -> list[str]:
    """Return what comes after a reply: what was not used, and why; where items are shown, that they are fewer."""
    said: list[str] = []
    shown = any(section.items for section in sections)
    if not any(section.act == "ask" for section in sections):
        said += [one_line(finding.message) for finding in findings if finding.kind in ("ambiguous", "doubtful")]
    for finding in findings:
        if finding.kind == "failed" and not finding.data["needed"]:
            said.append(
                say("disclose.failed_tool", tool=finding.data["tool"], reason=shown_text(finding.data["reason"]))
            )
        if finding.kind == "model":
            said.append(say("disclose.spent_model" if finding.data.get("spent") else "disclose.failed_model"))
        if finding.kind in ("unread", "weak") or (finding.kind == "capped" and shown):
            said.append(one_line(finding.message))
    if any(finding.kind == "budget" for finding in findings):
        found = shown or any(section.act == "answer" for section in sections)
        said.append(say("disclose.out_of_time" if found else "disclose.out_of_time_empty"))
    return list(dict.fromkeys(said))


def disclosures(understanding: Understanding, findings: Sequence[Finding], sections: Sequence[Section]) -> list[str]:
    """Return all of it, sentence by sentence."""
    said = [*opening(understanding, findings), not_understood(understanding, sections), *closing(findings, sections)]
    return list(filter(None, said))


def _missing(name: Missing) -> str:
    if name.near:
        return say("disclose.missing_near", name=quoted(name.said), near=listed(name.near, last="or"))
    return say("disclose.missing", name=quoted(name.said))


def _is_plain(snap: Snap) -> bool:
    """Tell whether words are of grammar alone, or were taken for a form of themselves that is no number."""
    grammar = small_words() | words_of("common/zh.toml", "function")
    said, used = (
        [stem(word) for word in normal(text).split() if word not in grammar] for text in (snap.said, snap.used)
    )
    return not said or (said == used and not any(sign.isdigit() for sign in snap.used))


def _snap(snap: Snap) -> str:
    if snap.alone:
        return say("disclose.alone", said=snap.said, field=labelled(snap.field))
    field = "" if snap.field in ("", "title", snap.used) else tongue().bracketed(labelled(snap.field))
    return say("disclose.meaning", said=snap.said, meaning=f"{snap.used}{field}")
