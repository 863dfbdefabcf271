"""Stage 6: what a message means after what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.catalog import Catalog
from palate.catalog.words import normal, tokens
from palate.language.asked import OPEN, PAIR
from palate.language.cues.lexicon import Cue, lexicon
from palate.language.preference import Preference, Provenance
from palate.language.scene import Scene
from palate.language.understanding import Intent, Mention, SessionView

_TELLING = ("recommend", "critique", "state")
_SAYS_OTHERWISE = frozenset(
    {"YES", "PRAISE", "LOVE", "COMMIT", "WHO", "WHAT", "WHEN", "WHERE", "HOW", "WHY", "IS", "HAVE"}
)
"""Cues of a message that turns nothing down."""
_ENDS = ("bye", "thanks", "unclear")
"""What "that's all, thanks" may be read as."""
_SHORT = 3
"""A longer message is no bare "no"."""


@dataclass(frozen=True)
class Choice:
    """An answer to a question of the last reply, as a message to be read, with the items that its titles stand for."""

    message: str
    chosen: dict[str, str]


def answered(message: str, session: SessionView, catalog: Catalog) -> Choice | None:
    """Tell whether a message chooses among the titles that the last reply asked about, and which.

    "The second", "1984", "the newer one" and the title with its year all choose; anything else is a message of its own.
    After a question between two items their places stand for their titles, and after one between two wishes for the
    words that said them.
    """
    if session.either:
        quotes = {entry.key: entry.provenance.quote for entry in session.preferences}
        return Choice(_with_place(message, [quotes.get(key, "") for key in session.offered], catalog), {})
    if session.checked:
        return Choice(_with_place(message, [str(option) for option in session.options], catalog), {})
    if session.asked == PAIR and not session.pending and len(session.options) > 1:
        return _between(message, [str(option) for option in session.options], catalog)
    if session.asked != PAIR or not session.pending or not session.options:
        return None
    options = [str(option) for option in session.options]
    index = _index(message, options, catalog)
    if index is None:
        return None
    items = catalog.items(options)
    said = {items[index].title: options[index]}
    # The words of the pending message that name it, however they were spelt there.
    for span in catalog.grounder.title_spans(tokens(session.pending)):
        ids = [match.id for match in span.matches]
        if options[index] in ids:
            start, end = tokens(session.pending)[span.start].start, tokens(session.pending)[span.end - 1].end
            said[session.pending[start:end]] = options[index]
    return Choice(session.pending, said)


def _between(message: str, options: Sequence[str], catalog: Catalog) -> Choice:
    titles = {option: catalog.item(option).title for option in options}
    said = _with_place(message, list(titles.values()), catalog)
    return Choice(said, {title: option for option, title in titles.items()})


def _with_place(message: str, options: Sequence[str], catalog: Catalog) -> str:
    """Return a message with the option that an ordinal of it means in the ordinal's place."""
    words = tokens(message)
    places = [span for span in lexicon().spans(words, noun=catalog.schema.noun) if span.cue.kind == "ORDINAL"]
    said = max(places, key=lambda span: span.end - span.start, default=None)
    place = _place(said.cue, len(options)) if said is not None else None
    if said is None or place is None:
        return message
    return f"{message[: words[said.start].start]}{options[place]}{message[words[said.end - 1].end :]}"


def _place(cue: Cue, of: int) -> int | None:
    """Return which of several things an ordinal such as "the second" or "the last" means."""
    number = int(cue.value.split(":")[0])
    place = number - 1 if number > 0 else of + number
    return place if 0 <= place < of else None


def _index(message: str, options: Sequence[str], catalog: Catalog) -> int | None:
    words = tokens(message)
    if not words or len(words) > 8:
        return None
    for span in lexicon().spans(words, noun=catalog.schema.noun):
        if span.cue.kind == "ORDINAL":
            return _place(span.cue, len(options))
    if len(options) == 1 and any(span.cue.kind == "YES" for span in lexicon().spans(words, noun=catalog.schema.noun)):
        return 0
    return _by_year(message, options, catalog)


