import numpy as np
import pytest

from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.runtime.picture_watch import NOTICED_AFTER_S, PictureWatch
from tryon_ar.runtime.status import Problem

SIZE = (240, 320, 3)


def watched(pictures, rate_hz: float = 10.0) -> list[Problem | None]:
    watch = PictureWatch()
    return [watch.note(picture, number / rate_hz) for number, picture in enumerate(pictures)]


def noisy(rng, level: float, noise: float, count: int) -> list[np.ndarray]:
    return [np.clip(rng.normal(level, noise, SIZE), 0, 255).astype(np.uint8) for _ in range(count)]


def test_moving_pictures_are_well():
    with SyntheticSource((160, 120), 10.0, 60) as source:
        assert set(watched([source.read().image_bgr for _ in range(60)])) == {None}


@pytest.mark.parametrize(("level", "noise"), [(0, 0), (6, 3), (16, 8), (128, 0)])
def test_a_covered_or_switched_off_camera_is_black_after_a_moment(rng, level, noise):
    told = watched(noisy(rng, level, noise, 40))
    assert told.index(Problem.BLACK) == round(NOTICED_AFTER_S * 10)
    assert set(told[20:]) == {Problem.BLACK}


def test_a_dark_room_with_a_person_in_it_is_not_black(rng):
    pictures = noisy(rng, 10, 4, 40)
    for picture in pictures:
        picture[40:90, 60:100] += 34  # a face in the light of the screen
    assert set(watched(pictures)) == {None}


def test_a_quiet_room_is_not_frozen_and_a_hung_camera_is(rng):
    room = rng.integers(0, 255, SIZE, np.uint8)
    alive = []
    for _ in range(40):
        picture = room.copy()
        picture[rng.random(SIZE[:2]) < 0.02] ^= 1  # the least noise there is
        alive.append(picture)
    assert set(watched(alive)) == {None}
    told = watched([*alive[:10], *[room] * 30, *alive[:10]])
    noticed = 10 + round(NOTICED_AFTER_S * 10)
    assert told[:noticed] == [None] * noticed
    assert set(told[noticed:40]) == {Problem.FROZEN}
    assert set(told[40:]) == {None}


def test_a_few_pictures_a_minute_are_not_frozen(rng):
    room = rng.integers(0, 255, SIZE, np.uint8)
    assert set(watched([room] * 6, rate_hz=0.5)) == {None}
