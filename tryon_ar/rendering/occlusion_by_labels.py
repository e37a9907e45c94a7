"""What of the person lies in front of a garment, from the labels of human parsing.

Hair, face and bare arms are what the labels say, with edges where the frame has them. Hands are
what labels, landmarks and colours say together. A sleeved arm before the trunk, which labels
cannot tell from the trunk's own cloth, has the pose's bones and an arm's own width.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body, Hand, Points, Pose
from tryon_ar.rendering import shapes
from tryon_ar.rendering.arms import ARMHOLE, Arm, arms_of
from tryon_ar.rendering.cloth_colour import without_cloth
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.hand_evidence import hand_evidence
from tryon_ar.rendering.hand_shapes import fill_around, hand_length_px
from tryon_ar.rendering.heads import face_points, hair_colour, own_head
from tryon_ar.rendering.held_things import held_things
from tryon_ar.rendering.label_view import LabelView, refine_edges, view_labels
from tryon_ar.rendering.limb_reach import within_reach
from tryon_ar.rendering.occluders import Occluders, person_mask
from tryon_ar.rendering.planes import (
    Plane,
    common,
    inverse,
    product,
    together,
    union,
    without,
)

_EDGE_SIGMA_PX = 1.1
# Bare skin belongs to a limb within its capsule so much widened.
_LIMB_GROWTH = 1.5
# ... and to a hand so near its landmarks, in palm lengths, or the pose's knuckles, in shoulder
# widths.
_HAND_MARGIN = 0.35
_POSE_HAND_MARGIN = 0.13
# No point of it is further from its bone, in shoulder widths.
_UPPER_MARGIN = 0.21
# Made-up upper arms are so much narrower than others: wider, the room would be seen beside them.
_SLEEVED_GROWTH = 0.86
# A forearm's half-widths at elbow and wrist, at most.
_WIDE_FOREARM = (0.16, 0.13)
_FINGER_REACH = 0.95
# A hand goes on so far above the wrist, in shoulder widths.
_WRIST_LAP = 0.03
_BARE_HALF = 128
# Fractions of upper arm and forearm at which cloth or skin is asked for.
_STATIONS = np.array([0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0, 1.15, 1.3, 1.45, 1.6, 1.75, 1.9])
_LEAST_CLOTH = 0.6
# A hand so near to the other upper arm's bone is tucked behind it, in shoulder widths.
_TUCKED = 0.25


def occluders_by_labels(
    frame_bgr: BgrImage,
    body: Body,
    unit_px: float,
    roi: Roi,
    *,
    bare_from: tuple[float, float],
    colours: HandColours | None = None,
    arms_pose: Pose | None = None,
) -> Occluders:
    """Find head, throat, hands and arms of a person whose labels are known.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
        Its edges refine those of the labels.
    body : Body
        With labels.
    unit_px : float
        Shoulder width.
    roi : Roi
    bare_from : (float, float)
        Fractions of the left and the right upper arm from which it may lie bare before the
        trunk; 0 where there is no sleeve: then it comes out of an armhole.
    colours : HandColours, optional
        What was learnt of the person's skin and clothes.
    arms_pose : Pose, optional
        The body's own, with elbows where they are seen.

    Raises
    ------
    ValueError
        When the body has no labels.
    """
    if body.labels is None:
        raise ValueError("a body without labels")
    own = own_head(body.labels, body.pose)
    view = view_labels(frame_bgr, body.labels, own, roi)
    hair, bare = without_cloth(view, hair_colour(frame_bgr, body.labels, own))
    arms = _local_arms(view, arms_pose or body.pose, unit_px)
    bare = within_reach(view, bare, arms, _local_hands(view, body), body.pose, colours)
    cloth = together(view.cloth, without(view.arms, bare))
    view = replace(view, arms=bare, cloth=cloth, hair=hair)
    seen = hand_evidence(view, body, arms, colours)
    if seen is not None:
        view = seen.into(view)
    head_share = together(view.face, view.hair)
    front = refine_edges(together(head_share, view.arms), view, frame_bgr)
    skin = _part_of(front, view.arms, head_share, view)
    if seen is not None:
        seen.onto(skin)
    head = without(front, skin)
    _fill_face(head, roi, body)
    limbs = _limbs(view, body, arms, bare_from, skin)
    near_hands = limbs.near_hands
    if seen is not None:
        within = near_hands[seen.box.slices]
        beside = without(seen.reach, limbs.forearms[seen.box.slices])
        within[:] = union(within, beside, seen.shape)
    held = held_things(view, body, unit_px, colours, common(view.arms, near_hands))
    hands = union(common(skin, view.enlarged_part(near_hands)), held)
    near_upper = view.enlarged_part(limbs.near_upper)
    upper_sleeved, fore_sleeved = (view.enlarged_part(each) for each in limbs.before_trunk)
    elsewhere = inverse(view.enlarged_part(limbs.only_upper))
    return Occluders(
        person=person_mask(body, roi),
        head=head,
        throat=view.enlarged_part(view.neck),
        hands=hands,
        upper_arms=union(common(skin, near_upper), upper_sleeved),
        forearms=union(common(skin, elsewhere), fore_sleeved),
        cloth=common(view.enlarged(view.cloth), inverse(union(head, hands, skin))),
        seen_hands=seen,
    )


def _local_arms(view: LabelView, pose: Pose, unit_px: float) -> tuple[Arm, Arm]:
    """Return the left and the right arm in a view's own pixels."""
    points, depth = view.local(pose.points_px), pose.depth_px / 2
    left, right = arms_of(replace(pose, points_px=points, depth_px=depth), unit_px / 2)
    return left, right


