"""Skin where cloth was: the person's own tone, shaded like a limb in this room's light."""

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Points, Pose
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.rendering.relight import cylinder_shading
from tryon_ar.rendering.removal.relief import draw_relief, round_light
from tryon_ar.rendering.removal.skin_tone import GAMMA, SkinTone

# Real skin sets the tone: wholly just beside it, less further around (shoulder widths); where
# none is near the face does.
_NEAR, _NEAR_TRUST = 0.07, 0.08
_REACH = 0.22
_FACE_WEIGHT = 0.06
# Log-linear light of real skin this far from the model's is no skin, or a shadow's edge.
_MOST_OFFSET, _OUTLIER, _UNSURE = 0.95, 1.6, 0.4
# Shading of the worn cloth this coarse (shoulder widths) is the limb's own; finer is folds.
_LOW_PASS = 0.12
_SHADING_KEPT = 0.6
_MOST_SHADING = 0.35
_LIMB_RADIUS = 0.13
_LIMB_DEPTH = 0.32
_SMALL_UNIT_PX = 36.0
# Skin is a little uneven, over so many pixels of the small picture.
_MOTTLING, _MOTTLING_SIGMA = 0.018, 1.8
_MOTTLING_PX = 64
_SEED = 7
_LUMA = np.array([0.0722, 0.7152, 0.2126], np.float32)
# Black cloth has no shading left that a camera tells from noise.
_DARKEST = 0.012
_SKIN = (Label.ARMS, Label.NECK, Label.LEGS)
_CLOTH = (Label.UPPER, Label.LOWER)


