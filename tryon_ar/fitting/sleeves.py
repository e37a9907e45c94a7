"""Where sleeves go."""

import math

import numpy as np

from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame, Joint
from tryon_ar.fitting.fit import Segment, SegmentFit
from tryon_ar.fitting.landmarks import Landmarks, middle_name, sleeve_length
from tryon_ar.fitting.limbs import Bones, LimbNames, edge_pair, facing, piece, with_middles
from tryon_ar.fitting.outline import reach_px
from tryon_ar.fitting.placement import SEAM_FRACTIONS, TorsoPlacement
from tryon_ar.fitting.turned_trunk import sleeve_top
from tryon_ar.fitting.turning import turning
from tryon_ar.fitting.vectors import between, distance, unit
from tryon_ar.fitting.wearer import SIGN, Wearer
from tryon_ar.garments.garment import Part

SLEEVES = (
    LimbNames("right", Part.RIGHT_SLEEVE, "elbow", "cuff", "sleeve"),
    LimbNames("left", Part.LEFT_SLEEVE, "elbow", "cuff", "sleeve"),
)
# A sleeve that points at the camera is still this long in the picture, or it would fold.
_SHORTEST_SLEEVE, _SHORTEST_FOREARM = 0.17, 0.15
# Of an edge that runs across the arm so much runs down it; and how much larger than usual an
# arm is seen that is nearer to the camera than the trunk, or longer.
_LEAST_DOWN, _NEAREST_ARM = 0.5, 1.3
# How far a sleeve's seam allowance lies on the shoulder, of the way to the neck.
_ON_SHOULDER = 0.12
# Cosines to the trunk of an upper arm that is away from it, and of one that hangs beside it.
_HANGS = (0.55, 0.90)
# Sines of a turn at which a sleeve's seam begins to be seen across the arm, and lies so.
_ACROSS_ARM = (0.5, 0.9)
_JOINTS = {
    "right": (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    "left": (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
}


def arm_bones(pose: Pose, frame: BodyFrame, side: str) -> Bones:
    """Return an arm's bones with the chirality of its sleeve."""
    root, joint, end = (pose.points_px[index] for index in _JOINTS[side])
    return Bones(root, joint, end, (1 if side == "left" else -1) * facing(frame))


def place_sleeve(
    names: LimbNames,
    segments: tuple[Segment, ...],
    marks: Landmarks,
    placement: TorsoPlacement,
    wearer: Wearer,
) -> list[SegmentFit]:
    """Return the control points of a sleeve; its landmarks are added to ``placement.targets``.

    Notes
    -----
    A point of a long sleeve lies at the same *fraction* of the arm as of the sleeve's own
    length, so an arm that points at the camera shortens its sleeve by itself. A short one's
    edges are as long as its own, from where its seam lies, as much shorter as the arm is seen.
    """
    frame = wearer.frame
    bones = arm_bones(wearer.pose, frame, names.side)
    joint_names, end_names = names.joint_edges, names.end_edges
    if len(segments) == 1:
        cuff = _short_cuff(names, marks, placement, bones, wearer)
        _record(placement, names.end_edges, cuff)
        photo, target = _upper_piece(names, marks, placement, end_names, cuff, wearer)
        return [piece(segments[0], photo, target, frame)]

    upper_elbow, lower_elbow = _elbows(names, marks, placement.scale, bones, wearer)
    cuff = _long_cuff(names, marks, placement.scale, bones, wearer)
    _record(placement, names.end_edges, cuff)
    placement.targets[f"elbow_{names.side}"] = bones.joint
    photo, target = _upper_piece(names, marks, placement, joint_names, upper_elbow, wearer)
    lower_photo = [marks[name] for name in (*joint_names, *end_names)]
    lower_photo += _photo_middles(marks, joint_names, end_names)
    lower_target = [*lower_elbow, *cuff, *with_middles(lower_elbow, cuff)]
    cap = bones.joint, float(np.hypot(*(upper_elbow[0] - bones.joint)))
    return [
        piece(segments[0], photo, target, frame, cap),
        piece(segments[1], lower_photo, lower_target, frame, cap),
    ]


def _upper_piece(
    names: LimbNames,
    marks: Landmarks,
    placement: TorsoPlacement,
    end_names: tuple[str, str],
    end_target: list[Points],
    wearer: Wearer,
) -> tuple[list[Points], list[Points]]:
    """Return the points from the shoulder seam to a cross-section of the upper arm."""
    top_names = _seam_names(names)
    top = [marks[name] for name in top_names]
    top_target = _seam_target(names, placement, wearer)
    photo = [*top, *between(top[0], top[1], SEAM_FRACTIONS), *(marks[name] for name in end_names)]
    target = [*top_target, *between(top_target[0], top_target[1], SEAM_FRACTIONS), *end_target]
    middles = with_middles(top_target, end_target)
    middles[0] = _cover_arm(middles[0], top_target[0], end_target[0], names.side, wearer)
    # Where it lies over the shoulder the sleeve follows the trunk, or it stands up there.
    neck = f"neck_{names.side}"
    photo += between(top[0], marks[neck], (_ON_SHOULDER,))
    target += between(top_target[0], placement.targets[neck], (_ON_SHOULDER,))
    return photo + _photo_middles(marks, top_names, end_names), target + middles


def _seam_target(names: LimbNames, placement: TorsoPlacement, wearer: Wearer) -> list[Points]:
    """Return the seam's ends: the trunk's or, on a side that is turned to us, across the arm."""
    own = [placement.targets[name] for name in _seam_names(names)]
    share = _across_arm(names, wearer)
    if share == 0.0:
        return own
    bones = arm_bones(wearer.pose, wearer.frame, names.side)
    axis = bones.upper_axis()
    goals = sleeve_top(bones.root, axis, bones.outer_normal(axis), wearer.unit_px)
    return [one + (goal - one) * share for one, goal in zip(own, goals, strict=True)]


def _across_arm(names: LimbNames, wearer: Wearer) -> float:
    """Return how much of its seam is seen across the arm, 0 to 1."""
    turned = turning(wearer.frame)
    if turned is None or names.side != turned.near_side:
        return 0.0
    return float(np.interp(turned.sine, _ACROSS_ARM, (0.0, 1.0)))


def _seam_names(names: LimbNames) -> tuple[str, str]:
    return f"shoulder_{names.side}", f"armpit_{names.side}"


def _photo_middles(marks: Landmarks, start: tuple[str, str], end: tuple[str, str]) -> list[Points]:
    """Return the photo's outline points halfway between two cross-sections."""
    return [marks[middle_name(one, other)] for one, other in zip(start, end, strict=True)]


def _cover_arm(middle: Points, top: Points, end: Points, side: str, wearer: Wearer) -> Points:
    """Push the outer edge's middle out to where the arm is seen to end."""
    axis = unit(end - top)
    outward = np.array([axis[1], -axis[0]]) * SIGN[side] * facing(wearer.frame)
    most_px = anatomy.UPPER_SLEEVE_PUSH * wearer.unit_px
    lower = middle + (end - middle) * 0.5  # where a worn short sleeve stands off
    reach = max(reach_px(wearer.body, start, outward, 2 * most_px) for start in (middle, lower))
    reach = min(reach, most_px)
    return middle + outward * wearer.steadied_px(f"upper_sleeve_{side}", reach)


def _record(placement: TorsoPlacement, names: tuple[str, str], points: list[Points]) -> None:
    placement.targets.update(zip(names, points, strict=True))


def _sleeve_length_px(names: LimbNames, marks: Landmarks, scale: float, unit_px: float) -> float:
    """Length of the sleeve from the shoulder joint, frame pixels."""
    seams = distance(marks["shoulder_right"], marks["shoulder_left"]) * scale
    dropped = max(0.0, (seams - anatomy.SEAM_WIDTH * unit_px) / 2)
    return sleeve_length(marks, names.side) * scale + dropped + anatomy.SHOULDER_TO_SLEEVE * unit_px


def _short_cuff(
    names: LimbNames, marks: Landmarks, placement: TorsoPlacement, bones: Bones, wearer: Wearer
) -> list[Points]:
    """Return the end of a sleeve of one piece: as far from its seam as its edges are long."""
    unit_px = wearer.unit_px
    outer, inner = (marks[name] for name in names.end_edges)
    own_px = distance(outer, inner) * placement.along * anatomy.SHORT_SLEEVE_WORN
    half_px = max(own_px / 2 * wearer.size.width, anatomy.SHORT_CUFF_HALF * unit_px)
    hanging = float(np.interp(-bones.upper_axis() @ wearer.frame.up, _HANGS, (0.0, 1.0)))
    room_px = anatomy.INNER_CUFF_HALF * unit_px
    inner_px = half_px + (min(room_px, half_px) - half_px) * hanging
    seam = _seam_target(names, placement, wearer)
    scale = placement.along * wearer.size.sleeve
    lengths_px = [length * scale for length in _edge_lengths(names, marks)]
    outer_reach, inner_reach = (
        _reach_px(length_px, start, aside_px, bones, unit_px)
        for length_px, start, aside_px in zip(lengths_px, seam, (half_px, -inner_px), strict=True)
    )
    # Of a side that is turned to us the armhole's bottom is not seen, nor where it holds cloth.
    share = 0.5 + 0.5 * _across_arm(names, wearer)
    reach_px = inner_reach + (outer_reach - inner_reach) * share
    centre, normal = bones.cross_section(max(reach_px, _SHORTEST_SLEEVE * unit_px), unit_px)
    # The end of a sleeve that points at the camera lies before its seam, as wide as that.
    normal = unit(normal + (unit(seam[0] - seam[1]) - normal) * bones.forward(unit_px))
    return [centre + normal * half_px, centre - normal * inner_px]


def _edge_lengths(names: LimbNames, marks: Landmarks) -> list[float]:
    """Return the lengths of a sleeve's outer and inner edge, photo pixels.

    That of a cap sleeve's inner edge, which ends above the bottom of its armhole, is negative.
    """
    starts, ends = ([marks[one] for one in pair] for pair in (_seam_names(names), names.end_edges))
    down = (ends[0] + ends[1]) - (starts[0] + starts[1])
    return [
        math.copysign(distance(start, end), float((end - start) @ down))
        for start, end in zip(starts, ends, strict=True)
    ]


def _reach_px(
    length_px: float, start: Points, aside_px: float, bones: Bones, unit_px: float
) -> float:
    """Return how far from the shoulder joint, along the arm, an edge of a sleeve reaches.

    It is ``length_px`` long where nothing is foreshortened, begins at ``start`` and ends
    ``aside_px`` beside the arm's axis.
    """
    axis = bones.upper_axis()
    offset = start - bones.root
    across_px = aside_px - float(offset @ bones.outer_normal(axis))
    down_px = max(length_px**2 - across_px**2, (_LEAST_DOWN * length_px) ** 2) ** 0.5
    seen = distance(bones.root, bones.joint) / (anatomy.SHORT_SLEEVE_ARM * unit_px)
    return float(offset @ axis) + math.copysign(down_px, length_px) * min(seen, _NEAREST_ARM)


def _elbows(
    names: LimbNames, marks: Landmarks, scale: float, bones: Bones, wearer: Wearer
) -> tuple[list[Points], list[Points]]:
    """Return the cross-section at the elbow for the upper and for the lower piece."""
    frame = wearer.frame
    outer, inner = (marks[name] for name in names.joint_edges)
    own_px = distance(outer, inner) * scale / 2 * anatomy.SLEEVE_WORN * wearer.size.width
    half_px = max(own_px, anatomy.ELBOW_HALF * frame.unit_px)
    upper, lower = bones.joint_normals(frame.unit_px)
    return edge_pair(bones.joint, upper * half_px), edge_pair(bones.joint, lower * half_px)


def _long_cuff(
    names: LimbNames, marks: Landmarks, scale: float, bones: Bones, wearer: Wearer
) -> list[Points]:
    frame = wearer.frame
    outer, inner = (marks[name] for name in names.end_edges)
    own_px = distance(outer, inner) * scale / 2 * anatomy.SLEEVE_WORN * wearer.size.width
    half_px = max(own_px, anatomy.WRIST_HALF * frame.unit_px)
    length_px = _sleeve_length_px(names, marks, scale, frame.unit_px)
    beyond_px = length_px - anatomy.UPPER_ARM * frame.unit_px
    fraction = beyond_px / (anatomy.FOREARM * frame.unit_px)
    if fraction > anatomy.REACHES_WRIST:
        fraction = max(1.0, fraction)
    fraction = min(max(fraction, 0.2), anatomy.LONGEST_SLEEVE)
    # What another size is longer or shorter is longer or shorter than this.
    fraction += (wearer.size.sleeve - 1.0) * length_px / (anatomy.FOREARM * frame.unit_px)
    fraction = max(fraction, 0.2)
    axis = bones.lower_axis(frame.unit_px)
    way = (bones.end - bones.joint) * fraction
    # A forearm at the camera has its axis from the upper arm: a cuff behind it would be a fold.
    missing_px = max(0.0, _SHORTEST_FOREARM * frame.unit_px - float(way @ axis))
    return edge_pair(bones.joint + way + axis * missing_px, bones.outer_normal(axis) * half_px)
