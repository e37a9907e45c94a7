"""Labels put right where colours speak against them: sleeves taken for arms, skin for cloth."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.kernels import evidence
from tryon_ar.rendering import shapes
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.hand_shapes import fill_around, fill_hand

_RIM_LABELS = 5
_BESIDE = 0.02
_SURE = 0.8
# Sure skin is so near to the face's chroma.
_SKIN_SPREAD = 12.0
_LEAST_PIXELS = 30
# Nothing is asked where the labels are as sure as this that nobody is, but for a margin.
_NOBODY = 0.97
_MARGIN_LABELS = 3
# Cloth is compared with the cloth near by, in labels' sides.
_NEAR = 0.055
_EVERYWHERE = 0.01
_SMOOTHING = 0.8
# Cloth becomes bare where so much around is; less than the second of a label is not looked at.
_LEAST_BARE, _TRACE = 0.05, 0.02
_HALVED_FROM_PX = 3.0
_POSE_HAND_MARGIN = 0.13
_FINGER_REACH = 0.95
_SEEN = 0.5
# Fingers blur, and are darker between one another: colours say little so near to a hand.
_HAND_BLUR_LABELS = 1.2
_HAND_GAIN = 2.0
_TRUNK = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP, Joint.LEFT_HIP)
_TRUNK_INSET = 0.15
_HANDS = (
    (Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB),
    (Joint.RIGHT_WRIST, Joint.RIGHT_INDEX, Joint.RIGHT_PINKY, Joint.RIGHT_THUMB),
)


def corrected(
    frame_bgr: BgrImage, body: Body, unit_px: float, learnt: HandColours | None = None
) -> Body:
    """Return a body whose labels agree with the colours of its face and its clothes.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    body : Body
    unit_px : float
        Shoulder width.
    learnt : HandColours, optional
        Looks at what is sure.

    Returns
    -------
    Body
        Shares of ARMS and NECK have gone to UPPER where the colour is far from the face's and
        near that of the cloth around, and the other way where it is the face's. The same body
        where nobody parsed it, no face or no cloth is seen, or they look alike. Hands that were
        found, and what lies right beside them, keep their labels.

    Notes
    -----
    Colours are compared in the rectangle of the labels that holds the person; what surrounds a
    label is averaged on a grid of every fourth. About 1 ms.
    """
    labels = body.labels
    if labels is None:
        return body
    box = _person_box(labels)
    if box is None:
        return body
    shares = labels.shares[(slice(None), *box.slices)].copy()
    colours = _colours(frame_bgr, labels, box)
    skin = np.empty(3, np.float32)
    if evidence.median_colour_nb(colours, shares[Label.FACE], _SURE, skin) < _LEAST_PIXELS:
        return body
    free = _free(body, labels, box, unit_px)
    if learnt is not None and learnt.is_due():
        learnt.learn(colours, *_sure(colours, shares, skin, free, _trunk(body, labels, box)))
    around = _around(colours, shares, float(skin[0]), len(labels.shares[0]))
    if around is None:
        return body
    doubted = (shares[Label.ARMS] + shares[Label.NECK] > _TRACE) | (around.bare > _LEAST_BARE)
    bare = shapes.drawn_box(doubted.view(np.uint8), margin_px=_RIM_LABELS // 2)
    if bare is not None:
        near, cloth = (np.ascontiguousarray(plane[bare]) for plane in (colours, around.cloth))
        weights = np.empty(near.shape, np.float32)
        evidence.weigh_nb(near, cloth, skin, weights)
        weights = np.asarray(cv2.GaussianBlur(weights, (0, 0), _SMOOTHING), np.float32)
        _move_bare(shares[(slice(None), *bare)], weights, around.bare[bare], free[bare])
    _move_others(shares, colours, around.cloth, _BESIDE * len(labels.shares[0]))
    whole = labels.shares.copy()
    whole[(slice(None), *box.slices)] = shares
    whole.flags.writeable = False
    return replace(body, labels=replace(labels, shares=whole))


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds every label: the cloth's colour (h, w, 3) and how much is bare (h, w)."""

    cloth: NDArray[np.float32]
    bare: NDArray[np.float32]


