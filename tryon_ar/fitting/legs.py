"""Where trousers, shorts and skirts go."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame, Joint
from tryon_ar.fitting.fit import Layer, Segment, SegmentFit
from tryon_ar.fitting.landmarks import SIDES, Landmarks
from tryon_ar.fitting.limbs import Bones, LimbNames, edge_pair, facing, piece, with_middles
from tryon_ar.fitting.outline import half_width_px
from tryon_ar.fitting.vectors import between, distance
from tryon_ar.fitting.wearer import SIGN, Wearer
from tryon_ar.garments.garment import Part

LEGS = (
    LimbNames("right", Part.RIGHT_LEG, "knee", "leg_hem", "leg"),
    LimbNames("left", Part.LEFT_LEG, "knee", "leg_hem", "leg"),
)
SKIRT = Segment("skirt", frozenset({Part.SKIRT, Part.TORSO, Part.COLLAR}), Layer.LEG)
_JOINTS = {
    "right": (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    "left": (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
}
_CROTCH_DROP = 0.27
_RISE_RANGE = (0.50, 0.90)
_WAIST_HALF = 0.46
_WAIST_HALF_RANGE = (0.40, 0.64)


@dataclass(frozen=True, slots=True)
class WaistPlacement:
    """Where a waistband lies, and the scale of lengths below it (frame px per photo px)."""

    targets: Landmarks
    scale: float


def place_waist(marks: Landmarks, wearer: Wearer) -> WaistPlacement:
    """Place the waistband on the trunk's outline above the hip joints."""
    frame, unit_px = wearer.frame, wearer.unit_px
    flat_half = distance(marks["waist_right"], marks["waist_left"]) / 2
    scale = _WAIST_HALF * unit_px / max(flat_half, 1.0)
    rise = anatomy.WAIST_RISE
    if "crotch" in marks:
        waist_row = float(marks["waist_right"][1] + marks["waist_left"][1]) / 2
        own = (float(marks["crotch"][1]) - waist_row) * scale / unit_px
        rise = float(np.clip(own, *_RISE_RANGE)) - _CROTCH_DROP
    centre = frame.hip_mid + frame.up * rise * unit_px
    targets: Landmarks = {}
    for side in SIDES:
        half_px = _outline_half_px(wearer, centre, side, f"waistband_{side}")
        targets[f"waist_{side}"] = centre + wearer.outward(side) * half_px
    return WaistPlacement(targets, scale)


def _outline_half_px(wearer: Wearer, centre: Points, side: str, name: str) -> float:
    unit_px, turn = wearer.unit_px, wearer.turn
    least, most = _WAIST_HALF_RANGE
    seen = half_width_px(wearer.body, wearer.frame, centre, SIGN[side], most * unit_px + 2)
    half = _WAIST_HALF * turn if seen is None else seen / unit_px + anatomy.COVER_MARGIN
    return wearer.steadied_px(name, float(np.clip(half, least * turn, most)) * unit_px)


def place_skirt(marks: Landmarks, placement: WaistPlacement, wearer: Wearer) -> list[SegmentFit]:
    """Return the control points of a skirt hanging from the waistband."""
    frame = wearer.frame
    waist_row = float(marks["waist_right"][1] + marks["waist_left"][1]) / 2
    waist_mid = (placement.targets["waist_right"] + placement.targets["waist_left"]) / 2
    middle = float(marks["hem_center"][0])
    for name in ("hem_right", "hem_left", "hem_center"):
        length_px = (float(marks[name][1]) - waist_row) * placement.scale
        lateral_px = (float(marks[name][0]) - middle) * placement.scale * wearer.turn
        sideways = frame.across * lateral_px
        placement.targets[name] = frame.spine_point(waist_mid, length_px) + sideways
    names = ["waist_right", "waist_left", "hem_right", "hem_left", "hem_center"]
    photo = [marks[name] for name in names]
    target = [placement.targets[name] for name in names]
    photo += between(marks["waist_right"], marks["waist_left"], (0.25, 0.5, 0.75))
    target += between(target[0], target[1], (0.25, 0.5, 0.75))
    hips = _hip_cover(marks, placement, wearer)
    photo += [source for source, _ in hips]
    target += [goal for _, goal in hips]
    return [piece(SKIRT, photo, target, frame)]


def _hip_cover(
    marks: Landmarks, placement: WaistPlacement, wearer: Wearer
) -> list[tuple[Points, Points]]:
    """Return points on the skirt's sides that are pushed out where the hips are wider."""
    frame = wearer.frame
    pairs = []
    for side in SIDES:
        waist, hem = placement.targets[f"waist_{side}"], placement.targets[f"hem_{side}"]
        drop = float((waist - frame.hip_mid) @ frame.up)
        length = float((waist - hem) @ frame.up)
        if not 0 < drop < 0.9 * length:
            continue
        fraction = drop / length
        own = waist + (hem - waist) * fraction
        own_px = float((own - frame.hip_mid) @ wearer.outward(side))
        seen_px = _outline_half_px(wearer, frame.hip_mid, side, f"hip_{side}")
        goal = own + wearer.outward(side) * max(0.0, seen_px - own_px)
        source = marks[f"waist_{side}"] + (marks[f"hem_{side}"] - marks[f"waist_{side}"]) * fraction
        pairs.append((source, goal))
    return pairs


