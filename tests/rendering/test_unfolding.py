"""Pieces that would fold are bent less."""

import numpy as np

from tryon_ar.core.roi import Roi
from tryon_ar.fitting.fit import Layer, Segment, SegmentFit
from tryon_ar.garments.garment import Part
from tryon_ar.kernels.flow import coarse_flow
from tryon_ar.kernels.tps import fit_tps
from tryon_ar.rendering.unfolding import folds, unfolded_flow

BOX = Roi(0, 0, 200, 200)
PIECE = Segment("torso", frozenset({Part.TORSO}), Layer.TRUNK)


def piece(moved=(0.0, 0.0), *, mirrored=False) -> SegmentFit:
    grid = np.stack(np.meshgrid(np.linspace(20, 180, 5), np.linspace(20, 180, 5)), -1)
    photo = grid.reshape(-1, 2)
    frame = photo.copy()
    frame[12] += moved
    if mirrored:
        photo = photo * (-1, 1) + (200, 0)
    return SegmentFit(PIECE, photo, frame, 1e-4, frame, 4.0)


def flow(fit, factor=1.0):
    spline = fit_tps(fit.photo_points, fit.frame_points, fit.regularisation * factor, unit_px=100)
    return coarse_flow(spline, BOX, 0.3)


def test_a_smooth_piece_is_left_as_it_is():
    for mirrored in (False, True):
        fit = piece((5.0, 3.0), mirrored=mirrored)
        assert not folds(flow(fit), fit)
        assert np.array_equal(unfolded_flow(fit, 100.0, BOX, 0.3).nodes, flow(fit).nodes)


def test_a_folded_piece_is_stiffened_until_it_lies_flat():
    fit = piece((75.0, 0.0))
    assert folds(flow(fit), fit)
    assert not folds(unfolded_flow(fit, 100.0, BOX, 0.3), fit)


def test_degenerate_points_give_no_flow():
    fit = piece()
    same = np.zeros_like(fit.frame_points)
    flat = SegmentFit(PIECE, fit.photo_points, same, 1e-4, same, 4.0)
    assert unfolded_flow(flat, 100.0, BOX, 0.3) is None
