"""Structural similarity against its definition written out."""

import numpy as np
import pytest

from tryon_ar.evaluation.similarity import drawn_in, luma, mean_ssim, ssim_inside, ssim_map


def written_out(first, second, row, column):
    """Return SSIM at one pixel, straight from Wang et al. (2004), eq. 13."""
    away = np.arange(-5, 6)
    window = np.exp(-(away**2) / (2 * 1.5**2))
    window = np.outer(window, window) / window.sum() ** 2
    box = np.s_[row - 5 : row + 6, column - 5 : column + 6]
    x, y = first[box].astype(np.float64), second[box].astype(np.float64)
    mx, my = (window * x).sum(), (window * y).sum()
    vx, vy = (window * (x - mx) ** 2).sum(), (window * (y - my) ** 2).sum()
    both = (window * (x - mx) * (y - my)).sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return (2 * mx * my + c1) * (2 * both + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2))


@pytest.fixture
def pictures(rng):
    first = rng.integers(0, 256, (40, 50, 3), np.uint8)
    noise = rng.integers(-40, 41, first.shape)
    return first, np.clip(first + noise, 0, 255).astype(np.uint8)


def test_ssim_is_its_definition(pictures):
    found = ssim_map(*pictures)
    first, second = (luma(picture) for picture in pictures)
    for row, column in ((5, 5), (20, 25), (34, 44), (12, 40)):
        assert found[row, column] == pytest.approx(
            written_out(first, second, row, column), abs=1e-4
        )


def test_mean_takes_only_whole_windows(pictures):
    found = ssim_map(*pictures)
    assert mean_ssim(found) == pytest.approx(found[5:35, 5:45].mean())


def test_a_picture_is_like_itself(pictures):
    assert mean_ssim(ssim_map(pictures[0], pictures[0])) == pytest.approx(1.0)


def test_inside_leaves_out_two_pixels_of_the_edge(pictures):
    found = ssim_map(*pictures)
    mask = np.zeros((40, 50), np.bool_)
    mask[10:30, 10:30] = True
    inner = found[10:30, 10:30]
    told = ssim_inside(found, mask)
    assert told == pytest.approx(found[drawn_in(mask, 2)].mean())
    assert not drawn_in(mask, 2)[11, 20]
    assert drawn_in(mask, 2)[12, 20]
    assert told != pytest.approx(inner.mean())
    assert ssim_inside(found, np.zeros_like(mask)) is None


def test_luma_weighs_green_most():
    grey = luma(np.eye(3, dtype=np.uint8)[None] * np.uint8(100))
    np.testing.assert_allclose(grey[0], (11.4, 58.7, 29.9), atol=0.01)
