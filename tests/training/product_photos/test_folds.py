import numpy as np

from tryon_ar.training.product_photos.folds import (
    Crease,
    Drape,
    crease_height,
    drape_height,
    fold_height,
)


def grid(reach: float = 30.0, count: int = 181) -> tuple[np.ndarray, np.ndarray]:
    axis = np.linspace(-reach, reach, count, dtype=np.float32)
    x, y = np.meshgrid(axis, axis)
    return x, y


def test_a_crease_is_highest_on_its_line_and_ends_with_it() -> None:
    x, y = grid()
    height = crease_height(Crease((-10, 0), (10, 0), 1.5, 0.2), x, y)
    row, column = np.unravel_index(height.argmax(), height.shape)
    assert abs(y[row, column]) < 0.7
    assert -10 < x[row, column] < 10
    assert 0.1 < height.max() <= 0.2
    assert np.abs(height[(x > 10.5) | (x < -14.5) | (np.abs(y) > 8)]).max() < 1e-3


def test_one_side_of_a_crease_is_steeper() -> None:
    x, y = grid()
    height = crease_height(Crease((-10, 0), (10, 0), 2.0, 0.2, sharp=0.3), x, y)
    middle = height[:, 90]
    slope = np.diff(middle)
    assert max(slope.max(), -slope.min()) > 1.8 * min(slope.max(), -slope.min())


def test_a_drape_stays_in_its_region(rng: np.random.Generator) -> None:
    x, y = grid()
    height = drape_height(Drape((0, 0), (10, 8), 90, 3.0, 12.0, 0.1), rng, x, y)
    assert height.std() > 0.003
    outside = (x / 10) ** 2 + (y / 8) ** 2 > 1.25**2
    assert np.abs(height[outside]).max() == 0


def test_a_drape_runs_the_way_it_is_told(rng: np.random.Generator) -> None:
    x, y = grid()
    height = drape_height(Drape((0, 0), (25, 25), 90, 3.0, 20.0, 0.1, 0.0), rng, x, y)
    across, along = np.abs(np.diff(height, axis=1)).mean(), np.abs(np.diff(height, axis=0)).mean()
    assert across > 2 * along


def test_the_same_seed_gives_the_same_folds() -> None:
    x, y = grid(count=61)
    folds = [Crease((0, 0), (9, 9), 1, 0.1), Drape((0, 0), (9, 9), 45, 3, 9, 0.1)]
    first = fold_height(folds, np.random.default_rng(3), x, y)
    again = fold_height(folds, np.random.default_rng(3), x, y)
    other = fold_height(folds, np.random.default_rng(4), x, y)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.01
