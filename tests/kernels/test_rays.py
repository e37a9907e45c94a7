"""Rays against the same walk on whole arrays."""

import numpy as np
import pytest

from tryon_ar.kernels.rays import ray_lengths_nb


def walked(mask, start, direction, longest):
    steps = np.arange(0.0, longest, 1.0)
    columns = np.rint(start[0] + direction[0] * steps).astype(int)
    rows = np.rint(start[1] + direction[1] * steps).astype(int)
    height, width = mask.shape
    if not (0 <= columns[0] < width and 0 <= rows[0] < height):
        return np.nan
    seen = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    inside = np.zeros(len(steps), bool)
    inside[seen] = mask[rows[seen], columns[seen]] > 0.5
    if not inside[:3].any():
        return np.nan
    outside = np.flatnonzero(~inside[2:])
    return float(steps[outside[0] + 2]) if len(outside) else float(steps[-1])


@pytest.mark.parametrize("longest", [1.5, 2.0, 7.3, 60.0])
def test_lengths_are_those_of_the_walk(rng, longest):
    mask = np.zeros((40, 50), np.float32)
    mask[8:33, 11:41] = 1.0
    mask[20:24, 30:33] = 0.2
    for angle in np.linspace(0, 2 * np.pi, 9):
        direction = np.cos(angle), np.sin(angle)
        starts = rng.uniform(-3, 53, (60, 2))
        lengths = np.empty(60)
        ray_lengths_nb(mask, starts, *direction, longest, lengths)
        wanted = [walked(mask, start, direction, longest) for start in starts]
        np.testing.assert_array_equal(lengths, wanted)
        assert np.isnan(lengths).any()
        assert not np.isnan(lengths).all()
