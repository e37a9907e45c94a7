"""All measures of one dressed photo whose person truly wears the very garment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Mask
from tryon_ar.evaluation.colour_fidelity import colour_shift
from tryon_ar.evaluation.edges import boundary_f, seam_score
from tryon_ar.evaluation.leak import still_worn
from tryon_ar.evaluation.photo_warp import detail_retention, warped_photo
from tryon_ar.evaluation.similarity import mean_ssim, ssim_inside, ssim_map
from tryon_ar.evaluation.still_mirror import Dressing
from tryon_ar.evaluation.warp_measures import above_worn_hem, deformation, iou

COVERED = 0.5
Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Truth:
    """A photo of somebody in a garment.

    Attributes
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    worn : ndarray of shape (H, W), bool
        Where the garment is seen.
    """

    picture_bgr: BgrImage
    worn: Mask


@dataclass(frozen=True, slots=True)
class Shown:
    """What anything that dresses people made of a photo.

    Attributes
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    drawn : ndarray of shape (H, W), bool
        M: where the garment is seen.
    photo : ndarray of shape (h, w, 4), float32
        Its plain photo, bent as it was drawn: premultiplied BGRA, 0 to 1, of ``roi``.
    roi : Roi
    unit_px : float
        Shoulder width S.
    """

    picture_bgr: BgrImage
    drawn: Mask
    photo: NDArray[np.float32]
    roi: Roi
    unit_px: float


def shown_by(dressing: Dressing) -> Shown | None:
    """Return what the mirror made of a photo; None where nobody was dressed."""
    dressed, trace = dressing.dressed, dressing.trace
    if dressed.coverage is None or not trace.fits:
        return None
    return Shown(
        picture_bgr=dressed.image_bgr,
        drawn=dressed.coverage > COVERED,
        photo=warped_photo(trace),
        roi=trace.roi,
        unit_px=trace.fits[0][1].unit_px,
    )


def measure_shown(shown: Shown, truth: Truth) -> Figures:
    """Return the measures that anything can be put to, by name."""
    counted = above_worn_hem(truth.worn)
    similarity = ssim_map(shown.picture_bgr, truth.picture_bgr)
    uncovered = truth.worn & ~shown.drawn
    left = still_worn(truth.picture_bgr, shown.picture_bgr, truth.worn, uncovered)
    return {
        "warp_iou": iou(shown.drawn, truth.worn, counted),
        "full_iou": iou(shown.drawn, truth.worn),
        "boundary_f": boundary_f(shown.drawn, truth.worn, shown.unit_px),
        "boundary_f_above_hem": boundary_f(shown.drawn, truth.worn, shown.unit_px, counted),
        "ssim": mean_ssim(similarity),
        "ssim_inside": ssim_inside(similarity, shown.drawn),
        "seam": seam_score(shown.picture_bgr, shown.drawn, truth.picture_bgr, truth.worn),
        "leak": float(left.sum()) / max(int(truth.worn.sum()), 1),
        "colour_after": colour_shift(shown.photo, _layer(shown), shown.drawn[shown.roi.slices]),
        "detail": detail_retention(shown.picture_bgr, shown.photo, shown.roi, shown.drawn),
        "overhang": float((shown.drawn & ~counted).sum()) / max(int(truth.worn.sum()), 1),
    }


def measure_trace(dressing: Dressing, shown: Shown) -> Figures:
    """Return the measures that look into the mirror itself: colour before tone, folds, stretch."""
    trace = dressing.trace
    shaded = trace.unlit if trace.shaded is None else trace.shaded
    inside = shown.drawn[shown.roi.slices]
    bent = deformation(trace.pieces)
    return {
        "colour_before": None if shaded is None else colour_shift(shown.photo, shaded, inside),
        "fold_rate": None if bent is None else bent.fold_rate,
        "stretch": None if bent is None else bent.stretch,
    }


def _layer(shown: Shown) -> NDArray[np.float32]:
    """Return the picture over the garment's rectangle as opaque BGRA, 0 to 1."""
    seen = shown.picture_bgr[shown.roi.slices].astype(np.float32) / 255.0
    return np.concatenate([seen, np.ones((*seen.shape[:2], 1), np.float32)], axis=2)
