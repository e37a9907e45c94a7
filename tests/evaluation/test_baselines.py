"""Simpler ways: where they put a garment, and what they do to its colours."""

import numpy as np
import pytest

from tests.support.bodies import flat_tee
from tests.support.drawn_person import painted
from tryon_ar.evaluation.baselines import BASELINES, affine_sticker, one_spline, seamless_clone
from tryon_ar.evaluation.colour_fidelity import colour_shift
from tryon_ar.fitting.fit import GarmentFit
from tryon_ar.rendering.worn_garment import WornGarment


@pytest.fixture(scope="module")
def scene():
    frame, body = painted("sideways")
    worn = WornGarment(flat_tee())
    return frame.image_bgr, worn.garment, worn.fit(body, 0.0)


def colours_of(shown):
    seen = np.dstack([shown.picture_bgr / 255.0, np.ones(shown.drawn.shape)]).astype(np.float32)
    return colour_shift(shown.photo, seen, shown.drawn)


def centre(mask):
    return np.argwhere(mask).mean(axis=0)[::-1]


def test_every_way_draws_on_the_trunk(scene):
    picture, garment, fit = scene
    chest = np.mean([fit.landmarks[f"armpit_{side}"] for side in ("left", "right")], axis=0)
    for way in BASELINES.values():
        shown = way(picture, garment, fit)
        assert shown.drawn[round(chest[1]) + 5, round(chest[0])]
        assert shown.picture_bgr.shape == picture.shape


def test_an_affine_map_keeps_lines_straight_and_a_spline_bends_sleeves(scene):
    picture, garment, fit = scene
    sticker, spline = (way(picture, garment, fit) for way in (affine_sticker, one_spline))
    cuffs = [np.rint(fit.landmarks[f"cuff_{side}_outer"]).astype(int) for side in ("left", "right")]
    cuffs = [(x, y) for x, y in cuffs]
    near = [spline.drawn[y - 12 : y + 13, x - 12 : x + 13].any() for x, y in cuffs]
    assert all(near)
    assert np.abs(centre(sticker.drawn)[0] - centre(spline.drawn)[0]) < 8
    assert (sticker.drawn ^ spline.drawn).sum() > 0.05 * spline.drawn.sum()


def test_only_the_clone_changes_colours(scene):
    picture, garment, fit = scene
    assert colours_of(affine_sticker(picture, garment, fit)) < 1.0
    assert colours_of(one_spline(picture, garment, fit)) < 1.0
    assert colours_of(seamless_clone(picture, garment, fit)) > 3.0


def test_too_few_anchors_give_nothing(scene):
    picture, garment, _ = scene
    lost = GarmentFit((), {"hem_left": (1.0, 2.0), "hem_right": (5.0, 2.0)}, 100.0)
    assert all(way(picture, garment, lost) is None for way in BASELINES.values())
