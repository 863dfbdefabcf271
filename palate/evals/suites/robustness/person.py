"""A person who says what a trial has them say, and refuses every question."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from palate.evals.outcome import Conversation
from palate.evals.suites.robustness.judging import Judge
from palate.evals.suites.robustness.trial import Said

if TYPE_CHECKING:
    from palate.agent.reply import Reply

MOST_REFUSED = 3
"""How many questions in a row they refuse before they say something else."""


@dataclass
class Person:
    """Holds a conversation, and has every reply judged."""

    conversation: Conversation
    judge: Judge
    refusals: Sequence[str]
    """What they say to a question, drawn at random; where there is none, a question is passed over."""
    chance: random.Random
    wrong: list[str] = field(default_factory=list)
    """What was wrong with any reply so far."""
    unserved: list[str] = field(default_factory=list)
    """Messages to which something right should have been shown, and was not."""

    def say(self, said: Said) -> None:
        """Say one message, and refuse what is asked back."""
        self.judge.hear(said)
        wanted, known = self.judge.wanted(said), len(self.wrong)
        reply = self._put(said, said.text)
        for _ in range(MOST_REFUSED if self.refusals else 0):
            if reply.act != "ask":
                break
            self.judge.refuse(reply)
            reply = self._put(said, self.chance.choice(self.refusals))
        if wanted > (0 if len(self.wrong) > known else len(reply.items)):
            self.unserved.append(f"“{said.text}” is answered by {reply.act}, with too little that is right")

    def _put(self, said: Said, text: str) -> Reply:
        reply = self.conversation.say(text)
        wrong = self.judge.look(said, reply, self.conversation.turns[-1].seconds)
        if wrong:
            self.conversation.remark("; ".join(wrong))
        self.wrong += wrong
        return reply
