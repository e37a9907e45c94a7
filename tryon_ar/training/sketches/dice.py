"""Random measures in few words."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


class Dice:
    """Draws from one generator; what is drawn depends on its seed alone.

    Parameters
    ----------
    rng : numpy.random.Generator
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def between(self, low: float, high: float) -> float:
        """Return a number in [low, high), all equally likely."""
        return low + (high - low) * float(self.rng.random())

    def chance(self, probability: float) -> bool:
        """Return True with a probability."""
        return float(self.rng.random()) < probability

    def count(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return int(self.rng.integers(low, high + 1))

    def pick(self, items: Sequence[Item], weights: Sequence[float] | None = None) -> Item:
        """Return one of the items; weights need not add up to 1."""
        if weights is None:
            return items[int(self.rng.integers(len(items)))]
        mark = float(self.rng.random()) * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]

    def near(self, middle: float, spread: float) -> float:
        """Return a normally distributed number."""
        return middle + spread * float(self.rng.standard_normal())
