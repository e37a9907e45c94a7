"""Where sleeves go."""

import numpy as np

from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame, Joint
from tryon_ar.fitting.fit import Segment, SegmentFit
from tryon_ar.fitting.landmarks import Landmarks
from tryon_ar.fitting.limbs import Bones, LimbNames, edge_pair, facing, piece, with_middles
from tryon_ar.fitting.torso import SEAM_FRACTIONS, TorsoPlacement
from tryon_ar.fitting.vectors import between, distance
from tryon_ar.garments.garment import Part

SLEEVES = (
    LimbNames("right", Part.RIGHT_SLEEVE, "elbow", "cuff", "sleeve"),
    LimbNames("left", Part.LEFT_SLEEVE, "elbow", "cuff", "sleeve"),
)
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
    pose: Pose,
    frame: BodyFrame,
) -> list[SegmentFit]:
    """Return the control points of a sleeve; its landmarks are added to ``placement.targets``.

    Notes
    -----
    A point of the sleeve lies at the same *fraction* of the arm as of the sleeve's own
    length, so an arm that points at the camera shortens its sleeve by itself. At the elbow
    both pieces share two points on the bisector: the seam cannot open.
    """
    bones = arm_bones(pose, frame, names.side)
    seam_names = (f"shoulder_{names.side}", f"armpit_{names.side}")
    seam_photo = [marks[name] for name in seam_names]
    seam_target = [placement.targets[name] for name in seam_names]
    seam_photo += between(seam_photo[0], seam_photo[1], SEAM_FRACTIONS)
    seam_target += between(seam_target[0], seam_target[1], SEAM_FRACTIONS)
    if len(segments) == 1:
        cuff = _short_cuff(names, marks, placement.scale, bones, frame)
        _record(placement, names.end_edges, cuff)
        end_photo = [marks[name] for name in names.end_edges]
        return [piece(segments[0], seam_photo + end_photo, seam_target + cuff, frame)]

    elbow = _elbow(names, marks, placement.scale, bones, frame)
    cuff = _long_cuff(names, marks, placement.scale, bones, frame)
    _record(placement, names.joint_edges, elbow)
    _record(placement, names.end_edges, cuff)
    placement.targets[f"elbow_{names.side}"] = bones.joint
    elbow_photo = [marks[name] for name in names.joint_edges]
    cuff_photo = [marks[name] for name in names.end_edges]
    upper_photo = [*seam_photo, *elbow_photo, *with_middles(seam_photo[:2], elbow_photo)]
    upper_target = [*seam_target, *elbow, *with_middles(seam_target[:2], elbow)]
    lower_photo = [*elbow_photo, *cuff_photo, *with_middles(elbow_photo, cuff_photo)]
    lower_target = [*elbow, *cuff, *with_middles(elbow, cuff)]
    return [
        piece(segments[0], upper_photo, upper_target, frame),
        piece(segments[1], lower_photo, lower_target, frame),
    ]


def _record(placement: TorsoPlacement, names: tuple[str, str], points: list[Points]) -> None:
    placement.targets.update(zip(names, points, strict=True))


def _sleeve_length_px(names: LimbNames, marks: Landmarks, scale: float, unit_px: float) -> float:
    """Length of the sleeve from the shoulder joint, frame pixels."""
    top = (marks[f"shoulder_{names.side}"] + marks[f"armpit_{names.side}"]) / 2
    cuff = (marks[names.end_edges[0]] + marks[names.end_edges[1]]) / 2
    joint = marks.get(f"elbow_{names.side}")
    own = distance(top, cuff) if joint is None else distance(top, joint) + distance(joint, cuff)
    return own * scale + anatomy.SHOULDER_TO_SLEEVE * unit_px


def _short_cuff(
    names: LimbNames, marks: Landmarks, scale: float, bones: Bones, frame: BodyFrame
) -> list[Points]:
    outer, inner = (marks[name] for name in names.end_edges)
    half_px = max(distance(outer, inner) * scale / 2, anatomy.SHORT_CUFF_HALF * frame.unit_px)
    length_px = _sleeve_length_px(names, marks, scale, frame.unit_px)
    fraction = min(length_px / (anatomy.UPPER_ARM * frame.unit_px), 1.0)
    centre = bones.root + (bones.joint - bones.root) * fraction
    return edge_pair(centre, bones.outer_normal(bones.upper_axis()) * half_px)


def _elbow(
    names: LimbNames, marks: Landmarks, scale: float, bones: Bones, frame: BodyFrame
) -> list[Points]:
    outer, inner = (marks[name] for name in names.joint_edges)
    half_px = max(distance(outer, inner) * scale / 2, anatomy.ELBOW_HALF * frame.unit_px)
    return edge_pair(bones.joint, bones.mitre(frame.unit_px) * half_px)


def _long_cuff(
    names: LimbNames, marks: Landmarks, scale: float, bones: Bones, frame: BodyFrame
) -> list[Points]:
    outer, inner = (marks[name] for name in names.end_edges)
    half_px = max(distance(outer, inner) * scale / 2, anatomy.WRIST_HALF * frame.unit_px)
    length_px = _sleeve_length_px(names, marks, scale, frame.unit_px)
    beyond_px = length_px - anatomy.UPPER_ARM * frame.unit_px
    fraction = np.clip(beyond_px / (anatomy.FOREARM * frame.unit_px), 0.2, anatomy.LONGEST_SLEEVE)
    centre = bones.joint + (bones.end - bones.joint) * float(fraction)
    return edge_pair(centre, bones.outer_normal(bones.lower_axis(frame.unit_px)) * half_px)
