"""The picture of what is known of a garment."""

from dataclasses import replace

import numpy as np

from tests.support.small_garments import small_garment
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.garment import Part
from tryon_ar.garments.overlay import draw_overlay


def test_small_photos_are_enlarged_and_large_ones_are_not():
    assert draw_overlay(small_garment()).shape == (960, 720, 3)
    shirt = load_builtin("shirt-oxford")
    assert draw_overlay(shirt).shape == shirt.photo_bgr.shape


def test_the_background_fades_and_parts_are_tinted_apart():
    tee = replace(small_garment(bgr=(128, 128, 128)), landmarks={})
    parts = tee.parts.copy()
    parts[tee.alpha > 0] = np.where(np.arange(80) < 40, Part.TORSO, Part.SKIRT).repeat(60)[
        (tee.alpha > 0).ravel()
    ]
    picture = draw_overlay(replace(tee, parts=parts), np.full_like(tee.photo_bgr, 128)).astype(int)
    ground, top, bottom = picture[30, 30], picture[300, 360], picture[700, 360]
    assert (ground > 128).all()
    assert np.ptp(ground) == 0
    assert np.abs(top - bottom).max() > 40


def test_every_landmark_has_a_dot_even_outside():
    tee = small_garment()
    moved = {"neck_front": (30.0, 40.0), "hem_center": (-8.0, 90.0)}
    picture = draw_overlay(replace(tee, landmarks=moved))
    assert (picture[486, 366] == 255).all()
    assert not (draw_overlay(replace(tee, landmarks={}))[486, 366] == 255).all()
