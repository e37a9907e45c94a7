"""The room behind a person who walks through it."""

import cv2
import numpy as np
import pytest

from tryon_ar.core.roi import Roi
from tryon_ar.rendering.removal.clean_plate import CleanPlate

SIZE = (120, 160)
WHOLE = Roi(0, 0, SIZE[1], SIZE[0])
EVERYWHERE = np.ones(SIZE, np.uint8)


@pytest.fixture
def room(rng):
    noise = rng.integers(0, 255, (*SIZE, 3)).astype(np.uint8)
    return cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 6), None, 20, 235, cv2.NORM_MINMAX)


def walk(plate, room, rng, steps=range(0, 130, 4)):
    """Let somebody red walk through the room, seen by a noisy camera."""
    for x in steps:
        frame = np.clip(room + rng.normal(0, 3, room.shape), 0, 255).astype(np.uint8)
        person = np.zeros(SIZE, np.float32)
        person[30:, x : x + 24] = 1.0
        frame[person > 0] = (0, 0, 255)
        for _ in range(3):  # it looks at every third frame
            plate.learn(frame, person)
    return person


def test_the_room_is_learnt_behind_somebody_who_moves(room, rng):
    plate = CleanPlate()
    walk(plate, room, rng)
    assert plate.seen_share(WHOLE) == 1.0
    away = np.abs(plate.background(WHOLE, EVERYWHERE).astype(int) - room)
    assert away.mean() < 2.5
    assert away.max() < 25


def test_what_was_never_seen_is_filled_from_around(room, rng):
    plain = np.full_like(room, (90, 140, 190))
    plate = CleanPlate()
    walk(plate, plain, rng, steps=[60])
    assert plate.seen_share(WHOLE) < 1.0
    away = np.abs(plate.background(WHOLE, EVERYWHERE).astype(int) - plain)
    assert away.max() < 16


def test_nothing_is_drawn_where_nobody_looks(room, rng):
    plate = CleanPlate()
    walk(plate, room, rng)
    wanted = np.zeros((30, 40), np.uint8)
    wanted[5:9, 7:20] = 1
    part = Roi(50, 60, 90, 90)
    drawn = plate.background(part, wanted)
    assert not drawn[wanted == 0].any()
    whole = plate.background(WHOLE, EVERYWHERE)[part.slices]
    assert (drawn == whole)[wanted == 1].all()


def test_a_passer_by_is_outvoted(room, rng):
    plate = CleanPlate()
    nobody = np.zeros(SIZE, np.float32)
    for number in range(30):
        frame = room.copy()
        if number % 5 == 4:
            frame[40:80, 40:80] = (0, 255, 0)  # not taken for the person
        for _ in range(3):
            plate.learn(frame, nobody)
    assert np.abs(plate.background(WHOLE, EVERYWHERE).astype(int) - room).max() < 6


def test_the_room_is_shown_in_the_light_of_the_last_look(room, rng):
    plate = CleanPlate()
    person = walk(plate, room, rng)
    darker = room - 12
    darker[person > 0] = (0, 0, 255)
    for _ in range(3):
        plate.learn(darker, person)
    hidden = np.asarray(person > 0, np.uint8)
    shown = plate.background(WHOLE, hidden).astype(int) - room
    assert shown[hidden > 0].mean() == pytest.approx(-12.0, abs=2.0)


def test_a_small_hole_in_a_person_is_not_the_room(room):
    plate = CleanPlate()
    person = np.zeros(SIZE, np.float32)
    person[20:100, 40:100] = 1.0
    person[60:66, 70:76] = 0.0
    plate.learn(room, person)
    assert plate.seen_share(Roi(66, 56, 80, 70)) == 0.0


def test_a_moved_camera_starts_afresh(room, rng):
    plate = CleanPlate()
    walk(plate, room, rng)
    elsewhere = 255 - room
    person = np.zeros(SIZE, np.float32)
    person[30:, 60:84] = 1.0
    for _ in range(6):
        plate.learn(elsewhere, person)
    assert plate.seen_share(WHOLE) < 1.0
    corner = Roi(0, 0, 40, 20)
    assert (
        np.abs(
            plate.background(corner, np.ones((20, 40), np.uint8)).astype(int)
            - elsewhere[corner.slices]
        ).max()
        < 2
    )


def test_forgetting_leaves_nothing(room, rng):
    plate = CleanPlate()
    walk(plate, room, rng)
    plate.forget()
    assert plate.seen_share(WHOLE) == 0.0
    with pytest.raises(ValueError, match="no frame"):
        plate.background(WHOLE, EVERYWHERE)
