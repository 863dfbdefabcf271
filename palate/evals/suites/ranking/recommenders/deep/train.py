"""Fitting one of the models to a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from scipy.sparse import csr_array
from torch import Tensor, nn

from palate.catalog.indexes import Progress
from palate.errors import CallerError
from palate.evals.suites.ranking.recommenders.deep.encoder import Encoder
from palate.evals.suites.ranking.recommenders.deep.inputs import LIKED, Inputs, windows
from palate.evals.suites.ranking.recommenders.deep.nets import LATEST, NETS, Net, SASRec
from palate.ranking.log import Ints

LEAST_LIKES = 100
MOST_CHECKED, CHECKED_AGAINST = 1_000, 50
_LENGTHS = 64
"""Pieces of histories in one batch of SASRec."""


@dataclass(frozen=True)
class Settings:
    """How a model is made and fitted."""

    width: int = 16
    window: int = 100
    """Events of a history that are seen, the latest."""
    negatives: int = 6
    """Items that were not taken, for each like."""
    batch: int = 256
    steps: int = 2_000
    every: int = 50
    """Steps after which the latest likes are looked at; `patience` times without gain end the fit."""
    patience: int = 6
    rate: float = 3e-3
    seconds: float = 60.0
    """Of the processor; only where they end a fit does it depend on the machine."""


def fit(
    name: str, inputs: Inputs, encoder: Callable[[], Encoder], settings: Settings, seed: int, progress: Progress | None
) -> Net | SASRec:
    """Fit the model of that name, one thread with a seed of its own; the latest of the likes decide when to stop.

    Raises:
        CallerError: the log has too few likes with a time.
    """
    if len(inputs.likes) < LEAST_LIKES:
        told = f"The log has {len(inputs.likes):,} likes with a time and something before them"
        raise CallerError(f"{told}; `{name}` needs {LEAST_LIKES:,}.")
    with _alone(seed):
        net = NETS[name](encoder())
        draw, optimizer = _Draw(inputs, settings, seed), torch.optim.AdamW(net.parameters(), settings.rate)
        loss = draw.sequences if isinstance(net, SASRec) else draw.sampled
        checked, started = draw.batch(draw.late, CHECKED_AGAINST), time.process_time()
        best, weights, since, step = float("inf"), net.state_dict(), 0, 0
        while step < settings.steps and since < settings.patience and time.process_time() - started < settings.seconds:
            net.train()
            for _ in range(settings.every):
                optimizer.zero_grad()
                loss(net).backward()
                optimizer.step()
            step, since = step + settings.every, since + 1
            net.eval()
            with torch.no_grad():
                now = _loss(net, *checked).item()
            if now < best:
                best, weights, since = now, deepcopy(net.state_dict()), 0
            if progress is not None:
                progress(f"fitting `{name}`", step, settings.steps)
        net.load_state_dict(weights)
        return net.eval()


class _Draw:
    """Draws batches, all from before the latest likes."""

    def __init__(self, inputs: Inputs, settings: Settings, seed: int) -> None:
        self.inputs, self.settings, self.draw, log = inputs, settings, np.random.default_rng(seed), inputs.log
        cut = len(inputs.likes) - min(len(inputs.likes) // 10, MOST_CHECKED)
        self.early, self.late = inputs.likes[:cut], inputs.likes[cut:]
        self.seen = np.flatnonzero((log.times < log.times[self.late[0]]) & (inputs.starts < np.arange(len(log))))
        counts = np.bincount(log.items[self.seen], minlength=inputs.size)
        self.chance = 0.5 / inputs.size + 0.5 * counts / counts.sum()
        self.had = csr_array((np.ones(len(log), np.bool_), (log.users, log.items)), (log.users[-1] + 1, inputs.size))

    def batch(self, at: Ints, negatives: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return what a model reads of some likes, the liked candidate first, and what is added to its logits."""
        log, size = self.inputs.log, self.inputs.size
        others = self.draw.choice(size, (len(at), negatives), p=self.chance)
        candidates = np.concatenate([log.items[at][:, None], others], axis=1)
        # Without the logarithm of how often each is drawn, what is popular would be learnt to be unlikely.
        added = -np.log(self.chance)[candidates]
        added[:, 1:][self.had[log.users[at]].toarray()[np.arange(len(at))[:, None], others]] = -np.inf
        histories, fame = self.inputs.before(at, self.settings.window), self.inputs.fame(at, candidates)
        return (
            torch.tensor(histories),
            torch.tensor(candidates),
            torch.tensor(fame).float(),
            torch.tensor(added).float(),
        )

    def sampled(self, net: Net) -> Tensor:
        """Return the loss of telling likes from what was drawn."""
        return _loss(net, *self.batch(self.draw.choice(self.early, self.settings.batch), self.settings.negatives))

    def sequences(self, net: SASRec) -> Tensor:
        """Return the loss of telling each next like in pieces of histories from all items."""
        at = self.draw.choice(self.seen, _LENGTHS)
        following = windows(self.inputs.events, self.inputs.starts[at], at + 1, LATEST)
        histories = self.inputs.before(at, LATEST)
        liked = torch.tensor((following[1] == LIKED) & (histories[0] > 0))
        return nn.functional.cross_entropy(
            net.every(net.states(torch.tensor(histories))[liked]), torch.tensor(following[0] - 1)[liked]
        )


def _loss(net: Net | SASRec, histories: Tensor, candidates: Tensor, fame: Tensor, added: Tensor) -> Tensor:
    logits = net(histories, candidates, fame) + added
    return nn.functional.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long))


@contextmanager
def _alone(seed: int) -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(threads)
