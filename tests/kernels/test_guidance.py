import numpy as np
import pytest

from tests.support.poisson_oracle import divergence_of
from tryon_ar.kernels import guidance


def test_padding_masks_tells_of_changes(rng):
    inside, fixed = rng.random((2, 6, 7)) < 0.5
    inside_p, known_p = np.zeros((2, 9, 10), np.uint8)
    assert guidance.pad_masks_nb(inside, fixed, inside_p, known_p)
    assert not guidance.pad_masks_nb(inside, fixed, inside_p, known_p)
    np.testing.assert_array_equal(inside_p[1:7, 1:8], inside)
    np.testing.assert_array_equal(known_p[1:7, 1:8], inside | fixed)
    assert inside_p.sum() == inside.sum()
    fixed[0, 0], inside[0, 0] = not (fixed[0, 0] or inside[0, 0]), False
    assert guidance.pad_masks_nb(inside, fixed, inside_p, known_p)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_fields_come_back_as_they_went_in(rng, channels):
    inside, fixed = rng.random((2, 6, 7)) < 0.5
    inside_p, known_p = np.zeros((2, 9, 10), np.uint8)
    guidance.pad_masks_nb(inside, fixed, inside_p, known_p)
    values, given = rng.normal(size=(2, 6, 7, channels)).astype(np.float32)
    field, out = np.zeros((channels, 9, 10), np.float32), np.empty_like(values)
    guidance.load_field_nb(values, inside_p, field)
    guidance.store_field_nb(field, given, inside_p, known_p, out)
    expected = np.where(inside[..., None], values, np.where(fixed[..., None], given, 0))
    np.testing.assert_array_equal(out, expected)


def test_edge_divergence_of_a_gradient(rng):
    image = rng.normal(size=(8, 9, 2)).astype(np.float32)
    inside, fixed = rng.random((2, 8, 9)) < 0.6
    gx, gy, out = np.full((3, *image.shape), np.nan, np.float32)
    gx[:, :-1], gy[:-1] = np.diff(image, axis=1), np.diff(image, axis=0)
    guidance.edge_divergence_nb(gx, gy, inside, fixed, out)
    np.testing.assert_allclose(out, divergence_of(image, inside, inside | fixed), atol=1e-5)


def limited(g, limit):
    return g * np.maximum(1 - (g / limit) ** 4, 0) ** 2


def less_expected(log_light, expected, axis, limit=0.1):
    g = np.diff(log_light, axis=axis)
    return np.maximum(1 - (g / limit) ** 4, 0) ** 2 * (g - np.diff(expected, axis=axis))


def test_shading_divergence_follows_its_definition(rng):
    log_light = rng.normal(0, 0.08, (10, 12)).astype(np.float32)
    worn, inside = rng.random((2, 10, 12)) < 0.8
    out = np.empty((10, 12, 1), np.float32)
    expected_light = rng.normal(0, 0.03, (10, 12)).astype(np.float32)
    trust = worn.astype(np.float32)
    guidance.shading_divergence_nb(log_light[..., None], trust, expected_light, inside, 0.1, out)
    both = worn & inside
    gx = less_expected(log_light, expected_light, 1) * (both[:, 1:] & both[:, :-1])
    gy = less_expected(log_light, expected_light, 0) * (both[1:] & both[:-1])
    expected = np.zeros((10, 12))
    expected[:, :-1] += gx
    expected[:, 1:] -= gx
    expected[:-1] += gy
    expected[1:] -= gy
    np.testing.assert_allclose(out[..., 0], expected, atol=1e-5)


def test_print_edges_say_nothing_about_the_light():
    log_light = np.zeros((6, 8), np.float32)
    log_light[:, 4:] = 0.6
    everywhere, out = np.ones((6, 8), bool), np.empty((6, 8, 1), np.float32)
    trust = everywhere.astype(np.float32)
    nothing = np.zeros((6, 8), np.float32)
    guidance.shading_divergence_nb(log_light[..., None], trust, nothing, everywhere, 0.1, out)
    assert not out.any()
