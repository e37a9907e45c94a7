import cv2
import numpy as np

from tryon_ar.rendering.removal.plate_guess import guess_plate


def gap(shape, columns):
    votes = np.ones(shape, np.uint8)
    votes[:, columns] = 0
    return votes


def test_lines_run_on_into_a_gap():
    room = np.full((120, 160, 3), 60, np.float32)
    room[50:60] = 220.0
    votes = gap((120, 160), slice(60, 100))
    filled = guess_plate(np.where(votes[..., None] > 0, room, 0).astype(np.float32), votes)
    assert filled.shape == (120, 160, 3)
    assert (filled[52:58, 62:68] > 200).all()
    assert (filled[70:110, 62:68] < 80).all()


def test_texture_goes_on_into_a_gap(rng):
    room = 120 + 25 * cv2.GaussianBlur(rng.standard_normal((120, 160, 3)), (0, 0), 1) * 3
    votes = gap((120, 160), slice(60, 100))
    filled = guess_plate(room.astype(np.float32), votes)
    assert filled[:, 61:66].std() > 0.6 * room[:, 40:60].std()


def test_what_was_seen_is_left_alone():
    room = np.random.default_rng(1).integers(0, 255, (80, 90, 3)).astype(np.float32)
    votes = gap((80, 90), slice(30, 50))
    filled = guess_plate(room, votes)
    assert (filled[votes > 0] == room[votes > 0].astype(np.uint8)).all()


def test_large_rooms_are_guessed_at_fewer_rows():
    room = np.full((720, 960, 3), 100, np.float32)
    filled = guess_plate(room, gap((720, 960), slice(300, 500)))
    assert filled.shape == (360, 480, 3)
    assert np.abs(filled.astype(int) - 100).max() <= 4
