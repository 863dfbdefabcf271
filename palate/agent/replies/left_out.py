"""Saying what of an earlier request no longer counts, where nobody asked for that in so many words."""

from __future__ import annotations

from palate.agent.replies.wording import listed, quoted
from palate.agent.replies.words import say
from palate.language.understanding import Intent
from palate.memory.request import Held


def left_out(intent: Intent, held: Held) -> tuple[str, ...]:
    """Say it where a message was taken for a new request, or does not stand by what the last reply doubted."""
    started = intent.fresh and intent.act == "recommend"
    gone = [entry for entry in held.replaced if started or entry.key in intent.lapsed]
    quotes = list(dict.fromkeys(quoted(entry.provenance.quote) for entry in gone if entry.provenance.quote))
    return (say("left_out.anew" if started else "left_out.lapsed", quotes=listed(quotes)),) if quotes else ()
