import cv2
import numpy as np
import pytest

from tests.tracking.bodies import SIZE_PX, mask_of, pose_at
from tryon_ar.core.seen_motion import PELVIS
from tryon_ar.core.types import Body
from tryon_ar.tracking import anatomy
from tryon_ar.tracking.body_motion import BodyMotion, carried_landmarks

CENTRE = (320.0, 180.0)


@pytest.fixture
def texture(rng):
    noise = rng.integers(0, 255, (SIZE_PX[1], SIZE_PX[0], 3), dtype=np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 2.5)


def moved(picture, matrix):
    return cv2.warpAffine(picture, matrix, picture.shape[1::-1], borderMode=cv2.BORDER_REFLECT)


def by(x, y):
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y]])


def body():
    pose = pose_at(*CENTRE)
    mask = np.ones((SIZE_PX[1], SIZE_PX[0]), np.float32)
    return Body(pose, mask)


def test_landmarks_are_carried_to_a_tenth_of_a_pixel(texture):
    motion, person = BodyMotion(), body()
    assert motion.follow(texture, None) is None
    seen = motion.follow(moved(texture, by(3.3, -1.6)), person)
    assert seen is not None
    there = carried_landmarks(seen, person.pose.points_px, 120.0)
    assert there.points_px == pytest.approx(person.pose.points_px + np.array([3.3, -1.6]), abs=0.15)
    assert there.trust[anatomy.LEFT_SHOULDER] > 0.9
    assert there.trust[anatomy.NOSE] == 0.0


def test_turning_and_growing_are_followed(texture):
    motion, person = BodyMotion(), body()
    motion.follow(texture, person)
    matrix = cv2.getRotationMatrix2D(CENTRE, 2.0, 1.02)
    seen = motion.follow(moved(texture, matrix), person)
    assert seen is not None
    there = carried_landmarks(seen, person.pose.points_px, 120.0).points_px[list(anatomy.TORSO)]
    goal = person.pose.points_px[list(anatomy.TORSO)] @ matrix[:, :2].T + matrix[:, 2]
    assert there == pytest.approx(goal, abs=0.3)


def test_large_pictures_are_followed_as_well_as_small_ones(texture):
    large = cv2.resize(texture, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    pose = pose_at(4 * CENTRE[0], 4 * CENTRE[1], 480.0)
    person = Body(pose, np.ones(large.shape[:2], np.float32))
    motion = BodyMotion()
    motion.follow(large, person)
    seen = motion.follow(moved(large, by(9.0, 5.0)), person)
    if seen is None:  # the first picture told how small it may be made
        seen = motion.follow(moved(large, by(18.0, 10.0)), person)
    assert seen is not None
    assert carried_landmarks(seen, pose.points_px, 480.0).points_px == pytest.approx(
        pose.points_px + np.array([9.0, 5.0]), abs=0.8
    )


def test_errors_do_not_add_up_over_a_person_who_rests(texture, rng):
    motion, person, place = BodyMotion(), body(), None
    place = person.pose.points_px
    for _ in range(30):
        noisy = np.clip(texture + rng.normal(0, 4, texture.shape), 0, 255).astype(np.uint8)
        seen = motion.follow(noisy, person)
        if seen is not None:
            place = carried_landmarks(seen, place, 120.0).points_px
    away = place - person.pose.points_px
    assert np.abs(away[list(anatomy.TORSO)]).max() < 0.4


def test_a_shoulder_goes_with_its_own_texture(texture):
    motion, person = BodyMotion(), body()
    x, y = person.pose.points_px[anatomy.LEFT_SHOULDER].astype(int)
    shifted = moved(texture, by(0.0, -3.0))
    now = texture.copy()
    now[y - 45 : y + 45, x - 28 : x + 60] = shifted[y - 45 : y + 45, x - 28 : x + 60]
    motion.follow(texture, person)
    seen = motion.follow(now, person)
    assert seen is not None
    there = carried_landmarks(seen, person.pose.points_px, 120.0).points_px - person.pose.points_px
    assert there[anatomy.LEFT_SHOULDER, 1] < -1.0
    assert abs(there[anatomy.RIGHT_HIP, 1]) < 0.4


def test_a_hand_that_crosses_the_chest_does_not_take_the_trunk_along(texture):
    pose = pose_at(*CENTRE)
    pose.points_px[anatomy.LEFT_ELBOW] = (390.0, 290.0)
    pose.points_px[anatomy.LEFT_WRIST] = (330.0, 260.0)
    person = Body(pose, mask_of(pose))
    now = texture.copy()
    shifted = moved(texture, by(0.0, -8.0))
    now[225:300, 270:350] = shifted[225:300, 270:350]
    motion = BodyMotion()
    motion.follow(texture, person)
    seen = motion.follow(now, person)
    assert seen is not None
    assert np.abs(seen.trunk - by(0.0, 0.0)).max() < 0.1


def test_nothing_is_said_without_texture_or_after_another_picture(texture, rng):
    flat = np.full_like(texture, 90)
    motion, person = BodyMotion(), body()
    motion.follow(flat, person)
    assert motion.follow(flat, person) is None
    motion.follow(texture, person)
    other = cv2.GaussianBlur(rng.integers(0, 255, texture.shape, dtype=np.uint8), (0, 0), 2.5)
    assert motion.follow(other, person) is None
    motion.reset()
    assert motion.follow(texture, person) is None
    assert motion.follow(texture[:240, :320], person) is None


def test_texture_around_the_hips_is_followed_by_itself(texture):
    motion, person = BodyMotion(), body()
    motion.follow(texture, None)
    seen = motion.follow(moved(texture, by(2.0, 0.0)), person)
    assert seen is not None
    hips = person.pose.points_px[[anatomy.LEFT_HIP, anatomy.RIGHT_HIP]].mean(axis=0)
    below = seen.points_px[seen.parts == PELVIS]
    assert len(below) >= 4
    assert (below[:, 1] > hips[1]).all()
    assert seen.moves_px[seen.parts == PELVIS] == pytest.approx(
        np.broadcast_to([2.0, 0.0], below.shape), abs=0.2
    )
