"""Stage 2b: words that no reading covered: slips of the pen forgiven and told, the rest free text or unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from palate.catalog.grounding.matches import THRESHOLD, TitleMatch, ValueMatch
from palate.catalog.words import normal, singular, tokens
from palate.language.cues.lexicon import lexicon
from palate.language.lexeme import Lexeme
from palate.language.names import is_english, may_be_a_name
from palate.language.reading import opens_a_title
from palate.language.scene import Scene
from palate.language.understanding import Snap

_LONGEST_RUN = 6
_DOUBTFUL = 0.7
"""Below it a near spelling is not worth asking about."""
_KEEPS_OPEN = frozenset({"FILLER", "THING", "ALSO", "OR", "ITEM", "FIELD", "CAMEOUT", "ADJC", "IS"})
_PLAIN = frozenset({"WORD"})
_IN_TITLES = frozenset({"WORD", "TALK", "QTY", "VALUE", "FIELD", "ALSO"})
"""What a title with a slip may have been read as, piece by piece."""
_IN_VALUES = frozenset({"WORD", "FIELD", "VALUE", "ADJ", "THING"})
"""What a value with a slip may have been read as."""
_SURE = 0.85
"""How sure it must be where a word of it means something by itself."""


@dataclass
class Repaired:
    """The reading after repair, and what was done to it."""

    lexemes: list[Lexeme] = field(default_factory=list)
    snapped: list[Snap] = field(default_factory=list)
    doubtful: list[Snap] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def repair(lexemes: Sequence[Lexeme], scene: Scene, opens: frozenset[str], chosen: Mapping[str, str]) -> Repaired:
    """Give words that no reading covered a meaning, where a near spelling makes it sure enough.

    Args:
        lexemes: the reading.
        scene: the message in its setting.
        opens: kinds of cue right after which a title is likely.
        chosen: what the person chose for words that named several items: id by the words said.
    """
    repaired = Repaired()
    index, is_open = 0, False
    while index < len(lexemes):
        title = _title(lexemes, index, scene, repaired) if is_open or _is_named(lexemes, index, scene) else None
        if title is not None:
            repaired.lexemes.append(title)
            index = next(at for at in range(index, len(lexemes) + 1) if _starts(lexemes, at) >= title.end)
        elif (end := _longer_title(lexemes, index, scene)) > index:
            repaired.unknown.append(scene.quote(*lexemes[index:end]))
            repaired.lexemes.append(replace(lexemes[index], kind="SEP", end=lexemes[end - 1].end))
            index = end
        elif (name := _longer_value(lexemes, index, scene, repaired)) is not None:
            repaired.lexemes.append(name)
            index = next(at for at in range(index, len(lexemes) + 1) if _starts(lexemes, at) >= name.end)
        elif _is_another_name(lexemes, index, scene):
            repaired.lexemes.append(replace(lexemes[index], kind="UNPLACED", end=lexemes[index + 1].end))
            index += 2
        elif lexemes[index].kind == "WORD":
            end = _run_end(lexemes, index, _PLAIN)
            repaired.lexemes.extend(_words(lexemes[index:end], lexemes, scene, repaired))
            index = end
        else:
            if lexemes[index].kind == "SEP":
                repaired.unknown.append(scene.quote(lexemes[index]))
            lexeme = _choose(lexemes[index], scene, chosen)
            is_open = opens_a_title(lexeme, scene.words, opens) or (is_open and lexeme.kind in _KEEPS_OPEN)
            repaired.lexemes.append(lexeme)
            index += 1
    _tell_synonyms(repaired, scene)
    return repaired


def _choose(lexeme: Lexeme, scene: Scene, chosen: Mapping[str, str]) -> Lexeme:
    if lexeme.kind != "ITEM" or not chosen:
        return lexeme
    wanted = chosen.get(scene.quote(lexeme))
    kept = tuple(match for match in lexeme.titles if match.id == wanted)
    return replace(lexeme, titles=kept) if kept else lexeme


def _run_end(lexemes: Sequence[Lexeme], start: int, kinds: frozenset[str]) -> int:
    """Return where a run of some kinds of lexeme ends: small words within it belong to it, at its end they do not."""
    end = start + 1
    for index in range(start + 1, min(len(lexemes), start + 2 * _LONGEST_RUN)):
        if lexemes[index].kind in kinds:
            end = index + 1
        elif lexemes[index].kind != "FILLER":
            break
    return end


def _title(lexemes: Sequence[Lexeme], start: int, scene: Scene, repaired: Repaired) -> Lexeme | None:
    """Read what stands where a title is likely as one, slips forgiven: "Seven Samurei" before "Samurei"."""
    if lexemes[start].kind not in _IN_TITLES - {"ALSO"}:
        return None
    longer = lexemes[start : _run_end(lexemes, start, _IN_TITLES)]
    if not any(lexeme.kind == "WORD" for lexeme in longer):
        return None
    last = max(index for index, lexeme in enumerate(longer) if lexeme.kind == "WORD")
    runs = [longer] if last + 1 == len(longer) else [longer, longer[: last + 1]]
    if lexemes[start].kind == "WORD":
        runs.append(lexemes[start : _run_end(lexemes, start, _PLAIN)])
    for run in runs:
        said = scene.quote(*run)
        matches = scene.catalog.grounder.titles(said)
        if matches and matches[0].confidence >= THRESHOLD and not _is_everyday(said, matches[0]):
            equal = tuple(match for match in matches if match.confidence >= matches[0].confidence - 0.02)
            repaired.snapped.extend(_title_snap(match, said) for match in equal[:1] if match.how != "exact")
            return Lexeme("ITEM", run[0].start, run[-1].end, titles=equal)
    if matches and matches[0].confidence >= _DOUBTFUL and not _is_known(said, scene):
        repaired.doubtful.append(_title_snap(matches[0], said))
    return None


def _is_everyday(said: str, match: TitleMatch) -> bool:
    """Tell whether a small word is only the beginning of a title: "close" of "Close-Up"."""
    return match.how == "part" and " " not in said and said.islower()


def _is_named(lexemes: Sequence[Lexeme], start: int, scene: Scene) -> bool:
    """Tell whether a run of capitalised words begins here that have one among them which nobody knows."""
    end = start
    while end < len(lexemes) and lexemes[end].kind in _IN_TITLES and _is_capital(lexemes[end], scene, end > start):
        end += 1
    unknown = [each for each in lexemes[start:end] if each.kind == "WORD" and not _is_known(scene.quote(each), scene)]
    alone = start == 0 and end == len(lexemes)
    if (
        end > start + 1
        and all(each.kind == "WORD" for each in lexemes[start:end])
        and _is_set_apart(lexemes, end, scene)
    ):
        return True
    return (end > start + 1 or alone) and bool(unknown)


def _is_set_apart(lexemes: Sequence[Lexeme], end: int, scene: Scene) -> bool:
    """Tell whether a phrase ends before a lexeme: "Willy Wonka, who is in it?"."""
    return end == len(lexemes) or bool(scene.words[lexemes[end].start].before.strip())


def _is_capital(lexeme: Lexeme, scene: Scene, follows: bool) -> bool:
    first = scene.words[lexeme.start]
    return first.capital and not (follows and first.before.strip())


def _longer_value(lexemes: Sequence[Lexeme], start: int, scene: Scene, repaired: Repaired) -> Lexeme | None:
    """Read what is near a value of several words as it, though a word of them means something: "coffe makers"."""
    for end in (start + 3, start + 2):
        run = lexemes[start:end]
        unknown = [each for each in run if each.kind == "WORD" and not _is_known(scene.quote(each), scene)]
        named = all(each.kind == "WORD" and _is_capital(each, scene, each is not run[0]) for each in run)
        if len(run) < end - start or not (unknown or named) or not all(each.kind in _IN_VALUES for each in run):
            continue
        said = scene.quote(*run)
        matches = [match for match in scene.catalog.grounder.values(said) if match.confidence >= _SURE]
        matches = [match for match in matches if len(normal(str(match.value)).split()) == len(normal(said).split())]
        if matches and not any(mark in said for mark in ",.;:!?"):
            repaired.snapped.extend(_value_snap(match) for match in matches[:1] if match.how == "typo")
            return Lexeme("VALUE", run[0].start, run[-1].end, values=tuple(matches[:1]))
    return None


def _is_another_name(lexemes: Sequence[Lexeme], index: int, scene: Scene) -> bool:
    """Tell whether somebody is named who is not here and shares a surname: "with Emma Thompson" is not Lea Thompson."""
    if index + 1 >= len(lexemes) or lexemes[index].kind != "WORD" or lexemes[index + 1].kind != "VALUE":
        return False
    before = next((each.kind for each in reversed(lexemes[:index]) if each.kind != "FILLER"), "")
    first, surname = lexemes[index], lexemes[index + 1]
    named = _is_capital(first, scene, False) and _is_capital(surname, scene, True)
    short = scene.words[first.start].normal in ("mr", "mrs", "ms", "miss", "dr", "sir", "dame", "director")
    return before in ("VIA", "FIELD") and named and not short and all(match.how == "part" for match in surname.values)


def _starts(lexemes: Sequence[Lexeme], index: int) -> int:
    return lexemes[index].start if index < len(lexemes) else lexemes[-1].end


def _longer_title(lexemes: Sequence[Lexeme], start: int, scene: Scene) -> int:
    """Return where a title that is not here ends, whose beginning is one that is: "The Godfather Part III"."""
    end = start + 1
    if lexemes[start].kind != "ITEM" or not scene.words[lexemes[start].start].capital:
        return start
    while end < len(lexemes) and lexemes[end].kind in ("WORD", "TALK") and _goes_on(lexemes[end], scene):
        end += 1
    return end if end > start + 1 else start


def _goes_on(lexeme: Lexeme, scene: Scene) -> bool:
    word = scene.words[lexeme.start]
    return (word.capital or word.normal.isdigit()) and not word.before.strip()


def _title_snap(match: TitleMatch, said: str) -> Snap:
    return Snap(said=said, used=match.title, field="title", confidence=round(match.confidence, 3), id=match.id)


def _words(run: Sequence[Lexeme], around: Sequence[Lexeme], scene: Scene, repaired: Repaired) -> list[Lexeme]:
    """Read a run piece by piece: a value with a slip, a word of the catalogue's texts, or nothing known."""
    out: list[Lexeme] = []
    index = 0
    while index < len(run):
        piece = run[index]
        if piece.kind != "WORD":
            out.append(piece)
            index += 1
            continue
        found, end = _near_value(run, index, around, scene)
        if found:
            if found[0].how == "typo":
                repaired.snapped.append(_value_snap(found[0]))
            out.append(Lexeme("VALUE", piece.start, run[end - 1].end, values=found))
            index = end
            continue
        out.append(_single(piece, around, scene, repaired))
        index += 1
    return out