def place_leg(
    names: LimbNames,
    segments: tuple[Segment, ...],
    marks: Landmarks,
    placement: WaistPlacement,
    wearer: Wearer,
) -> list[SegmentFit]:
    """Return the control points of a trouser leg; landmarks are added to the targets."""
    frame = wearer.frame
    root, joint, end = (wearer.pose.points_px[index] for index in _JOINTS[names.side])
    bones = Bones(root, joint, end, SIGN[names.side] * facing(frame))
    crotch = frame.hip_mid - frame.up * _CROTCH_DROP * frame.unit_px
    placement.targets["crotch"] = crotch
    waist = f"waist_{names.side}"
    waist_mid_photo = (marks["waist_right"] + marks["waist_left"]) / 2
    waist_mid = (placement.targets["waist_right"] + placement.targets["waist_left"]) / 2
    top_photo = [marks[waist], waist_mid_photo, marks["crotch"]]
    top_target = [placement.targets[waist], waist_mid, crotch]
    top_photo += between(waist_mid_photo, marks["crotch"], (0.5,))
    top_target += between(waist_mid, crotch, (0.5,))
    if len(segments) == 1:
        hem = _short_hem(names, marks, placement, bones, frame)
        _record(placement, names.end_edges, hem)
        photo = top_photo + [marks[name] for name in names.end_edges]
        return [piece(segments[0], photo, top_target + hem, frame)]
    knee = _cross_section(names.joint_edges, marks, placement, anatomy.KNEE_HALF, frame)
    upper_knee, lower_knee = (
        edge_pair(bones.joint, normal * knee) for normal in bones.joint_normals(frame.unit_px)
    )
    hem = _long_hem(names, marks, placement, bones, frame)
    _record(placement, names.end_edges, hem)
    placement.targets[f"knee_{names.side}"] = bones.joint
    cap = bones.joint, float(np.hypot(*(upper_knee[0] - bones.joint)))
    knee_photo = [marks[name] for name in names.joint_edges]
    hem_photo = [marks[name] for name in names.end_edges]
    return [
        piece(segments[0], top_photo + knee_photo, top_target + upper_knee, frame, cap),
        piece(
            segments[1],
            [*knee_photo, *hem_photo, *with_middles(knee_photo, hem_photo)],
            [*lower_knee, *hem, *with_middles(lower_knee, hem)],
            frame,
            cap,
        ),
    ]


def _record(placement: WaistPlacement, names: tuple[str, str], points: list[Points]) -> None:
    placement.targets.update(zip(names, points, strict=True))


def _cross_section(
    edges: tuple[str, str],
    marks: Landmarks,
    placement: WaistPlacement,
    least: float,
    frame: BodyFrame,
) -> float:
    own = distance(marks[edges[0]], marks[edges[1]]) * placement.scale / 2
    return max(own, least * frame.unit_px)


def _inseam_px(names: LimbNames, marks: Landmarks, placement: WaistPlacement) -> float:
    end = (marks[names.end_edges[0]] + marks[names.end_edges[1]]) / 2
    return float(end[1] - marks["crotch"][1]) * placement.scale


def _short_hem(
    names: LimbNames, marks: Landmarks, placement: WaistPlacement, bones: Bones, frame: BodyFrame
) -> list[Points]:
    below_hip_px = _inseam_px(names, marks, placement) + _CROTCH_DROP * frame.unit_px
    fraction = min(below_hip_px / (anatomy.THIGH * frame.unit_px), 1.0)
    half = _cross_section(names.end_edges, marks, placement, anatomy.KNEE_HALF, frame)
    centre = bones.root + (bones.joint - bones.root) * fraction
    return edge_pair(centre, bones.outer_normal(bones.upper_axis()) * half)


def _long_hem(
    names: LimbNames, marks: Landmarks, placement: WaistPlacement, bones: Bones, frame: BodyFrame
) -> list[Points]:
    below_hip_px = _inseam_px(names, marks, placement) + _CROTCH_DROP * frame.unit_px
    beyond_px = below_hip_px - anatomy.THIGH * frame.unit_px
    fraction = float(np.clip(beyond_px / (anatomy.SHIN * frame.unit_px), 0.3, 1.05))
    half = _cross_section(names.end_edges, marks, placement, anatomy.ANKLE_HALF, frame)
    centre = bones.joint + (bones.end - bones.joint) * fraction
    return edge_pair(centre, bones.outer_normal(bones.lower_axis(frame.unit_px)) * half)
