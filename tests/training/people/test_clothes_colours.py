import numpy as np
import pytest

from tryon_ar.training.people.clothes_colours import (
    cloth_rgb,
    denim,
    denim_rgb,
    patterned,
    suit_rgb,
)
from tryon_ar.training.people.mesh import Pattern, Surface

SKIN = np.array([0.8, 0.6, 0.5])


def test_most_cloth_is_black_white_grey_navy_denim_or_beige(rng):
    drawn = np.array([cloth_rgb(rng, SKIN) for _ in range(3000)])
    assert drawn.min() >= 0
    assert drawn.max() <= 1
    vivid = (drawn.max(axis=1) - drawn.min(axis=1)) > 0.3
    assert 0.1 < vivid.mean() < 0.35
    assert 0.12 < (drawn.max(axis=1) < 0.14).mean() < 0.3
    assert (drawn.min(axis=1) > 0.65).mean() > 0.08


def test_some_cloth_has_the_colour_of_skin(rng):
    skin = np.array([0.3, 0.9, 0.1])  # one that nobody wears otherwise
    drawn = np.array([cloth_rgb(rng, skin) for _ in range(1500)])
    near = np.abs(drawn - skin).max(axis=1) < 0.2
    assert 0.02 < near.mean() < 0.12


def test_suits_are_darker_than_cloth(rng):
    suits = np.mean([suit_rgb(rng) for _ in range(200)])
    assert suits < 0.6 * np.mean([cloth_rgb(rng, SKIN) for _ in range(200)])


def test_blue_jeans_are_blue(rng):
    drawn = np.array([denim_rgb(rng) for _ in range(200)])
    assert (drawn[:, 2] > drawn[:, 0]).mean() > 0.7


@pytest.mark.parametrize("pattern", Pattern)
def test_every_pattern_has_a_paint(rng, pattern):
    paint = patterned(rng, pattern, 0.5, SKIN, np.array([0.0, 0.1, 0.2]))
    assert (paint.surface, paint.pattern) == (Surface.CLOTH, pattern)
    assert paint.scale > 1
    assert paint.centre == (0.0, 0.1, 0.2)
    assert denim(rng, 0.5).pattern == Pattern.DENIM
