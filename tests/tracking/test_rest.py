import numpy as np
import pytest

from tryon_ar.core.seen_motion import SeenMotion
from tryon_ar.tracking.body_motion import Carried
from tryon_ar.tracking.rest import SeenRest, parts_at_rest

UNIT = 100.0
TRUNK, ELBOWS, WRISTS = slice(0, 1), slice(1, 3), slice(3, 5)
LEFT_ELBOW, LEFT_WRIST, LEFT_HIP = 13, 15, 23
ALIKE = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
PARTS = np.repeat(np.arange(1, 6, dtype=np.uint8), (30, 6, 6, 4, 4))


def motion(moves: dict[int, tuple[float, float]] | None = None, of: np.ndarray = PARTS):
    """Texture on trunk and arms; parts named move by so much, the rest not at all."""
    points = np.random.default_rng(0).uniform(50, 250, (len(of), 2))
    moved = np.zeros_like(points)
    for part, move in (moves or {}).items():
        moved[of == part] = move
    return SeenMotion(points, moved, of, ALIKE)


def carried(points: np.ndarray) -> Carried:
    return Carried(points.copy(), np.zeros(len(points)))


def test_everything_rests_where_nothing_moves() -> None:
    assert parts_at_rest(motion(), UNIT).all()


@pytest.mark.parametrize(("part", "resting"), [(1, TRUNK), (2, ELBOWS), (4, WRISTS)])
def test_what_moves_does_not_rest(part: int, resting: slice) -> None:
    found = parts_at_rest(motion({part: (1.5, 0.0)}), UNIT)
    assert not found[resting][0]


def test_an_elbow_may_rest_while_the_forearm_moves() -> None:
    found = parts_at_rest(motion({4: (3.0, 0.0)}), UNIT)
    assert found[ELBOWS].all()
    assert found[WRISTS].tolist() == [False, True]


def test_faint_texture_that_is_found_to_all_sides_rests() -> None:
    seen = motion()
    noise = np.random.default_rng(1).normal(0.0, 0.4, seen.moves_px.shape)
    noisy = SeenMotion(seen.points_px, noise, seen.parts, ALIKE)
    assert parts_at_rest(noisy, UNIT)[1]


def test_without_texture_nothing_is_known_to_rest() -> None:
    few = motion(of=np.array([1, 1, 2, 4], np.uint8))
    assert not parts_at_rest(few, UNIT).any()


def test_an_arm_that_goes_along_with_the_trunk_rests_beside_it() -> None:
    moves = dict.fromkeys(range(1, 6), (4.0, 0.0))
    seen = motion(moves)
    along = SeenMotion(
        seen.points_px, seen.moves_px, seen.parts, ALIKE + np.array([[0, 0, 4.0], [0, 0, 0]])
    )
    found = parts_at_rest(along, UNIT)
    assert not found[0]
    assert found[1:].all()


def rested(frames: int, offset_px: float = 0.0, seen: SeenMotion | None = None) -> np.ndarray:
    """Return what is left of the cut-offs after so many frames at 30 a second."""
    rest, points = SeenRest(), np.full((33, 2), 100.0)
    away = points + np.array([offset_px, 0.0])
    for k in range(frames):
        left = rest.left(seen or motion(), carried(points), away, k / 30.0, UNIT)
    return left


def test_rest_is_believed_after_a_while() -> None:
    assert rested(3)[LEFT_WRIST] == 1.0
    long = rested(40)
    assert long[LEFT_WRIST] < 0.1
    assert long[LEFT_ELBOW] < 0.1
    assert 0.1 < long[LEFT_HIP] < 1.0


def test_an_estimate_that_stays_away_is_followed_after_all() -> None:
    assert rested(60, offset_px=30.0)[LEFT_WRIST] == 1.0


def test_an_estimate_that_jumps_to_and_fro_is_not() -> None:
    rest, points = SeenRest(), np.full((33, 2), 100.0)
    for k in range(60):
        jump = points + np.array([10.0 * (-1) ** k, 0.0])
        left = rest.left(motion(), carried(points), jump, k / 30.0, UNIT)
    assert left[LEFT_WRIST] < 0.1


def test_where_the_pictures_say_nothing_nothing_is_held() -> None:
    rest, points = SeenRest(), np.zeros((33, 2))
    for k in range(40):
        rest.left(motion(), carried(points), points, k / 30.0, UNIT)
    assert (rest.left(None, None, points, 41 / 30.0, UNIT) == 1.0).all()
    assert rest.left(motion(), carried(points), points, 42 / 30.0, UNIT)[LEFT_WRIST] == 1.0


def test_a_reset_forgets_rest() -> None:
    rest, points = SeenRest(), np.zeros((33, 2))
    for k in range(40):
        rest.left(motion(), carried(points), points, k / 30.0, UNIT)
    rest.reset()
    assert rest.left(motion(), carried(points), points, 41 / 30.0, UNIT)[LEFT_WRIST] == 1.0
