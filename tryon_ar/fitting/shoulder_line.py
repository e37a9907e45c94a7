"""Where a garment lies on the shoulders: neck points, seams, and the line between them."""

import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.garment_scale import GarmentScale
from tryon_ar.fitting.landmarks import SIDES, Landmarks, has_sleeves, middle_name
from tryon_ar.fitting.outline import reach_px
from tryon_ar.fitting.straps import bare_height
from tryon_ar.fitting.vectors import distance, unit
from tryon_ar.fitting.wearer import SIGN, Wearer

# The neck of what has a hood is no wider than this half (shoulder widths).
_HOOD_NECK = 0.25
# A strap has no middle between neck and seam. The outline is looked for from this far below.
_SHORTEST_LINE = 0.10
_UNDER_LINE = 0.12
# A shoulder is bare where so much of what is seen so far under its outline is skin.
_BARE, _UNDER_SKIN = 0.6, 0.03
# How far above its seams a neck lies in photos of garments; how much of what one differs from that
# is seen on its wearer, and at most.
_USUAL_RISE, _OWN_RISE = 0.127, 0.8
_OWN_RISES = (-0.06, 0.16)


def place_shoulders(marks: Landmarks, wearer: Wearer, scale: GarmentScale) -> Landmarks:
    """Place neck points, shoulder seams and the middles between them.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks.
    wearer : Wearer
    scale : GarmentScale

    Returns
    -------
    dict of str to ndarray of shape (2,)
        Frame pixels: ``neck_…``, ``shoulder_…`` and, where the photo has it, the middle of
        the line from the one to the other, which lies on the wearer's own outline.

    Notes
    -----
    Shoulders slope from the neck to their edge. What a seam is wider than the shoulders it
    has dropped down the arm.
    """
    frame = wearer.frame
    sleeved = has_sleeves(marks)
    wide = (scale.across if sleeved else scale.along) * wearer.turn / 2
    seam_half = distance(marks["shoulder_right"], marks["shoulder_left"]) * wide
    neck_half = distance(marks["neck_right"], marks["neck_left"]) * scale.along * wearer.turn / 2
    if "hood_top" in marks:  # a hood's foot lies flat, but is worn around the neck
        neck_half = min(neck_half, _HOOD_NECK * wearer.unit_px)
    drop_px = _own_drop_px(marks, scale.along)
    rise = _own_rise(drop_px, wearer) if sleeved else np.zeros(2)
    edge_half = min(seam_half, anatomy.SEAM_WIDTH / 2 * wearer.unit_px * wearer.turn)
    targets: Landmarks = {}
    for side in SIDES:
        outward = frame.lateral * SIGN[side]
        neck, edge = (
            frame.shoulder_mid + outward * half + _rise(half, wearer, sleeved=sleeved)
            for half in (neck_half, edge_half)
        )
        neck = neck + rise
        ridge = edge  # what lies nearer to the neck than the edge does not come down with it
        if not sleeved:  # straps may end down the armhole
            lift = _bare_lift(wearer, (neck + edge) / 2, side)
            neck, edge = neck + lift, edge + lift
            edge = edge - frame.up * max(drop_px - float((neck - edge) @ frame.up), 0.0)
        else:
            push_px = _push_px(wearer, edge, outward, side)
            drop_px = _drop_px(wearer, edge, side) + anatomy.SHOULDER_ROUND * push_px
            ridge = edge + outward * push_px
            edge = ridge - wearer.frame.up * drop_px
        seam = edge + _down_the_arm(wearer, side) * (seam_half - edge_half)
        targets |= {f"neck_{side}": neck, f"shoulder_{side}": seam}
        name = middle_name(f"neck_{side}", f"shoulder_{side}")
        if name in marks and distance(neck, seam) > _SHORTEST_LINE * wearer.unit_px:
            middle = _halfway(neck, ridge, seam + ridge - edge)
            targets[name] = _on_outline(wearer, middle, seam + ridge - edge - neck, side)
    return targets


def _own_drop_px(marks: Landmarks, along: float) -> float:
    """Return how far below its neck points a garment's seams, or edges of straps, lie."""
    seams = float(marks["shoulder_right"][1] + marks["shoulder_left"][1]) / 2
    neck = float(marks["neck_right"][1] + marks["neck_left"][1]) / 2
    return (seams - neck) * along


def _own_rise(drop_px: float, wearer: Wearer) -> Points:
    """Return how much higher up the neck than most this garment reaches above its seams."""
    own = (drop_px / wearer.unit_px - _USUAL_RISE) * _OWN_RISE
    return wearer.frame.up * (float(np.clip(own, *_OWN_RISES)) * wearer.unit_px)


