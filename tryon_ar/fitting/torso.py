"""Where the trunk of a top or dress goes."""

from dataclasses import replace

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.fitting.fit import Segment, SegmentFit
from tryon_ar.fitting.garment_scale import garment_scale
from tryon_ar.fitting.hood import beside_neck, lay_hood
from tryon_ar.fitting.landmarks import (
    SIDES,
    Landmarks,
    has_sleeves,
    middle_name,
)
from tryon_ar.fitting.outline import arm_inner_px, half_width_px
from tryon_ar.fitting.placement import (
    BACK,
    HOOD,
    INSIDE_BACK,
    SEAM_FRACTIONS,
    TORSO,
    TorsoPlacement,
)
from tryon_ar.fitting.shoulder_line import place_shoulders
from tryon_ar.fitting.straps import below_ridge
from tryon_ar.fitting.turned_trunk import turned_pieces
from tryon_ar.fitting.turning import Turning, seam_seen, seen_half, turning
from tryon_ar.fitting.vectors import between
from tryon_ar.fitting.wearer import SIGN, Wearer

# In shoulder widths, as everything here: 1e-3 with lengths in 200 px at a width of 270 px.
_REGULARISATION = 5.5e-4
_HULL_MARGIN = 0.08
# Below the armpit cloth hangs a little fuller than a straight line, under the sleeve.
_SIDE_FULLNESS = 0.06
# What stands up behind the neck reaches so far above neck and shoulders.
_BACK_RISE = 0.32
_RISING = ("neck", "shoulder")
# The inside of the back is seen, and a hood as it lies for who looks from before, until a trunk is
# turned so far: share of the front that is seen, cosine.
_INSIDE_SEEN, _HOOD_SEEN = 0.80, 0.50
# The two sides of a trunk differ by no more than this, and this of a shoulder width.
_MOST_UNEVEN, _UNEVEN = 1.12, 0.03
# A trunk is at least this wide from its middle to an armpit.
_NARROWEST_ARMPIT = 0.38


def place_torso(marks: Landmarks, wearer: Wearer) -> TorsoPlacement:
    """Place neck, shoulders, armpits, waist and hem.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks; neck, shoulders, armpits, waists and hems must be there.
    wearer : Wearer

    Notes
    -----
    The garment keeps its own proportions, at the scales of :mod:`~tryon_ar.fitting.garment_scale`;
    a waist or hem narrower than the trunk is widened to cover it, by at most 30 %. As the person
    turns, widths shrink with the shoulders and lengths do not.
    """
    frame = wearer.frame
    scale = garment_scale(marks, wearer)
    along = scale.along
    targets = place_shoulders(marks, wearer, scale)
    neck_mid = (targets["neck_right"] + targets["neck_left"]) / 2
    neck_row = float(marks["neck_right"][1] + marks["neck_left"][1]) / 2

    def spine(row: float, scaled: float = along) -> Points:
        return frame.spine_point(neck_mid, (row - neck_row) * scaled * wearer.size.length)

    depth_px = (float(marks["neck_front"][1]) - neck_row) * along  # of any size
    targets["neck_front"] = frame.spine_point(neck_mid, depth_px)
    targets["hem_center"] = spine(float(marks["hem_center"][1]))
    middle = _middle_column(marks)
    seen = seen_half(frame)
    worn_scale = scale.across * scale.trunk * seen * wearer.size.width
    rows: Landmarks = {}
    halves_px: dict[str, float] = {}
    for name in ("armpit", "waist", "hem"):
        row = float(marks[f"{name}_right"][1] + marks[f"{name}_left"][1]) / 2
        # Between trunk and sleeve, an armpit goes half with the one, half with the other.
        scaled = (along + scale.across) / 2 if name == "armpit" else along
        centre = rows[name] = spine(row, scaled)
        own_px = {
            side: abs(float(marks[f"{name}_{side}"][0]) - middle) * worn_scale for side in SIDES
        }
        if name != "armpit":
            _covering(own_px, wearer, centre, name)
        elif not has_sleeves(marks):
            for side, half_px in own_px.items():
                own_px[side] = min(half_px, _beside_arm_px(wearer, centre, side))
        for side, half_px in own_px.items():
            halves_px[f"{name}_{side}"] = half_px / seen
            seam_px = half_px / seen * seam_seen(frame, side)
            targets[f"{name}_{side}"] = centre + wearer.outward(side) * seam_px
    return TorsoPlacement(targets, scale.across, along, rows, halves_px, dict(targets))


