import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.training.product_photos.colouring import (
    band_cover,
    checks,
    decode_srgb,
    dots,
    encode_srgb,
    heather,
    linear,
    plain,
    stripes,
)
from tryon_ar.training.product_photos.prints import blooms, printed, sunset_art


def square(reach: float = 12.0, count: int = 240) -> tuple[np.ndarray, np.ndarray]:
    axis = np.linspace(-reach, reach, count, dtype=np.float32)
    u, v = np.meshgrid(axis, axis)
    return u, v


@given(st.floats(0, 1))
def test_srgb_round_trip(value: float) -> None:
    field = np.array([value], np.float32)
    assert encode_srgb(decode_srgb(field))[0] == pytest.approx(value, abs=2e-5)


def test_known_colours() -> None:
    np.testing.assert_allclose(linear("#ffffff"), 1.0, atol=1e-6)
    np.testing.assert_allclose(linear("#bcbcbc"), 0.503, atol=2e-3)


def test_stripes_repeat_across_v() -> None:
    u, v = square()
    picture = stripes("#ffffff", [(0.0, 1.0, "#000000")], 3.0)(u, v)
    assert picture.std(axis=1).max() < 1e-6
    assert (picture[..., 0] < 0.5).mean() == pytest.approx(1 / 3, abs=0.03)
    upright = stripes("#ffffff", [(0.0, 1.0, "#000000")], 3.0, upright=True)(u, v)
    np.testing.assert_allclose(upright, picture.transpose(1, 0, 2))


def test_checks_are_darkest_where_bands_cross() -> None:
    u, v = square()
    grey = checks("#ffffff", "#000000", 3.0, 1.5)(u, v)[..., 0]
    levels = np.unique(np.round(grey, 2))
    assert levels.min() == pytest.approx(0.2, abs=0.02)
    assert levels.max() == pytest.approx(1.0)
    assert (np.abs(grey - 0.45) < 0.02).mean() == pytest.approx(0.5, abs=0.08)


def test_dots_have_the_asked_area() -> None:
    u, v = square()
    inside = dots("#ffffff", "#000000", 3.0, 0.8)(u, v)[..., 0] < 0.5
    assert inside.mean() == pytest.approx(np.pi * 0.8**2 / 9, abs=0.02)


def test_a_band_is_one_inside_and_nothing_outside() -> None:
    place = np.linspace(0, 3, 301, dtype=np.float32)
    cover = band_cover(place, 1.0, 0.5)
    assert cover[(place > 1.05) & (place < 1.45)].min() == 1
    assert cover[(place < 0.95) | (place > 1.55)].max() == 0


def test_a_print_appears_once_where_it_is_put(rng: np.random.Generator) -> None:
    u, v = square()
    art = sunset_art(("#f2c14e", "#ee7b4a", "#b8405e", "#5e4b6e", "#2f3a4a"))
    picture = printed(plain("#000000"), art, (3.0, -2.0), 10.0, rng)(u, v)
    touched = picture.sum(axis=2) > 0.02
    assert touched.any()
    assert np.abs(u[touched] - 3.0).max() <= 5.0
    assert np.abs(v[touched] + 2.0).max() <= 5.2


def test_blooms_repeat_with_their_tile(rng: np.random.Generator) -> None:
    u, v = square(6.0, 60)
    colouring = blooms(rng, "#203050", ("#ffffff", "#d98a7b"), "#5f7f6a", tile_cm=20.0, count=60)
    np.testing.assert_allclose(colouring(u, v), colouring(u + 20.0, v - 40.0), atol=0.02)
    assert colouring(u, v).std() > 0.05


def test_heather_lies_between_its_yarns(rng: np.random.Generator) -> None:
    u, v = square()
    colouring = heather("#808080", "#404040", rng)
    picture = colouring(u, v)
    assert picture.min() >= linear("#404040")[0] - 1e-6
    assert picture.max() <= linear("#808080")[0] + 1e-6
    assert picture.std() > 0.005
