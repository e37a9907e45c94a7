"""Evidence of colours against the same formulas on whole arrays."""

import numpy as np
import pytest

from tryon_ar.kernels import evidence


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def random_colours(rng, shape):
    return np.stack(
        [rng.uniform(20, 235, shape), rng.uniform(90, 170, shape), rng.uniform(90, 170, shape)],
        axis=-1,
    ).astype(np.float32)


def length(difference):
    return np.sqrt((0.3 * difference[..., 0]) ** 2 + (difference[..., 1:] ** 2).sum(-1))


def ramp(values, start, end):
    return np.clip((values - start) / (end - start), 0, 1)


def test_colours_are_those_of_the_pixels_under_a_label(rng):
    import cv2

    frame = rng.integers(0, 256, (8, 12, 3), dtype=np.uint8)
    colours = np.empty((4, 6, 3), np.float32)
    evidence.sample_colours_nb(frame, 0.0, 0.0, 2.0, colours)
    means = cv2.resize(frame.astype(np.float32), (6, 4), interpolation=cv2.INTER_AREA)
    wanted = cv2.cvtColor(means / 255, cv2.COLOR_BGR2YCrCb) * 255
    wanted[..., 1:] += 0.5  # OpenCV's middle is 127.5 of floats, 128 of bytes
    assert np.allclose(colours, wanted, atol=0.1)


def test_colours_beyond_the_picture_continue_its_rim():
    frame = np.zeros((4, 4, 3), np.uint8)
    frame[:, :2] = 200
    colours = np.empty((2, 8, 3), np.float32)
    evidence.sample_colours_nb(frame, -8.0, -8.0, 2.0, colours)
    assert np.allclose(colours[:, :5, 0], 200, atol=0.01)
    assert np.allclose(colours[:, 5:, 0], 0)


def test_the_median_colour_is_that_of_the_pixels_asked_for(rng):
    colours = random_colours(rng, (30, 40))
    share = rng.uniform(0, 1, (30, 40)).astype(np.float32)
    median = np.empty(3, np.float32)
    count = evidence.median_colour_nb(colours, share, 0.8, median)
    assert count == int((share > 0.8).sum())
    assert np.allclose(median, np.median(colours[share > 0.8], axis=0), atol=3.0)


def test_light_is_evened_out_and_cloth_added_up(rng):
    colours = random_colours(rng, (10, 9))
    shares = rng.uniform(0, 1, (2, 10, 9)).astype(np.float32)
    lit = colours.copy()
    cells = np.empty((3, 3, 5), np.float32)
    evidence.even_light_nb(lit, shares, 120.0, 0.5, cells)
    gain = np.clip(136.0 / (colours[..., :1] + 16.0), 0.6, 2.2)
    assert np.allclose(lit[..., 1:], 128 + (colours[..., 1:] - 128) * gain, atol=1e-3)
    assert np.array_equal(lit[..., 0], colours[..., 0])
    corner = np.s_[8:10, 4:8]
    sure = shares[0][corner] > 0.5
    assert np.allclose(cells[2, 1, :3], lit[corner][sure].sum(axis=0), rtol=1e-5)
    assert cells[2, 1, 3] == sure.sum()
    assert cells[2, 1, 4] == pytest.approx(shares[1][corner].sum(), rel=1e-5)


def test_evidence_is_that_of_the_formulas(rng):
    colours, cloth = random_colours(rng, (20, 30)), random_colours(rng, (20, 30))
    skin = np.array([150.0, 155.0, 110.0], np.float32)
    weights = np.empty((20, 30, 3), np.float32)
    evidence.weigh_nb(colours, cloth, skin, weights)
    low, high, tint = 0.35 * skin[0], 1.5 * skin[0], skin[1:] - 128
    along = ((colours[..., 1:] - 128) @ tint) / float(tint @ tint)
    pale = np.where(colours[..., 0] > 0.95 * skin[0], np.clip(along, 0.55, 1), 1)
    expected = np.clip(colours[..., 0], low, high)
    paled = np.dstack([expected, 128 + pale[..., None] * tint])
    off_skin, off_cloth = length(colours - paled), length(colours - cloth)
    apart = np.dstack([np.clip(cloth[..., 0], low, high), np.broadcast_to(skin[1:], (20, 30, 2))])
    contrast = length(cloth - apart)
    place = off_skin / (off_skin + off_cloth)
    told = contrast > 13
    tinted = ramp(along, 0.5, 0.8)
    fair = np.clip(contrast / 24, 1e-3, 1)
    wanted = [
        ramp(place, 0.45, 0.65) * ramp(off_skin / fair, 7, 13) * told,
        ramp(off_skin, 12, 20) * told,
        ramp(place, 0.30, 0.18) * (contrast > 26) * tinted,
    ]
    assert np.allclose(weights, np.dstack(wanted), atol=1e-3)
    assert 0.1 < weights[..., 0].mean() < 0.9


def test_another_label_gives_up_what_has_the_cloths_colour():
    shares = np.zeros((2, 10, 12), np.float32)
    shares[1] = 1.0
    colours = np.full((10, 12, 3), (60, 128, 128), np.float32)
    colours[:3] = 150, 100, 160
    cloth = np.full((10, 12, 3), (150, 100, 160), np.float32)
    beside = np.ones((10, 12), np.float32)
    beside[:, 6:] = 0.0
    evidence.move_other_nb(shares, beside, colours, cloth, False)
    assert np.allclose(shares[0, :3, :6], 1.0)
    assert not shares[0, 3:].any()
    assert not shares[0, :, 6:].any()  # no such cloth is near
    assert np.allclose(shares.sum(axis=0), 1.0)


def test_what_may_be_hair_and_has_its_colour_becomes_hair():
    shares = np.zeros((2, 10, 12), np.float32)
    shares[1, :8] = 1.0
    shares[:, 8, :6] = [[0.4], [0.6]]  # half seen
    shares[:, 9] = [[0.9], [0.1]]  # a lanyard beside it, as dark as hair
    colours = np.full((10, 12, 3), (60, 128, 128), np.float32)
    cloth = np.full((10, 12, 3), (150, 100, 160), np.float32)
    other = shares.copy()
    for both, one in ((True, shares), (False, other)):
        evidence.move_other_nb(one, np.ones((10, 12), np.float32), colours, cloth, both)
    assert np.allclose(shares[1, 8, :6], 1.0)
    assert np.allclose(shares[1, 9], 0.1)
    assert np.allclose(other[1, 8, :6], 0.6)
