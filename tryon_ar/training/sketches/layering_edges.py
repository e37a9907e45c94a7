"""Edges of a laid-out garment: hairs, soft borders, and parts that agree with them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.product_photos.noise import Field, smooth_noise


def filled_outwards(values: Field, weight: Field) -> None:
    """Divide premultiplied values by their weight, in place, and spread them past their edge.

    Parameters
    ----------
    values : ndarray of shape (H, W) or (H, W, C), float32
    weight : ndarray of shape (H, W), float32
        Where it is 0, values become means of those near by, so that a soft edge has a colour.
    """
    spread = (15, 15)
    total = cv2.blur(weight, spread)
    edge = (weight < 0.999) & (total > 1e-5)
    own_weight, near_weight = weight[edge], total[edge]
    if values.ndim == 3:
        own_weight, near_weight = own_weight[:, None], near_weight[:, None]
    own = values[edge] / np.maximum(own_weight, 1e-3)
    near = np.asarray(cv2.blur(values, spread), np.float32)[edge] / near_weight
    values[edge] = own + (near - own) * np.clip(1 - own_weight * 4, 0, 1)


def frayed(rng: np.random.Generator, alpha: Field, fuzz_px: float) -> Field:
    """Return a matte with hairs standing out of its edge.

    Parameters
    ----------
    fuzz_px : float
        How far; 0 leaves the matte as it is.
    """
    if fuzz_px <= 0.05:
        return alpha
    size = alpha.shape[0]
    axis = np.arange(size, dtype=np.float32)
    cells = float(rng.uniform(1.2, 3.0))
    x = axis[None, :] + np.float32(fuzz_px * 0.55) * smooth_noise(rng, alpha.shape, (cells, cells))
    y = axis[:, None] + np.float32(fuzz_px * 0.55) * smooth_noise(rng, alpha.shape, (cells, cells))
    hairs = cv2.remap(alpha, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(hairs, (0, 0), 0.3 + 0.6 * fuzz_px)
    # Deep inside nothing changes: sheer cloth keeps its holes.
    return np.asarray(np.where(cv2.erode(alpha, np.ones((9, 9))) > 0.98, alpha, soft), np.float32)


def parts_for(alpha: Field, parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return parts that are 0 where nothing is, and carried outwards to where alpha is half.

    Parameters
    ----------
    alpha : ndarray of shape (H, W), float32
    parts : ndarray of shape (H, W), uint8
        Of the outlines.
    """
    out = np.where(alpha > 1 / 255, parts, 0).astype(np.uint8)
    bare = (alpha > 0.495) & (out == 0)
    for _ in range(8):
        if not bare.any():
            break
        out[bare] = cv2.dilate(out, np.ones((3, 3), np.uint8))[bare]
        bare &= out == 0
    return out
