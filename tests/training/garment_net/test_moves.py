"""Moves of a picture and of what is known about it."""

import numpy as np
import pytest

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.training.garment_net.moves import Move, random_move

SIDE = 64
LEFT, RIGHT = (LANDMARK_ORDER.index(f"hem_{side}") for side in ("left", "right"))


def still(mirrored=False):
    return Move(np.array([[1.0, 0, 0], [0, 1, 0]]), mirrored)


def landmarks_at(**places):
    landmarks = np.zeros((len(LANDMARK_ORDER), 3), np.float32)
    for name, (x, y) in places.items():
        landmarks[LANDMARK_ORDER.index(name)] = (x, y, 1)
    return landmarks


def test_a_landmark_goes_where_its_pixel_goes():
    rng = np.random.default_rng(5)
    for _ in range(20):
        move = random_move(SIDE, rng)
        photo = np.zeros((SIDE, SIDE, 3), np.uint8)
        photo[29:34, 38:43] = 255
        moved = move.photo(photo)[:, :, 0].astype(float)
        rows, columns = np.mgrid[:SIDE, :SIDE]
        seen = (columns * moved).sum() / moved.sum(), (rows * moved).sum() / moved.sum()
        said = move.landmarks(landmarks_at(hem_left=(40, 31)), SIDE)
        at = said[RIGHT if move.mirrored else LEFT]
        assert at[2] == 1
        np.testing.assert_allclose(at[:2], seen, atol=0.6)


def test_mirroring_swaps_the_wearers_sides():
    mirrored = still(mirrored=True).landmarks(landmarks_at(hem_left=(50, 20)), SIDE)
    assert mirrored[RIGHT].tolist() == [13, 20, 1]
    assert mirrored[LEFT, 2] == 0


def test_a_landmark_that_leaves_the_picture_does_not_exist():
    move = Move(np.array([[1.0, 0, 30], [0, 1, 0]]), False)
    moved = move.landmarks(landmarks_at(hem_left=(40, 20), hem_right=(10, 20)), SIDE)
    assert moved[LEFT, 2] == 0
    assert moved[RIGHT].tolist() == [40, 20, 1]


def test_labels_stay_labels_and_are_nothing_beyond_the_border():
    mask = np.full((SIDE, SIDE), 128, np.uint8)
    mask[10:30, 10:30] = 255
    rng = np.random.default_rng(2)
    for _ in range(10):
        assert set(np.unique(random_move(SIDE, rng).mask(mask))) <= {0, 128, 255}
    shifted = Move(np.array([[1.0, 0, 30], [0, 1, 0]]), False).mask(mask)
    assert not shifted[:, :30].any()


def test_moves_are_small_vary_and_follow_their_seed():
    one, same, other = (random_move(SIDE, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.matrix, same.matrix)
    assert (one.matrix != other.matrix).any()
    rng = np.random.default_rng(0)
    moves = [random_move(SIDE, rng) for _ in range(200)]
    scales = [np.sqrt(abs(np.linalg.det(move.matrix[:, :2]))) for move in moves]
    assert 0.6 < min(scales) < 0.85
    assert 1.15 < max(scales) < 1.5
    centre = [move.matrix @ [SIDE / 2, SIDE / 2, 1] for move in moves]
    assert np.abs(np.mean(centre, 0) - SIDE / 2).max() < 1.5
    assert np.mean([move.mirrored for move in moves]) == pytest.approx(0.5, abs=0.12)


def test_half_of_the_moves_look_closely_at_a_known_garment():
    box = np.array([10.0, 40.0], np.float32), np.array([22.0, 56.0], np.float32)
    rng = np.random.default_rng(3)
    close = []
    for _ in range(200):
        move = random_move(SIDE, rng, box)
        scale = np.sqrt(abs(np.linalg.det(move.matrix[:, :2])))
        if scale > 1.5:
            middle = move.matrix @ [16, 48, 1]
            assert np.abs(middle - SIDE / 2).max() < 0.2 * SIDE
            close.append(scale * 16 / SIDE)
    assert len(close) == pytest.approx(100, abs=25)
    assert 0.6 < min(close) < max(close) < 1.05