def _by_year(message: str, options: Sequence[str], catalog: Catalog) -> int | None:
    year = catalog.schema.of_role("year")
    items = catalog.items(options)
    labels = [normal(f"{item.title} {item.get(year.name) if year else ''}") for item in items]
    said = normal(message)
    years = [str(item.get(year.name)) if year else "" for item in items]
    fits = [
        index
        for index, label in enumerate(labels)
        if said == label or (years[index] and years[index] in said.split()) or said == normal(options[index])
    ]
    if len(fits) == 1:
        return fits[0]
    values = [float(each) for each in years if each.replace(".", "", 1).isdigit()]
    if len(values) == len(options):
        if any(word in said.split() for word in ("newer", "newest", "latest", "later", "recent")):
            return values.index(max(values))
        if any(word in said.split() for word in ("older", "oldest", "original", "earlier")):
            return values.index(min(values))
    return None


def resolved(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Return the intents as they stand after what was said before."""
    # A message of nothing but talk may still turn down what was shown: "those don't appeal".
    said = intents or [Intent(act="unclear", quote=scene.message[:200])]
    readings = [_bare_answer(_undone(intent, scene), scene) for intent in said]
    read = _unsettled(_restarted(_dismissing(_merged(_understood(readings)))), scene)
    return _put_right(_wanted_now(_rather(read, scene), scene), scene)


def _wanted_now(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Read what answers "is there anything else that it should be?" as a wish: "nothing but drama hits the spot"."""
    if scene.session.asked != OPEN:
        return list(intents)
    return [_as_wish(intent) if intent.act == "state" else intent for intent in intents]


def _as_wish(intent: Intent) -> Intent:
    told = [entry for entry in intent.preferences if entry.where is not None and entry.polarity == "want"]
    if not told:
        return intent
    now = {"strength": "hard", "horizon": "session"}
    entries = (entry.model_copy(update=now) if entry in told else entry for entry in intent.preferences)
    return intent.model_copy(update={"act": "recommend", "preferences": tuple(entries)})


def _rather(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Read "the second, but newer", after a question between two items, as passing over the first; "neither", both."""
    session, options = scene.session, [str(option) for option in scene.session.options]
    if session.asked != PAIR or session.pending or len(options) < 2:
        return list(intents)
    nearer = {mention.item for intent in intents for mention in intent.like} & set(options)
    kinds = {span.cue.kind for span in lexicon().spans(scene.words, noun=scene.schema.noun)}
    if not nearer and not kinds & {"NEG", "DENY"}:
        return list(intents)
    passed = tuple(
        Mention(item=item.id, title=item.title, quote=scene.message[:200], how="reference")
        for item in scene.catalog.items([option for option in options if option not in nearer])
    )
    left = tuple(mention for mention in intents[0].like if mention.item not in options)
    first = {"act": "recommend", "question": None, "more": False, "like": left, "passed": passed}
    return [intents[0].model_copy(update=first), *intents[1:]]


def _unsettled(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Read "that's a tough one to answer", after a question, as no answer: it is no text that anybody looks for."""
    if scene.session.asked is None:
        return list(intents)
    cues = [span.cue for span in lexicon().spans(scene.words, noun=scene.schema.noun)]
    kinds = {cue.kind for cue in cues}
    if any((cue.kind, cue.value) == ("BYE", "done") for cue in cues) and all(each.act in _ENDS for each in intents):
        return [Intent(act="recommend", quote=scene.message[:200])]
    talks = _talks([word.normal for word in scene.words]) and "WANT" not in kinds
    talks = talks or scene.undecided or bool(kinds & {"NEG", "DENY"} and kinds & {"DEMO", "THANKS"})
    wished = [entry for intent in intents for entry in intent.preferences]
    # "None of those, thanks" is an answer, and "thanks" none.
    silent = ("unclear", "thanks") if kinds & {"NEG", "DENY"} or len(scene.words) > _SHORT else ("unclear",)
    unclear = bool(intents) and all(intent.act in silent for intent in intents)
    only_texts = all(entry.text is not None for entry in wished) and (bool(wished) or unclear)
    if not talks or not only_texts or any(map(_says_more, intents)):
        return list(intents)
    return [Intent(act="recommend", quote=scene.message[:200])]


def _tells_of_shown(scene: Scene) -> bool:
    """Tell whether something is said after items were shown, with no question: that mostly turns them down."""
    kinds = {span.cue.kind for span in lexicon().spans(scene.words, noun=scene.schema.noun)}
    asks = "?" in scene.message or bool(kinds & _SAYS_OTHERWISE)
    return scene.session.asked is None and not asks and _talks([word.normal for word in scene.words])


def _talks(said: Sequence[str]) -> bool:
    """Tell whether words are about somebody, or about what was said or shown."""
    return not (lexicon().tellers | lexicon().pointing).isdisjoint(said)


def _says_more(intent: Intent) -> bool:
    return bool(intent.like or intent.bounds or intent.order or intent.limit or intent.reject or intent.question)


def _put_right(intents: Sequence[Intent], scene: Scene) -> list[Intent]:
    """Read the answer to "did I get that wrong?": what is said of the field now counts, and nothing said lets it go.

    So does what speaks of other wishes alone: those are what counts. What is asked in which of two ways it is meant
    stays, where nothing is said of it.
    """
    checked = scene.session.checked
    blamed = [entry for entry in scene.session.preferences if entry.key in (*scene.session.offered, *checked)]
    asked = scene.session.doubted or bool(checked)
    if not asked or any(intent.act == "undo" or intent.fresh for intent in intents):
        return list(intents)
    fields = {name for entry in blamed for name in entry.fields}
    held = [entry for entry in scene.session.preferences if fields & set(entry.fields)]
    told = [_of_same_fields(held, intent) for intent in intents]
    if any(told):
        return [
            intent.model_copy(update={"withdraw": (*intent.withdraw, *keys)}) if keys else intent
            for intent, keys in zip(intents, told, strict=True)
        ]
    if checked:
        return list(intents)
    # "Not sure, I couldn't say" and "no idea so far" stand by nothing.
    stands = scene.words and scene.words[0].normal in lexicon().refusals | lexicon().nays and not scene.undecided
    if stands or any(intent.question is not None for intent in intents):
        return list(intents)
    first, *rest = intents if any(map(_wishes, intents)) else [Intent(act="recommend", quote=scene.message[:200])]
    return [first.model_copy(update={"lapsed": scene.session.offered}), *rest]


def _wishes(intent: Intent) -> bool:
    return _says_more(intent) or any(entry.text is None for entry in intent.preferences)


def _of_same_fields(held: Sequence[Preference], intent: Intent) -> tuple[str, ...]:
    """Return the keys of those preferences on whose fields an intent says something."""
    named = {name for entry in intent.preferences for name in entry.fields}
    return tuple(entry.key for entry in held if named & set(entry.fields))


def _understood(intents: Sequence[Intent]) -> list[Intent]:
    """Leave out a clause that says nothing beside one that does: "of everything here, what came out first?"."""
    said = [intent for intent in intents if intent.act != "unclear"]
    return said or list(intents)


def _dismissing(intents: Sequence[Intent]) -> list[Intent]:
    """Read "Not those. From the eighties." as one request, with what was turned down out of it."""
    out: list[Intent] = []
    for intent in intents:
        told = bool(out) and intent.act in _TELLING and out[-1].act in _TELLING
        if told and _only_dismisses(out[-1]):
            out.append(_with_dismissal(intent, out.pop()))
        elif told and _only_dismisses(intent):
            # "From the eighties. So not those." says the same, the other way round.
            out.append(_with_dismissal(out.pop(), intent))
        else:
            out.append(intent)
    return out


def _with_dismissal(intent: Intent, dismissal: Intent) -> Intent:
    update: dict[str, object] = {
        "reject": (*dismissal.reject, *intent.reject),
        "seen": (*dismissal.seen, *intent.seen),
        "more": dismissal.more or intent.more,
        "act": "critique" if intent.act == "recommend" else intent.act,
    }
    return intent.model_copy(update=update)


def _only_dismisses(intent: Intent) -> bool:
    said = intent.preferences or intent.like or intent.bounds or intent.order or intent.limit or intent.question
    return intent.act == "critique" and not said


def _restarted(intents: Sequence[Intent]) -> list[Intent]:
    """Read "Start over. A French thriller." as one request that starts over."""
    if len(intents) > 1 and intents[0].act == "undo" and intents[0].fresh and intents[1].act == "recommend":
        return [intents[1].model_copy(update={"fresh": True}), *intents[2:]]
    return list(intents)


def _merged(intents: Sequence[Intent]) -> list[Intent]:
    """Read "Recommend something. I loved Heat." is one request: what only asks joins what says for what."""
    asking = [intent for intent in intents if intent.act in ("recommend", "critique") and not intent.reject]
    empty = [intent for intent in asking if _says_nothing(intent)]
    rest = [intent for intent in intents if intent not in empty]
    joined = next(
        (index for index, intent in enumerate(rest) if intent.act in ("state", "recommend", "critique")), None
    )
    if not empty or joined is None:
        return list(intents)
    # "I liked Alien, what else?" asks for more like it; "Something else. I liked Alien." only tells taste besides.
    asks_after = any(intents.index(each) > intents.index(rest[joined]) or not each.more for each in empty)
    about = rest[joined].about if asks_after else ()
    loved = tuple(mention for mention in about if _is_liked(mention.item, rest[joined]))
    if all(intents.index(each) < intents.index(rest[joined]) for each in empty):
        loved = tuple(mention.model_copy(update={"how": "taste"}) for mention in loved)
    update: dict[str, object] = {
        "like": (*rest[joined].like, *loved),
        "more": any(each.more for each in (*empty, rest[joined])),
        "act": "recommend" if rest[joined].act == "state" else rest[joined].act,
        "only": any(each.only for each in intents),
    }
    rest[joined] = rest[joined].model_copy(update=update)
    return rest


def _is_liked(item: str, intent: Intent) -> bool:
    return any(entry.item == item and entry.polarity == "want" for entry in intent.preferences)


def _says_nothing(intent: Intent) -> bool:
    return not (intent.preferences or intent.like or intent.bounds or intent.order or intent.limit or intent.seen)


def _undone(intent: Intent, scene: Scene) -> Intent:
    """Read "Undo that": what the last turn withdrew or replaced comes back, what it added goes."""
    session = scene.session
    if intent.act != "undo" or intent.withdraw:
        return intent
    if intent.fresh:
        return intent.model_copy(update={"withdraw": ("*",)})
    latest = max((entry.provenance.turn for entry in session.preferences), default=-1)
    added = [entry for entry in session.preferences if entry.provenance.turn == latest]
    fields = dict.fromkeys(name for entry in added for name in (entry.fields or ("text",)))
    back = tuple(
        Preference(where=where, provenance=Provenance(quote=intent.quote, turn=session.turn))
        for where in session.previous
    )
    return intent.model_copy(update={"withdraw": tuple(fields), "preferences": (*back, *intent.preferences)})


def _bare_answer(intent: Intent, scene: Scene) -> Intent:
    """Read a bare "yes" as taking up an offer; "no" and "those don't appeal", after items were shown, as "others"."""
    if intent.act != "unclear":
        return intent
    words = tokens(intent.quote)
    kinds = {span.cue.kind for span in lexicon().spans(words, noun=scene.schema.noun)}
    if scene.session.offered and "YES" in kinds and not kinds & {"NEG", "DENY"}:
        return intent.model_copy(update={"act": "undo", "withdraw": scene.session.offered})
    said = [word.normal for word in words]
    short = bool(kinds & {"NEG", "DENY"}) and len(words) <= _SHORT
    of_shown = not lexicon().shown.isdisjoint(said) and not (lexicon().negations | lexicon().faults).isdisjoint(said)
    if scene.session.shown and not scene.session.offered and (short or of_shown or _tells_of_shown(scene)):
        return intent.model_copy(update={"act": "critique", "more": True})
    return intent
