import numpy as np
import pytest

from tryon_ar.kernels.bleeding import bleed_colours


def _push_pull(colour, weight):
    """Fill in colours as the paper says it, in plain NumPy."""
    height, width = weight.shape
    if max(height, width) == 1:
        return colour
    padding = ((0, height % 2), (0, width % 2))
    weights = np.pad(weight, padding)
    sums = np.pad(colour * weight[..., None], (*padding, (0, 0)))
    total, summed = (
        sum(values[y::2, x::2] for y in (0, 1) for x in (0, 1)) for values in (weights, sums)
    )
    mean = summed / np.maximum(total, 1e-12)[..., None]
    coarse = _push_pull(mean, np.minimum(total, 1.0))
    rows, columns = (np.arange(2 * n) for n in coarse.shape[:2])
    for axis, at in enumerate((rows, columns)):
        nearest = at // 2
        other = np.clip(nearest + 2 * (at % 2) - 1, 0, at[-1] // 2)
        coarse = 0.75 * coarse.take(nearest, axis) + 0.25 * coarse.take(other, axis)
    share = weight[..., None]
    return colour * share + coarse[:height, :width] * (1 - share)


@pytest.mark.parametrize("shape", [(33, 47), (64, 64), (1, 9), (50, 21)])
def test_what_is_filled_in_is_push_pull(rng, shape):
    bgr = rng.integers(0, 256, (*shape, 3), dtype=np.uint8)
    sure = rng.random(shape) < 0.1
    sure[0, 0] = True
    alpha = np.where(sure, 255, 0).astype(np.uint8)
    expected = _push_pull(bgr.astype(float), sure.astype(float))
    bled = bleed_colours(bgr, alpha, inset_px=0)
    assert np.abs(bled - expected).max() <= 0.51
    np.testing.assert_array_equal(bled[sure], bgr[sure])


@pytest.mark.parametrize("inset_px", [0, 1, 3])
def test_colours_are_trusted_so_far_inside_the_edge(inset_px):
    bgr = np.full((40, 40, 3), 250, np.uint8)
    bgr[16:24, 16:24] = 10
    alpha = np.zeros((40, 40), np.uint8)
    alpha[16 - inset_px : 24 + inset_px, 16 - inset_px : 24 + inset_px] = 255
    assert (bleed_colours(bgr, alpha, inset_px=inset_px) == 10).all()
    assert (bleed_colours(bgr, alpha, inset_px=max(0, inset_px - 1)) > 10).any() == (inset_px > 0)


def test_nothing_trusted_leaves_the_photo():
    bgr = np.full((5, 5, 3), 77, np.uint8)
    bled = bleed_colours(bgr, np.zeros((5, 5), np.uint8))
    np.testing.assert_array_equal(bled, bgr)
    assert bled is not bgr


def test_bleeding_keeps_sure_pixels_and_replaces_the_fringe():
    bgr = np.full((60, 60, 3), 255, np.uint8)
    bgr[15:45, 15:45] = (200, 30, 20)
    bgr[14, 14:46] = bgr[45, 14:46] = 150  # mixed with the white background
    alpha = np.zeros((60, 60), np.uint8)
    alpha[15:45, 15:45] = 255
    alpha[14, 14:46] = alpha[45, 14:46] = 120
    bled = bleed_colours(bgr, alpha)
    np.testing.assert_array_equal(bled[16:44, 16:44], bgr[16:44, 16:44])
    assert np.abs(bled.astype(int) - (200, 30, 20)).max() <= 2


def test_bleeding_continues_local_colours():
    bgr = np.full((80, 80, 3), 128, np.uint8)
    bgr[20:60, 20:40], bgr[20:60, 40:60] = (250, 0, 0), (0, 0, 250)
    alpha = np.zeros((80, 80), np.uint8)
    alpha[20:60, 20:60] = 255
    bled = bleed_colours(bgr, alpha).astype(int)
    assert (bled[40, 17] - (250, 0, 0)).max() < 40
    assert (bled[40, 62] - (0, 0, 250)).max() < 40


def test_a_strap_without_a_sure_pixel_keeps_its_own_colour():
    bgr = np.full((40, 40, 3), 255, np.uint8)
    bgr[2:8, 2:38] = (0, 200, 0)
    bgr[20:38, 20] = (10, 10, 240)
    alpha = np.zeros((40, 40), np.uint8)
    alpha[2:8, 2:38] = 255
    alpha[20:38, 20] = 200
    bled = bleed_colours(bgr, alpha).astype(int)
    assert np.abs(bled[30, 20] - (10, 10, 240)).max() < 60


def test_disagreeing_shapes_raise():
    with pytest.raises(ValueError, match="belong together"):
        bleed_colours(np.zeros((4, 5, 3), np.uint8), np.zeros((5, 4), np.uint8))
