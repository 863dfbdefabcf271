"""An intent while it is being made: what each element of a clause adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from palate.catalog.conditions import Where
from palate.language.lexeme import Lexeme
from palate.language.mentions import point
from palate.language.preference import Horizon, Polarity, Preference, Provenance, Strength
from palate.language.scene import Scene
from palate.language.understanding import Ambiguity, ItemValue, Mention, Order, Question


@dataclass
class Draft:
    """What one clause says so far. Lives for one message, in one thread."""

    scene: Scene
    preferences: list[Preference] = field(default_factory=list)
    like: list[Mention] = field(default_factory=list)
    seen: list[Mention] = field(default_factory=list)
    reject: list[Mention] = field(default_factory=list)
    about: list[Mention] = field(default_factory=list)
    bounds: list[ItemValue] = field(default_factory=list)
    order: list[Order] = field(default_factory=list)
    withdraw: list[str] = field(default_factory=list)
    named: list[Mention] = field(default_factory=list)
    """Every item that the message has named so far, this clause's and earlier ones'."""
    ambiguous: list[Ambiguity] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    """Kinds of cue that occur in the clause."""
    mild: bool = False
    """Says "make it", which adds to what was wanted where the catalogue often has both."""
    relative: bool = False
    """Compares with what was shown: "shorter"."""
    commands: bool = False
    """Asks for a thing by a command ("find me …"), rather than telling a property ("it should be …")."""
    of_the_same: bool = False
    """Tells a property of the thing spoken of: "it should be …", "must be …"."""
    a_kind: bool = False
    """Names a kind of thing ("a western"), rather than a property ("something western")."""
    or_else: bool = False
    """Begins with "or", and so names another thing that would do."""
    either: bool = False
    """Was put together of clauses that name one thing each, of which either would do."""
    limit: int | None = None
    question: Question | None = None
    strength: Strength = "hard"

    @property
    def says_nothing(self) -> bool:
        """Whether nothing that is wanted, unwanted or spoken of was added yet."""
        return not (
            self.preferences or self.like or self.seen or self.reject or self.about or self.bounds or self.order
        )

    def want(
        self,
        wheres: Iterable[Where],
        quote: str,
        *,
        strength: Strength | None = None,
        polarity: Polarity = "want",
        horizon: Horizon = "session",
    ) -> None:
        """Add conditions."""
        for where in wheres:
            self._add(Preference(where=where), quote, strength=strength, polarity=polarity, horizon=horizon)

    def item(self, mention: Mention, *, polarity: Polarity = "want", horizon: Horizon = "long") -> None:
        """Add a liked or disliked item."""
        self._add(Preference(item=mention.item), mention.quote, strength="soft", polarity=polarity, horizon=horizon)

    def text(
        self,
        text: str,
        quote: str,
        *,
        polarity: Polarity = "want",
        horizon: Horizon = "session",
        strength: Strength = "soft",
    ) -> None:
        """Add free text to look for."""
        self._add(Preference(text=text), quote, strength=strength, polarity=polarity, horizon=horizon)

    def mentions(self, lexemes: Sequence[Lexeme]) -> list[Mention]:
        """Find the items that titles and references mean; what cannot be told is noted."""
        found: list[Mention] = []
        for lexeme in lexemes:
            if lexeme.kind not in ("ITEM", "REF"):
                continue
            pointed = point(lexeme, self.scene, [*self.named, *found])
            found.extend(pointed.mentions)
            if pointed.ambiguity is not None:
                self.ambiguous.append(pointed.ambiguity)
            if pointed.unknown is not None:
                self.unknown.append(pointed.unknown)
        self.named.extend(found)
        return found

    def _add(
        self, preference: Preference, quote: str, *, strength: Strength | None, polarity: Polarity, horizon: Horizon
    ) -> None:
        said = Provenance(quote=quote, turn=self.scene.session.turn, catalogue=self.scene.schema.name)
        update = {
            "strength": strength or self.strength,
            "polarity": polarity,
            "horizon": horizon,
            "provenance": said,
        }
        self.preferences.append(preference.model_copy(update=update))
