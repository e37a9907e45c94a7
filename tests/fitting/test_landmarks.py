from dataclasses import replace

import numpy as np

from tests.support.bodies import flat_tee
from tryon_ar.fitting.landmarks import (
    covers_forearms,
    garment_landmarks,
    has_sleeves,
    is_long_sleeved,
    middle_name,
)


def test_elbow_edges_lie_on_the_sleeves_outline():
    marks = garment_landmarks(flat_tee(long=True))
    assert abs(marks["elbow_left_outer"][0] - 351) < 2
    assert abs(marks["elbow_left_inner"][0] - 290) < 2
    assert abs(marks["elbow_right_outer"][0] - 50) < 2


def test_derivable_landmarks_are_filled_in():
    tee = flat_tee()
    for name in ("waist_left", "hem_center", "neck_front"):
        del tee.landmarks[name]
    marks = garment_landmarks(tee)
    assert tuple(marks["hem_center"]) == (200.0, 455.0)
    assert tuple(marks["neck_front"]) == (200.0, 62.0)
    assert 170 < marks["waist_left"][1] < 455


def test_sleeves_are_recognised():
    assert has_sleeves(garment_landmarks(flat_tee()))
    assert not is_long_sleeved(garment_landmarks(flat_tee()))
    assert is_long_sleeved(garment_landmarks(flat_tee(long=True)))


def test_cuffs_at_the_shoulders_are_armholes():
    vest = flat_tee()
    for side in ("left", "right"):
        x, y = vest.landmarks[f"shoulder_{side}"]
        vest.landmarks[f"cuff_{side}_outer"] = (x + 3.0, y + 2.0)
    assert not has_sleeves(garment_landmarks(vest))
    vest.landmarks["cuff_left_outer"] = flat_tee().landmarks["cuff_left_outer"]
    assert has_sleeves(garment_landmarks(vest))


def rolled_up(elbow_row, cuff_row):
    """A long-sleeved top with its elbows and cuffs moved up."""
    top = flat_tee(long=True)
    for side in ("left", "right"):
        x, _ = top.landmarks[f"elbow_{side}"]
        top.landmarks[f"elbow_{side}"] = (x, elbow_row)
        for name in (f"cuff_{side}_outer", f"cuff_{side}_inner"):
            top.landmarks[name] = (top.landmarks[name][0], cuff_row)
    return top


def test_a_sleeve_that_ends_above_the_elbow_has_none():
    short = garment_landmarks(rolled_up(150.0, 180.0))
    assert not is_long_sleeved(short)
    assert "elbow_left_outer" not in short
    assert is_long_sleeved(garment_landmarks(rolled_up(200.0, 270.0)))


def test_a_sleeve_that_ends_at_the_elbow_is_one_piece():
    assert not covers_forearms(garment_landmarks(rolled_up(200.0, 215.0)))
    assert covers_forearms(garment_landmarks(rolled_up(240.0, 255.0)))
    assert covers_forearms(garment_landmarks(rolled_up(200.0, 270.0)))
    assert not covers_forearms(garment_landmarks(flat_tee()))


def test_the_shoulder_line_follows_the_cloth_between_its_ends():
    tee = flat_tee()
    flat = garment_landmarks(tee)[middle_name("neck_left", "shoulder_left")]
    parts, alpha = tee.parts.copy(), tee.alpha.copy()
    cut = slice(0, int(flat[1]) + 4), slice(245, 275)
    parts[cut], alpha[cut] = 0, 0
    hollow = garment_landmarks(replace(tee, parts=parts, alpha=alpha))
    moved = hollow[middle_name("neck_left", "shoulder_left")] - flat
    assert 2.0 < float(np.hypot(*moved)) < 8.0
    assert moved[1] > 0