def _near_value(
    run: Sequence[Lexeme], start: int, around: Sequence[Lexeme], scene: Scene
) -> tuple[tuple[ValueMatch, ...], int]:
    """Find the longest piece from `start` that is near a value, if it has a word that the texts do not know."""
    for end in range(min(len(run), start + 4), start, -1):
        if run[end - 1].kind != "WORD":
            continue
        said = scene.quote(*run[start:end])
        degree = _compared_value(said, scene) if end == start + 1 else ()
        if degree:
            return degree, end
        if len(said) < 4 or all(_is_known(scene.quote(each), scene) for each in run[start:end] if each.kind == "WORD"):
            continue
        # What was said in one number may be near a value in the other: "jaket" to "Jackets", "documentries" to one.
        matches = max(
            (scene.catalog.grounder.values(form) for form in (said, said + "s", *singular(normal(said)))),
            key=lambda found: found[0].confidence if found else 0.0,
        )
        if matches and not may_be_a_name(run[start:end], matches[:1], around, scene):
            continue
        if matches and matches[0].how == "typo" and is_english(normal(said)):
            # "My last message" is no slip of "massage".
            continue
        if matches and matches[0].confidence >= THRESHOLD:
            best = matches[0].confidence
            matches = [replace(match, said=said) for match in matches]
            return tuple(match for match in matches if match.confidence >= best - 0.02), end
    return (), start


