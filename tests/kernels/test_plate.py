import cv2
import numpy as np
import pytest

from tryon_ar.kernels.plate import lay_plate_nb, learn_plate_nb

HEIGHT, WIDTH, CELLS = 24, 32, (3, 4)


def looked_at(frames, hidden=None):
    """Learn frames; return plate, votes, the last look's drift and counts."""
    plate = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    votes = np.zeros((HEIGHT, WIDTH), np.uint8)
    drift = np.full((*CELLS, 4), 9.0, np.float32)
    nobody = np.zeros((HEIGHT, WIDTH), np.uint8) if hidden is None else hidden
    for frame in frames:
        counts = learn_plate_nb(plate, votes, drift, frame, nobody, np.float32(22.0))
    return plate, votes, drift, counts


def plain(value):
    return np.full((HEIGHT, WIDTH, 3), value, np.uint8)


def test_agreeing_looks_are_averaged():
    plate, votes, _, counts = looked_at([plain(100), plain(106), plain(112)])
    assert plate == pytest.approx(106.0, abs=1e-3)
    assert (votes == 3).all()
    assert counts == (HEIGHT * WIDTH, 0)


def test_one_look_that_differs_takes_a_vote_and_no_more():
    plate, votes, _, counts = looked_at([plain(100), plain(100), plain(200)])
    assert plate == pytest.approx(100.0)
    assert (votes == 1).all()
    assert counts == (HEIGHT * WIDTH, HEIGHT * WIDTH)


def test_where_somebody_may_stand_nothing_is_learnt():
    hidden = np.zeros((HEIGHT, WIDTH), np.uint8)
    hidden[:, :10] = 128
    hidden[:, 10:20] = 127
    _, votes, drift, _ = looked_at([plain(100), plain(104)], hidden)
    assert (votes[:, :10] == 0).all()
    assert (votes[:, 10:] == 2).all()
    assert drift[..., 3].sum() == HEIGHT * (WIDTH - 10)


def test_drift_tells_by_how_much_the_room_is_brighter_than_it_was_learnt():
    brighter = plain(100)
    brighter[:, 16:] = 110
    _, _, drift, _ = looked_at([plain(100)] * 9 + [brighter])
    mean = drift[..., :3] / drift[..., 3:]
    assert mean[:, :2] == pytest.approx(0.0, abs=1e-4)
    assert mean[:, 2:] == pytest.approx(9.0, abs=1e-3)  # a tenth of it was learnt


def test_the_room_is_laid_from_plate_guess_and_drift(rng):
    plate = rng.uniform(20, 200, (HEIGHT, WIDTH, 3)).astype(np.float32)
    votes = (rng.random((HEIGHT, WIDTH)) > 0.5).astype(np.uint8)
    guess = rng.integers(20, 200, (HEIGHT // 2, WIDTH // 2, 3)).astype(np.uint8)
    drift = rng.uniform(-15, 15, (*CELLS, 3)).astype(np.float32)
    wanted = (rng.random((10, 12)) > 0.3).astype(np.uint8)
    picture = np.full((10, 12, 3), 7, np.uint8)
    lay_plate_nb(picture, wanted, plate, votes, guess, drift, 6, 9)
    size = WIDTH, HEIGHT
    wide = cv2.resize(guess.astype(np.float32), size)
    whole = np.where(votes[..., None] > 0, plate, wide) + cv2.resize(drift, size)
    part = whole[9:19, 6:18]
    assert np.abs(picture - part)[wanted > 0].max() <= 0.51
    assert (picture[wanted == 0] == 7).all()
