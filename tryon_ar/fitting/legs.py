"""Where the legs of trousers and shorts go: the cloth around the bones."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.fit import Segment, SegmentFit
from tryon_ar.fitting.landmarks import Landmarks, ray_length
from tryon_ar.fitting.leg_bones import Legs, length_below_hips_px, on_leg, photo_length
from tryon_ar.fitting.limbs import Bones, LimbNames, edge_pair, piece, with_middles
from tryon_ar.fitting.outline import half_width_px, reach_px
from tryon_ar.fitting.vectors import between, distance, ramp, unit
from tryon_ar.fitting.waist import CROTCH_DROP, THINNEST, WaistPlacement
from tryon_ar.fitting.wearer import SIGN, Wearer
from tryon_ar.garments.garment import Garment

# A flat leg shows half its girth; worn, so much of that is seen.
_WORN = 0.86
# Hips are so far down from the waistband to the fork; where the fork's height crosses the thigh
# bone, and the middle of the thigh.
_HIPS_DOWN = 0.72
_AT_FORK = CROTCH_DROP / anatomy.THIGH
_MID_THIGH = 0.58
# Hips are covered up to this half-width.
_WIDEST_HIPS = 0.66
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

Pair = list[Points]


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
    below_hip_px = length_below_hips_px(marks, placement, wearer)
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
        apart_px = float((on_leg(self.legs.bones[other], fraction) - centre) @ inward)
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
        return photo_length(self.marks) * self.scale * (self.wearer.size.length - 1.0)

    def _on_bone(self, fraction: float) -> Points:
        return on_leg(self.bones, fraction)

    def _axis(self, fraction: float) -> Points:
        unit_px = self.wearer.unit_px
        return self.bones.upper_axis() if fraction <= 1.0 else self.bones.lower_axis(unit_px)
