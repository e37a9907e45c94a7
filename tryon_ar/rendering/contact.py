"""Soft shadows where garment and body touch: on skin, and from head and hands on the garment."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage
from tryon_ar.kernels.compositing import darken_picture
from tryon_ar.rendering.light_grid import LightGrid
from tryon_ar.rendering.occlusion import Occluders
from tryon_ar.rendering.planes import averaged, union

# The shadow falls this far below the edge, in shoulder widths, and is as soft.
_DROP = 0.03
_SOFTNESS = 0.03
_DARKEST = 0.36
_STEP = 4
# Log-luminance right below a hand; its shadow falls farther than cloth's.
_ON_GARMENT, _REACH = 0.5, 0.045


def cast_contact_shadow(
    picture_bgr: BgrImage,
    layer: NDArray[np.float32],
    roi: Roi,
    occluders: Occluders,
    unit_px: float,
    opacity: float,
    slant: float = 0.0,
) -> None:
    """Darken skin and cloth below hems, cuffs and collars, in place.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
        The frame before the garment is laid over it. Changed.
    layer : ndarray of shape (h, w, 4), float32
        The garment, premultiplied BGRA, of ``roi``.
    roi : Roi
    occluders : Occluders
        Over ``roi``: only the person is darkened, and nothing that is before the garment.
    unit_px : float
        Shoulder width.
    opacity : float
        Of the shadow, 0 to 1: of the garment times the strength of its light.
    slant : float
        Where shadows fall, -1 (left in the picture) to 1 (right).

    Notes
    -----
    Computed at a quarter of the resolution: the shadow has no detail. About 0.4 ms.
    """
    alpha = averaged(layer[..., 3], _STEP)
    drop_px = _DROP * unit_px / _STEP
    sigma_px = max(0.5, _SOFTNESS * unit_px / _STEP)
    shift = np.array([[1, 0, slant * drop_px], [0, 1, drop_px]], np.float32)
    fallen = np.asarray(
        cv2.GaussianBlur(cv2.warpAffine(alpha, shift, alpha.shape[::-1]), (0, 0), sigma_px),
        np.float32,
    )
    # Nothing under the garment itself, or a garment that fades in would look dirty.
    depth = (255.0 * _DARKEST * opacity) * fallen * (1.0 - _inner(alpha)) + 0.5
    size = alpha.shape[1] * _STEP, alpha.shape[0] * _STEP
    whole = cv2.resize(np.asarray(depth, np.uint8), size, interpolation=cv2.INTER_LINEAR)
    depth_there = np.ascontiguousarray(whole[: roi.height, : roi.width], np.uint8)
    fronts = occluders.hands, occluders.head
    darken_picture(picture_bgr, roi, depth_there, occluders.person, fronts)


def _inner(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a coverage less its rim, where averages mix cloth and what the shadow falls on."""
    return np.asarray(cv2.erode(alpha, np.ones((3, 3), np.uint8)), dtype=np.float32)


def shadow_on_garment(
    occluders: Occluders,
    coverage: NDArray[np.float32],
    grid: LightGrid,
    unit_px: float,
    slant: float = 0.0,
) -> NDArray[np.float32]:
    """Return how head, hair, hands and bare arms darken a garment just beside them.

    Parameters
    ----------
    occluders : Occluders
        Over the grid's region.
    coverage : ndarray of shape (rows, columns), float32
        How far the garment, less what is before it, covers the grid's cells.
    grid : LightGrid
    unit_px : float
        Shoulder width.
    slant : float
        Where shadows fall, -1 (left) to 1 (right).

    Returns
    -------
    ndarray of shape (rows, columns), float32
        Change of log-luminance, at most 0.
    """
    planes = occluders.head, occluders.hands, occluders.forearms, occluders.upper_arms
    front = union(*(grid.sampled(plane) for plane in planes)) * np.float32(1 / 255)
    front *= 1.0 - coverage
    cells = _REACH * unit_px / grid.step
    shift = np.array([[1, 0, slant * cells], [0, 1, cells]], np.float32)
    fallen = cv2.warpAffine(front, shift, front.shape[::-1])
    side = 2 * round(cells) + 1  # twice a box: as soft as a bell and much sooner done
    soft = cv2.blur(cv2.blur(fallen, (side, side)), (side, side))
    return np.asarray(soft * np.float32(-_ON_GARMENT), np.float32)
