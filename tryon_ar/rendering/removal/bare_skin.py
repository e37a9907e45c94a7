"""Skin where cloth was: the person's own tone, shaded like a limb in this room's light."""

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

# Real skin sets the tone so far around it (shoulder widths); further away the face does.
_REACH = 0.22
_FACE_WEIGHT = 0.06
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
    In linear light ``skin = tone(x) exp(0.6 s(x) + c(x) + l.n(x) + r(x))``: the tone goes from
    that of real skin near by to the face's, s is the low-passed log-luminance of the worn cloth
    less its mean, c the shading of a cylinder, l the light that the face gets from a side and n
    the limb's outward direction, r the relief of neck and chest. Made at a fraction of the
    resolution: skin has no more detail here.
    """
    step = max(1, round(axes.unit_px / _SMALL_UNIT_PX))
    size = max(1, roi.width // step), max(1, roi.height // step)
    patch = np.ascontiguousarray(frame_bgr[roi.slices])
    small = np.asarray(cv2.resize(patch, size, interpolation=cv2.INTER_AREA), np.float32) / 255
    linear = np.asarray(small**GAMMA, np.float32)
    skin = _share(labels, (Label.ARMS, Label.NECK, Label.LEGS), roi, size)
    cloth = _share(labels, (Label.UPPER, Label.LOWER), roi, size)
    unit = axes.unit_px / step
    tones = _local_tone(linear, skin, tone, _REACH * unit)
    shading = _shading(linear, cloth, _LOW_PASS * unit) * _SHADING_KEPT
    limb = cv2.resize(bare, size, interpolation=cv2.INTER_AREA) * np.float32(1 / 255)
    solid = np.asarray(limb, np.float32)
    shading = shading + cylinder_shading(solid, max(1.0, _LIMB_RADIUS * unit), _LIMB_DEPTH)
    shading = shading + round_light(solid, tone.light, unit) + draw_relief(axes, pose, roi, step)
    shading += _mottling(np.asarray(axes.shoulder_mid - (roi.x0, roi.y0)) / step, limb.shape)
    lit = np.clip(tones * np.exp(shading)[..., None], 0.0, 1.0) ** (1.0 / GAMMA)
    painted = np.asarray(lit * 255.0 + 0.5, np.uint8)
    return np.asarray(cv2.resize(painted, (roi.width, roi.height)), np.uint8)


def _mottling(anchor: Points, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return the unevenness of skin, as log-luminance; it goes with the body."""
    rng = np.random.default_rng(_SEED)
    side = _MOTTLING_PX
    tile = rng.standard_normal((side, side)).astype(np.float32)
    wide = cv2.GaussianBlur(tile, (0, 0), _MOTTLING_SIGMA, borderType=cv2.BORDER_REFLECT)
    tile = _MOTTLING * (wide / wide.std() + 0.5 * tile)
    rows, columns = (
        (np.arange(size) - round(float(start))) % side
        for size, start in zip(shape, anchor[::-1], strict=True)
    )
    return np.asarray(tile[rows[:, None], columns[None, :]], np.float32)


def _share(
    labels: Labels, kinds: tuple[Label, ...], roi: Roi, size: tuple[int, int]
) -> NDArray[np.float32]:
    share = labels.share_of(kinds, roi)
    small = np.asarray(cv2.resize(share, size, interpolation=cv2.INTER_AREA), np.float32)
    # Border pixels mix skin with what is beside it: only the sure ones tell a colour.
    return np.asarray(np.clip((small - 0.6) / 0.3, 0.0, 1.0), np.float32)


def _local_tone(
    linear: NDArray[np.float32], skin: NDArray[np.float32], tone: SkinTone, sigma_px: float
) -> NDArray[np.float32]:
    """Return the colour of near skin, going over to the face's."""
    weight = cv2.GaussianBlur(skin, (0, 0), sigma_px)[..., None]
    colour = cv2.GaussianBlur(linear * skin[..., None], (0, 0), sigma_px)
    mixed = (colour + _FACE_WEIGHT * tone.linear_bgr) / (weight + _FACE_WEIGHT)
    return np.asarray(mixed, np.float32)


def _shading(
    linear: NDArray[np.float32], cloth: NDArray[np.float32], sigma_px: float
) -> NDArray[np.float32]:
    """Return the low-passed log-luminance of cloth less its mean, 0 where there is none."""
    total = float(cloth.sum())
    if total < 1.0:
        return np.zeros(cloth.shape, np.float32)
    light = np.log(linear @ _LUMA + 0.012)
    mean = float((light * cloth).sum()) / total
    weight = cv2.GaussianBlur(cloth, (0, 0), sigma_px)
    low = cv2.GaussianBlur((light - mean) * cloth, (0, 0), sigma_px) / (weight + 0.05)
    return np.asarray(np.clip(low, -_MOST_SHADING, _MOST_SHADING), np.float32)
