"""Soft edges against the coverage they were drawn with."""

import numpy as np

from tests.support.drawn_cut_outs import TSHIRT, fill, photograph, weave
from tryon_ar.garments.cutting.soft_edge import soft_edge

SHAPE = (400, 308)


def test_the_share_of_the_cloth_in_each_edge_pixel_is_found(rng):
    truth = fill(SHAPE, TSHIRT)
    ground = np.full((*SHAPE, 3), 250, np.float32)
    photo = photograph(truth, weave(SHAPE, (40, 40, 160), 4, rng), ground)
    rim = (truth > 0) & (truth < 1)
    alpha = soft_edge(photo.photo_bgr, (truth > 0.5).astype(np.float32), 2.0)
    assert np.abs(alpha - truth)[rim].mean() < 0.12
    assert np.abs((truth > 0.5) - truth)[rim].mean() > 0.2


def test_nothing_changes_away_from_the_outline(rng):
    truth = fill(SHAPE, TSHIRT)
    photo = weave(SHAPE, (120, 120, 120), 30, rng).astype(np.uint8)
    alpha = soft_edge(photo, (truth > 0.5).astype(np.float32), 2.0)
    assert alpha[250, 154] == 1
    assert alpha[10, 10] == 0
    assert set(np.unique(alpha[240:260, 130:180])) == {1.0}


def test_an_edge_that_does_not_show_is_a_plain_ramp():
    truth = np.zeros((100, 100), np.float32)
    truth[:, 50:] = 1
    alpha = soft_edge(np.full((100, 100, 3), 200, np.uint8), truth, 3.0)
    across = alpha[50]
    assert (np.diff(across) >= -1e-6).all()
    assert abs(float(across.sum()) - 50) < 0.3
    assert 1 <= ((across > 0.02) & (across < 0.98)).sum() <= 4


def test_no_outline_no_edge():
    alpha = soft_edge(np.zeros((20, 20, 3), np.uint8), np.ones((20, 20), np.float32), 2.0)
    assert (alpha == 1).all()
