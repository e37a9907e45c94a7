"""Whether somebody wears the garment in a photo."""

import dataclasses

import numpy as np
import pytest

from tests.support.drawn_cut_outs import reading_of
from tryon_ar.garments.cutting.wearer import is_worn, skin_coloured
from tryon_ar.garments.garment import Part

SHAPE = (300, 200)
# BGR of faces in daylight, from pale to dark.
TONES = [(180, 200, 235), (140, 170, 225), (95, 130, 190), (60, 85, 140), (40, 55, 90)]
FACE = (slice(20, 80), slice(70, 130))
GARMENT = (slice(100, 280), slice(30, 170))
CORNERS = np.array([[70, 20], [129, 79]], np.float32)


class Finder:
    """Finds a face at fixed points, and counts how often it was asked."""

    def __init__(self, points=CORNERS):
        self.points = points
        self.asked = 0

    def __call__(self, photo_bgr):
        self.asked += 1
        return self.points


def photo_with(face_bgr, garment_bgr=(160, 90, 40)):
    photo = np.full((*SHAPE, 3), 245, np.uint8)
    photo[GARMENT] = garment_bgr
    photo[FACE] = face_bgr
    return photo


def reading(window=GARMENT):
    alpha = np.zeros(SHAPE, np.float32)
    alpha[window] = 1
    return reading_of(alpha)


def patch(colour_bgr):
    return np.full((4, 5, 3), colour_bgr, np.uint8)


@pytest.mark.parametrize("tone", TONES)
def test_skin_of_any_tone_is_skin_coloured(tone):
    skin = skin_coloured(patch(tone))
    assert skin.shape == (4, 5)
    assert skin.dtype == np.bool_
    assert skin.all()


@pytest.mark.parametrize(
    "colour",
    [
        (255, 255, 255),
        (128, 128, 128),
        (0, 0, 0),
        (4, 8, 20),
        (200, 60, 30),
        (40, 160, 40),
        (20, 20, 220),
        (200, 200, 20),
    ],
)
def test_other_colours_are_not(colour):
    assert not skin_coloured(patch(colour)).any()


@pytest.mark.parametrize("tone", TONES)
def test_a_face_above_the_garment_wears_it(tone):
    assert is_worn(photo_with(tone), reading(), Finder())


def test_nobody_is_looked_for_where_there_is_no_skin():
    finder = Finder()
    assert not is_worn(photo_with((245, 245, 245)), reading(), finder)
    assert finder.asked == 0


def test_a_head_taken_for_a_hood_is_still_a_face():
    head_and_garment = (slice(20, 280), slice(30, 170))
    said = reading(head_and_garment)
    parts = said.parts.copy()
    top = slice(0, parts.shape[1] // 3)
    parts[Part.HOOD, top] = parts[Part.TORSO, top]
    parts[Part.TORSO, top] = 0
    assert is_worn(photo_with(TONES[1]), dataclasses.replace(said, parts=parts), Finder())


def test_a_face_seen_in_cloth_of_the_colour_of_skin_is_none():
    beige = photo_with(TONES[1], garment_bgr=TONES[1])
    beige[20:100, 30:170] = TONES[1]
    assert not is_worn(beige, reading((slice(20, 280), slice(30, 170))), Finder())


def test_skin_without_a_face_is_a_hand():
    finder = Finder(None)
    assert not is_worn(photo_with(TONES[1]), reading(), finder)
    assert finder.asked == 1


def test_a_face_seen_in_cloth_is_none():
    photo = photo_with((200, 60, 30))
    photo[250:300, 0:25] = TONES[1]  # a hand that holds the hem
    finder = Finder()
    assert not is_worn(photo, reading(), finder)
    assert finder.asked == 1


@pytest.mark.parametrize(
    "points", [[[-50, -60], [-10, -5]], [[500, 600], [700, 800]], [[199.6, 299.7], [230, 330]]]
)
def test_a_face_beyond_the_photo_is_none(points):
    finder = Finder(np.array(points, np.float32))
    assert not is_worn(photo_with(TONES[1]), reading(), finder)


def test_a_face_printed_on_the_torso_is_no_wearer():
    photo = photo_with(TONES[1])
    face = (slice(150, 190), slice(80, 120))
    photo[face] = TONES[1]
    on_print = Finder(np.array([[80, 150], [119, 189]], np.float32))
    said = reading()
    torso = said.parts.copy()
    torso[:] = 0
    torso[Part.TORSO] = 1
    printed = dataclasses.replace(said, parts=torso)
    assert not is_worn(photo, printed, on_print)
    hooded = dataclasses.replace(said, parts=np.roll(torso, Part.HOOD - Part.TORSO, axis=0))
    assert is_worn(photo, hooded, on_print)
