"""A photo of a garment's back, laid over the photo of its front."""

import logging

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import Points
from tryon_ar.garments.cutting.cutter import cut_photo
from tryon_ar.garments.garment import Garment, Part
from tryon_ar.kernels.tps import fit_tps
from tryon_ar.rendering.segment_mask import PhotoMask, roi_around
from tryon_ar.rendering.texture import CleanPhoto, clean_photo

_log = logging.getLogger(__name__)
_SHARED = tuple(
    f"{name}_{side}"
    for name in ("neck", "shoulder", "armpit", "waist", "hem")
    for side in ("left", "right")
)
# Fewer shared landmarks say too little of how the two photos lie.
_LEAST_SHARED = 6
_TRUNK = (Part.TORSO, Part.COLLAR, Part.SKIRT)
_REGULARISATION = 1e-3
# The map is exact so far apart, photo pixels, and interpolated between.
_STEP_PX = 8


def photographed_back(garment: Garment) -> tuple[CleanPhoto, PhotoMask] | None:
    """Cut a garment's back out of its photo and bring it into the front photo's coordinates.

    Parameters
    ----------
    garment : Garment

    Returns
    -------
    (CleanPhoto, PhotoMask) or None
        None without such a photo, or when no garment is found in it.

    Notes
    -----
    Takes a second. The photo's right is the wearer's right, the other way round than in front.
    """
    if garment.back_bgr is None:
        return None
    encoded = cv2.imencode(".png", garment.back_bgr)[1].tobytes()
    try:
        back = cut_photo(encoded, category=garment.category).garment
    except TryOnError as error:
        _log.info("the photo of the back of %s is not used: %s", garment.id, error)
        return None
    return laid_over(back, garment)


def laid_over(back: Garment, front: Garment) -> tuple[CleanPhoto, PhotoMask] | None:
    """Bring a cut-out back into the coordinates of its front; None when too little is shared.

    Parameters
    ----------
    back : Garment
        Cut as if it were a front: its sides are those of somebody who faces us.
    front : Garment
    """
    names = [
        name for name in _SHARED if name in front.landmarks and _mirrored(name) in back.landmarks
    ]
    if len(names) < _LEAST_SHARED:
        return None
    source = np.array([back.landmarks[_mirrored(name)] for name in names])
    target = np.array([front.landmarks[name] for name in names])
    unit_px = float(np.ptp(target[:, 0])) or 1.0
    spline = fit_tps(source, target, _REGULARISATION, unit_px=unit_px)
    if not spline:
        return None
    height, width = front.alpha.shape
    across, down = (
        np.arange(0, width + _STEP_PX, _STEP_PX),
        np.arange(0, height + _STEP_PX, _STEP_PX),
    )
    nodes: Points = np.stack(np.meshgrid(across, down), axis=-1).astype(np.float64)
    where = _dense(spline.evaluate(nodes).astype(np.float32), (height, width))
    cleaned = clean_photo(back.photo_bgr, back.alpha)
    table = np.zeros(256, np.uint8)
    table[list(_TRUNK)] = 255
    bgr = _fetched(cleaned.bgr, where, cv2.BORDER_REPLICATE)
    alpha = _fetched(cleaned.alpha, where, cv2.BORDER_CONSTANT)
    mask = _fetched(np.asarray(cv2.LUT(back.parts, table), np.uint8), where, cv2.BORDER_CONSTANT)
    bgr.flags.writeable = alpha.flags.writeable = False
    roi = roi_around(mask, 0)
    return CleanPhoto(bgr, alpha), PhotoMask(np.ascontiguousarray(mask[roi.slices]), roi)


def _mirrored(name: str) -> str:
    stem, side = name.rsplit("_", 1)
    return f"{stem}_{'left' if side == 'right' else 'right'}"


def _dense(nodes: NDArray[np.float32], shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return a map at every pixel, (H, W, 2), from its values on the grid."""
    height, width = shape
    columns = np.arange(width, dtype=np.float32) / _STEP_PX
    rows = np.arange(height, dtype=np.float32) / _STEP_PX
    x, y = np.meshgrid(columns, rows)
    return np.asarray(cv2.remap(nodes, x, y, cv2.INTER_LINEAR), np.float32)


def _fetched(
    picture: NDArray[np.uint8], where: NDArray[np.float32], border: int
) -> NDArray[np.uint8]:
    fetched = cv2.remap(picture, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderMode=border)
    return np.asarray(fetched, np.uint8)
