import numpy as np

from tryon_ar.kernels.gaps import carry_on_nb, close_in_nb


def carried_on(picture, missing, order, across, radius):
    """What the kernel says it does, in plain NumPy."""
    filled, known = picture.astype(np.float64), missing == 0
    offsets = np.arange(-radius, radius + 1)
    for y, x in order:
        total, colour = 0.0, np.zeros(3)
        for dy in offsets:
            for dx in offsets:
                at, away = (y + dy, x + dx), np.hypot(dy, dx)
                inside = 0 <= at[0] < known.shape[0] and 0 <= at[1] < known.shape[1]
                if 0 < away <= radius and inside and known[at]:
                    weight = np.exp(-((across[y, x] @ (dx, dy)) ** 2) / 2) / away
                    total, colour = total + weight, colour + weight * filled[at]
        filled[y, x], known[y, x] = colour / total, True
    return filled


def test_what_is_carried_on_is_that_of_plain_numpy(rng):
    picture = rng.uniform(0, 255, (20, 24, 3)).astype(np.float32)
    missing = np.zeros((20, 24), np.uint8)
    missing[6:14, 8:18] = 1
    across = rng.normal(0, 0.6, (20, 24, 2)).astype(np.float32)
    depth = np.minimum.reduce(np.meshgrid(np.arange(24) - 7, np.arange(20) - 5))
    order = np.argwhere(missing)
    order = order[np.argsort(depth[missing > 0], kind="stable")]
    filled, known = picture.copy(), 1 - missing
    carry_on_nb(filled, known, order @ np.array([24, 1]), across, 3)
    expected = carried_on(picture, missing, order, across, 3)
    np.testing.assert_allclose(filled, expected, atol=3.0)
    assert np.abs(filled - expected).mean() < 0.3
    np.testing.assert_array_equal(filled[missing == 0], picture[missing == 0])
    assert known.all()


def test_only_what_goes_on_as_what_is_beside_it_is_taken(rng):
    seen = rng.integers(0, 256, (12, 14, 3), dtype=np.uint8)
    light = rng.uniform(0, 255, (12, 14, 3)).astype(np.float32)
    weight = np.full((12, 14), 0.5, np.float32)
    person = rng.integers(0, 2, (12, 14), dtype=np.uint8)
    missing = rng.integers(0, 2, (12, 14), dtype=np.uint8)
    small, known = np.zeros_like(seen), np.zeros((12, 14), np.float32)
    sums, left = np.zeros((12, 14, 3), np.float32), missing.copy()
    close_in_nb(seen, person, light, weight, 120.0, small, sums, known, left)
    away = np.abs(seen - light / 0.5).max(axis=2)
    taken = (missing > 0) & (person == 0) & (away < 120.0)
    assert 0 < taken.sum() < (missing > 0).sum()
    np.testing.assert_array_equal(small, np.where(taken[..., None], seen, 0))
    np.testing.assert_array_equal(sums, small)
    np.testing.assert_array_equal(known, taken)
    np.testing.assert_array_equal(left, missing * ~taken)