def _person_box(labels: Labels) -> Roi | None:
    """Return the rectangle of the labels that holds anybody, in whole cells of the coarse grid."""
    nobody = labels.shares[Label.BACKGROUND]
    x, y, width, height = cv2.boundingRect((nobody < _NOBODY).astype(np.uint8))
    if width == 0:
        return None
    side, cell = len(nobody), evidence.CELL
    x0, y0 = (max(0, start - _MARGIN_LABELS) // cell * cell for start in (x, y))
    x1, y1 = (
        min(side, -(-(end + _MARGIN_LABELS) // cell) * cell) for end in (x + width, y + height)
    )
    return Roi(x0, y0, x1, y1)


def _sure(
    colours: NDArray[np.float32],
    shares: NDArray[np.float32],
    skin: NDArray[np.float32],
    free: NDArray[np.float32],
    trunk: NDArray[np.uint8],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what is sure skin and what is sure cloth, (h, w) each, 0 or 1.

    What hangs before the trunk counts as cloth, whatever labels say, unless it is like skin.
    """
    off = np.abs(colours[..., 1:] - skin[1:])
    like = np.maximum(off[..., 0], off[..., 1]) < _SKIN_SPREAD
    arms = shares[Label.ARMS]
    bare = ((shares[Label.FACE] > _SURE) | (arms > _SURE)) & like
    head = shares[Label.HAIR] + shares[Label.FACE] + shares[Label.NECK] + arms
    hanging = (trunk > 127) & (head < 1.0 - _SURE) & ~like
    clothes = shares[Label.UPPER] + shares[Label.LOWER] > _SURE
    worn = (clothes | hanging) & (free >= 1.0)
    return bare.astype(np.float32), worn.astype(np.float32)


def _trunk(body: Body, labels: Labels, box: Roi) -> NDArray[np.uint8]:
    """Return the inside of the trunk in a rectangle of the labels, 0 to 255."""
    scale = labels.shares.shape[1] / labels.side_px
    points = body.pose.points_px[list(_TRUNK)]
    points = points + (points.mean(axis=0) - points) * _TRUNK_INSET
    canvas = shapes.empty(box)
    corner = np.array([labels.x0_px, labels.y0_px])
    shapes.fill_hull(canvas, box, (points + 0.5 - corner) * scale - 0.5)
    return canvas


def _colours(frame_bgr: BgrImage, labels: Labels, box: Roi) -> NDArray[np.float32]:
    """Return (Y, Cr, Cb) of the frame at the labels in a rectangle, float32 (h, w, 3)."""
    step = labels.side_px / labels.shares.shape[1]
    left, top = labels.x0_px + box.x0 * step, labels.y0_px + box.y0 * step
    x0, x1 = _even_slice(left, box.width * step, frame_bgr.shape[1])
    y0, y1 = _even_slice(top, box.height * step, frame_bgr.shape[0])
    seen, scale = frame_bgr[y0:y1, x0:x1], 1.0
    if step >= _HALVED_FROM_PX:
        # Halving is so quick that it pays to look at a quarter of the pixels afterwards.
        size = max(1, seen.shape[1] // 2), max(1, seen.shape[0] // 2)
        halved = cv2.resize(seen, size, interpolation=cv2.INTER_AREA)
        seen, scale = np.asarray(halved, np.uint8), 0.5
    colours = np.empty((box.height, box.width, 3), np.float32)
    corner = (left - x0) * scale, (top - y0) * scale
    evidence.sample_colours_nb(np.ascontiguousarray(seen), *corner, step * scale, colours)
    return colours


def _even_slice(start_px: float, length_px: float, end: int) -> tuple[int, int]:
    """Return bounds that hold a stretch of 0 to ``end`` and begin and end at even numbers."""
    first = int(np.clip(start_px, 0, max(0, end - 2))) // 2 * 2
    last = (int(np.clip(start_px + length_px, 0, end)) + 3) // 2 * 2
    return first, min(end, max(last, first + 1))


def _around(
    colours: NDArray[np.float32], shares: NDArray[np.float32], luma: float, side: int
) -> _Around | None:
    """Even out the colours' light, in place, and average what surrounds every label.

    None where no cloth is sure. Where none is near, its colour is that of all cloth.
    """
    height, width = colours.shape[:2]
    pair = np.stack([shares[Label.UPPER], shares[Label.ARMS] + shares[Label.NECK]])
    cells = np.empty((-(-height // evidence.CELL), -(-width // evidence.CELL), 5), np.float32)
    evidence.even_light_nb(colours, pair, luma, _SURE, cells)
    total = cells[..., :4].sum(axis=(0, 1))
    if total[3] < _LEAST_PIXELS:
        return None
    means = _blurred(np.asarray(cells / evidence.CELL**2, np.float32), _NEAR * side)
    everywhere = np.float32(_EVERYWHERE)
    numerator = means[..., :3] + everywhere * (total[:3] / total[3])
    cloth = numerator / (means[..., 3:4] + everywhere)
    return _Around(_enlarged(cloth, (height, width)), _enlarged(means[..., 4], (height, width)))


def _move_bare(
    shares: NDArray[np.float32],
    weights: NDArray[np.float32],
    near_skin: NDArray[np.float32],
    allowed: NDArray[np.float32],
) -> None:
    """Move shares between bare arms and neck and the worn cloth, in place."""
    cloth, rim, skin = cv2.split(weights)
    to_skin = skin * np.clip((near_skin - _LEAST_BARE) * 8.0, 0.0, 1.0) * shares[Label.UPPER]
    bare = shares[Label.ARMS] + shares[Label.NECK]
    worn = shares[Label.UPPER] + bare * cloth * allowed
    beside = cv2.dilate(worn, np.ones((_RIM_LABELS, _RIM_LABELS), np.uint8))
    to_cloth = np.maximum(cloth, rim * np.minimum(2.0 * beside, 1.0)) * allowed
    for label in (Label.ARMS, Label.NECK):
        shares[label] -= shares[label] * to_cloth
    shares[Label.UPPER] += bare * to_cloth - to_skin
    shares[Label.ARMS] += to_skin


def _move_others(
    shares: NDArray[np.float32],
    colours: NDArray[np.float32],
    cloth: NDArray[np.float32],
    sigma_labels: float,
) -> None:
    """Move what of hair and of lower clothes has the colour of the upper clothes near by.

    What may be hair by its label, and is by its colour, becomes hair.
    """
    cell = evidence.CELL
    size = colours.shape[1::-1]
    small = -(-size[0] // cell), -(-size[1] // cell)
    for label in (Label.HAIR, Label.LOWER):
        box = shapes.drawn_box((shares[label] > _TRACE).view(np.uint8))
        if box is None or int(np.count_nonzero(shares[label][box] > 0.5)) < _LEAST_PIXELS:
            continue
        upper = cv2.resize(shares[Label.UPPER], small, interpolation=cv2.INTER_AREA)
        beside = _enlarged(_blurred(upper, sigma_labels), size[::-1])
        pair = np.stack([shares[Label.UPPER][box], shares[label][box]])
        near, seen, worn = (np.ascontiguousarray(plane[box]) for plane in (beside, colours, cloth))
        # Strands that labels half see; lower clothes often have the colour of prints.
        evidence.move_other_nb(pair, near, seen, worn, label == Label.HAIR)
        shares[Label.UPPER][box], shares[label][box] = pair


def _blurred(cells: NDArray[np.float32], sigma_labels: float) -> NDArray[np.float32]:
    """Blur cells so that, enlarged, they are as soft as a Gaussian of labels would leave them.

    A cell's mean and the interpolation between cells blur by a quarter of a cell's variance each.
    """
    left = max(sigma_labels**2 / evidence.CELL**2 - 0.25, 0.04)
    return np.asarray(cv2.GaussianBlur(cells, (0, 0), float(np.sqrt(left))), np.float32)


def _enlarged(cells: NDArray[np.float32], shape: tuple[int, int]) -> NDArray[np.float32]:
    """Interpolate cells to labels."""
    size = cells.shape[1] * evidence.CELL, cells.shape[0] * evidence.CELL
    whole = cv2.resize(cells, size, interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(whole[: shape[0], : shape[1]], np.float32)


def _free(body: Body, labels: Labels, box: Roi, unit_px: float) -> NDArray[np.float32]:
    """Return how far colours may speak in a rectangle of the labels: 0 on hands, 1 off them."""
    hands = _hands(body, labels, box, unit_px)
    found = shapes.drawn_box(hands, margin_px=round(3 * _HAND_BLUR_LABELS))
    allowed = np.ones(hands.shape, np.float32)
    if found is not None:
        soft = cv2.GaussianBlur(hands[found].astype(np.float32), (0, 0), _HAND_BLUR_LABELS)
        allowed[found] = 1.0 - np.minimum(soft * np.float32(_HAND_GAIN / 255), np.float32(1.0))
    return allowed


def _hands(body: Body, labels: Labels, box: Roi, unit_px: float) -> NDArray[np.uint8]:
    """Return where hands are, (h, w), 0 to 255: their landmarks, or the pose's knuckles."""
    canvas = shapes.empty(box)
    corner = np.array([labels.x0_px, labels.y0_px])
    fill_hands(canvas, box, body, corner, labels.shares.shape[1] / labels.side_px, unit_px)
    return canvas


def fill_hands(
    canvas: NDArray[np.uint8],
    box: Roi,
    body: Body,
    corner_px: NDArray[np.float64],
    scale: float,
    unit_px: float,
) -> None:
    """Fill hands by their landmarks, or by the pose's knuckles, on a scaled part of a frame.

    Parameters
    ----------
    canvas : ndarray of shape (box.height, box.width), uint8
        Changed.
    box : Roi
        In pixels of the canvas' picture, which begins at ``corner_px``.
    body : Body
    corner_px : ndarray of shape (2,)
        In the frame.
    scale : float
        Pixels of the canvas for one of the frame.
    unit_px : float
        Shoulder width in the frame.
    """
    for hand in body.hands:
        points = (hand.points_px + 0.5 - corner_px) * scale - 0.5
        fill_hand(canvas, box, replace(hand, points_px=points), unit_px * scale)
    found = {hand.is_left for hand in body.hands}
    for joints, is_left in zip(_HANDS, (True, False), strict=True):
        if is_left not in found and min(body.pose.visibility[list(joints)]) > _SEEN:
            wrist, *knuckles = body.pose.points_px[list(joints)]
            tips = [point + (point - wrist) * _FINGER_REACH for point in knuckles[:2]]
            points = (np.array([*knuckles, *tips]) + 0.5 - corner_px) * scale - 0.5
            fill_around(canvas, box, points, _POSE_HAND_MARGIN * unit_px * scale)
