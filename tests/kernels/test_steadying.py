import numpy as np

from tryon_ar.kernels.steadying import blend_agreeing_nb


def test_planes_are_mixed_the_more_the_nearer_they_are() -> None:
    rng = np.random.default_rng(1)
    before, now = (rng.random((9, 13), np.float32) for _ in range(2))
    out = np.full_like(now, np.nan)

    blend_agreeing_nb(before, now, 0.5, out)

    away = before - now
    expected = now + away * 0.5 * np.maximum(0.0, 1.0 - 2.0 * np.abs(away))
    np.testing.assert_allclose(out, expected, atol=1e-6)
    assert np.abs(out - now).max() > 0.05
