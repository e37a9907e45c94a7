"""The outline moved to where the colours change."""

import numpy as np

from tests.support.drawn_cut_outs import TSHIRT, fill, photograph, seen_coarsely, weave
from tryon_ar.garments.cutting.segmentation import segment

SHAPE = (400, 308)


def disagreement(probability, truth) -> float:
    return float(((probability > 0.5) != (truth > 0.5)).sum() / (truth > 0.5).sum())


def test_stripes_as_pale_as_the_ground_are_not_bitten_out(rng):
    truth = fill(SHAPE, TSHIRT)
    cloth = weave(SHAPE, (240, 240, 240), 3, rng)
    cloth[np.arange(SHAPE[0]) // 11 % 2 == 0] = (90, 30, 20)
    photo = photograph(truth, cloth, np.full((*SHAPE, 3), 250, np.float32))
    coarse = seen_coarsely(truth, rng)
    assert disagreement(coarse, truth) > 0.025
    assert disagreement(segment(photo.photo_bgr, coarse), truth) < 0.02


def test_where_the_colours_are_alike_the_network_is_believed(rng):
    truth = fill(SHAPE, TSHIRT)
    same = weave(SHAPE, (120, 130, 140), 6, rng)
    photo = photograph(truth, same, same)
    assert disagreement(segment(photo.photo_bgr, truth), truth) < 0.015
