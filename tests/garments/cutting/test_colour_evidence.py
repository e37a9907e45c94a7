"""Local Gaussians of colour, against NumPy's own."""

import numpy as np
import pytest

from tryon_ar.garments.cutting.colour_evidence import (
    LocalColours,
    local_colours,
    log_likelihood,
    with_spread_towards_black,
)

_UPPER = np.triu_indices(3)


def test_moments_are_those_of_the_window(rng):
    picture = (rng.random((60, 60, 3)) * 200).astype(np.float32)
    model = local_colours(
        picture, np.ones((60, 60), np.float32), (np.array([30]), np.array([30])), 5
    )
    window = picture[25:36, 25:36].reshape(-1, 3)
    assert model.mean[0] == pytest.approx(window.mean(axis=0), rel=0.01)
    expected = np.cov(window.T, bias=True)[_UPPER]
    assert model.covariance[0] == pytest.approx(expected, rel=0.05, abs=30)


def test_pixels_without_weight_do_not_count(rng):
    picture = np.full((60, 60, 3), 50, np.float32)
    picture[:, 30:] = 250
    weight = np.zeros((60, 60), np.float32)
    weight[:, :30] = 1
    model = local_colours(picture, weight, (np.array([30]), np.array([33])), 5)
    assert model.mean[0] == pytest.approx([50, 50, 50], abs=0.1)


def test_density_is_that_of_a_gaussian(rng):
    root = rng.normal(size=(3, 3)) * 5
    covariance = root @ root.T
    model = LocalColours(
        np.array([[10, 20, 30]], np.float32), covariance[_UPPER][None].astype(np.float32)
    )
    colour = np.array([[14, 18, 33]], np.float32)
    off = colour[0] - model.mean[0]
    full = covariance + 4 * np.eye(3)
    expected = -0.5 * (off @ np.linalg.solve(full, off) + np.log(np.linalg.det(full)))
    assert log_likelihood(colour, model, 2.0)[0] == pytest.approx(expected, rel=1e-3)


def test_a_ground_in_shadow_is_likelier_than_another_colour():
    model = LocalColours(np.full((1, 3), 250, np.float32), np.zeros((1, 6), np.float32))
    shaded = with_spread_towards_black(model, np.array([10], np.float32))
    darker, redder = (np.array([c], np.float32) for c in ([230, 230, 230], [230, 230, 265]))
    assert log_likelihood(darker, shaded, 1.5)[0] > log_likelihood(darker, model, 1.5)[0] + 50
    assert log_likelihood(darker, shaded, 1.5)[0] > log_likelihood(redder, shaded, 1.5)[0] + 50
