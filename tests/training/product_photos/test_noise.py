import numpy as np
import pytest

from tryon_ar.training.product_photos.noise import blur, sample_tile, smooth_noise, tile


def test_smooth_noise_has_its_scale(rng: np.random.Generator) -> None:
    field = smooth_noise(rng, (300, 400), (10.0, 40.0))
    assert field.shape == (300, 400)
    assert field.std() == pytest.approx(1.0, abs=0.35)
    down, across = np.abs(np.diff(field, axis=0)).mean(), np.abs(np.diff(field, axis=1)).mean()
    assert down / across == pytest.approx(4.0, rel=0.35)


def test_a_tile_repeats_without_a_seam(rng: np.random.Generator) -> None:
    pattern = tile(rng, 64, (2.0, 2.0))
    assert pattern.std() == pytest.approx(1.0, abs=1e-3)
    inner = np.abs(np.diff(pattern, axis=1)).mean()
    assert np.abs(pattern[:, 0] - pattern[:, -1]).mean() < 1.5 * inner
    u, v = np.meshgrid(np.arange(30.0, dtype=np.float32), np.arange(20.0, dtype=np.float32))
    np.testing.assert_allclose(sample_tile(pattern, u, v), pattern[:20, :30], atol=1e-4)
    np.testing.assert_allclose(
        sample_tile(pattern, u + 64, v - 128), sample_tile(pattern, u, v), atol=1e-4
    )


@pytest.mark.parametrize("deviation", [0.1, 2.0, 15.0])
def test_blur_keeps_the_mean_and_flattens(rng: np.random.Generator, deviation: float) -> None:
    field = rng.random((160, 160)).astype(np.float32)
    soft = blur(field, deviation)
    assert soft.shape == field.shape
    assert soft.mean() == pytest.approx(field.mean(), abs=0.01)
    assert soft.std() <= field.std() + 1e-6
