"""What fitting hands to rendering."""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.garments.garment import Part


class Layer(Enum):
    """What lies in front of a segment, from the back to the front of the picture."""

    BEHIND = auto()
    """Behind the person: the inside back panel."""
    HOOD = auto()
    """Behind head and throat."""
    TRUNK = auto()
    """Behind head, arms and hands."""
    SLEEVE = auto()
    """Behind hands and behind bare forearms."""
    LEG = auto()
    """Behind hands and forearms."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A straight cut through the photo, square to a limb.

    Attributes
    ----------
    point : ndarray of shape (2,)
        On the cut, photo pixels.
    direction : ndarray of shape (2,)
        Unit vector towards the side that is kept.
    overlap_px : float
        How far beyond the cut texture is kept, so that the seam has no gap.
    """

    point: Points
    direction: Points
    overlap_px: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the photo that is warped by a spline of its own.

    Attributes
    ----------
    name : str
        ``torso``, ``left_sleeve_upper``, …
    parts : frozenset of Part
        The garment parts it draws.
    layer : Layer
        What hides it.
    cuts : tuple of Cut
        Where it ends within those parts.
    """

    name: str
    parts: frozenset[Part]
    layer: Layer
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentFit:
    """Control points of one segment in one frame.

    Attributes
    ----------
    segment : Segment
    photo_points : ndarray of shape (N, 2), float64
        Source side, photo pixels.
    frame_points : ndarray of shape (N, 2), float64
        Target side, frame pixels, in the same order.
    regularisation : float
        Of the spline, with lengths in shoulder widths (``GarmentFit.unit_px``).
    hull_points : ndarray of shape (M, 2), float64
        The segment is drawn inside the convex hull of these frame points grown by
        ``hull_margin_px``: beyond, the spline extrapolates.
    hull_margin_px : float
    outline : ndarray of shape (K, 2), or None
        It is drawn inside this polygon of frame points; None where its own edge is seen.
    """

    segment: Segment
    photo_points: Points
    frame_points: Points
    regularisation: float
    hull_points: Points
    hull_margin_px: float
    outline: Points | None = None


@dataclass(frozen=True, slots=True)
class GarmentFit:
    """A garment placed on a body in one frame.

    Attributes
    ----------
    segments : tuple of SegmentFit
        In the order in which they are drawn.
    landmarks : dict of str to (float, float)
        Where the garment's landmarks lie in the frame.
    unit_px : float
        Frontal shoulder width of the person in this frame.
    has_sleeves, long_sleeves : bool
        Whether upper arms, and forearms too, are covered.
    is_lower : bool
        It is worn from the waist down.
    tucked_along : ndarray of shape (K, 2), float64, or None
        Frame points, from the wearer's right to the left, along which its trunk disappears into
        what is worn below; None for one that hangs out.
    """

    segments: tuple[SegmentFit, ...]
    landmarks: dict[str, tuple[float, float]]
    unit_px: float
    has_sleeves: bool = False
    long_sleeves: bool = False
    is_lower: bool = False
    tucked_along: Points | None = None

    @property
    def waistband(self) -> tuple[Points, Points] | None:
        """Right and left end of the waistband, frame pixels; None for what has none."""
        ends = [self.landmarks.get(f"waist_{side}") for side in ("right", "left")]
        if not self.is_lower or ends[0] is None or ends[1] is None:
            return None
        return np.array(ends[0]), np.array(ends[1])


@dataclass(frozen=True, slots=True)
class NoFit:
    """Falsy: the garment cannot be placed on this body, and why."""

    reason: str

    def __bool__(self) -> bool:
        return False