def _compared_value(said: str, scene: Scene) -> tuple[ValueMatch, ...]:
    """Read "Funnier" and "scariest" are of the value "funny" and of "scary"."""
    word = normal(said)
    if _bounds(word):
        return ()
    for ending in ("ier", "iest", "er", "est"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word.removesuffix(ending) + ("y" if ending.startswith("i") else "")
            # A name has no degrees: "maker" is no more of Alan Mak.
            sure = [match for match in scene.catalog.grounder.values(base) if match.how not in ("typo", "part")]
            if sure:
                return tuple(sure)
    return ()


def _bounds(word: str) -> bool:
    """Tell whether a word before "than" gives a number its side, as "higher" does: it compares with no value."""
    spans = lexicon().spans(tokens(f"{word} than"), noun="")
    return any(span.end == 2 and span.cue.kind in ("GT", "LT") for span in spans)


def _single(piece: Lexeme, around: Sequence[Lexeme], scene: Scene, repaired: Repaired) -> Lexeme:
    said = scene.quote(piece)
    if _is_known(said, scene):
        return piece
    if piece.end - piece.start > 1 and _is_known(scene.words[piece.end - 1].text, scene):
        # "Three robberies" are still robberies.
        return replace(piece, start=piece.end - 1)
    matches = scene.catalog.grounder.values(said)
    # A word in lower case is hardly somebody's surname: "rainy" is no Claude Rains.
    named = said[0].isupper() and may_be_a_name([piece], matches[:1], around, scene)
    if matches and matches[0].confidence >= _DOUBTFUL and (named or " " not in str(matches[0].value)):
        repaired.doubtful.append(_value_snap(matches[0]))
    repaired.unknown.append(said)
    # What is not understood still stands between its neighbours: "no subtitles so English" does not shun English.
    return replace(piece, kind="SEP")


def _value_snap(match: ValueMatch) -> Snap:
    return Snap(said=match.said, used=str(match.value), field=match.field, confidence=round(match.confidence, 3))


def _tell_synonyms(repaired: Repaired, scene: Scene) -> None:
    """Disclose words that were taken for another word: "scary" for Horror."""
    for lexeme in repaired.lexemes:
        synonyms = [match for match in lexeme.values if match.how == "synonym" and isinstance(match.value, str)]
        if synonyms and len(synonyms) == len(lexeme.values):
            first, used = synonyms[0], ", ".join(str(match.value) for match in synonyms)
            said, sure = scene.quote(lexeme), round(first.confidence, 3)
            repaired.snapped.append(Snap(said=said, used=used, field=first.field, confidence=sure))


def _is_known(word: str, scene: Scene) -> bool:
    """Tell whether any item's texts have every one of the words."""
    quoted = " ".join('"' + each.replace('"', "") + '"' for each in word.split() if each.replace('"', ""))
    if not quoted:
        return False
    query = "SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT 1"
    return scene.catalog.connect().execute(query, (quoted,)).fetchone() is not None
