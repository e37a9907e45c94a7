import numpy as np

from tryon_ar.kernels.mattes import blur_along_nb, settle_nb, weigh_motion_nb


def weighed(shape, motion=(0.0, 0.0), surprise=0.0, weight=1.0):
    out = np.empty((*shape, 4), np.float32)
    out[:] = np.array([*motion, surprise, 1.0]) * weight
    return out


def settled(
    measured, before, motion=(0.0, 0.0), surprise=0, bounds=(0, 255), shift=(0, 0), eager=0.0
):
    out = measured.copy()
    settle_nb(
        measured,
        np.ones(measured.shape[:2], np.uint8),
        np.full_like(measured, bounds[0]),
        np.full_like(measured, bounds[1]),
        before,
        *shift,
        weighed(measured.shape[:2], motion, surprise, weight=0.5),
        *(np.float32(value) for value in (1, 0, 0, 0.25, eager, 6, 20, 1)),
        out,
        out.copy(),
    )
    return out


def flat(value):
    return np.full((12, 16, 4), value, np.uint8)


def test_what_is_as_foreseen_counts_little():
    assert (settled(flat(200), flat(100))[:-1, :-1] == 125).all()


def test_what_motion_does_not_explain_is_taken_as_measured():
    assert (settled(flat(200), flat(100), surprise=26) == 200).all()


def test_what_is_fast_counts_as_measured():
    fast = settled(flat(200), flat(100), motion=(3.0, 4.0), eager=0.05)
    assert (fast[:7, :12] == 150).all()


def test_nothing_leaves_its_bounds():
    assert (settled(flat(200), flat(100), bounds=(180, 255))[:-1, :-1] == 180).all()
    assert (settled(flat(100), flat(250), bounds=(0, 130))[:-1, :-1] == 130).all()


def test_a_mask_is_carried_by_the_motion_and_by_where_its_rectangle_lay():
    before = flat(0)
    before[:, 8:] = 200
    measured = flat(0)
    moved = settled(measured, before, motion=(2.0, 0.0))
    assert moved[5, 5:8, 0].tolist() == [0, 150, 150]
    shifted = settled(measured, before, shift=(2, 0))
    assert (shifted == moved).all()


def test_nothing_is_known_of_what_was_not_drawn_before():
    away = settled(flat(200), flat(100), motion=(-6.0, 0.0))
    assert (away[:-1, :6] == 200).all()
    assert (away[:-1, 6:] == 125).all()


def test_masks_follow_the_motion_of_small_pixels():
    before = flat(0)
    before[:, 8:] = 200
    out = flat(0)
    motion = weighed((6, 8), (1.0, 0.0))  # two pixels
    numbers = (np.float32(value) for value in (0.5, -0.25, -0.25, 0, 0, 6, 20, 1))
    settle_nb(
        flat(0),
        flat(1)[..., 0].copy(),
        flat(0),
        flat(255),
        before,
        0,
        0,
        motion,
        *numbers,
        out,
        out.copy(),
    )
    assert out[5, 4:8, 1].tolist() == [0, 0, 200, 200]


def test_only_what_is_shown_is_made_steeper_and_only_what_was_moved():
    numbers = [np.float32(value) for value in (1, 0, 0, 0, 0, 6, 20, 2)]
    bounds = flat(9), flat(1)[..., 0].copy(), flat(0), flat(255), flat(140)
    for moved, expected in ((0.0, 140), (0.5, 153)):
        out, shown = flat(9), flat(9)
        settle_nb(*bounds, 0, 0, weighed((12, 16), (moved, 0.0)), *numbers, out, shown)
        assert (out[:-1, :-2] == 140).all()
        assert (shown[:-1, :-2] == expected).all()


def test_surprise_is_what_motion_does_not_explain():
    rng = np.random.default_rng(3)
    before = rng.integers(0, 255, (20, 30, 3), dtype=np.uint8)
    now = np.roll(before, 3, axis=1)
    now[10, 15] = 255 - now[10, 15]
    motion = np.zeros((20, 30, 2), np.float32)
    motion[..., 0] = -3.0
    out = np.empty((20, 30, 4), np.float32)
    weigh_motion_nb(now, before, motion, np.full((20, 30), 255, np.uint8), np.float32(0), out)
    assert out[10, 15, 2] == np.abs(255 - 2 * now[10, 15].astype(int)).max()
    assert (out[..., 0] == -3.0).all()
    out[10, 15] = 0
    assert not out[:, 3:, 2].any()


def test_motion_counts_where_something_is_in_front():
    picture, motion = np.zeros((4, 4, 3), np.uint8), np.ones((4, 4, 2), np.float32)
    front = np.zeros((4, 4), np.uint8)
    front[:, 2:] = 255
    out = np.empty((4, 4, 4), np.float32)
    weigh_motion_nb(picture, picture, motion, front, np.float32(0.5), out)
    assert out[1, :, 3].tolist() == [0.5, 0.5, 1.5, 1.5]
    assert (out[..., 0] == out[..., 3]).all()


def test_what_is_beyond_doubt_stays():
    out, shown = flat(9), flat(9)
    doubtful = np.zeros((12, 16), np.uint8)
    doubtful[3, 4] = 1
    numbers = (np.float32(value) for value in (1, 0, 0, 0, 0, 6, 20, 1))
    bounds = flat(9), doubtful, flat(0), flat(255), flat(140)
    settle_nb(*bounds, 0, 0, weighed((12, 16)), *numbers, out, shown)
    assert out[3, 4].tolist() == [140] * 4
    assert (out == 140).sum() == 4


def test_edges_blur_along_their_motion_alone():
    masks = flat(0)
    masks[:, 8:] = 200
    doubtful, bounds = flat(1)[..., 0].copy(), (flat(0), flat(255))
    numbers = [np.float32(value) for value in (1, 0, 0, 1, 9)]
    for motion, across in (((8.0, 0.0), True), ((0.0, 8.0), False), ((0.8, 0.0), False)):
        shown = masks.copy()
        blur_along_nb(masks, doubtful, *bounds, weighed((12, 16), motion), *numbers, shown)
        assert (np.diff(np.unique(shown[5, :, 0])) < 50).all() == across
        assert shown[5, 2, 0] == 0
        assert shown[5, 13, 0] == 200


def test_no_edge_blurs_further_than_it_may():
    masks = flat(0)
    masks[:, 8:] = 200
    doubtful, bounds = flat(1)[..., 0].copy(), (flat(0), flat(255))
    numbers = [np.float32(value) for value in (1, 0, 0, 1, 2)]
    shown = masks.copy()
    blur_along_nb(masks, doubtful, *bounds, weighed((12, 16), (12.0, 0.0)), *numbers, shown)
    assert (shown[:, :6] == 0).all()
    assert (shown[:, 10:] == 200).all()
    assert shown[5, 7, 0] == 80
