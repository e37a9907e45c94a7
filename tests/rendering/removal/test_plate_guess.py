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


def test_slanting_lines_run_on_at_their_slant():
    rows, columns = np.mgrid[:120, :160]
    room = np.repeat(np.where(np.abs(rows - 20 - columns / 2) < 6, 220.0, 60.0)[..., None], 3, 2)
    votes = gap((120, 160), slice(80, 120))
    filled = guess_plate(np.where(votes[..., None] > 0, room, 0).astype(np.float32), votes)
    assert (filled[63, 84:88] > 180).all()
    assert (filled[[48, 78], 84:88] < 90).all()


def test_things_beside_a_gap_are_not_shown_twice():
    room = np.full((120, 160, 3), 60, np.float32)
    room[50:60, 48:56] = 220.0
    filled = guess_plate(room, gap((120, 160), slice(60, 100)))
    assert filled[:, 60:100].max() < 70


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


def test_a_shadow_does_not_get_lighter_in_a_gap():
    columns = np.arange(320, dtype=np.float32)
    shadow = 200 - 30 * np.clip((columns - 60) / 60, 0, 1)
    room = np.repeat(np.tile(shadow[None, :, None], (240, 1, 1)), 3, axis=2)
    filled = guess_plate(room, gap((240, 320), slice(120, 200)))
    assert np.abs(filled[100:140, 122:136].astype(int) - 172).max() < 6


def test_a_frame_shows_what_is_near_a_person_but_not_what_is_unlike_the_room():
    room = np.full((240, 320, 3), 100, np.float32)
    person = np.zeros((240, 320), np.float32)
    person[:, 140:180] = 1.0
    frame = np.full((240, 320, 3), 106, np.uint8)
    frame[:, 180:200] = 200  # a sleeve that is not taken for the person
    filled = guess_plate(room, gap((240, 320), slice(132, 200)), frame, person)
    assert (filled[100:140, 132:137] == 106).all()
    assert filled[100:140, 180:200].max() < 120
