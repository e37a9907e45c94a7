from dataclasses import replace

import numpy as np
import pytest

from tests.support.worn_tops import JEANS, ROOM, TOP, WHOLE, at, drawn_place
from tryon_ar.core.labels import Label
from tryon_ar.rendering.removal.lower_extension import LowerExtension

UNDER_THE_TOP = 0.05


def shown(extended, where):
    return extended.picture_bgr[where].astype(int)


@pytest.mark.parametrize("colour", [JEANS, (225, 230, 235), (60, 120, 160)])
def test_a_lower_garment_goes_on_in_its_tone(colour):
    place = drawn_place(lower_bgr=colour)
    extended = LowerExtension().extend(place, WHOLE)
    found = shown(extended, at(place, UNDER_THE_TOP))
    assert np.abs(found - colour).max() < 0.25 * max(colour)
    assert extended.shape[at(place, UNDER_THE_TOP)] == 255


def test_it_is_as_wide_as_it_is_seen_to_be_and_no_wider():
    place = drawn_place(widest=0.85)
    shape = LowerExtension().extend(place, WHOLE).shape
    assert shape[at(place, UNDER_THE_TOP, 0.42)] == 255
    assert shape[at(place, UNDER_THE_TOP, 0.66)] == 0
    assert shape[at(place, UNDER_THE_TOP, -0.66)] == 0


def test_it_is_never_wider_than_the_person():
    place = drawn_place(widest=0.35)
    shape = LowerExtension().extend(place, WHOLE).shape
    assert shape[at(place, UNDER_THE_TOP, 0.25)] == 255
    assert shape[at(place, 0.3, 0.44)] == 0


def test_its_sides_are_darker_than_its_middle():
    place = drawn_place()
    extended = LowerExtension().extend(place, WHOLE)
    row, middle = at(place, UNDER_THE_TOP)
    _, side = at(place, UNDER_THE_TOP, 0.44)
    rows = slice(row - 12, row + 12)
    inner = extended.picture_bgr[rows, middle - 12 : middle + 12].mean()
    outer = extended.picture_bgr[rows, side - 3 : side + 3].mean()
    assert outer < 0.95 * inner


def test_where_none_is_ever_seen_dark_trousers_are_guessed_in_the_rooms_light():
    bright = drawn_place(0.15, kinds=(Label.UPPER, Label.BACKGROUND))
    dim = replace(bright, frame_bgr=bright.frame_bgr // 3)
    seen = [LowerExtension().extend(place, WHOLE) for place in (bright, dim)]
    lit, unlit = (shown(each, at(bright, UNDER_THE_TOP)).mean() for each in seen)
    assert 20 < lit < 100
    assert unlit < 0.75 * lit


def test_a_dress_stays():
    assert LowerExtension().extend(drawn_place(None), WHOLE) is None


def test_a_long_top_over_lower_clothes_that_are_seen_is_no_dress():
    assert LowerExtension().extend(drawn_place(0.9), WHOLE) is not None


def test_it_is_remembered_while_hidden_until_forgotten():
    extension = LowerExtension()
    seen = drawn_place(lower_bgr=(60, 150, 60))
    hidden = drawn_place(0.3, kinds=(Label.UPPER, Label.BACKGROUND))
    extension.extend(seen, WHOLE)
    later = shown(extension.extend(hidden, WHOLE), at(hidden, UNDER_THE_TOP))
    assert later[1] > later[0] + 30
    extension.forget()
    after = shown(extension.extend(hidden, WHOLE), at(hidden, UNDER_THE_TOP))
    assert after[1] < after[0] + 10


def test_it_is_learnt_while_nothing_has_to_be_continued():
    extension = LowerExtension()
    for _ in range(4):
        extension.look(drawn_place(lower_bgr=(60, 150, 60)))
    hidden = drawn_place(0.3, kinds=(Label.UPPER, Label.BACKGROUND))
    found = shown(extension.extend(hidden, WHOLE), at(hidden, UNDER_THE_TOP))
    assert found[1] > found[0] + 30


def test_trousers_taken_for_the_top_are_kept():
    place = drawn_place()
    wrong = drawn_place(0.6, kinds=(Label.UPPER, Label.LOWER))
    taken = replace(wrong, frame_bgr=place.frame_bgr)
    extension = LowerExtension()
    extension.extend(place, WHOLE)
    extended = extension.extend(taken, WHOLE)
    assert extended.kept[at(place, -0.38, 0.2)] > 200
    assert extended.kept[at(place, 0.1)] == 0


def test_the_next_frame_looks_the_same():
    extension = LowerExtension()
    place = drawn_place()
    for _ in range(3):
        first = extension.extend(place, WHOLE)
    again = extension.extend(place, WHOLE)
    there = first.shape > 200
    assert np.abs(first.picture_bgr.astype(int) - again.picture_bgr)[there].max() <= 3
    assert np.abs(first.shape.astype(int) - again.shape).max() <= 30


def test_hips_beyond_the_picture_are_not_dressed():
    place = drawn_place()
    far = place.axes.hip_mid + np.array([0, 10 * place.unit_px])
    assert (
        LowerExtension().extend(replace(place, axes=replace(place.axes, hip_mid=far)), WHOLE)
        is None
    )


def test_nothing_of_the_top_or_the_room_gets_in():
    place = drawn_place()
    extended = LowerExtension().extend(place, WHOLE)
    row, column = at(place, UNDER_THE_TOP)
    patch = extended.picture_bgr[row - 10 : row + 10, column - 40 : column + 40].astype(int)
    for other in (TOP, ROOM):
        assert np.abs(patch - other).max(axis=2).min() > 40


def test_a_strip_below_the_hem_does_not_take_the_tops_hue():
    thin = drawn_place(0.30, lower_bgr=(28, 40, 60))
    thin.frame_bgr[at(thin, -0.38)[0] :] = ROOM
    shares = thin.labels.shares.copy()
    shares[Label.LOWER, at(thin, -0.38)[0] :] = 0
    shares[Label.BACKGROUND] = 1 - shares[1:].sum(axis=0)
    labels = replace(thin.labels, shares=shares)
    place = replace(thin, labels=labels, body=replace(thin.body, labels=labels))
    extension = LowerExtension()
    for _ in range(30):
        extended = extension.extend(place, WHOLE)
    blue, _, red = shown(extended, at(place, UNDER_THE_TOP))
    assert red < 1.25 * blue


def test_a_tone_goes_over_to_another_without_a_jump():
    extension = LowerExtension()
    for _ in range(3):
        before = extension.extend(drawn_place(lower_bgr=JEANS), WHOLE)
    place = drawn_place(0.3, lower_bgr=(210, 215, 220))
    after = extension.extend(place, WHOLE)
    where = at(place, 0.25)
    assert shown(after, where).mean() - shown(before, where).mean() < 40
