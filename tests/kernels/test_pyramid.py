import numpy as np
import pytest

from tryon_ar.kernels import pyramid as pyramid_module
from tryon_ar.kernels.flow import coarse_flow
from tryon_ar.kernels.pyramid import LEVEL_RATIO, build_pyramid
from tryon_ar.kernels.remap import warp
from tryon_ar.kernels.tps import fit_tps


def _ramp(height, width):
    y, x = np.mgrid[:height, :width]
    return np.stack([x * 255 // width, y * 255 // height, (x + y) % 256], -1).astype(np.uint8)


def test_first_level_is_the_premultiplied_photo(rng):
    bgr = rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    alpha = np.zeros((20, 30), np.uint8)
    alpha[5:12, 7:25] = rng.integers(1, 256, (7, 18))
    level = build_pyramid(bgr, alpha).levels[0]
    assert level.pixels.shape == (9, 20, 4)
    share = alpha[5:12, 7:25, None] / 255
    np.testing.assert_allclose(level.pixels[1:-1, 1:-1, 3:], share, atol=1e-6)
    np.testing.assert_allclose(
        level.pixels[1:-1, 1:-1, :3], bgr[5:12, 7:25] / 255 * share, atol=1e-6
    )
    np.testing.assert_allclose(level.transform, [[1, 1 - 7], [1, 1 - 5]])


def test_every_level_has_a_transparent_rim_and_stays_premultiplied(rng):
    bgr = rng.integers(0, 256, (90, 130, 3), dtype=np.uint8)
    alpha = rng.integers(0, 256, (90, 130), dtype=np.uint8)
    for level in build_pyramid(bgr, alpha).levels:
        pixels = level.pixels
        assert not pixels.flags.writeable
        assert pixels.dtype == np.float32
        assert not pixels[[0, -1]].any()
        assert not pixels[:, [0, -1]].any()
        assert (pixels[..., :3] <= pixels[..., 3:] + 1e-6).all()


def test_levels_keep_place_and_mean():
    bgr = _ramp(160, 200)
    pyramid = build_pyramid(bgr, np.full((160, 200), 255, np.uint8))
    assert len(pyramid.levels) >= 7
    for index, level in enumerate(pyramid.levels):
        assert level.pixels.shape[1] - 2 == pytest.approx(200 * LEVEL_RATIO**index, abs=0.51)
        inner = level.pixels[3:-3, 3:-3]
        # A texel's colour is the ramp's at its centre.
        height = level.pixels.shape[0]
        assert height - 2 == pytest.approx(160 * LEVEL_RATIO**index, abs=0.51)
        x = (np.arange(3, 3 + inner.shape[1]) - level.transform[0, 1]) / level.transform[0, 0]
        np.testing.assert_allclose(inner[0, :, 0] * 200, x, atol=1.5)
        np.testing.assert_allclose(inner[..., 3], 1.0, atol=1e-3)


def test_levels_are_those_of_pillows_lanczos(rng):
    from PIL import Image

    bgr = rng.integers(60, 200, (150, 210, 3), dtype=np.uint8)
    level = build_pyramid(bgr, np.full((150, 210), 255, np.uint8)).levels[1]
    inner = level.pixels[1:-1, 1:-1]
    size = (inner.shape[1], inner.shape[0])
    for channel in range(3):
        plane = Image.fromarray(bgr[..., channel].astype(np.float32) / 255)
        other = np.asarray(plane.resize(size, Image.Resampling.LANCZOS))
        # At the rim Pillow leaves out what lies beyond, we repeat the edge.
        difference = (inner[..., channel] - other)[6:-6, 6:-6]
        assert np.abs(difference).max() < 1e-3


def _drawn_smaller(bgr, scale, size):
    target = np.array([[0, 0], [size, 0], [0, size], [size, size]], float)
    fit = fit_tps((target + 0.5) * scale - 0.5, target)
    assert fit
    grid = coarse_flow(fit, (0, 0, size, size))
    return build_pyramid(bgr, np.full(bgr.shape[:2], 255, np.uint8)), grid


def test_fine_stripes_fade_to_grey_instead_of_aliasing():
    stripes = np.zeros((400, 400, 3), np.uint8)
    stripes[:, ::2] = 255
    pyramid, grid = _drawn_smaller(stripes, 3.2, 120)
    level = pyramid.level(grid.scale())
    inner = warp(level, grid)[5:-5, 5:-5, :3]
    assert np.abs(inner - 0.5).max() < 0.03
    aliased = warp(pyramid.levels[0], grid)[5:-5, 5:-5, :3]
    assert np.ptp(aliased) > 0.4, "without levels this print would shimmer"


def test_coarse_stripes_stay():
    stripes = np.zeros((400, 400, 3), np.uint8)
    stripes[:, (np.arange(400) // 10) % 2 == 0] = 255
    pyramid, grid = _drawn_smaller(stripes, 3.2, 120)
    inner = warp(pyramid.level(grid.scale()), grid)[5:-5, 5:-5, 0]
    assert np.ptp(inner) > 0.8


def test_level_is_the_nearest_and_does_not_flicker():
    pyramid = build_pyramid(_ramp(256, 256), np.full((256, 256), 255, np.uint8))
    assert pyramid.level_index(0.3) == 0
    assert pyramid.level_index(1.0) == 0
    assert pyramid.level_index(2.0) == 2
    assert pyramid.level_index(2**0.5) == 1
    assert pyramid.level_index(1e9) == len(pyramid.levels) - 1
    between = 2**0.26
    assert pyramid.level_index(between) == 1
    assert pyramid.level_index(between, previous=0) == 0
    assert pyramid.level_index(2.0, previous=0) == 2
    assert pyramid.level_index(0.1, previous=3) == 0


def test_a_huge_photo_is_kept_smaller_and_drawn_the_same():
    stripes = np.zeros((600, 600, 3), np.uint8)
    stripes[(np.arange(600) // 30) % 2 == 0] = 200
    whole, grid = _drawn_smaller(stripes, 5.0, 110)
    capped = build_pyramid(stripes, np.full((600, 600), 255, np.uint8), largest_side_px=250)
    assert max(max(level.pixels.shape) for level in capped.levels) <= 252
    ours, other = (
        warp(pyramid.level(grid.scale()), grid)[5:-5, 5:-5] for pyramid in (capped, whole)
    )
    assert np.abs(ours - other).mean() < 0.02
    assert np.ptp(ours[..., 0]) > 0.7


def test_an_empty_matte_gives_an_empty_texture():
    pyramid = build_pyramid(_ramp(9, 9), np.zeros((9, 9), np.uint8))
    assert len(pyramid.levels) == 1
    assert not pyramid.levels[0].pixels.any()


def test_a_level_is_filtered_when_it_is_first_drawn_with_and_kept(monkeypatch):
    made = []
    filtered = pyramid_module._filtered

    def counted(*args):
        made.append(args[-1])
        return filtered(*args)

    monkeypatch.setattr(pyramid_module, "_filtered", counted)
    pyramid = build_pyramid(_ramp(64, 64), np.full((64, 64), 255, np.uint8))
    assert len(pyramid.levels) > 4
    assert made == []
    assert pyramid.levels[2] is pyramid.levels[2]
    assert made == [(32, 32)]
    assert pyramid.levels[-1] is pyramid.levels[len(pyramid.levels) - 1]
    assert [level.pixels.shape[0] for level in pyramid.levels[1:3]] == [47, 34]
    with pytest.raises(IndexError):
        pyramid.levels[len(pyramid.levels)]


def test_a_matte_of_a_part_of_the_photo_lies_where_the_whole_ones_does(rng):
    bgr = rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)
    alpha = np.zeros((40, 60), np.uint8)
    alpha[11:31, 23:53] = rng.integers(1, 256, (20, 30))
    whole = build_pyramid(bgr, alpha)
    part = build_pyramid(bgr, alpha[8:33, 20:58], corner=(20, 8))
    assert part.photo_size == whole.photo_size
    for ours, other in zip(part.levels, whole.levels, strict=True):
        np.testing.assert_array_equal(ours.pixels, other.pixels)
        np.testing.assert_array_equal(ours.transform, other.transform)


def test_a_matte_that_reaches_outside_the_colours_raises():
    bgr, alpha = _ramp(9, 9), np.full((5, 5), 255, np.uint8)
    build_pyramid(bgr, alpha, corner=(4, 4))
    for corner in ((5, 4), (4, 5), (-1, 0)):
        with pytest.raises(ValueError, match="belong together"):
            build_pyramid(bgr, alpha, corner=corner)


def test_disagreeing_shapes_raise():
    with pytest.raises(ValueError, match="belong together"):
        build_pyramid(np.zeros((4, 5, 3), np.uint8), np.zeros((5, 4), np.uint8))
