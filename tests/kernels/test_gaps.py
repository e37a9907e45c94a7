import cv2
import numpy as np

from tryon_ar.kernels.gaps import close_in_nb, reflect_nb, settle_nb


def holed(rng, height=30, width=40):
    """A picture, where it is missing, its nearest known pixels and how far they are."""
    small = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    missing = np.zeros((height, width), np.uint8)
    missing[8:24, 10:27] = 1
    missing[3:5, 30:38] = 1
    distance, labels = cv2.distanceTransformWithLabels(
        missing, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    return small, missing, labels.astype(np.int32), distance.astype(np.float32)


def test_reflections_are_those_of_plain_numpy(rng):
    small, missing, labels, distance = holed(rng)
    light = rng.uniform(0, 255, (30, 40, 3)).astype(np.float32)
    weight = rng.uniform(0.5, 1.0, (30, 40)).astype(np.float32)
    smooth = rng.uniform(0, 255, (30, 40, 3)).astype(np.float32)
    filled = np.empty_like(smooth)
    reflect_nb(small, missing, labels, distance, light, weight, smooth, 60.0, 9.0, 0.6, filled)
    means = light / weight[..., None]
    for y, x in np.argwhere(missing == 0)[::7]:
        np.testing.assert_array_equal(filled[y, x], small[y, x])
    for y, x in np.argwhere(missing):
        border_y, border_x = np.argwhere((labels == labels[y, x]) & (missing == 0))[0]
        at_y, at_x = np.clip(2 * border_y - y, 0, 29), np.clip(2 * border_x - x, 0, 39)
        more = means[border_y, border_x] - means[at_y, at_x]
        more = more * np.clip(2 - np.abs(more).max() / 60, 0, 1)
        share = np.clip((1 - distance[y, x] / 9) / 0.4, 0, 1) * (missing[at_y, at_x] == 0)
        value = np.clip(small[at_y, at_x] + more, 0, 255)
        expected = smooth[y, x] + share * (value - smooth[y, x])
        np.testing.assert_allclose(filled[y, x], expected, atol=0.02)


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


def test_a_filling_gets_softer_inwards_and_goes_nowhere_else(rng):
    _, missing, _, distance = holed(rng)
    filled = np.full((30, 40, 3), 100.0, np.float32)
    soft = np.full((30, 40, 3), 200.0, np.float32)
    whole = np.zeros((50, 60, 3), np.uint8)
    settle_nb(filled, soft, distance, missing, 9.0, 5, 7, whole)
    share = np.clip(1.5 * distance / 9.0, 0, 1)
    expected = np.where(missing > 0, np.floor(100.5 + 100 * share), 0)
    np.testing.assert_allclose(whole[7:37, 5:45, 1], expected, atol=1)
    assert not whole[:7].any()
    assert not whole[:, :5].any()
