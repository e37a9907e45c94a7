import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.studio_labels import label_pixels, legs_below

HAIR, SKIN, WHITE = (20, 20, 22), (95, 125, 190), (225, 225, 225)


def _box(rows: slice, columns: slice) -> np.ndarray:
    mask = np.zeros((200, 100), np.bool_)
    mask[rows, columns] = True
    return mask


def _standing() -> tuple[np.ndarray, np.ndarray]:
    """Return a person of blocks: hair, face, neck, tee, bare arms, shorts, legs."""
    picture = np.full((200, 100, 3), 130, np.uint8)
    picture[5:20, 35:65] = HAIR
    picture[20:45, 35:65] = SKIN
    picture[45:55, 42:58] = SKIN
    picture[55:110, 30:70] = WHITE
    picture[60:120, 20:30] = SKIN
    picture[110:140, 30:70] = WHITE
    picture[140:195, 35:65] = SKIN
    return picture, (picture != 130).any(-1)


AREAS = {
    "neck": _box(slice(45, 58), slice(30, 70)),
    "lower": _box(slice(110, 140), slice(30, 70)),
    "legs": _box(slice(140, 200), slice(0, 100)),
}


def test_colours_and_outlines_together_name_every_part() -> None:
    picture, person = _standing()
    labels = label_pixels(picture, person, AREAS)
    middles = {
        Label.BACKGROUND: (100, 5),
        Label.HAIR: (12, 50),
        Label.FACE: (32, 50),
        Label.NECK: (50, 50),
        Label.ARMS: (90, 25),
        Label.UPPER: (80, 50),
        Label.LOWER: (125, 50),
        Label.LEGS: (170, 50),
    }
    for label, (row, column) in middles.items():
        assert labels[row, column] == label, label
    assert (labels[109, 35:65] == Label.UPPER).all()
    assert (labels[111, 35:65] == Label.LOWER).all()


def test_dark_brows_and_a_beard_are_face_only_where_outlined() -> None:
    picture, person = _standing()
    picture[28:31, 38:62] = HAIR
    picture[36:50, 35:65] = HAIR
    face = _box(slice(24, 36), slice(36, 64))
    beard = _box(slice(34, 56), slice(30, 70))
    with_beard = label_pixels(picture, person, {**AREAS, "face": face, "beard": beard})
    without = label_pixels(picture, person, {**AREAS, "face": face})
    assert with_beard[29, 50] == with_beard[42, 50] == Label.FACE
    assert without[42, 50] == Label.HAIR


def test_hair_as_light_as_skin_must_be_outlined() -> None:
    picture, person = _standing()
    picture[5:20, 35:65] = SKIN
    hair = _box(slice(0, 20), slice(0, 100))
    assert label_pixels(picture, person, AREAS)[12, 50] == Label.FACE
    assert label_pixels(picture, person, {**AREAS, "hair": hair})[12, 50] == Label.HAIR


def test_a_hand_before_the_face_is_an_arm() -> None:
    picture, person = _standing()
    hand = _box(slice(36, 50), slice(40, 55))
    assert label_pixels(picture, person, {**AREAS, "arms": hand})[42, 47] == Label.ARMS


def test_a_label_in_capitals_overrules_colour_but_not_the_outline_of_the_person() -> None:
    picture, person = _standing()
    labels = label_pixels(picture, person, {**AREAS, "UPPER": _box(slice(60, 70), slice(0, 100))})
    assert labels[65, 25] == Label.UPPER
    assert labels[65, 5] == Label.BACKGROUND


def test_legs_are_under_the_lower_garment_and_hands_beside_it_are_not() -> None:
    legs = legs_below(AREAS["lower"])
    assert legs[145, 50]
    assert not legs[145, 25]
    assert legs[160, 25]
    assert not legs[120, 50]
    assert not legs_below(np.zeros((20, 20), np.bool_)).any()
