"""How a person was seen to move from one frame into the next."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
#: Numbers of the trunk, and of what is below it, among a body's parts.
TRUNK, PELVIS = 1, 6

# Texture may move by so much more than the trunk, in shoulder widths, and still tell of places near
# it; and by so much may what it tells be at odds.
_LIMBER, _EVEN = 0.06, 0.015
# Weight of "as the trunk does" against texture nearby, and weight that makes it believed.
_AS_TRUNK, _BELIEVED = 6.0, 4.0


@dataclass(frozen=True, slots=True)
class SeenMotion:
    """Motion between two frames, as their texture shows it.

    Attributes
    ----------
    points_px, moves_px : ndarray of shape (N, 2), float64
        Texture in the frame before, and how far it went.
    parts : ndarray of shape (N,), uint8
        On which part of the body it is: :data:`TRUNK`, :data:`PELVIS` or another.
    trunk : ndarray of shape (2, 3), float64
        The similarity that carries the trunk.
    since_ms : float
        Time of the frame before; not a number where nobody said.
    """

    points_px: Points
    moves_px: Points
    parts: NDArray[np.uint8]
    trunk: NDArray[np.float64]
    since_ms: float = math.nan

    def with_trunk(self, points_px: Points) -> Points:
        """Return where points (..., 2) of the frame before are if they go with the trunk."""
        return np.asarray(points_px @ self.trunk[:, :2].T + self.trunk[:, 2])

    def beyond(self, unit_px: float) -> Points:
        """Return what texture does beyond the trunk's motion, shape (N, 2), shoulder widths."""
        moved: Points = self.points_px + self.moves_px
        return (moved - self.with_trunk(self.points_px)) / unit_px

    def near(
        self,
        point_px: Points,
        beyond: Points,
        on: NDArray[np.bool_],
        reach: float,
        unit_px: float,
        as_trunk: float = _AS_TRUNK,
    ) -> tuple[Points, float]:
        """Return what texture around a place does beyond the trunk's motion.

        Parameters
        ----------
        point_px : ndarray of shape (2,), float64
            In the frame before.
        beyond : ndarray of shape (N, 2), float64
            See :meth:`beyond`.
        on : ndarray of shape (N,), bool
            Which texture counts.
        reach : float
            How far around, in shoulder widths.
        unit_px : float
            Shoulder width.
        as_trunk : float
            Weight of going with the trunk.

        Returns
        -------
        move : ndarray of shape (2,), float64
            Mean with Gaussian weights, ``sum w_i r_i / (sum w_i + as_trunk)``, shoulder widths.
        trust : float
            0 where there is no texture or it is at odds, up to 1.
        """
        limber = on & (np.einsum("ij,ij->i", beyond, beyond) < _LIMBER**2)
        away = (self.points_px - point_px) / unit_px
        weights = np.exp(-np.einsum("ij,ij->i", away, away) / (2 * reach**2)) * limber
        total = float(weights.sum())
        own = weights @ beyond / (total + as_trunk)
        odds = beyond - own
        spread = float(weights @ np.einsum("ij,ij->i", odds, odds)) / (total + 1e-9)
        even = float(np.exp(-spread / _EVEN**2))
        return own, even * total / (total + _BELIEVED)
