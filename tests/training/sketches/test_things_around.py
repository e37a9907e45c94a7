import numpy as np
import pytest

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.scenes_placing import Laid
from tryon_ar.training.sketches.things_around import (
    dress_mannequin,
    find_hold,
    hang,
    hang_tag,
    hold_by_hand,
    not_the_front,
)


def laid(*, lower: bool = False, turned: bool = False) -> Laid:
    """A square garment of 120 pixels with an inside back at the top of its middle."""
    parts = np.zeros((256, 200), np.uint8)
    parts[80:220, 40:160] = Part.SKIRT if lower else Part.TORSO
    if not lower:
        parts[80:110, 75:125] = Part.INSIDE_BACK
    landmarks = np.zeros((25, 3), np.float32)
    points = {"waist_left": (160, 80), "waist_right": (40, 80)}
    if not lower:
        points = {
            "neck_left": (125, 80),
            "neck_right": (75, 80),
            "shoulder_left": (160, 84),
            "shoulder_right": (40, 84),
        }
    for name, (x, y) in points.items():
        landmarks[LANDMARK_ORDER.index(name)] = (x, y, 1)
    if turned:
        landmarks[:, :2] = 200 - landmarks[:, :2]
    alpha = (parts > 0).astype(np.float32)
    return Laid(alpha[:, :, None] * np.float32([100, 150, 200]), alpha, parts, landmarks)


def grey() -> np.ndarray:
    return np.full((256, 200, 3), 128, np.float32)


def test_a_top_is_held_by_its_neck_and_trousers_by_their_waist():
    top, skirt = find_hold(laid()), find_hold(laid(lower=True))
    assert top is not None
    assert skirt is not None
    assert (top.by_neck, skirt.by_neck) == (True, False)
    assert top.place[:, 2] == pytest.approx([100, 80])
    assert top.place[:, 0] == pytest.approx([60, 0])
    assert top.place[:, 1] == pytest.approx([0, 60])
    assert top.neck == pytest.approx(50 / 120)


def test_a_garment_upside_down_is_held_upside_down():
    hold = find_hold(laid(turned=True))
    assert hold is not None
    assert hold.place[:, 1] == pytest.approx([0, -60], abs=1e-6)


def test_without_landmarks_nothing_holds_it():
    garment = laid()
    garment.landmarks[:] = 0
    assert find_hold(garment) is None


@pytest.mark.parametrize("draw", [hang, dress_mannequin])
def test_what_hangs_in_the_neck_hides_the_inside_back_only(draw):
    garment = laid()
    hold = find_hold(garment)
    assert hold is not None
    hidden = np.zeros((256, 200), np.float32)
    for seed in range(12):
        rng = np.random.default_rng(seed)
        hidden = np.maximum(hidden, draw(rng, grey(), garment, hold)[1])
    front = garment.parts == Part.TORSO
    assert not hidden[front].any()
    assert hidden[garment.parts == Part.INSIDE_BACK].mean() > 0.2


def test_the_front_is_what_is_neither_ground_nor_inside_back():
    open_to_view = not_the_front(laid())
    assert open_to_view[90, 100] == 1
    assert open_to_view[10, 10] == 1
    assert open_to_view[200, 100] == 0


@pytest.mark.parametrize("lower", [False, True])
def test_hands_and_tags_change_the_picture_where_they_say(lower):
    garment = laid(lower=lower)
    hold = find_hold(garment)
    assert hold is not None
    for seed in range(6):
        rng = np.random.default_rng(seed)
        picture, hidden = hold_by_hand(rng, grey(), garment, hold)
        assert hidden.max() == 1
        assert np.abs(picture - 128)[hidden == 1].mean() > 5
        _, paper = hang_tag(rng, grey(), garment)
        assert 10 < paper.sum() < 3000
