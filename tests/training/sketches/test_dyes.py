import numpy as np
import pytest

from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.sketches.dyes import Cloth, draw_colour, draw_wardrobe, from_hsv


def test_whites_and_blacks_are_drawn_more_often_than_chance() -> None:
    rng = np.random.default_rng(5)
    colours = np.array([draw_colour(rng) for _ in range(1000)])
    assert ((colours >= 0) & (colours <= 1)).all()
    assert 0.14 < (colours.min(axis=1) > 0.8).mean() < 0.3
    assert 0.1 < (colours.max(axis=1) < 0.22).mean() < 0.26


def test_colours_are_blue_green_red() -> None:
    np.testing.assert_allclose(from_hsv(0.0, 1.0, 1.0), [0, 0, 1])
    np.testing.assert_allclose(from_hsv(2 / 3, 1.0, 0.5), [0.5, 0, 0], atol=1e-6)


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_all_its_cloths(category: str) -> None:
    u, v = np.meshgrid(np.arange(30, dtype=np.float32), np.arange(20, dtype=np.float32))
    for seed in range(8):
        wardrobe = draw_wardrobe(np.random.default_rng(seed), category, 150.0)
        assert set(wardrobe) == {"main", "trim", "lining", "accent"}
        for cloth in wardrobe.values():
            colours = cloth.colours(u, v)
            assert colours.shape == (20, 30, 3)
            assert np.isfinite(colours).all()
            if cloth.surface is not None:
                assert cloth.surface(u, v).mean() == pytest.approx(1, abs=0.35)
            if cloth.holes is not None:
                cover = cloth.holes(u, v)
                assert cover.min() >= 0
                assert cover.max() <= 1


def test_a_cloth_without_pattern_is_its_ground() -> None:
    cloth = Cloth(np.array([0.2, 0.4, 0.6], np.float32))
    u = np.zeros((3, 4), np.float32)
    np.testing.assert_allclose(cloth.colours(u, u), np.broadcast_to(cloth.colour_bgr, (3, 4, 3)))
    assert cloth.brightness == pytest.approx(0.4)