def _local_hands(view: LabelView, body: Body) -> list[Hand]:
    """Return the hands that were found, in a view's own pixels."""
    return [replace(hand, points_px=view.local(hand.points_px)) for hand in body.hands]


def _part_of(whole: Plane, part: Plane, rest: Plane, view: LabelView) -> Plane:
    """Return what of a refined mask belongs to one of the two shares it was made of."""
    share = cv2.divide(part, np.maximum(together(part, rest), 1), scale=255)
    return product(whole, view.enlarged_part(np.asarray(share, np.uint8)))


def _fill_face(head: Plane, roi: Roi, body: Body) -> None:
    """Fill what lies between eyes, nose and mouth: no garment ever covers it."""
    face = shapes.empty(roi)
    shapes.fill_hull(face, roi, face_points(body.pose))
    shapes.soften(face, _EDGE_SIGMA_PX)
    cv2.max(head, face, head)


@dataclass(frozen=True, slots=True)
class _Limbs:
    """Where limbs are, planes of a view.

    Attributes
    ----------
    near_hands, near_upper, only_upper : ndarray
        Where bare skin is a hand, an upper arm before the trunk, nothing but an upper arm.
    before_trunk : (ndarray, ndarray)
        Sleeved upper arms and forearms before the trunk, in their own shape.
    forearms : ndarray
        Of both sides: no hand, however near to the other one.
    """

    near_hands: Plane
    near_upper: Plane
    only_upper: Plane
    before_trunk: tuple[Plane, Plane]
    forearms: Plane


def _limbs(
    view: LabelView, body: Body, arms: tuple[Arm, Arm], bare_from: tuple[float, float], skin: Plane
) -> _Limbs:
    """Draw limbs at a view's resolution; enlarged, their edges are as soft as a camera's.

    Upper arms count only where there is any of ``skin``, a plane of the view's ROI.
    """
    grid = view.grid
    hands, near_upper, upper, fore, forearms = (shapes.empty(grid) for _ in range(5))
    uppers, near_fore = shapes.empty(grid), shapes.empty(grid)
    found = {hand.is_left: hand for hand in _local_hands(view, body)}
    bare_uppers = [_has_bare_upper(arm, skin) for arm in arms]
    for index, (arm, bare) in enumerate(zip(arms, bare_from, strict=True)):
        hand = found.get(index == 0)
        if hand is not None or arm.seen:
            _fill_near_hand(hands, grid, arm, hand)
        start = bare if bare > 0 else ARMHOLE[1]
        if bare_uppers[index]:
            if bare <= 0:
                arm.fill_armhole(near_upper, grid)
            arm.fill_upper(near_upper, grid, start, _LIMB_GROWTH, round_start=False)
            arm.fill_upper(uppers, grid, 0.0, _LIMB_GROWTH)
        if any(bare_uppers):
            arm.fill_forearm(near_fore, grid, _LIMB_GROWTH)
        _fill_wide_forearm(forearms, grid, arm)
        if not arm.seen:
            continue
        sleeve = _sleeve_end(arm, view)
        if sleeve > 0 and _is_before_trunk(arm, arms[1 - index], view, has_hand=hand is not None):
            _fill_sleeved(upper, fore, arm, sleeve, grid, start)
    return _Limbs(hands, near_upper, without(uppers, near_fore), (upper, fore), forearms)