def _rise(lateral_px: float, wearer: Wearer, *, sleeved: bool) -> Points:
    """Return the way from the joints' line up to a shoulder, so far from its middle.

    Straps lie on the skin, cloth with sleeves stands off beside the neck.
    """
    frontal = lateral_px / max(wearer.turn, 0.05) / wearer.unit_px
    if sleeved:
        steps = (anatomy.NECK_HALF, anatomy.SEAM_WIDTH / 2)
        height = float(np.interp(frontal, steps, (anatomy.NECK_RISE, anatomy.SEAM_RISE)))
    else:
        height = bare_height(frontal)
    return wearer.frame.up * height * wearer.unit_px


def _bare_lift(wearer: Wearer, strap: Points, side: str) -> Points:
    """Return the way up or down to the wearer's own shoulder, where that is seen to be bare."""
    unit_px, up, labels = wearer.unit_px, wearer.frame.up, wearer.body.labels
    under_px = _UNDER_LINE * unit_px
    start = strap - up * under_px
    reach = reach_px(wearer.body, start, up, under_px + anatomy.HAIR_ABOVE * unit_px)
    lift = 0.0
    if reach and labels is not None:
        below = start + up * (reach - _UNDER_SKIN * unit_px)
        place = Roi(*(int(value) for value in below), *(int(value) + 1 for value in below))
        if float(labels.share_of((Label.NECK, Label.ARMS), place)[0, 0]) > _BARE:
            above = (reach - under_px) / unit_px
            lift = float(np.clip(above, *anatomy.SHOULDER_LIFT))
    return up * wearer.steadied_px(f"strap_{side}", lift * unit_px)


def _push_px(wearer: Wearer, edge: Points, outward: Points, side: str) -> float:
    """Return how far the edge moves out, so that no shoulder shows beside it."""
    unit_px = wearer.unit_px
    below = edge - wearer.frame.up * 0.06 * unit_px
    reach = reach_px(wearer.body, below, outward, 2 * anatomy.SHOULDER_PUSH * unit_px)
    most = anatomy.SHOULDER_PUSH * unit_px
    return wearer.steadied_px(f"seam_{side}", min(reach, most))


def _drop_px(wearer: Wearer, edge: Points, side: str) -> float:
    """Return how far the edge comes down onto the wearer's outline, where that is near."""
    unit_px, up = wearer.unit_px, wearer.frame.up
    under_px = _UNDER_LINE * unit_px
    start = edge - up * under_px
    reach = reach_px(wearer.body, start, up, under_px + anatomy.HAIR_ABOVE * unit_px)
    below = (under_px - reach) / unit_px - anatomy.SHOULDER_COVER if reach else 0.0
    drop = min(max(below, 0.0), anatomy.EDGE_DROP)
    return wearer.steadied_px(f"shoulder_edge_{side}", drop * unit_px)


def _down_the_arm(wearer: Wearer, side: str) -> Points:
    shoulder, elbow = (Joint[f"{side.upper()}_{name}"] for name in ("SHOULDER", "ELBOW"))
    return unit(wearer.pose.points_px[elbow] - wearer.pose.points_px[shoulder])


def _halfway(neck: Points, edge: Points, seam: Points) -> Points:
    """Return the middle of the line that goes over the edge of the shoulder."""
    first, second = distance(neck, edge), distance(edge, seam)
    if first >= second:
        return neck + (edge - neck) * ((first + second) / 2 / max(first, 1e-6))
    return seam + (edge - seam) * ((first + second) / 2 / second)


def _on_outline(wearer: Wearer, middle: Points, along: Points, side: str) -> Points:
    """Move a point of the shoulder line onto the wearer's outline, where that is near.

    The outline may not be in the picture, and long hair lies above it: then the point stays.
    """
    unit_px, direction = wearer.unit_px, unit(along)
    upward = unit(wearer.frame.up - direction * float(wearer.frame.up @ direction))
    under_px = _UNDER_LINE * unit_px
    start = middle - upward * under_px
    reach = reach_px(wearer.body, start, upward, under_px + 2 * anatomy.HAIR_ABOVE * unit_px)
    above = (reach - under_px) / unit_px
    low, high = anatomy.SHOULDER_LIFT
    trust = float(np.interp(above, (high, anatomy.HAIR_ABOVE), (1.0, 0.0))) if reach else 0.0
    lift = (min(max(above, low), high) + anatomy.SHOULDER_COVER) * trust * unit_px
    return middle + upward * wearer.steadied_px(f"shoulder_line_{side}", lift)
