"""The body's own outline under its clothes, from the pose alone.

Widths are those of slim arms and legs: what is drawn too narrow shows the room beside a limb,
what is drawn too wide shows skin in the shape of a sleeve.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame, Joint
from tryon_ar.rendering import shapes
from tryon_ar.rendering.removal.sleeve_ends import SleeveEnd, find_sleeve_end, stations

# Half-widths along a limb, in shoulder widths: share of the way from the first joint to the
# second, half-width there.
_UPPER_ARM = ((0.0, 0.106), (0.2, 0.132), (0.5, 0.124), (1.0, 0.110))
# A little beyond the wrist: cuffs reach over the hand.
_FOREARM = ((0.0, 0.106), (0.2, 0.115), (0.42, 0.110), (0.8, 0.084), (1.0, 0.075), (1.12, 0.073))
_THIGH = ((0.0, 0.285), (0.5, 0.235), (1.0, 0.175))
_SHIN = ((0.0, 0.175), (0.3, 0.170), (1.0, 0.100))
_SEEN = 0.3
# A wrist is looked for so far aside of the pose's and beyond it (shoulder widths), unless the
# forearm points at the camera; so many of the points that are looked at have to be bare.
_ASIDE, _AHEAD = 0.20, 0.16
_SIDEWAYS, _ONWARDS = np.linspace(-_ASIDE, _ASIDE, 21), np.linspace(0.0, _AHEAD, 5)
# Skin counts less the further aside of the pose's wrist it is.
_COUNTS = np.exp(-((_SIDEWAYS / _ASIDE) ** 2) * 2.0)
_LEAST_FOREARM = 0.25
_LEAST_BARE = 12.0
# Bare arms are measured across their bones at these fractions, so far to both sides.
_STATIONS = np.linspace(0.15, 0.85, 8)
_WIDEST = 0.30
_LEAST_BONE = 0.55
_LEAST_RATIOS = 3
_GROWTHS = (0.8, 1.18)
# Arms lie against the trunk from here on down their upper bone: to both sides of the crease skin
# turns away.
_ARMPIT = 0.36
_STEPS_A_BONE = 6
# What bare skin a share (0 to 255) of labels is.
_BARE = np.clip(1275.0 * (np.arange(256) / 255.0 - 0.4), 0, 255).astype(np.uint8)

_ARMS = (
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
)
_LEGS = (
    (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
)
# The trunk, from the shoulders' line: how far down (in torso lengths) and how wide to each
# side (in shoulder widths).
_TRUNK = ((0.0, 0.56), (0.30, 0.50), (0.66, 0.42), (1.0, 0.50))
# Neck and shoulders, from the shoulders' line: how far up and how wide to each side (shoulder
# widths). Muscle slopes hollow from the neck, what is beside it was hood or collar, and carries
# straps, and the seams of tops, which lie at ``anatomy.NECK_RISE`` and ``SEAM_RISE``.
_NECK = tuple((up, half) for half, up in anatomy.BARE_SLOPE)


def measure_arms(labels: Labels, pose: Pose, unit_px: float) -> float | None:
    """Measure how thick bare arms are, as a multiple of those drawn by default.

    Parameters
    ----------
    labels : Labels
    pose : Pose
    unit_px : float
        Shoulder width.

    Returns
    -------
    float or None
        Within 0.8 and 1.18; None where too little of a bare arm is seen from side to side.
    """
    ratios = []
    for joints in _ARMS:
        if min(pose.visibility[list(joints)]) < _SEEN:
            continue
        for number, profile in enumerate((_UPPER_ARM, _FOREARM)):
            first, second = (pose.points_px[joints[number + end]] for end in (0, 1))
            ratios += _thickness(labels, first, second, profile, unit_px)
    if len(ratios) < _LEAST_RATIOS:
        return None
    return float(np.clip(np.median(ratios), *_GROWTHS))


def _thickness(
    labels: Labels,
    first: Points,
    second: Points,
    profile: tuple[tuple[float, float], ...],
    unit_px: float,
) -> list[float]:
    """Return how thick a bare limb is to its profile, where both its sides are seen."""
    bone = second - first
    length = float(np.hypot(*bone))
    if length < _LEAST_BONE * unit_px:
        return []  # it points at the camera
    across = np.array([-bone[1], bone[0]]) / length * unit_px
    offsets = np.linspace(-_WIDEST, _WIDEST, 41)
    points = first + bone * _STATIONS[:, None, None] + across * offsets[None, :, None]
    scale = labels.shares.shape[1] / labels.side_px
    places = np.floor((points + 0.5 - (labels.x0_px, labels.y0_px)) * scale).astype(int)
    inside = ((places >= 0) & (places < labels.shares.shape[1])).all(axis=(1, 2))
    x, y = np.moveaxis(places[inside], 2, 0)
    bare = labels.shares[Label.ARMS][y, x] > 0.5
    bounded = bare[:, 18:23].all(axis=1) & ~bare[:, :4].any(axis=1) & ~bare[:, -4:].any(axis=1)
    shares, halves = np.array(profile).T
    expected = np.interp(_STATIONS[inside], shares, halves)
    widths = bare.sum(axis=1) * (offsets[1] - offsets[0]) / 2
    return [float(ratio) for ratio in (widths / expected)[bounded]]


def find_sleeve_ends(labels: Labels, pose: Pose, unit_px: float) -> tuple[SleeveEnd | None, ...]:
    """Look for the ends of worn sleeves, left first; see :func:`find_sleeve_end`."""
    halves = np.concatenate(
        [
            np.interp(stations() - bone, *np.array(profile).T)[stations() // 1 == bone]
            for bone, profile in enumerate((_UPPER_ARM, _FOREARM))
        ]
    )
    return tuple(find_sleeve_end(labels, pose, joints, halves, unit_px) for joints in _ARMS)


def draw_arms(
    pose: Pose,
    unit_px: float,
    roi: Roi,
    labels: Labels | None = None,
    ends: Sequence[SleeveEnd | None] = (None, None),
    bare_from: Sequence[float] = (0.0, 0.0),
) -> NDArray[np.uint8]:
    """Draw bare arms from shoulder to wrist over a rectangle, 0 to 255.

    With labels, forearms end where the skin of a wrist or a hand is seen; with the ends of
    sleeves, arms are as thick there as the real ones. They begin ``bare_from`` the shoulder (0),
    the elbow (1) or the wrist (2): what is seen beside a sleeve is no skin.
    """
    canvas = shapes.empty(roi)
    for joints, end, start in zip(_ARMS, ends, bare_from, strict=True):
        points = pose.points_px[list(joints)]
        if labels is not None:
            points[2] = _seen_wrist(labels, points[1], points[2], unit_px)
        visible = pose.visibility[list(joints)]
        _draw_limb(canvas, points, visible, (_UPPER_ARM, _FOREARM), unit_px, roi, end, start)
    return canvas


def _seen_wrist(labels: Labels, elbow: Points, wrist: Points, unit_px: float) -> Points:
    """Move a wrist sideways to the middle of the bare skin that is seen around it."""
    bone = wrist - elbow
    length = float(np.hypot(*bone))
    if length < _LEAST_FOREARM * unit_px:
        return wrist
    along_x, along_y = (float(part) / length for part in bone)
    side = labels.shares.shape[1]
    scale = side / labels.side_px
    far = unit_px * scale
    start_x = (float(wrist[0]) + 0.5 - labels.x0_px) * scale
    start_y = (float(wrist[1]) + 0.5 - labels.y0_px) * scale
    x = start_x + (along_x * far) * _ONWARDS[:, None] - (along_y * far) * _SIDEWAYS
    y = start_y + (along_y * far) * _ONWARDS[:, None] + (along_x * far) * _SIDEWAYS
    # Conversion rounds towards 0, which is as good: what is below is taken to be 0.
    columns, rows = (np.minimum(np.maximum(v, 0.0), side - 1).astype(np.intp) for v in (x, y))
    bare = labels.shares[Label.ARMS][rows, columns].sum(axis=0) * _COUNTS
    total = float(bare.sum())
    shift = unit_px * float(bare @ _SIDEWAYS) / max(total, 1e-6)
    across = np.array([-along_y, along_x])
    trust = min(total / _LEAST_BARE, 1.0)
    return np.asarray(wrist + across * (trust * shift), np.float64)


def draw_creases(pose: Pose, unit_px: float, roi: Roi, step: int) -> NDArray[np.uint8]:
    """Draw the edges of upper arms from the armpits down over a small picture of a rectangle.

    Returns
    -------
    ndarray of shape (ceil(h / step), ceil(w / step)), uint8
        255 on lines a pixel wide, 0 elsewhere.
    """
    lines = np.zeros((-(-roi.height // step), -(-roi.width // step)), np.uint8)
    shares, halves = np.array(_UPPER_ARM).T
    along = np.array([_ARMPIT, 0.7, 1.0])
    beside = np.interp(along, shares, halves) * unit_px
    for joints in _ARMS:
        first, second = pose.points_px[list(joints[:2])]
        bone = second - first
        length = float(np.hypot(*bone))
        if min(pose.visibility[list(joints[:2])]) < _SEEN or length < _LEAST_FOREARM * unit_px:
            continue
        across = np.array([-bone[1], bone[0]]) / length
        for side in (1.0, -1.0):
            points = first + bone * along[:, None] + across * (side * beside)[:, None]
            small = (points - (roi.x0, roi.y0) + 0.5) / step - 0.5
            cv2.polylines(lines, [np.rint(small * 16).astype(np.int32)], False, 255, 1, 8, 4)
    return lines


def seen_bare(labels: Labels, roi: Roi) -> NDArray[np.uint8]:
    """Return where labels say that arms and neck are bare, over a rectangle, 0 to 255.

    What is bare stays skin where cloth beside it goes: hands beside cuffs must not turn to air.
    """
    both = cv2.add(labels.shares[Label.ARMS], labels.shares[Label.NECK])
    share = cv2.convertScaleAbs(both, alpha=255.0)
    scale, shift_x, shift_y = labels.grid(roi)
    # Labels are coarser than the frame: every other pixel tells as much, and doubling is quick.
    size = -(-roi.width // 2), -(-roi.height // 2)
    matrix = np.array(
        [[2.0 * scale, 0.0, shift_x + scale / 2.0], [0.0, 2.0 * scale, shift_y + scale / 2.0]]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    half = cv2.warpAffine(share, matrix, size, flags=flags)
    whole = cv2.resize(half, (2 * size[0], 2 * size[1]))[: roi.height, : roi.width]
    return np.asarray(cv2.LUT(whole, _BARE), np.uint8)


def draw_legs(pose: Pose, unit_px: float, roi: Roi) -> NDArray[np.uint8]:
    """Draw bare legs from hip to ankle over a rectangle, 0 to 255."""
    canvas = shapes.empty(roi)
    for joints in _LEGS:
        points, visible = pose.points_px[list(joints)], pose.visibility[list(joints)]
        _draw_limb(canvas, points, visible, (_THIGH, _SHIN), unit_px, roi)
    return canvas


def draw_trunk(frame: BodyFrame, roi: Roi) -> NDArray[np.uint8]:
    """Draw neck, shoulders, trunk and hips over a rectangle, 0 to 255."""
    canvas = shapes.empty(roi)
    torso_px = float(np.hypot(*(frame.shoulder_mid - frame.hip_mid)))
    turn = frame.width_px / frame.unit_px
    levels = [(down * torso_px, half * frame.unit_px * max(turn, 0.6)) for down, half in _TRUNK]
    rows = [
        (frame.spine_point(frame.shoulder_mid, down), half * frame.across) for down, half in levels
    ]
    lowest = len(_NECK) - 1
    for number, (up, half) in enumerate(_NECK):
        slim = max(turn, 0.6) if number == lowest else max(turn, 0.6 + 0.4 * (1 - number / lowest))
        middle = frame.spine_point(frame.shoulder_mid, -up * frame.unit_px)
        rows.insert(number, (middle, half * frame.unit_px * slim * frame.across))
    right = [middle + half for middle, half in rows]
    left = [middle - half for middle, half in rows]
    shapes.fill_outline(canvas, roi, np.array([*right, *reversed(left)]))
    return canvas


def _draw_limb(
    canvas: NDArray[np.uint8],
    points: Points,
    visible: NDArray[np.float64],
    profiles: tuple[tuple[tuple[float, float], ...], ...],
    unit_px: float,
    roi: Roi,
    end: SleeveEnd | None = None,
    start: float = 0.0,
) -> None:
    """Draw the two bones of a limb whose joints are seen, from ``start`` (0 to 2) on."""
    for number, profile in enumerate(profiles):
        if min(visible[number : number + 2]) < _SEEN:
            return
        first, second = points[number : number + 2]
        shares, halves = np.array(profile).T
        halves = halves * unit_px
        begins = start - number
        if begins >= shares[-1]:
            continue
        if end is not None or begins > 0.0:
            fine = np.linspace(max(begins, 0.0), shares[-1], _STEPS_A_BONE)
            shares, halves = fine, np.interp(fine, shares, halves)
        middles = first + (second - first) * shares[:, None]
        if end is not None:
            before, beyond = (halves * each for each in end.ratios(shares + number))
            middles += _across(second - first) * ((beyond - before) / 2)[:, None]
            halves = (before + beyond) / 2
        shapes.fill_chain(canvas, roi, middles, halves)


def _across(bone: Points) -> Points:
    """Return the direction across a bone, of length 1."""
    return np.array([-bone[1], bone[0]]) / max(float(np.hypot(*bone)), 1e-6)
