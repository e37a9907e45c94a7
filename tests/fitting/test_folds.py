"""No built-in garment folds over itself, whatever its wearer does."""

import numpy as np
import pytest

from tests.support.drawn_person import POSES, painted
from tryon_ar.fitting.fit import SegmentFit
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.garments.builtin import builtin_ids, load_builtin
from tryon_ar.kernels.region import hull_spans, roi_around
from tryon_ar.kernels.tps import fit_tps

ANYWHERE = (100_000, 100_000)


def folded_share(piece: SegmentFit, drawn: np.ndarray, unit_px: float) -> float:
    """Share of the piece's texture inside its hull where det J <= 0."""
    spline = fit_tps(piece.photo_points, piece.frame_points, piece.regularisation, unit_px=unit_px)
    assert spline
    x0, y0, x1, y1 = roi = roi_around(piece.hull_points, piece.hull_margin_px, ANYWHERE)
    spans = hull_spans(piece.hull_points, piece.hull_margin_px, roi)
    rows, columns = np.mgrid[y0:y1:2, x0:x1:2]
    within = (columns - x0 >= spans[rows - y0, 0]) & (columns - x0 < spans[rows - y0, 1])
    points = np.column_stack([columns[within], rows[within]]).astype(float)
    source = np.rint(spline.evaluate(points)).astype(int)
    height, width = drawn.shape
    shown = (source >= 0).all(axis=1) & (source < (width, height)).all(axis=1)
    shown[shown] = drawn[source[shown, 1], source[shown, 0]]
    if not shown.any():
        return 0.0
    return float((np.linalg.det(spline.jacobian(points[shown])) <= 0).mean())


def masks(garment, segments):
    return {
        piece.name: np.isin(garment.parts, [int(part) for part in piece.parts])
        for piece in segments
    }


@pytest.mark.parametrize("garment_id", builtin_ids())
def test_hardly_anything_is_folded(garment_id):
    garment = load_builtin(garment_id)
    fitter = GarmentFitter(garment)
    drawn = masks(garment, fitter.segments)
    for pose in POSES:
        fitter.reset()
        fit = fitter.fit(painted(pose)[1], 0.0)
        for piece in fit.segments:
            name = piece.segment.name
            assert folded_share(piece, drawn[name], fit.unit_px) <= 0.01, (pose, name)


def test_a_fold_would_be_noticed():
    garment = load_builtin("tee-plain")
    fitter = GarmentFitter(garment)
    fit = fitter.fit(painted()[1], 0.0)
    torso = next(piece for piece in fit.segments if piece.segment.name == "torso")
    swapped = torso.frame_points.copy()
    swapped[[0, 1]] = swapped[[1, 0]]
    torso.frame_points[:] = swapped
    drawn = masks(garment, fitter.segments)["torso"]
    assert folded_share(torso, drawn, fit.unit_px) > 0.01
