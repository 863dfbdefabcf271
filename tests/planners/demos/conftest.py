from __future__ import annotations

from palate.language.frame import Frames
from palate.planners.demos.demonstration import Demonstration, Source
from tests.language.framing import constraint, frame

READ = Frames(frames=(frame("request", set=[constraint("genres", "any_of", "Comedy", quote="comedy")]),))


def demonstration(name: str, *users: str, said: str = "a [value]", source: Source = "added") -> Demonstration:
    """One that shows a wish for a value; `said` is its message, masked."""
    message = said.replace("[value]", "comedy")
    return Demonstration(id=name, message=message, masked=said, frames=READ, source=source, users=users)
