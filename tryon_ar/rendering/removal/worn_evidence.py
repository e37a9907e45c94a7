"""Labels put right where colours speak against them: sleeves taken for arms, skin for cloth."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering import shapes
from tryon_ar.rendering.hand_shapes import fill_around, fill_hand

# Distances between colours: chroma counts whole, luma so much; levels of 255.
_LUMA_WEIGHT = 0.3
# Skin may be so dark and so bright, in medians of the face's luma.
_DARKEST, _BRIGHTEST = 0.35, 1.5
# Skin brighter than this many medians may gleam, and lose colour down to this share.
_GLEAM, _PALEST = 0.95, 0.4
# Cloth whose colour is nearer to the skin's cannot be told from it.
_LEAST_CONTRAST = 13.0
# Share of the way from skin to cloth at which a bare label is doubted, and dropped.
_DOUBT = (0.45, 0.65)
# ... and at which worn cloth is taken for skin after all, where skin is near.
_TRUST = (0.30, 0.18)
_TRUSTED_CONTRAST = 26.0
_FAR_FROM_SKIN = (7.0, 13.0)
# Bare labels so far from skin, right beside worn cloth, are its blurred rim, whatever their colour.
_RIM = (12.0, 20.0)
_RIM_LABELS = 5
# Hair and lower clothes are what they are labelled as unless they are much nearer to the cloth.
_OTHER_DOUBT = (0.55, 0.75)
_OTHER_CONTRAST = 22.0
_BESIDE = 0.02
# The lower garment's own colour is that of its pixels that least resemble the cloth above.
_OWN_QUANTILE = 0.6
# Light is evened out within these gains, and less so in the dark, where chroma is noise.
_DIMMEST = 16.0
_GAINS = (0.6, 2.2)
_SURE = 0.8
_LEAST_PIXELS = 30
# Cloth is compared with the cloth near by, in labels' sides.
_NEAR = 0.055
_EVERYWHERE = 0.01
_SMOOTHING = 0.8
_POSE_HAND_MARGIN = 0.13
_FINGER_REACH = 0.95
_SEEN = 0.5
_HANDS = (
    (Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB),
    (Joint.RIGHT_WRIST, Joint.RIGHT_INDEX, Joint.RIGHT_PINKY, Joint.RIGHT_THUMB),
)


def corrected(frame_bgr: BgrImage, body: Body, unit_px: float) -> Body:
    """Return a body whose labels agree with the colours of its face and its clothes.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    body : Body
    unit_px : float
        Shoulder width.

    Returns
    -------
    Body
        Shares of ARMS and NECK have gone to UPPER where the colour is far from the face's and
        near that of the cloth around, and the other way where it is the face's. The same body
        where nobody parsed it, no face or no cloth is seen, or they look alike. Hands that were
        found keep their labels.
    """
    labels = body.labels
    if labels is None:
        return body
    colours = _colours(frame_bgr, labels)
    skin = _face_colour(colours, labels)
    if skin is None:
        return body
    colours = _evenly_lit(colours, float(skin[0]))
    cloth = _cloth_colours(colours, labels)
    if cloth is None:
        return body
    hands = _hands(body, labels, unit_px).astype(np.float32) * np.float32(1 / 255)
    shares = labels.shares.copy()
    _move_bare(shares, _weigh(colours, skin, cloth), 1.0 - hands)
    for label in (Label.HAIR, Label.LOWER):
        _move_other(shares, colours, cloth, label)
    shares.flags.writeable = False
    return replace(body, labels=replace(labels, shares=shares))


@dataclass(frozen=True, slots=True)
class _Evidence:
    """For cloth against a bare label, for a rim, for skin against a worn label; (S, S), 0 to 1."""

    cloth: NDArray[np.float32]
    rim: NDArray[np.float32]
    skin: NDArray[np.float32]


def _move_bare(
    shares: NDArray[np.float32], evidence: _Evidence, allowed: NDArray[np.float32]
) -> None:
    """Move shares between bare arms and neck and the worn cloth, in place."""
    bare = shares[Label.ARMS] + shares[Label.NECK]
    near_skin = cv2.GaussianBlur(bare, (0, 0), _NEAR * len(bare))
    to_skin = evidence.skin * np.clip(near_skin * 8.0 - 0.4, 0.0, 1.0) * shares[Label.UPPER]
    worn = shares[Label.UPPER] + bare * evidence.cloth * allowed
    beside = cv2.dilate(worn, np.ones((_RIM_LABELS, _RIM_LABELS), np.uint8))
    to_cloth = np.maximum(evidence.cloth, evidence.rim * np.clip(2.0 * beside, 0.0, 1.0)) * allowed
    for label in (Label.ARMS, Label.NECK):
        moved = shares[label] * to_cloth
        shares[label] -= moved
        shares[Label.UPPER] += moved
    shares[Label.UPPER] -= to_skin
    shares[Label.ARMS] += to_skin


def _move_other(
    shares: NDArray[np.float32],
    colours: NDArray[np.float32],
    cloth: NDArray[np.float32],
    label: Label,
) -> None:
    """Move what of hair or of lower clothes has the colour of the upper clothes near by."""
    found = shares[label] > 0.5
    if int(found.sum()) < _LEAST_PIXELS:
        return
    off_cloth = _length(colours[..., 0] - cloth[..., 0], colours - cloth)
    some, off = colours[found][::3], off_cloth[found][::3]
    middle = np.median(some[off >= np.quantile(off, _OWN_QUANTILE)], axis=0)
    off_own = _length(colours[..., 0] - middle[0], colours - middle)
    contrast = _length(cloth[..., 0] - middle[0], cloth - middle)
    place = off_own / np.maximum(off_own + off_cloth, 1e-3)
    beside = cv2.GaussianBlur(shares[Label.UPPER], (0, 0), _BESIDE * len(cloth))
    moved = shares[label] * _ramp(place, *_OTHER_DOUBT) * (contrast > _OTHER_CONTRAST)
    moved *= np.clip(4.0 * beside, 0.0, 1.0)
    shares[label] -= moved
    shares[Label.UPPER] += moved


def _colours(frame_bgr: BgrImage, labels: Labels) -> NDArray[np.float32]:
    """Return (Y, Cr, Cb) of the frame at every pixel of the labels, float32 (S, S, 3)."""
    side = labels.shares.shape[1]
    step = labels.side_px / side
    coarse = max(1, round(step / 1.5))
    height, width = frame_bgr.shape[:2]
    size = max(1, width // coarse), max(1, height // coarse)
    small = frame_bgr if coarse == 1 else cv2.resize(frame_bgr, size, interpolation=cv2.INTER_AREA)
    scale = np.array([size[0] / width, size[1] / height])
    shift = (np.array([labels.x0_px, labels.y0_px]) + step / 2) * scale - 0.5
    matrix = np.array([[step * scale[0], 0.0, shift[0]], [0.0, step * scale[1], shift[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = cv2.BORDER_REPLICATE
    seen = cv2.warpAffine(small, matrix, (side, side), flags=flags, borderMode=border)
    return np.asarray(cv2.cvtColor(seen, cv2.COLOR_BGR2YCrCb), np.float32)


def _evenly_lit(colours: NDArray[np.float32], luma: float) -> NDArray[np.float32]:
    """Return the chroma that colours would have under the light that gives a luma.

    Shade takes colour away in proportion: (Cr, Cb) - 128 over luma stays.
    """
    gain = (luma + _DIMMEST) / (colours[..., :1] + _DIMMEST)
    lit = colours.copy()
    lit[..., 1:] = 128.0 + (colours[..., 1:] - 128.0) * np.clip(gain, *_GAINS)
    return lit


def _face_colour(colours: NDArray[np.float32], labels: Labels) -> NDArray[np.float32] | None:
    sure = labels.shares[Label.FACE] > _SURE
    if int(sure.sum()) < _LEAST_PIXELS:
        return None
    return np.asarray(np.median(colours[sure], axis=0), np.float32)


def _cloth_colours(colours: NDArray[np.float32], labels: Labels) -> NDArray[np.float32] | None:
    """Return the colour of the cloth around every pixel, that of all cloth where none is near."""
    share = labels.shares[Label.UPPER]
    sure = np.asarray(share > _SURE, np.float32)
    total = float(sure.sum())
    if total < _LEAST_PIXELS:
        return None
    mean = (colours * sure[..., None]).sum(axis=(0, 1)) / total
    sigma = _NEAR * len(sure)
    weight = cv2.GaussianBlur(sure, (0, 0), sigma)[..., None] + _EVERYWHERE
    around = cv2.GaussianBlur(colours * sure[..., None], (0, 0), sigma) + _EVERYWHERE * mean
    return np.asarray(around / weight, np.float32)


def _weigh(
    colours: NDArray[np.float32], skin: NDArray[np.float32], cloth: NDArray[np.float32]
) -> _Evidence:
    """Compare every pixel with the face and with the cloth around."""
    low, high = _DARKEST * skin[0], _BRIGHTEST * skin[0]
    luma, expected = colours[..., 0], np.clip(colours[..., 0], low, high)
    off_skin = _length(luma - expected, colours - _gleaming(colours, skin))
    off_cloth = _length(luma - cloth[..., 0], colours - cloth)
    contrast = _length(cloth[..., 0] - np.clip(cloth[..., 0], low, high), cloth - skin)
    place = off_skin / np.maximum(off_skin + off_cloth, 1e-3)
    like_cloth = _ramp(place, *_DOUBT) * _ramp(off_skin, *_FAR_FROM_SKIN)
    like_cloth *= contrast > _LEAST_CONTRAST
    rim = _ramp(off_skin, *_RIM) * (contrast > _LEAST_CONTRAST)
    like_skin = _ramp(place, *_TRUST) * (contrast > _TRUSTED_CONTRAST)
    smoothed = (cv2.GaussianBlur(each, (0, 0), _SMOOTHING) for each in (like_cloth, rim, like_skin))
    return _Evidence(*(np.asarray(each, np.float32) for each in smoothed))


def _gleaming(colours: NDArray[np.float32], skin: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the skin's colour, paler where a pixel is bright and pale: gleams have no colour."""
    tint = skin[1:] - 128.0
    along = ((colours[..., 1:] - 128.0) @ tint) / max(float(tint @ tint), 1.0)
    pale = np.where(colours[..., 0] > _GLEAM * skin[0], np.clip(along, _PALEST, 1.0), 1.0)
    paled = np.broadcast_to(skin, colours.shape).copy()
    paled[..., 1:] = 128.0 + pale[..., None] * tint
    return np.asarray(paled, np.float32)


