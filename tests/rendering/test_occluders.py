"""What lies before a layer."""

import numpy as np

from tryon_ar.fitting.fit import Layer
from tryon_ar.rendering.occluders import Occluders


def even(**levels):
    names = ("person", "head", "throat", "hands", "upper_arms", "forearms")
    return Occluders(*(np.full((4, 6), levels.get(name, 0), np.uint8) for name in names))


def test_half_a_chin_and_half_a_hand_leave_nothing_to_cloth():
    masks = even(head=128, hands=127)
    assert (masks.before(Layer.TRUNK, long_sleeves=True) == 255).all()


def test_a_hand_counts_once_however_many_limbs_it_is_said_to_be():
    masks = even(hands=100, forearms=100, upper_arms=90)
    assert (masks.before(Layer.TRUNK, long_sleeves=False) == 100).all()


def test_long_sleeves_stand_for_arms():
    masks = even(forearms=200, upper_arms=220)
    assert (masks.before(Layer.TRUNK, long_sleeves=True) == 0).all()
    assert (masks.before(Layer.SLEEVE, long_sleeves=False) == 200).all()
    assert (masks.before(Layer.TRUNK, long_sleeves=False) == 220).all()
