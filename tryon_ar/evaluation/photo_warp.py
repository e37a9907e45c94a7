"""The plain photo of a garment where the mirror draws it: what its colours and detail should be."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Mask
from tryon_ar.evaluation.similarity import drawn_in, luma
from tryon_ar.garments.garment import Garment
from tryon_ar.kernels.flow import FlowGrid
from tryon_ar.kernels.remap import dense_flow
from tryon_ar.rendering.texture import clean_photo
from tryon_ar.rendering.trace import Trace

Field = NDArray[np.float32]
# The edge shows what lies behind the garment as well.
_EDGE_PX = 2


def warped_photo(trace: Trace) -> Field:
    """Return the garments' photos bent by the very flow that was drawn.

    Returns
    -------
    ndarray of shape (h, w, 4), float32
        Premultiplied BGRA, 0 to 1, of ``trace.roi``: the photos' own colours, neither lit nor
        softened, Lanczos-filtered (three lobes) down to the frame's scale and gathered with
        Lanczos' kernel of eight taps.
    """
    roi = trace.roi
    layer = np.zeros((roi.height, roi.width, 4), np.float32)
    clean: dict[int, BgrImage] = {}
    for piece in trace.pieces:
        photo = _colours(piece.garment, clean)
        colours = lanczos_warp(photo, piece.flow)
        alpha = piece.alpha * (1.0 - piece.front.astype(np.float32) / 255.0)
        under = layer[Roi(*piece.flow.roi).within(roi)]
        under *= 1.0 - alpha[..., None]
        under[..., :3] += colours * (alpha / 255.0)[..., None]
        under[..., 3] += alpha
    return layer


def lanczos_warp(photo_bgr: BgrImage, flow: FlowGrid) -> Field:
    """Return a photo (H, W, 3) as seen through a flow, (h, w, 3), 0 to 255."""
    height, width = photo_bgr.shape[:2]
    scale = max(flow.scale((width, height)), 1.0)
    size = max(round(width / scale), 1), max(round(height / scale), 1)
    from PIL import Image

    small = np.asarray(Image.fromarray(photo_bgr).resize(size, Image.Resampling.LANCZOS))
    ratio = np.array([size[0] / width, size[1] / height], np.float32)
    at = (dense_flow(flow) + np.float32(0.5)) * ratio - np.float32(0.5)
    x, y = np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1])
    texels = small.astype(np.float32)
    warped = cv2.remap(texels, x, y, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.clip(warped, 0.0, 255.0), np.float32)


def detail_retention(picture_bgr: BgrImage, photo: Field, roi: Roi, inside: Mask) -> float | None:
    """Return how much of a garment's fine detail a picture still has.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    photo : ndarray of shape (h, w, 4), float32
        From :func:`warped_photo`, of ``roi``.
    inside : ndarray of shape (H, W), bool
        Visible garment.

    Returns
    -------
    float or None
        Energy of the Laplacian of luma in the mask drawn in by 2 px, by that of the photo; None
        where there is nothing to compare with.
    """
    inner = drawn_in(inside, _EDGE_PX)[roi.slices]
    reference = np.clip(photo[..., :3] * 255.0, 0, 255)
    wanted = _energy(np.asarray(cv2.cvtColor(reference, cv2.COLOR_BGR2GRAY), np.float32), inner)
    if wanted is None or wanted == 0:
        return None
    shown = _energy(luma(picture_bgr)[roi.slices], inner)
    return None if shown is None else shown / wanted


def _energy(grey: Field, inside: Mask) -> float | None:
    if not inside.any():
        return None
    return float(np.square(cv2.Laplacian(grey, cv2.CV_32F)[inside], dtype=np.float64).mean())


def _colours(garment: Garment, clean: dict[int, BgrImage]) -> BgrImage:
    """Return a garment's photo with its colours continued beyond its edge."""
    key = id(garment)
    if key not in clean:
        clean[key] = clean_photo(garment.photo_bgr, garment.alpha).bgr
    return clean[key]