def _has_bare_upper(arm: Arm, skin: Plane) -> bool:
    """Whether there is any skin in the rectangle of an upper arm, drawn as wide as any."""
    ends, margin = np.stack([arm.shoulder, arm.elbow]), _UPPER_MARGIN * arm.unit_px + 2.0
    x0, y0 = (max(0, int(2 * value)) for value in ends.min(axis=0) - margin)
    x1, y1 = (max(0, int(2 * value) + 2) for value in ends.max(axis=0) + margin)
    part = skin[y0:y1, x0:x1]
    return part.size > 0 and cv2.countNonZero(part) > 0


def _fill_wide_forearm(canvas: Plane, grid: Roi, arm: Arm) -> None:
    """Fill a forearm as wide as it may be, square at the wrist."""
    radii = (half * arm.unit_px for half in _WIDE_FOREARM)
    shapes.fill_capsule(canvas, grid, arm.elbow, arm.wrist, *radii, round_end=False)


def _fill_near_hand(near: Plane, grid: Roi, arm: Arm, hand: Hand | None) -> None:
    """Fill where bare skin is hand, and cut it square to the forearm at the wrist."""
    if hand is not None:
        points, margin = hand.points_px, _HAND_MARGIN * hand_length_px(hand, arm.unit_px)
    else:
        wrist, index, pinky, _ = arm.hand
        tips = [knuckle + (knuckle - wrist) * _FINGER_REACH for knuckle in (index, pinky)]
        points, margin = np.vstack([arm.hand, tips]), _POSE_HAND_MARGIN * arm.unit_px
    canvas = shapes.empty(grid)
    fill_around(canvas, grid, points, margin)
    _cut_at_wrist(canvas, grid, arm, points[0], margin)
    np.maximum(near, canvas, out=near)


def _cut_at_wrist(near: Plane, grid: Roi, arm: Arm, wrist: Points, margin_px: float) -> None:
    along = wrist - arm.elbow
    length = float(np.hypot(*along))
    if length < 0.25 * arm.unit_px:
        return  # the forearm points at the camera
    along = along / length
    across = np.array([-along[1], along[0]]) * 3 * margin_px
    end = wrist - along * _WRIST_LAP * arm.unit_px
    back = end - along * 3 * margin_px
    beyond = shapes.empty(grid)
    shapes.fill_hull(
        beyond, grid, np.array([end + across, end - across, back - across, back + across])
    )
    near[:] = without(near, beyond)


def _is_before_trunk(arm: Arm, other: Arm, view: LabelView, *, has_hand: bool) -> bool:
    """Whether a sleeved arm may hide the trunk.

    Its hand tells: where it should be seen and only cloth is, it is behind the back or in a
    pocket, unless it is tucked behind the other arm. Else the pose's depth decides.
    """
    if not arm.seen:
        return False
    if has_hand or bool((view.at(view.arms, arm.hand) > _BARE_HALF).any()):
        return True
    hidden = bool((view.at(view.cloth, arm.hand) > _BARE_HALF).all())
    tucked = other.seen and other.distance_px(arm.hand.mean(axis=0)) < _TUCKED * arm.unit_px
    return not arm.behind and (tucked or not hidden)


def _sleeve_end(arm: Arm, view: LabelView) -> float:
    """Return how far the arm is under a sleeve: 0 not at all, 1 to the elbow, 2 to the wrist."""
    on_upper = _STATIONS[_STATIONS <= 1.0, None]
    on_fore = _STATIONS[_STATIONS > 1.0, None] - 1.0
    upper = arm.shoulder + (arm.elbow - arm.shoulder) * on_upper
    fore = arm.elbow + (arm.wrist - arm.elbow) * on_fore
    points = np.vstack([upper, fore])
    covered = view.at(view.cloth, points) > view.at(view.arms, points)
    shares = np.cumsum(covered) / np.arange(1, len(covered) + 1)
    ends = np.flatnonzero(covered & (shares >= _LEAST_CLOTH))
    if len(ends) == 0:
        return 0.0
    return float(_STATIONS[ends[-1]]) if ends[-1] < len(_STATIONS) - 1 else 2.0


def _fill_sleeved(
    upper: Plane, fore: Plane, arm: Arm, sleeve: float, roi: Roi, start: float
) -> None:
    """Fill the arm's own shape from a fraction of its upper bone as far as a sleeve covers it."""
    if sleeve > start:
        end = min(sleeve, 1.0)
        arm.fill_upper(upper, roi, start, _SLEEVED_GROWTH, end=end, round_start=False)
    if sleeve > 1.0:
        arm.fill_forearm(fore, roi, end=sleeve - 1.0)
