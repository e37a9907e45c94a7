"""Things held before the trunk: what is no person in the middle of a person."""

import cv2
import numpy as np

from tryon_ar.core.types import Body, Points
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering import shapes
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.hand_shapes import fill_around
from tryon_ar.rendering.label_view import LabelView
from tryon_ar.rendering.planes import Plane, above, common, union

_TRUNK = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP, Joint.LEFT_HIP)
_HANDS = (
    (Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB),
    (Joint.RIGHT_WRIST, Joint.RIGHT_INDEX, Joint.RIGHT_PINKY, Joint.RIGHT_THUMB),
)
_SEEN = 0.35
_SOLID = 140
# Likeness to skin, looked at over so many of the view's pixels, is below this where cloth is sure.
_CALM, _KNOWN_CLOTH = 5, 80
# In shoulder widths: how far from a hand's points a thing is still held, how near to what is seen
# of the hand it is, and how small a hole in the labels is nothing at all.
_REACH, _TOUCH = 0.30, 0.10
_LEAST_SIDE = 0.06
# A thing has this part of itself before the trunk; background beside the waist has less.
_LEAST_INSIDE = 0.5


def held_things(
    view: LabelView, body: Body, unit_px: float, colours: HandColours | None, hands: Plane
) -> Plane:
    """Return what is held before the trunk, over the view's ROI.

    Parameters
    ----------
    view : LabelView
    body : Body
    unit_px : float
        Shoulder width.
    colours : HandColours or None
        What has colours that were seen hanging on the clothes, as badges do, is not held.
    hands : ndarray
        The hands, a plane of the view.

    Returns
    -------
    ndarray of shape (h, w), uint8
        0 to 255: islands of background, most of them between shoulders and hips, that touch a hand.
    """
    trunk = shapes.empty(view.grid)
    shapes.fill_hull(trunk, view.grid, view.local(body.pose.points_px[list(_TRUNK)]))
    nothing = above(view.nothing, _SOLID)
    if not common(nothing, trunk).any():
        return shapes.empty(view.roi)
    reach = _hand_reach(view, body, unit_px)
    islands = common(nothing, union(trunk, reach))
    islands = _unknown(islands, view, colours)
    side = 2 * max(1, round(_TOUCH * unit_px / 2)) + 1
    reach = common(reach, np.asarray(cv2.dilate(hands, np.ones((side, side), np.uint8)), np.uint8))
    kept = _kept_islands(islands, trunk, reach, (_LEAST_SIDE * unit_px / 2) ** 2)
    grown = np.asarray(cv2.dilate(kept, np.ones((3, 3), np.uint8)), np.uint8)
    return view.enlarged_part(common(grown, view.nothing))


def _unknown(islands: Plane, view: LabelView, colours: HandColours | None) -> Plane:
    """Return what of islands has not surely the colours of clothes and of what hangs there."""
    box = shapes.drawn_box(islands)
    likeness = None if colours is None or box is None else colours.likeness(view.bgr[box])
    if box is None or likeness is None:
        return islands
    calm = np.asarray(cv2.blur(likeness, (_CALM, _CALM)), np.uint8)
    found = np.zeros_like(islands)
    found[box] = common(islands[box], above(calm, _KNOWN_CLOTH))
    return found


def _kept_islands(islands: Plane, trunk: Plane, reach: Plane, least_area: float) -> Plane:
    """Keep islands of some size that a hand reaches and that lie before the trunk."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(islands)
    areas = stats[:, cv2.CC_STAT_AREA]
    inside, held = (np.bincount(parts[where > 127], minlength=count) for where in (trunk, reach))
    keep = (areas >= least_area) & (inside >= _LEAST_INSIDE * areas) & (held > 0)
    keep[0] = False
    return np.asarray((keep.astype(np.uint8) * 255)[parts], np.uint8)


def _hand_reach(view: LabelView, body: Body, unit_px: float) -> Plane:
    """Return where something may be held, at the view's resolution."""
    canvas = shapes.empty(view.grid)
    for points in _hand_points(body):
        fill_around(canvas, view.grid, view.local(points), _REACH * unit_px / 2)
    return canvas


def _hand_points(body: Body) -> list[Points]:
    found = [hand.points_px for hand in body.hands]
    sides = {hand.is_left for hand in body.hands}
    for joints, is_left in zip(_HANDS, (True, False), strict=True):
        if is_left not in sides and body.pose.visibility[joints[0]] > _SEEN:
            found.append(body.pose.points_px[list(joints)])
    return found
