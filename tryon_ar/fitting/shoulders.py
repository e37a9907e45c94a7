"""How shoulder seams and armpits follow an arm that is lifted."""

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting.landmarks import SIDES, middle_name
from tryon_ar.fitting.placement import TorsoPlacement
from tryon_ar.fitting.sleeves import arm_bones
from tryon_ar.fitting.wearer import Wearer

# Sine of the upper arm's elevation at which cloth begins to be lifted, and lies as it will.
_HANGING, _LIFTED = -0.55, 0.60
# Where the seam's ends lie on a lifted arm, beside its bone.
_SEAM_HALF = 0.18
_ARMPIT_HALF = 0.25
# Cloth below an arm moves out with it long before it is lifted: by so much, as the upper arm points
# so far away from the trunk.
_OUTWARDS, _MOVES_OUT = 0.13, (0.35, 0.95)
# How far outside the joint the armpit is seen below an arm that points at the camera.
_FORWARD_OUT = 0.03


def lift_shoulders(placement: TorsoPlacement, wearer: Wearer) -> None:
    """Move shoulder points and armpits with lifted arms, in place.

    Parameters
    ----------
    placement : TorsoPlacement
        Of a top with sleeves. Its ``shoulder_…`` and ``armpit_…`` targets change.
    wearer : Wearer

    Notes
    -----
    Cloth under the arm moves out with it from the first. A sleeve's seam lies across the arm once
    the arm is lifted; on a hanging arm it lies along the trunk. Between the two the targets go
    straight from one to the other.
    """
    frame = wearer.frame
    for side in SIDES:
        bones = arm_bones(wearer.pose, frame, side)
        normal = bones.outer_normal(bones.upper_axis()) * frame.unit_px
        axis, outward = bones.upper_axis(), wearer.outward(side)
        raised = float(np.interp(axis @ frame.up, (_HANGING, _LIFTED), (0, 1)))
        beside = 1.0 - bones.forward(frame.unit_px)
        out_px = float(np.interp(axis @ outward, _MOVES_OUT, (0, _OUTWARDS))) * frame.unit_px
        armpit = placement.targets[f"armpit_{side}"]
        placement.targets[f"armpit_{side}"] = armpit + outward * (out_px * beside)
        _move(placement, f"shoulder_{side}", bones.root + normal * _SEAM_HALF, raised)
        _move(placement, f"armpit_{side}", bones.root - normal * _ARMPIT_HALF, raised)
        below = wearer.outward(side) * _FORWARD_OUT - frame.up * _ARMPIT_HALF
        forward = bones.forward(frame.unit_px) * (1.0 - raised)
        _move(placement, f"armpit_{side}", bones.root + below * frame.unit_px, forward)


def _move(placement: TorsoPlacement, name: str, goal: Points, share: float) -> None:
    own = placement.targets[name]
    moved = (goal - own) * share
    placement.targets[name] = own + moved
    middle = middle_name(name.replace("shoulder", "neck"), name)
    if middle in placement.targets:
        placement.targets[middle] = placement.targets[middle] + moved / 2
