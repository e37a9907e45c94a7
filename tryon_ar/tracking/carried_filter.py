"""A filter for landmarks that rests in the body's own coordinates."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Points
from tryon_ar.tracking.anatomy import TORSO
from tryon_ar.tracking.body_motion import Carried

Weights = NDArray[np.float64]
_SETTLING_S = 0.35


@dataclass(frozen=True, slots=True)
class CarriedParameters:
    """Cut-offs of the filter; speeds in shoulder widths a second, lengths in shoulder widths.

    Attributes
    ----------
    min_cutoff_hz, beta, d_cutoff_hz : float
        One-Euro filter of landmarks of which the pictures say nothing.
    rest_cutoff_hz, limb_cutoff_hz : float
        Cut-off of a landmark that the pictures follow: of the trunk, and of limbs and head, which a
        tracker finds late and has to set right sooner.
    drift : float
        A measured landmark that leaves the texture around it at less than this speed drifts.
    drift_beta : float
        Hz per speed above that.
    leash, leash_hz : float
        Further away than the first the cut-off rises by the second for each shoulder width.
    calm, start : float
        A point goes at most this fast, beside what the pictures carry it, or so many times as
        fast as in the frame before: an estimate that jumps is not drawn as a jump.
    """

    min_cutoff_hz: float = 0.5
    beta: float = 6.0
    d_cutoff_hz: float = 1.0
    rest_cutoff_hz: float = 0.06
    limb_cutoff_hz: float = 0.25
    drift: float = 0.4
    drift_beta: float = 3.0
    leash: float = 0.1
    leash_hz: float = 100.0
    calm: float = 1.3
    start: float = 2.2


@dataclass(slots=True)
class CarriedFilter:
    """Low-pass of points relative to the motion seen in the pictures.

    Parameters
    ----------
    parameters : CarriedParameters

    Notes
    -----
    Where texture carries a point from X_{i-1} to X'_i and a tracker measures z_i::

        X_i = X'_i + alpha(f) (z_i - X'_i),    alpha(f) = 1 / (1 + 1 / (2 pi f dt))
        loose = min_cutoff + beta |LP (z_i - X'_i) / dt|
        tight = rest + drift_beta max(0, |LP (z_i - Z'_i) / dt| - drift)
                + leash_hz max(0, |z_i - X'_i| - leash)
        f = confidence * loose^(1 - trust) * tight^trust

    with Z'_i the last measurement carried likewise and LP a low-pass at d_cutoff. ``loose`` is the
    One-Euro filter of Casiez, Roussel, Vogel (CHI 2012). A body that moves as a whole is followed
    without delay, and a tracker's estimate of a shoulder that wanders off while the shoulder rests
    does not take the garment along. As in the published filter's steady state a first estimate
    would stay for long: the first few are averaged.
    """

    parameters: CarriedParameters = field(default_factory=CarriedParameters)
    _value: Points | None = field(init=False, default=None, repr=False)
    _measured: Points | None = field(init=False, default=None, repr=False)
    _speed: Points | None = field(init=False, default=None, repr=False)
    _drift: Points | None = field(init=False, default=None, repr=False)
    _pace: Weights = field(init=False, default_factory=lambda: np.zeros(1), repr=False)
    _t_s: float = field(init=False, default=0.0, repr=False)
    _count: int = field(init=False, default=0, repr=False)
    _started_s: float = field(init=False, default=0.0, repr=False)

    def reset(self) -> None:
        """Forget everything: the next points pass as they are."""
        self._value = None

    @property
    def value(self) -> Points | None:
        """The last filtered points; None after a reset."""
        return self._value

    def filter(
        self,
        points: Points,
        t_s: float,
        scale: float,
        confidence: Weights,
        carried: Carried | None = None,
    ) -> Points:
        """Return the filtered points at a time.

        Parameters
        ----------
        points : ndarray of shape (33, 2), float64
            The landmarks.
        t_s : float
            Seconds; greater than at the last call.
        scale : float
            Shoulder width in the points' unit. > 0.
        confidence : ndarray of shape (33,), float64
            0 to 1.
        carried : Carried, optional
            Where the pictures carry the last filtered points to.

        Raises
        ------
        ValueError
            When time does not increase.
        """
        if self._value is None or self._measured is None:
            return self._start(points, t_s)
        dt = t_s - self._t_s
        if dt <= 0:
            raise ValueError("time must increase")
        goal = self._value if carried is None else carried.points_px
        measured = self._measured + (goal - self._value)
        trust = np.zeros(len(points)) if carried is None else carried.trust
        smooth = _alpha(np.array([self.parameters.d_cutoff_hz]), dt)
        self._speed = _towards(self._speed, (points - goal) / dt, smooth)
        self._drift = _towards(self._drift, (points - measured) / dt, smooth)
        cutoff = self._cutoffs(points - goal, scale, trust) * confidence
        settling = t_s - self._started_s < _SETTLING_S
        early = trust / (self._count + 1) if settling else np.zeros(1)
        weight = np.maximum(_alpha(cutoff, dt), early)[:, None]
        self._value = goal + self._unhurried(weight * (points - goal), scale * dt)
        self._measured, self._t_s, self._count = points.copy(), t_s, self._count + 1
        return self._value.copy()

    def _start(self, points: Points, t_s: float) -> Points:
        self._value, self._measured = points.copy(), points.copy()
        self._speed, self._drift = np.zeros_like(points), np.zeros_like(points)
        self._pace = np.zeros(len(points))
        self._t_s, self._started_s, self._count = t_s, t_s, 1
        return points.copy()

    def _unhurried(self, step: Points, unit: float) -> Points:
        """Return steps no faster than a limb that was at rest can be."""
        p = self.parameters
        pace = _length(step) / unit
        allowed = np.maximum(p.calm, p.start * self._pace)
        self._pace = np.minimum(pace, allowed)
        return step * (self._pace / np.maximum(pace, 1e-12))[:, None]

    def _cutoffs(self, away: Points, scale: float, trust: Weights) -> Weights:
        p = self.parameters
        loose = p.min_cutoff_hz + p.beta * _length(self._speed) / scale
        drift = np.maximum(_length(self._drift) / scale - p.drift, 0.0)
        leash = np.maximum(_length(away) / scale - p.leash, 0.0)
        rest = np.full(len(away), p.limb_cutoff_hz)
        rest[list(TORSO)] = p.rest_cutoff_hz
        tight = rest + p.drift_beta * drift + p.leash_hz * leash
        return np.asarray(loose ** (1.0 - trust) * tight**trust)


def _towards(before: Points | None, now: Points, weight: Weights) -> Points:
    return now * weight if before is None else before + weight * (now - before)


def _length(vectors: Points | None) -> Weights:
    return np.zeros(1) if vectors is None else np.sqrt((vectors**2).sum(axis=-1))


def _alpha(cutoff_hz: Weights, dt: float) -> Weights:
    """Return the weight of the new value for a cut-off."""
    turns = 2 * np.pi * cutoff_hz * dt
    return np.asarray(turns / (turns + 1))
