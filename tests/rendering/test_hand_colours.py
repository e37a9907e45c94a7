"""Skin told from cloth by what was seen of both."""

import numpy as np
import pytest

from tryon_ar.kernels.hand_colours import NEUTRAL
from tryon_ar.rendering.hand_colours import HandColours

SKIN, COAT = (120, 150, 205), (30, 140, 220)
SIDE = 16


def ycrcb(bgr):
    b, g, r = bgr
    luma = 0.114 * b + 0.587 * g + 0.299 * r
    return luma, 128 + 0.713 * (r - luma), 128 + 0.564 * (b - luma)


def learnt(skin=SKIN, cloth=COAT, looks=1):
    colours = np.empty((SIDE, SIDE, 3), np.float32)
    colours[:, : SIDE // 2], colours[:, SIDE // 2 :] = ycrcb(skin), ycrcb(cloth)
    left = np.zeros((SIDE, SIDE), np.float32)
    left[:, : SIDE // 2] = 1.0
    found = HandColours()
    for _ in range(looks):
        found.learn(colours, left, 1.0 - left)
    return found


def likeness(colours, bgr):
    return int(colours.likeness(np.full((3, 3, 3), bgr, np.uint8))[1, 1])


def test_nothing_is_told_before_anything_was_seen():
    assert HandColours().likeness(np.zeros((2, 2, 3), np.uint8)) is None


def test_too_little_tells_nothing():
    colours = HandColours()
    one = np.zeros((4, 4), np.float32)
    one[0, 0] = 1.0
    colours.learn(np.full((4, 4, 3), 128, np.float32), one, 1.0 - one)
    assert colours.likeness(np.zeros((2, 2, 3), np.uint8)) is None


def test_skin_is_told_from_cloth():
    colours = learnt()
    assert likeness(colours, SKIN) > 220
    assert likeness(colours, COAT) < 35


@pytest.mark.parametrize("light", [0.8, 1.15])
def test_in_other_light_too(light):
    colours = learnt()
    skin, coat = (tuple(min(255, round(v * light)) for v in one) for one in (SKIN, COAT))
    assert likeness(colours, skin) > likeness(colours, coat) + 100


def test_cloth_like_skin_is_told_from_nothing():
    assert abs(likeness(learnt(cloth=SKIN), SKIN) - NEUTRAL) < 8


def test_colours_never_seen_tell_nothing():
    assert abs(likeness(learnt(), (220, 60, 20)) - NEUTRAL) < 8


def test_another_coat_is_learnt_in_time():
    other = (180, 60, 60)
    colours = learnt(looks=20)
    again = np.full((SIDE, SIDE, 3), ycrcb(other), np.float32)
    for _ in range(6):
        colours.learn(again, np.zeros((SIDE, SIDE), np.float32), np.ones((SIDE, SIDE), np.float32))
    assert likeness(colours, other) < 35
    assert likeness(colours, SKIN) > 220


def test_a_forgotten_person_tells_nothing():
    colours = learnt()
    colours.forget()
    assert colours.likeness(np.zeros((2, 2, 3), np.uint8)) is None


def test_after_the_first_frames_every_fourth_is_looked_at():
    colours = HandColours()
    one = np.ones((4, 4), np.float32)
    looks = []
    for _ in range(40):
        looks.append(colours.is_due())
        if looks[-1]:
            colours.learn(np.full((4, 4, 3), 128, np.float32), one, 1.0 - one)
    assert all(looks[:6])
    assert sum(looks[20:]) == 5
