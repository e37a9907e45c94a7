import numpy as np
import pytest

from tryon_ar.training.sketches import prints

WHITE, BLACK = np.ones(3, np.float32), np.zeros(3, np.float32)


def coordinates(size: int = 240) -> tuple[np.ndarray, np.ndarray]:
    axis = np.arange(size, dtype=np.float32)
    return np.broadcast_to(axis, (size, size)), np.broadcast_to(axis[:, None], (size, size))


@pytest.mark.parametrize("make", [maker for _, maker in prints._MAKERS])
def test_every_pattern_shows_more_than_its_ground(
    make: prints.Maker, rng: np.random.Generator
) -> None:
    pattern = make(rng, 150.0, WHITE, [BLACK] * 4)
    picture = pattern(*coordinates())
    assert picture.shape == (240, 240, 3)
    assert picture.dtype == np.float32
    assert picture.min() >= -1e-3
    assert picture.max() <= 1 + 1e-3
    assert picture.std() > 0.01


def test_a_band_table_repeats_its_widths_with_soft_edges() -> None:
    table = prints.band_table([4, 6], [WHITE, BLACK])
    assert len(table) == 10 * 4
    np.testing.assert_allclose(table.mean(axis=0), 0.4, atol=0.01)
    assert ((table > 0.1) & (table < 0.9)).any()


def test_checks_mix_the_threads_of_both_ways(rng: np.random.Generator) -> None:
    picture = prints.checks(rng, 900.0, WHITE, [BLACK] * 4)(*coordinates())
    tones = np.round(picture[:, :, 0], 1)
    assert {0.0, 0.5, 1.0} <= set(np.unique(tones).round(1).tolist())


def test_patterns_continue_beyond_their_tile(rng: np.random.Generator) -> None:
    pattern = prints.blots(rng, 150.0, WHITE, [BLACK] * 4)
    u, v = coordinates()
    np.testing.assert_allclose(pattern(u, v), pattern(u + 256, v - 256), atol=1e-3)
