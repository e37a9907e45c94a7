"""Simpler ways to put a garment on a photo, to be measured beside the mirror.

All are given the mirror's own anchors, which is generous: only what is made of them differs. None
hides anything behind hair or arms, takes worn clothes off, or lights anything.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Points
from tryon_ar.evaluation.dressing_measures import COVERED, Shown
from tryon_ar.evaluation.photo_warp import lanczos_warp
from tryon_ar.fitting.fit import GarmentFit
from tryon_ar.garments.garment import Garment
from tryon_ar.kernels.flow import FlowGrid, coarse_flow
from tryon_ar.kernels.tps import fit_tps

Way = Callable[[BgrImage, Garment, GarmentFit], Shown | None]
_TRUNK = ("neck", "shoulder", "armpit", "waist", "hem")
_TOLERANCE_PX = 0.2
# Of the one spline, with lengths in shoulder widths.
_REGULARISATION = 0.02
_LEAST_POINTS = 3
_RIM_PX = 8


def affine_sticker(picture_bgr: BgrImage, garment: Garment, fit: GarmentFit) -> Shown | None:
    """Lay the photo over the trunk, moved, turned, scaled and sheared as a whole.

    Returns
    -------
    Shown or None
        None when it has too few landmarks. The map is the affine one that is nearest to the
        trunk's anchors in the sense of least squares.
    """
    photo, frame = _anchors(garment, fit, _TRUNK)
    if len(photo) < _LEAST_POINTS:
        return None
    ones = np.column_stack([photo, np.ones(len(photo))])
    solution = np.linalg.lstsq(ones, frame, rcond=None)[0]
    return _over(picture_bgr, garment, _flow(photo, ones @ solution, fit, picture_bgr, 0.0), fit)


def one_spline(picture_bgr: BgrImage, garment: Garment, fit: GarmentFit) -> Shown | None:
    """Bend the whole photo by one thin-plate spline through all anchors, and lay it over."""
    photo, frame = _anchors(garment, fit)
    flow = _flow(photo, frame, fit, picture_bgr, _REGULARISATION)
    return _over(picture_bgr, garment, flow, fit)


def seamless_clone(picture_bgr: BgrImage, garment: Garment, fit: GarmentFit) -> Shown | None:
    """Bend as :func:`one_spline`, then blend with OpenCV's ``seamlessClone`` [1]_.

    References
    ----------
    .. [1] P. Pérez, M. Gangnet, A. Blake, "Poisson Image Editing", SIGGRAPH 2003,
       10.1145/882262.882269.
    """
    shown = one_spline(picture_bgr, garment, fit)
    if shown is None or not shown.drawn.any():
        return None
    rim = (_RIM_PX,) * 4
    below = cv2.copyMakeBorder(picture_bgr, *rim, cv2.BORDER_REPLICATE)
    above = cv2.copyMakeBorder(shown.picture_bgr, *rim, cv2.BORDER_REPLICATE)
    mask = cv2.copyMakeBorder(
        shown.drawn.astype(np.uint8) * 255, *rim, cv2.BORDER_CONSTANT, value=0
    )
    x, y, width, height = cv2.boundingRect(mask)
    middle = x + width // 2, y + height // 2
    blended = cv2.seamlessClone(above, below, mask, middle, cv2.NORMAL_CLONE)
    cropped = np.ascontiguousarray(blended[_RIM_PX:-_RIM_PX, _RIM_PX:-_RIM_PX], np.uint8)
    return Shown(cropped, shown.drawn, shown.photo, shown.roi, shown.unit_px)


#: By name.
BASELINES: dict[str, Way] = {
    "affine_sticker": affine_sticker,
    "one_spline": one_spline,
    "seamless_clone": seamless_clone,
}


def _anchors(
    garment: Garment, fit: GarmentFit, stems: tuple[str, ...] = ("",)
) -> tuple[Points, Points]:
    names = [name for name in sorted(fit.landmarks) if name.startswith(stems)]
    names = [name for name in names if name in garment.landmarks]
    photo = np.array([garment.landmarks[name] for name in names], np.float64).reshape(-1, 2)
    return photo, np.array([fit.landmarks[name] for name in names], np.float64).reshape(-1, 2)


def _flow(
    photo: Points, frame: Points, fit: GarmentFit, picture_bgr: BgrImage, regularisation: float
) -> FlowGrid | None:
    spline = fit_tps(photo, frame, regularisation, unit_px=fit.unit_px)
    if not spline:
        return None
    height, width = picture_bgr.shape[:2]
    return coarse_flow(spline, (0, 0, width, height), _TOLERANCE_PX)


def _over(
    picture_bgr: BgrImage, garment: Garment, flow: FlowGrid | None, fit: GarmentFit
) -> Shown | None:
    """Lay the warped photo over a picture."""
    if flow is None:
        return None
    colours = lanczos_warp(garment.photo_bgr, flow)
    alpha = _warped_matte(garment.alpha, flow)
    mixed = picture_bgr + alpha[..., None] * (colours - picture_bgr)
    photo = np.dstack([colours * (alpha / 255.0)[..., None], alpha]).astype(np.float32)
    return Shown(
        picture_bgr=np.rint(mixed).astype(np.uint8),
        drawn=np.asarray(alpha > COVERED),
        photo=photo,
        roi=Roi(0, 0, picture_bgr.shape[1], picture_bgr.shape[0]),
        unit_px=fit.unit_px,
    )


def _warped_matte(matte: NDArray[np.uint8], flow: FlowGrid) -> NDArray[np.float32]:
    """Return a matte (H, W) as seen through a flow, 0 to 1; nothing lies beside the photo."""
    bordered = cv2.copyMakeBorder(matte, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    seen = lanczos_warp(np.dstack([bordered] * 3), _shifted(flow))[..., 0]
    return np.asarray(seen / 255.0, np.float32)


def _shifted(flow: FlowGrid) -> FlowGrid:
    """Return a flow onto a photo that was given a border of one pixel."""
    return FlowGrid(flow.nodes + np.float32(1.0), flow.step_px, flow.roi, flow.error_px)
