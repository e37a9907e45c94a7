"""Where the legs of trousers and shorts go."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import Segment, SegmentFit
from tryon_ar.fitting.landmarks import Landmarks, ray_length
from tryon_ar.fitting.limbs import Bones, LimbNames, edge_pair, facing, piece, with_middles
from tryon_ar.fitting.outline import half_width_px, reach_px
from tryon_ar.fitting.vectors import between, distance, ramp, unit
from tryon_ar.fitting.waist import CROTCH_DROP, THINNEST, WaistPlacement
from tryon_ar.fitting.wearer import SIGN, Wearer
from tryon_ar.garments.garment import Garment, Part

LEGS = (
    LimbNames("right", Part.RIGHT_LEG, "knee", "leg_hem", "leg"),
    LimbNames("left", Part.LEFT_LEG, "knee", "leg_hem", "leg"),
)
_JOINTS = {
    "right": (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    "left": (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
}
# A flat leg shows half its girth; worn, so much of that is seen.
_WORN = 0.86
# The fork is moved down as far as legs are seen to part, and this much further, at most so far.
_FORK_BELOW = 0.02
_LOWEST_FORK = 0.17
# ... nor so far that less than this is left of the inseam, nor higher than so.
_KEPT_INSEAM = 0.8
_HIGHEST_FORK = 0.06
# Over a lap, knees so far below the hips (of a thigh), less of the way to the fork is seen.
_SEATED, _SEATED_FORK = (0.35, 0.75), 0.5
# Hips are so far down from the waistband to the fork; where the fork's height crosses the thigh
# bone, and the middle of the thigh.
_HIPS_DOWN = 0.72
_AT_FORK = CROTCH_DROP / anatomy.THIGH
_MID_THIGH = 0.58
# Hips are covered up to this half-width.
_WIDEST_HIPS = 0.66
_MOST_HIP_COVER = 1.22
# Legs beside one another share the room between their bones, but for such a gap (trousers lap a
# little, shorts show two legs); legs nearer than the first overlap as they will.
_LAP, _GAP = -0.012, 0.02
_ONE_BEHIND, _BESIDE = 0.16, 0.30
_PUSHED_OUT = 0.5
# What a bare thigh is wide, half, at fork and knee, and how far its outline may push cloth out.
_THIGH_HALF = (0.24, 0.21)
_THIGH_PUSH = 0.12
# A hem this far down the shin is meant to reach the ankle.
_REACHES_ANKLE = 0.58
_ANKLE, _LONGEST, _SHORTEST = 0.97, 1.04, 0.15
_LONGEST_SHORTS = 1.35
# Legs that the tracker does not see hang down from the hips.
_SEEN, _UNSEEN = 0.5, 0.15
_LONGEST_BONE = 1.5

Pair = list[Points]


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


def leg_marks(garment: Garment, marks: Landmarks) -> Landmarks:
    """Return the outline of trousers at the hips, between waistband and fork.

    Parameters
    ----------
    garment : Garment
    marks : dict of str to ndarray of shape (2,)
        Its landmarks.

    Returns
    -------
    dict of str to ndarray of shape (2,)
        ``hip_right`` and ``hip_left``, photo pixels; none without a crotch or a waistband.
    """
    if not {"crotch", "waist_right", "waist_left"} <= marks.keys():
        return {}
    waist = (marks["waist_right"] + marks["waist_left"]) / 2
    centre = waist + (marks["crotch"] - waist) * _HIPS_DOWN
    across = unit(marks["waist_left"] - marks["waist_right"])
    cloth = garment.alpha > 127
    return {
        "hip_right": centre - across * ray_length(cloth, centre, -across),
        "hip_left": centre + across * ray_length(cloth, centre, across),
    }


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
    room_px = _below_hip_px(marks, placement, wearer) - inseam_px * _KEPT_INSEAM
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


def place_leg(
    names: LimbNames,
    segments: tuple[Segment, ...],
    marks: Landmarks,
    placement: WaistPlacement,
    legs: Legs,
    wearer: Wearer,
) -> list[SegmentFit]:
    """Return the control points of a trouser leg; landmarks are added to the targets.

    Parameters
    ----------
    names : LimbNames
    segments : tuple of Segment
        One piece for shorts, two for trousers.
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks, with those of :func:`leg_marks`.
    placement : WaistPlacement
    legs : Legs
    wearer : Wearer
    """
    tailor = _Tailor(names, marks, placement.scale, legs, wearer)
    top_photo, top_target = _pelvis(tailor, placement)
    end_photo = [marks[name] for name in names.end_edges]
    below_hip_px = _below_hip_px(marks, placement, wearer)
    if len(segments) == 1:
        hem = tailor.short_hem(below_hip_px)
        placement.targets.update(zip(names.end_edges, hem, strict=True))
        return [piece(segments[0], top_photo + end_photo, top_target + hem, wearer.frame)]
    bones = legs.bones[names.side]
    half_px = tailor.half_px(names.joint_edges, anatomy.KNEE_HALF)
    upper_knee, lower_knee = (
        tailor.beside_other(edge_pair(bones.joint, normal * half_px), 1.0, _LAP)
        for normal in bones.joint_normals(wearer.unit_px)
    )
    hem = tailor.long_hem(below_hip_px)
    placement.targets.update(zip(names.end_edges, hem, strict=True))
    placement.targets[f"knee_{names.side}"] = bones.joint
    cap = bones.joint, float(np.hypot(*(upper_knee[0] - bones.joint)))
    knee_photo = [marks[name] for name in names.joint_edges]
    thigh_photo, thigh = tailor.thigh()
    upper = [*top_photo, *thigh_photo, *knee_photo], [*top_target, *thigh, *upper_knee]
    lower = (
        [*knee_photo, *end_photo, *with_middles(knee_photo, end_photo)],
        [*lower_knee, *hem, *with_middles(lower_knee, hem)],
    )
    return [
        piece(segment, photo, target, wearer.frame, cap)
        for segment, (photo, target) in zip(segments, (upper, lower), strict=True)
    ]


def _below_hip_px(marks: Landmarks, placement: WaistPlacement, wearer: Wearer) -> float:
    """Return how far below the hip joints a leg ends, as cloth goes, on a straight leg."""
    middle = (placement.targets["waist_right"] + placement.targets["waist_left"]) / 2
    rise_px = float((middle - wearer.frame.hip_mid) @ wearer.frame.up)
    return _whole_length(marks) * placement.scale - rise_px


def _whole_length(marks: Landmarks) -> float:
    """Return the distance from waistband to hems, photo pixels; photos may be tilted."""
    ends = [marks[name] for names in LEGS for name in names.end_edges]
    middle = (marks["waist_right"] + marks["waist_left"]) / 2
    return distance(sum(ends[1:], ends[0]) / len(ends), middle)


def _pelvis(tailor: "_Tailor", placement: WaistPlacement) -> tuple[Pair, Pair]:
    """Return the points of waistband, hip and front seam."""
    marks, targets, fork = tailor.marks, placement.targets, tailor.legs.fork
    photo = [marks["waist_right"], marks["waist_left"], marks["crotch"]]
    target = [targets["waist_right"], targets["waist_left"], fork]
    middles = (photo[0] + photo[1]) / 2, (target[0] + target[1]) / 2
    photo += between(middles[0], marks["crotch"], (0.0, 0.5))
    target += between(middles[1], fork, (0.0, 0.5))
    photo += between(photo[0], photo[1], (0.25, 0.75))
    target += between(target[0], target[1], (0.25, 0.75))
    hip = f"hip_{tailor.names.side}"
    if hip in marks:
        photo.append(marks[hip])
        target.append(tailor.outer_hip(middles[1]))
    return photo, target


@dataclass(frozen=True, slots=True)
class _Tailor:
    """Cuts one leg to a wearer."""

    names: LimbNames
    marks: Landmarks
    scale: float
    legs: Legs
    wearer: Wearer

    @property
    def bones(self) -> Bones:
        return self.legs.bones[self.names.side]

    def half_px(self, edges: tuple[str, str], least: float) -> float:
        """Return half of what is seen of a cross-section, at least what covers the leg."""
        flat_px = distance(self.marks[edges[0]], self.marks[edges[1]]) * self.scale
        return max(flat_px / 2 * _WORN * self.wearer.size.width, least * self.wearer.unit_px)

    def outer_hip(self, waist_mid: Points) -> Points:
        """Return where the outer seam crosses the hips."""
        wearer, side = self.wearer, self.names.side
        flat_px = distance(self.marks["hip_right"], self.marks["hip_left"]) / 2 * self.scale
        own_px = flat_px * _WORN * wearer.size.width * max(wearer.turn, THINNEST)
        centre = waist_mid + (self.legs.fork - waist_mid) * _HIPS_DOWN
        most_px = _WIDEST_HIPS * wearer.unit_px
        seen = half_width_px(wearer.body, wearer.frame, centre, SIGN[side], most_px + 2)
        cover_px = (
            0.0 if seen is None else min(seen, most_px) + anatomy.COVER_MARGIN * wearer.unit_px
        )
        half_px = wearer.steadied_px(f"hips_{side}", max(own_px, cover_px))
        return centre + wearer.outward(side) * half_px

    def thigh(self) -> tuple[Pair, Pair]:
        """Return points on both edges of a thigh, between fork and knee, that cover the leg."""
        hip, (outer, inner) = f"hip_{self.names.side}", self.names.joint_edges
        if hip not in self.marks:
            return [], []
        photo = [
            *between(self.marks[hip], self.marks[outer], (0.5,)),
            *between(self.marks["crotch"], self.marks[inner], (0.5,)),
        ]
        least = sum(_THIGH_HALF) / 2 * self.wearer.unit_px
        flat_px = distance(photo[0], photo[1]) * self.scale
        half_px = max(flat_px / 2 * _WORN * self.wearer.size.width, least)
        return photo, self._covering(_MID_THIGH, half_px, "thigh")

    def short_hem(self, below_hip_px: float) -> Pair:
        """Return the hem of shorts."""
        unit_px = self.wearer.unit_px
        length_px = below_hip_px + self._longer_px()
        fraction = min(max(length_px / (anatomy.THIGH * unit_px), 0.2), _LONGEST_SHORTS)
        least = _THIGH_HALF[0] + (_THIGH_HALF[1] - _THIGH_HALF[0]) * ramp(fraction, _AT_FORK, 1.0)
        half_px = self.half_px(self.names.end_edges, least)
        axis = self._axis(fraction)
        pair = edge_pair(self._on_bone(fraction), self.bones.outer_normal(axis) * half_px)
        return self.beside_other(pair, fraction, _GAP)

    def long_hem(self, below_hip_px: float) -> Pair:
        """Return the hem of trousers: at the ankle, if the leg is long enough to be meant so."""
        unit_px = self.wearer.unit_px
        fraction = (below_hip_px / unit_px - anatomy.THIGH) / anatomy.SHIN
        if fraction > _REACHES_ANKLE:
            fraction = min(max(fraction, _ANKLE), _LONGEST)
        fraction += self._longer_px() / (anatomy.SHIN * unit_px)
        fraction = min(max(fraction, _SHORTEST), _LONGEST + 0.1)
        half_px = self.half_px(self.names.end_edges, anatomy.ANKLE_HALF)
        centre = self._on_bone(1.0 + fraction)
        normal = self.bones.outer_normal(self._axis(1.0 + fraction))
        return self.beside_other(edge_pair(centre, normal * half_px), 1.0 + fraction, _LAP)

    def beside_other(self, pair: Pair, fraction: float, gap: float) -> Pair:
        """Return a cross-section that leaves the other leg its room.

        What it is too wide inside goes half outwards: cloth is not cut off.
        """
        unit_px = self.wearer.unit_px
        centre = self._on_bone(fraction)
        inward = unit(pair[1] - pair[0])
        other = "left" if self.names.side == "right" else "right"
        apart_px = float((_on(self.legs.bones[other], fraction) - centre) @ inward)
        share = ramp(apart_px / unit_px, _ONE_BEHIND, _BESIDE)
        inner_px = float((pair[1] - centre) @ inward)
        excess_px = max(inner_px - (apart_px / 2 - gap * unit_px), 0.0) * share
        return [pair[0] - inward * (excess_px * _PUSHED_OUT), pair[1] - inward * excess_px]

    def _covering(self, fraction: float, half_px: float, name: str) -> Pair:
        """Return a cross-section of the thigh, pushed out to where the leg is seen to end."""
        centre = self._on_bone(fraction)
        normal = self.bones.outer_normal(self._axis(fraction))
        pair = self.beside_other(edge_pair(centre, normal * half_px), fraction, _LAP)
        most_px = _THIGH_PUSH * self.wearer.unit_px
        pushed = []
        for point, outward, edge in zip(pair, (normal, -normal), ("outer", "inner"), strict=True):
            reach = reach_px(self.wearer.body, point, outward, most_px)
            push = self.wearer.steadied_px(f"{name}_{edge}_{self.names.side}", reach)
            pushed.append(point + outward * push)
        return pushed

    def _longer_px(self) -> float:
        """Return what a chosen size adds to the leg's length."""
        return _whole_length(self.marks) * self.scale * (self.wearer.size.length - 1.0)

    def _on_bone(self, fraction: float) -> Points:
        return _on(self.bones, fraction)

    def _axis(self, fraction: float) -> Points:
        unit_px = self.wearer.unit_px
        return self.bones.upper_axis() if fraction <= 1.0 else self.bones.lower_axis(unit_px)


def _on(bones: Bones, fraction: float) -> Points:
    """Return the point on a leg: 0 the hip, 1 the knee, 2 the ankle."""
    if fraction <= 1.0:
        return bones.root + (bones.joint - bones.root) * fraction
    return bones.joint + (bones.end - bones.joint) * (fraction - 1.0)
