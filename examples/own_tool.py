"""Two tools of one's own: one narrows what is recommended, the other answers a question."""

from __future__ import annotations

from palate import Agent, Catalog, tool
from palate.catalog.item import ItemId

PROGRAMME = {"alien-1979": "Fri 22:00", "casablanca-1942": "Sat 20:15", "fargo-1996": "Sun 18:30"}


@tool(cues=["at the cinema", "on the big screen"])
def cinema() -> list[ItemId]:
    """Keep the films that the cinema round the corner shows this week."""
    return list(PROGRAMME)


@tool(cues=["weather"])
def weather(city: str) -> dict[str, str]:
    """Tell the weather in a city."""
    return {"city": city, "sky": "rain, so stay in"}


def main() -> None:
    """Ask for a recommendation and for a fact; a tool serves each."""
    with Catalog.films() as catalog, Agent(catalog, tools=[cinema, weather], state=":memory:") as agent:
        for message in ("a crime film at the cinema", "what's the weather in Oslo?"):
            reply = agent.ask(message)
            print(f"> {message}\n{reply.text}")
            print("".join(f"{item.title}: {PROGRAMME[item.id]}\n" for item in reply.items), end="")


if __name__ == "__main__":
    main()
