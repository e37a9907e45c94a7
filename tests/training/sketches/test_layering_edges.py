import numpy as np
import pytest

from tryon_ar.training.sketches.layering_edges import filled_outwards, frayed, parts_for


def disc(size: int = 64) -> np.ndarray:
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    return np.clip(20 - np.hypot(x, y) + 0.5, 0, 1).astype(np.float32)


def test_hairs_soften_the_edge_alone(rng: np.random.Generator) -> None:
    alpha = disc()
    hairy = frayed(rng, alpha, 2.0)
    soft, hard = ((hairy > 0.05) & (hairy < 0.95)).sum(), ((alpha > 0.05) & (alpha < 0.95)).sum()
    assert soft > 2 * hard
    np.testing.assert_array_equal(hairy[26:38, 26:38], 1)
    assert hairy.sum() == pytest.approx(alpha.sum(), rel=0.1)
    assert frayed(rng, alpha, 0.0) is alpha


def test_colours_run_on_past_the_edge() -> None:
    weight = disc()
    values = weight[:, :, None] * np.array([0.2, 0.5, 0.8], np.float32)
    filled_outwards(values, weight)
    edge = (weight > 0) & (weight < 1)
    np.testing.assert_allclose(
        values[edge], np.broadcast_to([0.2, 0.5, 0.8], (edge.sum(), 3)), atol=1e-4
    )
    np.testing.assert_allclose(values[32, 9], [0.2, 0.5, 0.8], atol=1e-4)


def test_parts_follow_the_matte_outwards_and_end_with_it() -> None:
    parts = np.zeros((64, 64), np.uint8)
    parts[20:44, 20:44] = 3
    out = parts_for(disc(), parts)
    assert (out[disc() > 0.5] == 3).mean() > 0.98
    assert not out[disc() == 0].any()
