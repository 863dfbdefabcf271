"""What is remembered of a person: read, corrected, taken along, forgotten; and kept where the app keeps its data."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from langgraph.checkpoint.sqlite import SqliteSaver

from palate import Agent, AgentConfig, Catalog


def main() -> None:
    """Talk in two sessions, then use a person's rights over what is known of them."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection, Catalog.films() as catalog:
        # Sessions are kept by a checkpointer of the app; `store=PostgresStore(url)` would keep all of it elsewhere.
        config, kept = AgentConfig(keep_days=90), SqliteSaver(connection)
        with Agent(catalog, config=config, checkpointer=kept, state=":memory:") as agent:
            agent.ask("I love westerns and I've seen Stagecoach", user="ann", session="monday")
            agent.feedback("alien-1979", user="ann", session="monday", value=-1.0)

            ann = agent.memory.of("ann")
            for preference in ann.preferences():
                print(preference.polarity, preference.provenance.quote or preference.item)
            print("exported:", sorted(json.loads(json.dumps(ann.export()))))

            print("forgotten:", ann.forget(item="alien-1979"))
            print([event.kind for event in ann.events()])
            ann.forget()
            print(
                "known:", ann.is_known, "| kept:", connection.execute("SELECT count(*) FROM checkpoints").fetchone()[0]
            )


if __name__ == "__main__":
    main()