def synthesise_skin(
    frame_bgr: BgrImage,
    labels: Labels,
    tone: SkinTone,
    bare: NDArray[np.uint8],
    roi: Roi,
    axes: BodyFrame,
    pose: Pose,
) -> NDArray[np.uint8]:
    """Paint skin over a rectangle of the frame.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    labels : Labels
    tone : SkinTone
    bare : ndarray of shape (h, w), uint8
        Shape of the limbs that are painted, over ``roi``: they are darker where they turn away.
    roi : Roi
    axes : BodyFrame
    pose : Pose

    Returns
    -------
    ndarray of shape (h, w, 3), uint8
        BGR; meant for where ``bare`` is.

    Notes
    -----
    In linear light ``skin = tone exp(m(x) + d(x))`` with the model
    ``m = 0.6 s + c + l.n + r``: s is the low-passed log-luminance of the worn cloth less its
    mean, c the shading of a cylinder, l the light that the face gets from a side and n the limb's
    outward direction, r the relief of neck and chest. d continues what real skin shows beyond
    the model from its border inwards, a membrane by normalised convolution at two widths
    (H. Knutsson and C.-F. Westin, 1993): at a wrist or a neck nothing steps. Made at a fraction
    of the resolution: skin has no more detail here.
    """
    step = max(1, round(axes.unit_px / _SMALL_UNIT_PX))
    size = max(1, roi.width // step), max(1, roi.height // step)
    unit = axes.unit_px / step
    small = cv2.resize(frame_bgr[roi.slices], size, interpolation=cv2.INTER_AREA)
    seen = np.asarray(_log_linear()[small], np.float32)
    limb = cv2.resize(bare, size, interpolation=cv2.INTER_AREA) * np.float32(1 / 255)
    solid = np.asarray(limb, np.float32)
    shading = _shading(seen, _sure(labels, _CLOTH, roi, size), _LOW_PASS * unit) * _SHADING_KEPT
    shading += cylinder_shading(solid, max(1.0, _LIMB_RADIUS * unit), _LIMB_DEPTH)
    shading += round_light(solid, tone.light, unit)
    shading *= solid  # real hands beyond the limb's outline are lit as they are
    shading += draw_relief(axes, pose, roi, step)
    model = np.log(np.maximum(tone.linear_bgr, _DARKEST)) + shading[..., None]
    skin = cv2.erode(_sure(labels, _SKIN, roi, size), np.ones((3, 3), np.uint8))
    model += _continued(seen - model, np.asarray(skin, np.float32), unit)
    anchor = np.asarray(axes.shoulder_mid - (roi.x0, roi.y0)) / step
    model += _mottling(anchor, limb.shape)[..., None]
    lit = np.exp(np.minimum(model, 0.0) * np.float32(1.0 / GAMMA))
    painted = np.asarray(lit * 255.0 + 0.5, np.uint8)
    return np.asarray(cv2.resize(painted, (roi.width, roi.height)), np.uint8)


@functools.cache
def _log_linear() -> NDArray[np.float32]:
    """Return the logarithm of the linear light of every grey level, (256,)."""
    linear = (np.arange(256) / 255.0) ** GAMMA
    return np.asarray(np.log(linear + _DARKEST), np.float32)


def _continued(
    offset: NDArray[np.float32], skin: NDArray[np.float32], unit: float
) -> NDArray[np.float32]:
    """Return the offsets of real skin from a model, continued to where there is none."""
    likely = np.clip((_OUTLIER - np.abs(offset @ _LUMA)) / _UNSURE, 0.0, 1.0)
    skin = skin * np.asarray(likely, np.float32)
    clipped = np.clip(offset, -_MOST_OFFSET, _MOST_OFFSET) * skin[..., None]
    known = np.dstack([clipped, skin]).astype(np.float32)
    near = cv2.GaussianBlur(known, (0, 0), max(0.6, _NEAR * unit))
    height, width = skin.shape
    coarse = cv2.resize(
        known, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA
    )
    coarse = cv2.GaussianBlur(coarse, (0, 0), max(0.6, _REACH * unit / 2))
    wide = cv2.resize(coarse, (width, height))
    around = wide[..., :3] / (wide[..., 3:] + _FACE_WEIGHT)
    mixed = (near[..., :3] + _NEAR_TRUST * around) / (near[..., 3:] + _NEAR_TRUST)
    return np.asarray(mixed, np.float32)


@functools.cache
def _uneven() -> NDArray[np.float32]:
    """Return a tile of the unevenness of skin, as log-luminance."""
    rng = np.random.default_rng(_SEED)
    tile = rng.standard_normal((_MOTTLING_PX, _MOTTLING_PX)).astype(np.float32)
    wide = cv2.GaussianBlur(tile, (0, 0), _MOTTLING_SIGMA, borderType=cv2.BORDER_REFLECT)
    return np.asarray(_MOTTLING * (wide / wide.std() + 0.3 * tile), np.float32)


def _mottling(anchor: Points, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return the unevenness of skin, as log-luminance; it goes with the body."""
    height, width = shape
    start = np.mod(-anchor, _MOTTLING_PX)  # in fractions of pixels: it must not jump
    matrix = np.array([[1.0, 0.0, start[0]], [0.0, 1.0, start[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    wrap = cv2.BORDER_WRAP
    moved = cv2.warpAffine(_uneven(), matrix, (width, height), flags=flags, borderMode=wrap)
    return np.asarray(moved, np.float32)


def _sure(
    labels: Labels, kinds: tuple[Label, ...], roi: Roi, size: tuple[int, int]
) -> NDArray[np.float32]:
    # Border pixels mix skin with what is beside it: only the sure ones tell a colour.
    share = labels.share_of(kinds, roi, size)
    return np.asarray(np.clip((share - 0.6) / 0.3, 0.0, 1.0), np.float32)


def _shading(
    seen: NDArray[np.float32], cloth: NDArray[np.float32], sigma_px: float
) -> NDArray[np.float32]:
    """Return the low-passed log-luminance of cloth less its mean, 0 where there is none."""
    total = float(cloth.sum())
    if total < 1.0:
        return np.zeros(cloth.shape, np.float32)
    light = seen @ _LUMA
    mean = float((light * cloth).sum()) / total
    weight = cv2.GaussianBlur(cloth, (0, 0), sigma_px)
    low = cv2.GaussianBlur((light - mean) * cloth, (0, 0), sigma_px) / (weight + 0.05)
    return np.asarray(np.clip(low, -_MOST_SHADING, _MOST_SHADING), np.float32)
