"""What every embedder has to do; its tests inherit this and give it an `embedder`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from palate.agent.agent import Agent
from palate.language.embedder import Embedder, read_vectors
from palate.testing.goods import goods

_PHRASES = ["kind: kettle", "colour: red", "price", "für Tee", "红色"]


class EmbedderContract:
    """Whether an embedder keeps to the protocol."""

    def test_it_gives_a_vector_for_each_phrase(self, embedder: Embedder) -> None:
        rows = read_vectors(embedder.embed(list(_PHRASES)), len(_PHRASES))

        assert read_vectors(embedder.embed(["one"]), 1).shape == (1, rows.shape[1])

    def test_a_phrase_means_the_same_alone_and_among_others(self, embedder: Embedder) -> None:
        together = read_vectors(embedder.embed(list(_PHRASES)), len(_PHRASES))
        alone = np.concatenate([read_vectors(embedder.embed([phrase]), 1) for phrase in _PHRASES])

        assert np.allclose(together, alone, atol=1e-3)

    def test_it_is_called_side_by_side(self, embedder: Embedder) -> None:
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda phrase: read_vectors(embedder.embed([phrase]), 1), _PHRASES * 2))

        assert all(np.allclose(one, two, atol=1e-3) for one, two in zip(made[:5], made[5:], strict=True))

    def test_a_turn_is_read_by_it(self, embedder: Embedder) -> None:
        with goods() as catalog, Agent(catalog, embedder=embedder, state=":memory:") as agent:
            reply = agent.ask("something crimson for the kitchen")

        assert not any(finding["kind"] == "part" for finding in reply.trace.findings)
