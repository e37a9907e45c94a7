import numpy as np
import pytest

from tryon_ar.training.sketches.prints_chest import draw_art

INKS = [np.full(3, value, np.float32) for value in (0.1, 0.4, 0.7, 1.0)]


@pytest.mark.parametrize("size", [(5, 5), (40, 120), (150, 30)])
def test_art_of_any_size_covers_some_of_its_place(size: tuple[int, int]) -> None:
    covers = []
    for seed in range(12):
        art = draw_art(np.random.default_rng(seed), size, INKS)
        assert art.shape == (*size, 4)
        assert art.min() >= 0
        assert art.max() <= 1
        covers.append(art[:, :, 3].mean())
    assert min(covers[i] for i in np.argsort(covers)[3:]) > 0.01
    assert max(covers) > 2 * min(covers)
