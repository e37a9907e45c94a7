"""Leak, on pictures in which it is known what still shows."""

import numpy as np
import pytest

from tests.support.bodies import standing_body
from tests.support.watching import plain_labels
from tryon_ar.core.labels import Label
from tryon_ar.core.types import Body, DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.evaluation.leak import UndressedPair, leaked_pixels, measure_picture

SIZE = 64
CLOTH, SKIN, WALL, OTHER = (120, 60, 40), (140, 170, 220), (200, 200, 200), (60, 200, 60)


def painted(*areas):
    """Return a wall with rectangles (rows, columns, colour) on it."""
    picture = np.full((SIZE, SIZE, 3), WALL, np.uint8)
    for rows, columns, colour in areas:
        picture[rows, columns] = colour
    return picture


CHEST, SLEEVE = np.s_[16:60, 16:40], np.s_[16:60, 40:56]


@pytest.fixture
def pair():
    labels = np.zeros((SIZE, SIZE), np.uint8)
    labels[CHEST] = labels[SLEEVE] = Label.UPPER
    labels[4:12, 24:32] = Label.FACE
    truth_labels = labels.copy()
    truth_labels[SLEEVE] = Label.ARMS
    frame = painted((*CHEST, CLOTH), (*SLEEVE, CLOTH))
    truth = painted((*CHEST, SKIN), (*SLEEVE, SKIN))
    return UndressedPair(frame, truth, labels, truth_labels)


def shown(pair, sleeve, said=Label.UPPER, face=None):
    """Return the pair's frame dressed: a white garment on the chest, a colour on the sleeve."""
    picture = pair.frame_bgr.copy()
    picture[CHEST] = 255
    picture[SLEEVE] = sleeve
    if face is not None:
        picture[4:12, 24:32] = face
    coverage = np.zeros((SIZE, SIZE), np.float32)
    coverage[CHEST] = 1
    body = standing_body()
    body = Body(body.pose, body.mask, plain_labels(said, side_px=float(SIZE)))
    tracked = TrackedFrame(Frame(pair.frame_bgr.copy(), 0, 0.0, 0), body, GarmentState.DRESSED)
    return DressedFrame(picture, tracked, coverage, {}, False, {})


def test_cloth_that_is_left_leaks(pair):
    leak = measure_picture(pair, shown(pair, CLOTH))
    assert leak.share == pytest.approx(16 / 40, abs=0.02)
    assert leak.stages["kept"] == leak.leaked > 0
    assert leak.places == {"arms": leak.leaked, "neck": 0, "below": 0, "beside": 0}
    assert leak.away_from_truth > 30


def test_shaded_cloth_is_still_cloth(pair):
    leak = measure_picture(pair, shown(pair, tuple(int(0.7 * level) for level in CLOTH)))
    assert leak.share > 0.35
    assert leak.stages["filled"] == leak.leaked


def test_skin_in_its_place_does_not_leak_even_of_another_tone(pair):
    for tone in (SKIN, (110, 130, 170)):
        assert measure_picture(pair, shown(pair, tone)).share < 0.02
    assert measure_picture(pair, shown(pair, SKIN)).away_from_truth < 3


def test_what_is_wrong_but_unlike_cloth_does_not_leak(pair):
    leak = measure_picture(pair, shown(pair, OTHER))
    assert leak.share < 0.02
    assert leak.away_from_truth > 20


def test_what_is_nearer_to_cloth_than_to_truth_may_be_neither(pair):
    cloth, truth, filling = (60, 90, 30), (225, 225, 225), (40, 35, 35)  # green, white, black
    frame, bare = pair.frame_bgr.copy(), pair.truth_bgr.copy()
    frame[CHEST] = frame[SLEEVE] = cloth
    bare[SLEEVE] = truth
    worn = UndressedPair(frame, bare, pair.labels, pair.truth_labels)
    black = measure_picture(worn, shown(worn, filling))
    assert black.leaked < 60  # its rim
    assert black.misplaced > 300
    blend = tuple(int(0.7 * one + 0.3 * other) for one, other in zip(cloth, truth, strict=True))
    assert measure_picture(worn, shown(worn, blend)).share > 0.35


def test_trousers_may_be_drawn_on_upwards_over_a_belly_but_not_over_arms(pair):
    trousers = (50, 50, 50)
    truth, truth_labels = pair.truth_bgr.copy(), pair.truth_labels.copy()
    truth[52:60, 16:56], truth_labels[52:60, 16:56] = trousers, Label.LOWER
    # Cloth that is nearer to the trousers than to skin, but is not like them.
    worn = UndressedPair(painted((*CHEST, (60, 62, 75)), (*SLEEVE, (60, 62, 75))), truth,
                         pair.labels, truth_labels)  # fmt: skip
    assert measure_picture(worn, shown(worn, trousers)).places["arms"] > 300
    truth_labels[16:52, 40:56] = Label.LEGS
    assert measure_picture(worn, shown(worn, trousers)).places["below"] < 80  # its rim


def test_an_arm_in_the_wrong_place_is_misplaced_and_no_leak(pair):
    cloth, wall = (150, 160, 190), (20, 20, 20)  # cloth that is nearer to skin than to the wall
    frame, truth, truth_labels = pair.frame_bgr.copy(), pair.truth_bgr.copy(), pair.truth_labels
    frame[SLEEVE], truth[16:60, 48:56] = cloth, wall
    truth_labels[16:60, 48:56] = Label.BACKGROUND
    worn = UndressedPair(frame, truth, pair.labels, truth_labels)
    skin = measure_picture(worn, shown(worn, SKIN))
    assert skin.leaked < 30
    assert skin.misplaced > 150
    kept = measure_picture(worn, shown(worn, cloth))
    assert kept.places["beside"] > 250
    assert kept.misplaced < 30


def test_cloth_that_labels_missed_is_told(pair):
    leak = measure_picture(pair, shown(pair, CLOTH, said=Label.ARMS))
    assert leak.stages["labels"] == leak.leaked > 0


def test_nothing_leaks_where_truth_looks_alike(pair):
    alike = UndressedPair(pair.frame_bgr, pair.frame_bgr, pair.labels, pair.truth_labels)
    assert not any(mask.any() for mask in leaked_pixels(alike, shown(alike, CLOTH)))


def test_a_face_that_was_painted_on_is_told(pair):
    untouched = measure_picture(pair, shown(pair, SKIN)).wronged
    assert untouched["face"][:2] == untouched["background"][:2] == (0, 0)
    changed, _, all_of = measure_picture(pair, shown(pair, SKIN, face=OTHER)).wronged["face"]
    assert changed == all_of > 30


def test_a_face_that_the_garment_covers_is_told(pair):
    dressed = shown(pair, SKIN)
    assert dressed.coverage is not None
    dressed.coverage[4:12] = 1
    changed, covered, all_of = measure_picture(pair, dressed).wronged["face"]
    assert (changed, covered) == (0, all_of)


def test_a_picture_of_nobody_is_refused(pair):
    tracked = TrackedFrame(Frame(pair.frame_bgr, 0, 0.0, 0), None, GarmentState.NOBODY)
    with pytest.raises(ValueError, match="nobody"):
        leaked_pixels(pair, DressedFrame(pair.frame_bgr, tracked, None, {}, False, {}))
