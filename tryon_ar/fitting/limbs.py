"""Sleeves and legs: two pieces a limb, split at the elbow or knee."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.fitting.fit import Cut, Layer, Segment, SegmentFit
from tryon_ar.fitting.landmarks import Landmarks
from tryon_ar.fitting.vectors import between, distance, ramp, unit
from tryon_ar.garments.garment import Part

LIMB_REGULARISATION = 0.011
LIMB_HULL_MARGIN = 0.12
_UPPER_OVERLAP = 0.45
_LOWER_OVERLAP = 0.40
# A bone pointing at the camera has no direction in the picture: below this length (in
# shoulder widths) it borrows the direction of the bone above.
_SHORTEST_BONE = 0.30
# An upper bone seen shorter than the second (shoulder widths) comes forward a little, one
# seen shorter than the first points at the camera.
_FORWARD, _SIDEWAYS = 0.25, 0.62
# Cosines of the bend at which pieces end square, and at which they share a mitre.
_BENT = 0.1
_STRAIGHT = 0.7
# How far before a joint (shoulder widths) a cut begins to turn with it.
_ROUND_JOINT = 0.12
_TURNS = np.arange(12) * (2 * np.pi / 12)
_RING = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1)


@dataclass(frozen=True, slots=True)
class Bones:
    """The two bones of a limb in the frame.

    Attributes
    ----------
    root, joint, end : ndarray of shape (2,)
        Shoulder, elbow, wrist (or hip, knee, ankle).
    outward : int
        1 or -1: which way the outer side lies from the limb's axis, fixed per limb by the
        side and by whether the person faces the camera, never by the picture.
    """

    root: Points
    joint: Points
    end: Points
    outward: int

    def upper_axis(self) -> Points:
        """Return the unit vector along the upper bone."""
        return unit(self.joint - self.root)

    def lower_axis(self, unit_px: float) -> Points:
        """Return the unit vector along the lower bone, steadied where it is foreshortened."""
        lower = self.end - self.joint
        missing_px = max(0.0, _SHORTEST_BONE * unit_px - float(np.hypot(*lower)))
        return unit(lower + self.upper_axis() * missing_px)

    def forward(self, unit_px: float) -> float:
        """Return how far the upper bone points at the camera, 0 to 1."""
        length = distance(self.root, self.joint) / unit_px
        return float(np.interp(length, (_FORWARD, _SIDEWAYS), (1.0, 0.0)))

    def outer_normal(self, axis: Points) -> Points:
        """Return the unit vector square to an axis, towards the outer side of the limb."""
        return np.array([axis[1], -axis[0]]) * self.outward

    def cross_section(self, reach_px: float, unit_px: float) -> tuple[Points, Points]:
        """Return the cross-section of a piece without a joint that ends here.

        Parameters
        ----------
        reach_px : float
            How far along the limb, from the root, it ends.
        unit_px : float
            The wearer's shoulder width.

        Returns
        -------
        centre, outer : ndarray of shape (2,)
            The middle, frame pixels, and the unit vector to the outer edge. It lies no further
            than the joint, or the crook of one that is bent, beyond which a limb is bare.
        """
        upper, lower = self.upper_axis(), self.lower_axis(unit_px)
        straightness = self._straightness(unit_px)
        to_joint_px = distance(self.root, self.joint)
        crook_px = to_joint_px - _ROUND_JOINT * (1.0 - straightness) * unit_px
        reach_px = min(reach_px, crook_px)
        near = ramp((reach_px - to_joint_px) / unit_px, -_ROUND_JOINT, 0.0)
        share = 0.5 * near * straightness
        outer = unit(self.outer_normal(upper) * (1.0 - share) + self.outer_normal(lower) * share)
        return self.root + upper * reach_px, outer

    def _straightness(self, unit_px: float) -> float:
        """Return 1 of a limb that is nearly straight, 0 of one sharply bent."""
        cosine = float(self.upper_axis() @ self.lower_axis(unit_px))
        return ramp(cosine, _BENT, _STRAIGHT)

    def joint_normals(self, unit_px: float) -> tuple[Points, Points]:
        """Return the cross-section at the joint for the upper and for the lower piece.

        Returns
        -------
        upper, lower : ndarray of shape (2,)
            Vectors to the outer edge for a half-width of one. A limb that is nearly
            straight has one mitre for both; one that is sharply bent has two square ends
            that overlap, since a mitre would be cut along the limb.
        """
        axes = self.upper_axis(), self.lower_axis(unit_px)
        upper, lower = (self.outer_normal(axis) for axis in axes)
        straightness = self._straightness(unit_px)
        bisector = unit(upper + lower)
        mitre = bisector / max(float(bisector @ upper), 0.7)
        return (
            upper + (mitre - upper) * straightness,
            lower + (mitre - lower) * straightness,
        )


def facing(frame: BodyFrame) -> int:
    """Return 1 when the wearer's left is on the picture's right (facing us), else -1."""
    return -1 if frame.from_behind else 1


@dataclass(frozen=True, slots=True)
class LimbNames:
    """The landmark names and part of one sleeve or leg."""

    side: str
    part: Part
    joint: str
    end: str
    label: str

    @property
    def joint_edges(self) -> tuple[str, str]:
        """Outer and inner landmark at the elbow or knee."""
        return f"{self.joint}_{self.side}_outer", f"{self.joint}_{self.side}_inner"

    @property
    def end_edges(self) -> tuple[str, str]:
        """Outer and inner landmark at the cuff or leg hem."""
        return f"{self.end}_{self.side}_outer", f"{self.end}_{self.side}_inner"


def limb_segments(
    names: LimbNames, marks: Landmarks, layer: Layer, others: frozenset[Part]
) -> tuple[Segment, ...]:
    """Return the pieces of a limb: one, or two cut at the joint where there is one.

    Parameters
    ----------
    names : LimbNames
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks.
    layer : Layer
    others : frozenset of Part
        Parts that go with the upper piece.
    """
    parts = frozenset({names.part}) | others
    outer, inner = names.joint_edges
    if outer not in marks or inner not in marks:
        return (Segment(f"{names.side}_{names.label}", parts, layer),)
    end = (marks[names.end_edges[0]] + marks[names.end_edges[1]]) / 2
    centre = (marks[outer] + marks[inner]) / 2
    along = marks[outer] - marks[inner]
    square = unit(np.array([-along[1], along[0]]))
    down = square if float(square @ (end - centre)) > 0 else -square
    width_px = distance(marks[outer], marks[inner])
    upper = Cut(centre, -down, _UPPER_OVERLAP * width_px)
    lower = Cut(centre, down, _LOWER_OVERLAP * width_px)
    return (
        Segment(f"{names.side}_{names.label}_upper", parts, layer, (upper,)),
        Segment(f"{names.side}_{names.label}_lower", frozenset({names.part}), layer, (lower,)),
    )


def piece(
    segment: Segment,
    photo: list[Points],
    target: list[Points],
    frame: BodyFrame,
    cap: tuple[Points, float] | None = None,
) -> SegmentFit:
    """Return a limb's piece from matching points on both sides.

    Parameters
    ----------
    segment : Segment
    photo, target : list of ndarray of shape (2,)
        Matching points.
    frame : BodyFrame
    cap : (ndarray of shape (2,), float), optional
        Centre and radius, pixels, of the round end at an elbow or knee: both pieces of a
        bent limb end in the same disc.
    """
    margin_px = LIMB_HULL_MARGIN * frame.unit_px
    points = np.array(target)
    hull = points
    if cap is not None:
        centre, radius_px = cap
        free = np.hypot(*(points - centre).T) > 1.5 * radius_px
        ring = centre + _RING * max(radius_px - margin_px, 0.0)
        hull = np.concatenate([points[free], ring])
    return SegmentFit(segment, np.array(photo), points, LIMB_REGULARISATION, hull, margin_px)


def edge_pair(centre: Points, to_outer: Points) -> list[Points]:
    """Return the outer and inner point of a limb's cross-section."""
    return [centre + to_outer, centre - to_outer]


def with_middles(outer_inner: list[Points], next_pair: list[Points]) -> list[Points]:
    """Return the points halfway along both edges between two cross-sections."""
    return [
        *between(outer_inner[0], next_pair[0], (0.5,)),
        *between(outer_inner[1], next_pair[1], (0.5,)),
    ]
