"""How still drawn points are, how late, and whether they pop: measures on their paths."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Points

POP = 0.05
_MATCHING = 1 / 3
_LONGEST_LAG_MS = 200.0


@dataclass(frozen=True, slots=True)
class MeanSquare:
    """A sum of squares that can be added to others before the root is taken.

    Attributes
    ----------
    total : float
        Sum of squared distances, in squared shoulder widths.
    count : int
    """

    total: float = 0.0
    count: int = 0

    def __add__(self, other: "MeanSquare") -> "MeanSquare":
        return MeanSquare(self.total + other.total, self.count + other.count)

    @property
    def rms_pct(self) -> float | None:
        """Root of the mean in per cent of the shoulder width; None of nothing."""
        return 100.0 * math.sqrt(self.total / self.count) if self.count else None


def about_mean(path_px: Points, unit_px: float) -> MeanSquare:
    """Return how far points stray from where they are on average.

    Parameters
    ----------
    path_px : ndarray of shape (F, L, 2), float64
        L points in F frames.
    unit_px : float
        Shoulder width S.

    Notes
    -----
    Static jitter J is the root of the mean of ``|x_t - mean_t x|^2 / S^2`` over points and frames
    of a subject that holds still.
    """
    away = (path_px - path_px.mean(axis=0)) / unit_px
    return MeanSquare(float((away**2).sum()), away.shape[0] * away.shape[1])


def without_real_motion(path_px: Points, moved_px: Points) -> Points:
    """Return paths without the share of them that the input's own motion explains.

    Parameters
    ----------
    path_px : ndarray of shape (F, L, 2), float64
    moved_px : ndarray of shape (F, 2), float64
        How far the body was seen to move.

    Notes
    -----
    ``x_t - k m_t`` with m about its mean and, for each point, ``k = <x, m> / <m, m>`` between 0 and
    1. Taking out all of m instead would put the error of m, and what cloth moves on a body that
    does not, into points that hold perfectly still.
    """
    moved = (moved_px - moved_px.mean(axis=0))[:, None]
    shared = ((path_px - path_px.mean(axis=0)) * moved).sum(axis=(0, 2))
    share = np.clip(shared / max(float((moved**2).sum()), 1e-12), 0.0, 1.0)
    return np.asarray(path_px - share[:, None] * moved)


@dataclass(slots=True)
class LagCorrelation:
    """Pooled correlation of drawn paths with true ones over many lags.

    Parameters
    ----------
    step_ms : float
        Time between frames.

    Notes
    -----
    For each shift s the Pearson correlation of ``true_t`` and ``drawn_{t+s}``, both about their
    means over the frames compared, pooled by adding covariances and variances over paths. The lag
    is where a parabola through the highest correlation and its neighbours peaks.
    """

    step_ms: float
    _sums: NDArray[np.float64] | None = None

    def add(self, true: Points, drawn: Points) -> None:
        """Take in a path of shape (F, 2) and how it was drawn; short ones are left out."""
        most = self._most
        if len(true) < 4 * most:
            return
        core = slice(most, len(true) - most)
        rows = [self._moments(true[core], drawn[core.start + s : core.stop + s]) for s in self._all]
        self._sums = np.array(rows) + (0.0 if self._sums is None else self._sums)

    def lag_ms(self) -> float | None:
        """Return by how much the drawn paths come late; None when nothing was taken in."""
        if self._sums is None:
            return None
        both, true, drawn = self._sums.T
        r = both / np.sqrt(np.maximum(true * drawn, 1e-12))
        peak = int(np.clip(r.argmax(), 1, len(r) - 2))
        before, here, after = r[peak - 1 : peak + 2]
        bend = before - 2 * here + after
        offset = (before - after) / (2 * bend) if abs(bend) > 1e-12 else 0.0
        return float((self._all[peak] + offset) * self.step_ms)

    @property
    def _most(self) -> int:
        return max(2, round(_LONGEST_LAG_MS / self.step_ms))

    @property
    def _all(self) -> range:
        return range(-self._most, self._most + 1)

    @staticmethod
    def _moments(true: Points, drawn: Points) -> tuple[float, float, float]:
        a, b = true - true.mean(axis=0), drawn - drawn.mean(axis=0)
        return float((a * b).sum()), float((a * a).sum()), float((b * b).sum())


def pop_count(
    steps_px: NDArray[np.float64], moved_px: NDArray[np.float64], unit_px: float
) -> tuple[int, float]:
    """Return how often points jump on their own, and by how much at most.

    Parameters
    ----------
    steps_px : ndarray of shape (F - 1, L), float64
        How far each point goes from frame to frame.
    moved_px : ndarray of the same shape
        How far the input moves there.
    unit_px : float
        Shoulder width S.

    Returns
    -------
    int, float
        Frames in which any point goes more than 0.05 S while the input moves less than a third of
        that way (flow comes out short on what is blurred by its speed), and the longest such way
        in per cent of S.
    """
    alone = (steps_px > POP * unit_px) & (moved_px < steps_px * _MATCHING)
    longest = float(steps_px[alone].max(initial=0.0)) / unit_px
    return int(alone.any(axis=1).sum()), 100.0 * longest


def rounded(value: float | None, digits: int = 3) -> float | None:
    """Return a figure for a report; None stays None."""
    return None if value is None else round(value, digits)
