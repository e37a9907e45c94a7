import cv2
import numpy as np

from tryon_ar.kernels.guided import guided_apply_nb, guided_fit_nb, guided_moments_nb


def fitted(bgr, share, radius=3, noise=49.0):
    moments = np.empty((*share.shape, 8), np.float32)
    guided_moments_nb(bgr, share, moments)
    found = np.empty((*share.shape, 3), np.float32)
    size = (2 * radius + 1, 2 * radius + 1)
    guided_fit_nb(np.asarray(cv2.blur(moments, size), np.float32), noise, found)
    return found


def applied(coefficients, bgr, box, middle=127.5, steepness=1.0):
    x0, y0, x1, y1 = box
    found = np.empty((y1 - y0, x1 - x0), np.uint8)
    guided_apply_nb(coefficients, bgr, x0, y0, middle, steepness, found)
    return found


def test_a_share_that_follows_the_picture_is_fitted_exactly(rng):
    share = rng.integers(20, 230, (24, 30)).astype(np.uint8)
    bgr = np.repeat(share[..., None], 3, axis=2)
    a, b, c = np.moveaxis(fitted(bgr, share, noise=0.01), -1, 0)
    luma = share.astype(np.float32)
    inner = np.s_[4:-4, 4:-4]
    assert np.abs((a * luma + c - luma)[inner]).max() < 0.5
    assert np.abs(b).max() < 0.05


def test_colour_tells_where_luma_does_not():
    bgr = np.empty((20, 40, 3), np.uint8)
    bgr[:, :20], bgr[:, 20:] = (100, 120, 165), (183, 120, 133)  # equal luma
    share = np.zeros((20, 40), np.uint8)
    share[:, :20] = 255
    red = fitted(bgr, share)[5:15, 17:23, 1]
    assert (np.abs(red) > 2.0).all()


def test_without_edges_the_share_is_its_mean(rng):
    bgr = np.full((20, 20, 3), 90, np.uint8)
    share = rng.integers(0, 255, (20, 20)).astype(np.uint8)
    found = fitted(bgr, share)
    expected = cv2.blur(share.astype(np.float32), (7, 7))
    np.testing.assert_allclose(found[..., 2], expected, atol=0.01)
    assert np.abs(found[..., :2]).max() < 1e-3


def test_applying_interpolates_between_halved_pixels(rng):
    coefficients = rng.uniform(0, 1, (9, 11, 3)).astype(np.float32)
    bgr = rng.integers(0, 255, (40, 50, 3)).astype(np.uint8)
    x0, y0, width, height = 13, 7, 21, 17
    whole = cv2.resize(coefficients, (22, 18), interpolation=cv2.INTER_LINEAR)[:height, :width]
    pixels = bgr[y0 : y0 + height, x0 : x0 + width].astype(np.float64)
    luma = pixels @ (0.114, 0.587, 0.299)
    red = 1.426 * (pixels[..., 2] - luma)
    value = whole[..., 0] * luma + whole[..., 1] * red + whole[..., 2]
    expected = np.clip(0.7 * (value - 60.0) + 127.5, 0, 255)
    found = applied(coefficients, bgr, (x0, y0, x0 + width, y0 + height), 60.0, 0.7)
    assert np.abs(found - expected).max() <= 1.01
