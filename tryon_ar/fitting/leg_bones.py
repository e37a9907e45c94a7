"""Where the legs of a wearer are, and where trousers part between them."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.landmarks import Landmarks
from tryon_ar.fitting.limbs import Bones, LimbNames, facing
from tryon_ar.fitting.outline import reach_px
from tryon_ar.fitting.vectors import distance, ramp, unit
from tryon_ar.fitting.waist import CROTCH_DROP, WaistPlacement
from tryon_ar.fitting.wearer import SIGN, Wearer
from tryon_ar.garments.garment import Part

LEGS = (
    LimbNames("right", Part.RIGHT_LEG, "knee", "leg_hem", "leg"),
    LimbNames("left", Part.LEFT_LEG, "knee", "leg_hem", "leg"),
)
_JOINTS = {
    "right": (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    "left": (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
}
# The fork is moved down as far as legs are seen to part, and this much further, at most so far.
_FORK_BELOW = 0.02
_LOWEST_FORK = 0.17
# ... nor so far that less than this is left of the inseam, nor higher than so.
_KEPT_INSEAM = 0.8
_HIGHEST_FORK = 0.06
# Over a lap, knees so far below the hips (of a thigh), less of the way to the fork is seen.
_SEATED, _SEATED_FORK = (0.35, 0.75), 0.5
# Legs that the tracker does not see hang down from the hips.
_SEEN, _UNSEEN = 0.5, 0.15
_LONGEST_BONE = 1.5


@dataclass(frozen=True, slots=True)
class Legs:
    """The bones of both legs of a wearer, for trousers.

    Attributes
    ----------
    bones : dict of str to Bones
        By side.
    fork : ndarray of shape (2,)
        Where cloth parts between the legs.
    """

    bones: dict[str, Bones]
    fork: Points


def place_legs(marks: Landmarks, placement: WaistPlacement, wearer: Wearer) -> Legs:
    """Return where legs and fork are; the fork is added to the placement's targets.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks.
    placement : WaistPlacement
    wearer : Wearer

    Notes
    -----
    Legs the tracker does not see are taken to hang down from the hips. The fork lies where legs
    are seen to part, if that is below its usual place: cloth between them must not show skin. Its
    inseam a leg keeps.
    """
    bones = {names.side: _bones(names.side, wearer) for names in LEGS}
    ends = [marks[name] for names in LEGS for name in names.end_edges]
    inseam_px = distance(marks["crotch"], sum(ends[1:], ends[0]) / len(ends)) * placement.scale
    room_px = length_below_hips_px(marks, placement, wearer) - inseam_px * _KEPT_INSEAM
    fork = _fork(bones, wearer, room_px - CROTCH_DROP * wearer.unit_px)
    placement.targets["crotch"] = fork
    return Legs(bones, fork)


def _bones(side: str, wearer: Wearer) -> Bones:
    """Return a leg's bones, hanging as far as they are not seen."""
    pose, unit_px = wearer.pose, wearer.unit_px
    joints = [np.asarray(pose.points_px[_JOINTS[side][0]], np.float64)]
    down = np.array([0.0, 1.0])
    for index, length in zip(_JOINTS[side][1:], (anatomy.THIGH, anatomy.SHIN), strict=True):
        seen = ramp(float(pose.visibility[index]), _UNSEEN, _SEEN)
        bone = pose.points_px[index] - pose.points_px[index - 2]
        longest_px = _LONGEST_BONE * length * unit_px
        bone = bone * min(1.0, longest_px / max(float(np.hypot(*bone)), 1e-6))
        joints.append(joints[-1] + bone * seen + down * (length * unit_px * (1.0 - seen)))
    return Bones(joints[0], joints[1], joints[2], SIGN[side] * facing(wearer.frame))


def _fork(bones: dict[str, Bones], wearer: Wearer, room_px: float) -> Points:
    frame, unit_px = wearer.frame, wearer.unit_px
    knees = (bones["right"].joint + bones["left"].joint) / 2
    down = unit(unit(knees - frame.hip_mid) - frame.up)
    if not down.any():
        down = -frame.up
    fall = float((knees - frame.hip_mid) @ down) / (anatomy.THIGH * unit_px)
    drop = CROTCH_DROP * (_SEATED_FORK + (1.0 - _SEATED_FORK) * ramp(fall, *_SEATED))
    start = frame.hip_mid + down * (drop * unit_px)
    deeper_px = wearer.steadied_px("fork", _parting_px(start, down, wearer))
    return start + down * max(min(deeper_px, room_px), -_HIGHEST_FORK * unit_px)


def _parting_px(start: Points, down: Points, wearer: Wearer) -> float:
    """Return how far below the fork's usual place legs are seen to part."""
    most_px = _LOWEST_FORK * wearer.unit_px
    height, width = wearer.body.mask.shape
    x, y = round(float(start[0])), round(float(start[1]))
    if not (0 <= x < width and 0 <= y < height) or wearer.body.mask[y, x] <= 0.5:
        return 0.0
    parting = reach_px(wearer.body, start, down, most_px)
    return min(parting + _FORK_BELOW * wearer.unit_px, most_px) if parting > 0 else most_px


def length_below_hips_px(marks: Landmarks, placement: WaistPlacement, wearer: Wearer) -> float:
    """Return how far below the hip joints a leg ends, as cloth goes, on a straight leg."""
    middle = (placement.targets["waist_right"] + placement.targets["waist_left"]) / 2
    rise_px = float((middle - wearer.frame.hip_mid) @ wearer.frame.up)
    return photo_length(marks) * placement.scale - rise_px


def photo_length(marks: Landmarks) -> float:
    """Return the distance from waistband to hems, photo pixels; photos may be tilted."""
    ends = [marks[name] for names in LEGS for name in names.end_edges]
    middle = (marks["waist_right"] + marks["waist_left"]) / 2
    return distance(sum(ends[1:], ends[0]) / len(ends), middle)


def on_leg(bones: Bones, fraction: float) -> Points:
    """Return the point on a leg: 0 the hip, 1 the knee, 2 the ankle."""
    if fraction <= 1.0:
        return bones.root + (bones.joint - bones.root) * fraction
    return bones.joint + (bones.end - bones.joint) * (fraction - 1.0)