def torso_segments(
    marks: Landmarks,
    placement: TorsoPlacement,
    frame: BodyFrame,
    segments: tuple[Segment, ...],
) -> list[SegmentFit]:
    """Return the control points of the trunk and of what lies beneath it, in drawing order.

    Notes
    -----
    Of front and back the one that is seen, and beside it the other one as the trunk turns.
    """
    turned = turning(frame)
    photo, target = _straight_points(marks, placement, frame)
    beneath: list[SegmentFit] = []
    rise = frame.up * _BACK_RISE * frame.unit_px
    above = [placement.targets[f"{name}_{side}"] + rise for name in _RISING for side in SIDES]
    # Pieces of the same points share the arrays, so that who draws them sees it.
    shared = np.array(photo), np.array(target)
    margin_px = _HULL_MARGIN * frame.unit_px
    ridge = None if has_sleeves(marks) else below_ridge(placement.targets, frame)

    def straight(segment: Segment, pairs: tuple[Points, Points], hull: Points) -> SegmentFit:
        return SegmentFit(segment, *pairs, _REGULARISATION, hull, margin_px, ridge)

    if INSIDE_BACK in segments and _shows_inside(frame, turned):
        beneath.append(straight(INSIDE_BACK, shared, np.vstack([shared[1], above])))
    hoods: list[SegmentFit] = []
    if HOOD in segments and (turned is None or turned.cosine > _HOOD_SEEN):
        extra = lay_hood(marks, placement.targets, frame)
        pairs = np.array(photo + extra[0]), np.array(target + extra[1])
        hood = straight(HOOD, pairs, np.vstack([pairs[1], above]))
        beside = None if frame.from_behind else beside_neck(placement.targets, frame)
        hoods.append(replace(hood, outline=beside))
    if turned is not None:
        panels = turned_pieces(marks, placement, frame, turned, segments)
    else:
        seen = BACK if frame.from_behind and BACK in segments else TORSO
        panels = [straight(seen, shared, shared[1])] if seen in segments else []
    return [*beneath, *panels, *hoods] if frame.from_behind else [*beneath, *hoods, *panels]


def _straight_points(
    marks: Landmarks, placement: TorsoPlacement, frame: BodyFrame
) -> tuple[list[Points], list[Points]]:
    """Return matching points of photo and frame of a trunk that is not turned."""
    names = [
        name
        for name in placement.targets
        if name.split("_")[0] in {"neck", "shoulder", "armpit", "waist", "hem"}
        and not (frame.from_behind and name == "neck_front")
    ]
    photo = [marks[name] for name in names]
    target = [placement.targets[name] for name in names]
    for side in SIDES:
        seam = (f"shoulder_{side}", f"armpit_{side}")
        photo += between(marks[seam[0]], marks[seam[1]], SEAM_FRACTIONS)
        target += between(placement.targets[seam[0]], placement.targets[seam[1]], SEAM_FRACTIONS)
        armpit, waist = f"armpit_{side}", f"waist_{side}"
        photo.append(marks[middle_name(armpit, waist)])
        middle = (placement.targets[armpit] + placement.targets[waist]) / 2
        target.append(middle + frame.across * SIGN[side] * _SIDE_FULLNESS * frame.unit_px)
    return photo, target


def _shows_inside(frame: BodyFrame, turned: Turning | None) -> bool:
    """Whether the inside of the back is seen behind the neck."""
    return not frame.from_behind and (turned is None or turned.last_seen > _INSIDE_SEEN)


def _middle_column(marks: Landmarks) -> float:
    neck = float(marks["neck_right"][0] + marks["neck_left"][0]) / 2
    return (float(marks["hem_center"][0]) + neck) / 2


def _beside_arm_px(wearer: Wearer, centre: Points, side: str) -> float:
    """Return how far from the spine a bare armpit is seen, beside a hanging upper arm."""
    arm = arm_inner_px(wearer.body, wearer.frame, centre, SIGN[side])
    least_px = _NARROWEST_ARMPIT * wearer.turn * wearer.unit_px
    return max(arm, least_px)


def _covering(own_px: dict[str, float], wearer: Wearer, centre: Points, name: str) -> None:
    """Widen half-widths, by side, until they cover the trunk, within the cap; in place.

    People are as wide to the left as to the right: where one side is seen much wider, something
    else stands out there, like an elbow.
    """
    unit_px = wearer.unit_px
    caps = {side: min(own * anatomy.COVER_CAP, 0.78 * unit_px) for side, own in own_px.items()}
    seen = {
        side: half_width_px(wearer.body, wearer.frame, centre, SIGN[side], caps[side] + 2.0)
        for side in SIDES
    }
    known = [width for width in seen.values() if width is not None]
    most_px = min(known) * _MOST_UNEVEN + _UNEVEN * unit_px if known else 0.0
    for side, own in own_px.items():
        width = seen[side]
        wanted = own if width is None else min(width, most_px) + anatomy.COVER_MARGIN * unit_px
        excess = max(min(max(wanted, own), caps[side]) - own, 0.0)
        own_px[side] = own + wearer.steadied_px(f"{name}_{side}", excess)
