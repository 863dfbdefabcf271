"""How much each part of the untrained order counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """How much each part counts; each lies in [0, 1] before it is weighed, but a wish, which has its own weight.

    Likes, dislikes and popularity were chosen on the training part of MovieLens-100K, where popularity neither helped
    nor harmed up to .6 and dislikes did not help, so they are kept low. The others are set so that a wish outweighs
    popularity, and content the popularity that an item which nobody has touched lacks.
    """

    likes: float = 1.0
    dislikes: float = 0.3
    seen: float = 0.0
    """Of what was consumed without being liked or disliked, beside a like."""
    content: float = 0.35
    wishes: float = 0.6
    popularity: float = 0.3
    asked: float = 0.25
    """Of what taste and popularity weigh together. Chosen on development people of `sessions`, where .2 to .4 were
    alike with the linear model, with neighbours and with popularity alone."""


LINEAR = Weights(dislikes=0.1, seen=0.75, content=0.1, popularity=0.1)
"""With the linear model, which knows by itself what is popular. Chosen on the development people of `sessions`: what
was merely seen helped where it fades as likes do, dislikes did not matter, popularity only where little is known of a
person, and what nobody has touched was in the way where it weighed more."""
