"""One session, as an app looks at it: `agent.session(user, session)`."""

from __future__ import annotations

from palate.agent.reply import State
from palate.agent.sessions import Named, Sessions
from palate.agent.storage.turns import Turn
from palate.language.preference import Preference
from palate.language.understanding import Shown


class Session:
    """What one conversation holds now."""

    def __init__(self, sessions: Sessions, named: Named) -> None:
        self._sessions = sessions
        self._named = named

    @property
    def user(self) -> str | None:
        """Who speaks, if the app told."""
        return self._named.user

    @property
    def id(self) -> str | None:
        """What the app calls it."""
        return self._named.session

    @property
    def is_known(self) -> bool:
        """Whether anything happened in it: a turn, or that it was begun."""
        return self._sessions.known(self._named)

    def begin(self) -> None:
        """Keep it, though nothing was said in it yet."""
        self._sessions.note(self._named, lambda memory: memory, ())

    def think(self, item: str, value: float) -> None:
        """Have it hold an opinion of an item, from -1 to 1, as what is known of the person for good has it."""
        self._sessions.note(
            self._named,
            lambda memory: memory.model_copy(update={"items": memory.items.with_opinion(item, value)}),
            (),
        )

    def turns(self, *, offset: int = 0, limit: int | None = None) -> list[Turn]:
        """Return its messages and replies, oldest first: `limit` of them, all where None, after the first `offset`."""
        return self._sessions.turns(self._named, offset=offset, limit=limit)

    def preferences(self) -> tuple[Preference, ...]:
        """Return the conditions and words of the request that is being refined."""
        return self._sessions.memory(self._named).preferences

    def shown(self) -> tuple[Shown, ...]:
        """Return the items of the last reply that showed some, in order."""
        return self._sessions.memory(self._named).shown

    def state(self) -> State:
        """Return its active constraints, what became of items, and what is pending, as the last reply told."""
        return self._sessions.state(self._named)

    def __repr__(self) -> str:
        memory = self._sessions.memory(self._named)
        return (
            f"Session(user={self.user!r}, id={self.id!r}, turns={memory.turn}, preferences={len(memory.preferences)})"
        )
