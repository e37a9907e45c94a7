"""Where the arms are: bones and the widths an arm has under its sleeve."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering import shapes

#: Fractions of the upper arm: without sleeves, an arm comes out of its armhole from the first
#: and is wholly out at the second.
ARMHOLE = (0.08, 0.42)

# Half-widths of bare limbs, in shoulder widths.
_UPPER_ARM_HALF = 0.135
_ELBOW_HALF = 0.125
_WRIST_HALF = 0.085
# An arm further behind the shoulders than this hides nothing.
_BEHIND = 0.25
_SEEN = 0.35

_JOINTS = (
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
)
_HANDS = (
    (Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB),
    (Joint.RIGHT_WRIST, Joint.RIGHT_INDEX, Joint.RIGHT_PINKY, Joint.RIGHT_THUMB),
)


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm in the picture.

    Attributes
    ----------
    shoulder, elbow, wrist : ndarray of shape (2,)
        Frame pixels.
    hand : ndarray of shape (4, 2)
        The pose's wrist and the knuckles of index finger, little finger and thumb.
    unit_px : float
        Shoulder width.
    seen : bool
        The pose is sure of elbow, wrist and shoulder.
    behind : bool
        The pose's depth has it behind the shoulders.
    """

    shoulder: Points
    elbow: Points
    wrist: Points
    hand: Points
    unit_px: float
    seen: bool
    behind: bool

    @property
    def in_front(self) -> bool:
        """Whether it may hide the trunk, as far as the pose can tell."""
        return self.seen and not self.behind

    def distance_px(self, point: Points) -> float:
        """Return how far a point is from the upper arm's bone."""
        bone = self.elbow - self.shoulder
        along = float((point - self.shoulder) @ bone) / max(float(bone @ bone), 1.0)
        nearest = self.shoulder + bone * min(max(along, 0.0), 1.0)
        return float(np.hypot(*(point - nearest)))

    def fill_upper(
        self,
        canvas: NDArray[np.uint8],
        roi: Roi,
        start: float = 0.0,
        growth: float = 1.0,
        *,
        end: float = 1.0,
        round_start: bool = True,
    ) -> None:
        """Fill the upper arm between two fractions of its bone, ``growth`` times as wide."""
        bone = self.elbow - self.shoulder
        radii = (growth * half * self.unit_px for half in (_UPPER_ARM_HALF, _ELBOW_HALF))
        first, last = (self.shoulder + bone * share for share in (start, end))
        rounds = {"round_start": round_start, "round_end": end >= 1.0}
        shapes.fill_capsule(canvas, roi, first, last, *radii, **rounds)

    def fill_forearm(
        self, canvas: NDArray[np.uint8], roi: Roi, growth: float = 1.0, *, end: float = 1.0
    ) -> None:
        """Fill the forearm from the elbow to a fraction of its bone."""
        wide, narrow = (growth * half * self.unit_px for half in (_ELBOW_HALF, _WRIST_HALF))
        last = self.elbow + (self.wrist - self.elbow) * end
        narrow = wide + (narrow - wide) * end
        shapes.fill_capsule(canvas, roi, self.elbow, last, wide, narrow, round_end=end >= 1.0)

    def fill_armhole(self, canvas: NDArray[np.uint8], roi: Roi) -> None:
        """Fill the arm as it comes out of an armhole: slanting, from the shoulder down."""
        bone = self.elbow - self.shoulder
        top, full = (self.shoulder + bone * share for share in ARMHOLE)
        half = _UPPER_ARM_HALF * self.unit_px
        flat = {"round_start": False, "round_end": False}
        shapes.fill_capsule(canvas, roi, top, full, 0.0, half, **flat)


def arms_of(pose: Pose, unit_px: float) -> Iterator[Arm]:
    """Yield the left and the right arm of a pose."""
    for joints, hand in zip(_JOINTS, _HANDS, strict=True):
        shoulder, elbow, wrist = (pose.points_px[joint] for joint in joints)
        yield Arm(
            shoulder=shoulder,
            elbow=elbow,
            wrist=wrist,
            hand=pose.points_px[list(hand)],
            unit_px=unit_px,
            seen=bool(min(pose.visibility[joint] for joint in joints) > _SEEN),
            behind=_is_behind(pose, joints, unit_px),
        )


def _is_behind(pose: Pose, joints: tuple[Joint, Joint, Joint], unit_px: float) -> bool:
    shoulders = (pose.depth_px[Joint.LEFT_SHOULDER] + pose.depth_px[Joint.RIGHT_SHOULDER]) / 2
    nearest = min(pose.depth_px[joint] for joint in joints[1:])
    return bool(nearest >= shoulders + _BEHIND * unit_px)
