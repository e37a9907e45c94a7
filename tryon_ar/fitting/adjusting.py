"""Move a fitted garment as a person set it right by hand."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.core.types import Points
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.fitting.fit import GarmentFit, SegmentFit

_HEMS = ("hem_left", "hem_right", "hem_center")


@dataclass(frozen=True, slots=True)
class BodyAxes:
    """The axes adjustments are measured along, in one frame.

    Attributes
    ----------
    pivot : ndarray of shape (2,)
        What sizes and turns leave in place, frame pixels.
    across, down : ndarray of shape (2,)
        Unit vectors towards the wearer's left and down the trunk.
    across_px, down_px : float
        Frame pixels of a shoulder width along them; the first shrinks as the trunk turns.
    """

    pivot: Points
    across: Points
    down: Points
    across_px: float
    down_px: float

    def shift_of(self, moved_px: Points) -> tuple[float, float]:
        """Return a way in the frame, (x, y) pixels, as ``dx`` and ``dy`` of adjustments."""
        dx = float(moved_px @ self.across) / self.across_px
        return dx, float(moved_px @ self.down) / self.down_px


# From the side a shift across the body would run into depth: some of it is left to be seen.
_LEAST_ACROSS = 0.2


def body_axes(frame: BodyFrame, *, is_lower: bool) -> BodyAxes:
    """Return the axes of a body for what is worn above or below its waist."""
    seen = max(math.sqrt(max(0.0, 1.0 - frame.sideways**2)), _LEAST_ACROSS)
    return BodyAxes(
        pivot=frame.hip_mid if is_lower else frame.shoulder_mid,
        across=frame.across,
        down=-frame.up,
        across_px=frame.unit_px * seen,
        down_px=frame.unit_px,
    )


def adjusted(fit: GarmentFit, adjustment: Adjustment, frame: BodyFrame) -> GarmentFit:
    """Return a garment's fit as it was set right by hand.

    Parameters
    ----------
    fit : GarmentFit
    adjustment : Adjustment
    frame : BodyFrame
        Of the body it was fitted to.

    Returns
    -------
    GarmentFit
        The very same where nothing is adjusted. The line along which a tucked top ends stays
        on the body.

    Notes
    -----
    Every point p goes to q + B (R S Bᵀ (p - q) + d), where q is the pivot, B has the body's axes
    as columns, S = scale · diag(width, 1), R turns, and d is the shift in pixels: measured on
    the body, so that it stays put there as the person moves.
    """
    if adjustment == UNADJUSTED:
        return fit
    axes = body_axes(frame, is_lower=fit.is_lower)
    basis = np.column_stack([axes.across, axes.down])
    angle = math.radians(adjustment.rotation_deg)
    cosine, sine = math.cos(angle), math.sin(angle)
    turn = np.array([[cosine, -sine], [sine, cosine]])
    matrix = basis @ turn @ np.diag([adjustment.width, 1.0]) @ basis.T * adjustment.scale
    shift = basis @ (adjustment.dx * axes.across_px, adjustment.dy * axes.down_px)
    moving = _Moving(matrix, axes.pivot + shift - matrix @ axes.pivot)
    kept = _HEMS if fit.tucked_along is not None else ()
    moved: dict[int, Points] = {}  # pieces that share points go on sharing them
    return replace(
        fit,
        segments=tuple(_moved(piece, moving, moved) for piece in fit.segments),
        landmarks={
            name: place if name in kept else moving.of_place(place)
            for name, place in fit.landmarks.items()
        },
    )


@dataclass(frozen=True, slots=True)
class _Moving:
    """A linear map and a shift of frame points."""

    matrix: NDArray[np.float64]
    shift: Points

    @property
    def scale(self) -> float:
        """Return by how much lengths grow at most."""
        return float(np.linalg.norm(self.matrix, 2))

    def of(self, points: Points) -> Points:
        return np.ascontiguousarray(points @ self.matrix.T + self.shift)

    def of_place(self, place: tuple[float, float]) -> tuple[float, float]:
        x, y = self.matrix @ place + self.shift
        return float(x), float(y)


def _moved(piece: SegmentFit, moving: _Moving, moved: dict[int, Points]) -> SegmentFit:
    def of(points: Points) -> Points:
        known = moved.get(id(points))
        if known is None:
            known = moved[id(points)] = moving.of(points)
        return known

    return replace(
        piece,
        frame_points=of(piece.frame_points),
        hull_points=of(piece.hull_points),
        hull_margin_px=piece.hull_margin_px * moving.scale,
        outline=None if piece.outline is None else of(piece.outline),
    )