def _length(luma: NDArray[np.float32], colours: NDArray[np.float32]) -> NDArray[np.float32]:
    squares = (_LUMA_WEIGHT * luma) ** 2 + colours[..., 1] ** 2 + colours[..., 2] ** 2
    return np.asarray(np.sqrt(squares), np.float32)


def _ramp(values: NDArray[np.float32], start: float, end: float) -> NDArray[np.float32]:
    return np.asarray(np.clip((values - start) / (end - start), 0.0, 1.0), np.float32)


def _hands(body: Body, labels: Labels, unit_px: float) -> NDArray[np.uint8]:
    """Return where hands are, (S, S), 0 to 255: their landmarks, or the pose's knuckles."""
    side = labels.shares.shape[1]
    scale = side / labels.side_px
    roi = Roi(0, 0, side, side)
    canvas = shapes.empty(roi)
    corner = np.array([labels.x0_px, labels.y0_px])
    for hand in body.hands:
        points = (hand.points_px + 0.5 - corner) * scale - 0.5
        fill_hand(canvas, roi, replace(hand, points_px=points), unit_px * scale)
    found = {hand.is_left for hand in body.hands}
    for joints, is_left in zip(_HANDS, (True, False), strict=True):
        if is_left not in found and min(body.pose.visibility[list(joints)]) > _SEEN:
            wrist, *knuckles = body.pose.points_px[list(joints)]
            tips = [point + (point - wrist) * _FINGER_REACH for point in knuckles[:2]]
            points = (np.array([*knuckles, *tips]) + 0.5 - corner) * scale - 0.5
            fill_around(canvas, roi, points, _POSE_HAND_MARGIN * unit_px * scale)
    return canvas
