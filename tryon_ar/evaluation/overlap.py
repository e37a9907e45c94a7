"""Intersection over union of label pictures, gathered over a set."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


class Overlap:
    """Counts a set's intersections and unions by class.

    Parameters
    ----------
    classes : mapping of str to int
        Name and value of the classes that are scored.
    ignored : int
        A value of the truth that nothing is said about.
    """

    def __init__(self, classes: Mapping[str, int], ignored: int) -> None:
        self._classes = dict(classes)
        self._ignored = ignored
        self._common = dict.fromkeys(classes, 0)
        self._either = dict.fromkeys(classes, 0)
        self.pictures = 0

    def add(self, said: NDArray[np.uint8], truth: NDArray[np.uint8]) -> dict[str, float]:
        """Count one picture; return its own scores, for the classes that it has.

        Raises
        ------
        ValueError
            When the pictures differ in size.
        """
        if said.shape != truth.shape:
            raise ValueError(f"labels of {said.shape} against {truth.shape}")
        told = truth != self._ignored
        own: dict[str, float] = {}
        for name, value in self._classes.items():
            one, other = (said == value) & told, (truth == value) & told
            common, either = int((one & other).sum()), int((one | other).sum())
            self._common[name] += common
            self._either[name] += either
            if other.any():
                own[name] = common / either
        self.pictures += 1
        return own

    def scores(self) -> dict[str, float]:
        """Return intersection over union of all pixels of the set, by class that occurs."""
        return {
            name: self._common[name] / either for name, either in self._either.items() if either
        }
