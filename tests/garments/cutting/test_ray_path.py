"""The cheapest path through a fan of rays."""

import itertools

import numpy as np
import pytest

from tryon_ar.garments.cutting.ray_path import cheapest_path


def price(cost, path, bend):
    steps = np.diff(path)
    return float(cost[np.arange(len(path)), path].sum() + bend * (steps**2).sum())


@pytest.mark.parametrize("bend", [0.0, 0.1, 1.0])
def test_no_path_is_cheaper(rng, bend):
    cost = rng.random((5, 6)).astype(np.float32)
    paths = [
        np.array(path)
        for path in itertools.product(range(6), repeat=5)
        if np.abs(np.diff(path)).max() <= 3
    ]
    cheapest = min(price(cost, path, bend) for path in paths)
    assert price(cost, cheapest_path(cost, bend), bend) == pytest.approx(cheapest, abs=1e-5)


def test_it_follows_a_valley_and_bridges_a_gap():
    columns = np.round(20 + 10 * np.sin(np.linspace(0, 3, 60))).astype(int)
    cost = np.ones((60, 40), np.float32)
    cost[np.arange(60), columns] = 0
    cost[28:32] = 1
    path = cheapest_path(cost, 0.1)
    assert np.abs(path - columns).max() <= 1
    np.testing.assert_array_equal(path[:25], columns[:25])
