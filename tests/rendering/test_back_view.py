"""Backs of garments that have no photo of them."""

from dataclasses import replace

import numpy as np

from tests.support.bodies import flat_tee
from tryon_ar.garments.garment import Part
from tryon_ar.rendering.back_photo import laid_over, photographed_back
from tryon_ar.rendering.back_view import plain_back
from tryon_ar.rendering.texture import clean_photo

RED = (20, 20, 220)


def made(garment):
    back = plain_back(clean_photo(garment.photo_bgr, garment.alpha), garment)
    assert back is not None
    return back


def test_a_print_in_the_middle_is_gone():
    tee = flat_tee()
    photo = tee.photo_bgr.copy()
    photo[180:260, 165:235] = RED
    picture, _ = made(replace(tee, photo_bgr=photo))
    assert (picture.bgr[180:260, 165:235] == (40, 90, 200)).all()


def test_stripes_go_on():
    tee = flat_tee()
    photo = tee.photo_bgr.copy()
    for row in range(70, 450, 20):
        photo[row : row + 10, 110:291] = RED
    picture, _ = made(replace(tee, photo_bgr=photo))
    middle, side = picture.bgr[120:400, 200].astype(int), photo[120:400, 130].astype(int)
    assert np.abs(middle - side).mean() < 3.0


def test_the_neck_is_closed():
    tee = flat_tee()
    _, mask = made(tee)
    whole = np.zeros(tee.alpha.shape, np.uint8)
    whole[mask.roi.slices] = mask.pixels
    assert (whole[tee.parts == Part.INSIDE_BACK] == 255).all()
    assert (whole[tee.parts == Part.LEFT_SLEEVE] == 0).all()


def test_an_open_front_is_closed():
    tee = flat_tee()
    parts, alpha = tee.parts.copy(), tee.alpha.copy()
    parts[80:460, 190:211], alpha[80:460, 190:211] = Part.BACKGROUND, 0
    picture, mask = made(replace(tee, parts=parts, alpha=alpha))
    whole = np.zeros(alpha.shape, np.uint8)
    whole[mask.roi.slices] = mask.pixels
    assert (whole[100:440, 192:209] == 255).all()
    assert (picture.alpha[100:440, 192:209] == 255).all()
    assert (picture.bgr[100:440, 192:209] == (40, 90, 200)).all()


def test_without_a_trunk_there_is_no_back():
    tee = flat_tee()
    parts = np.where(tee.parts == Part.LEFT_SLEEVE, tee.parts, 0).astype(np.uint8)
    assert plain_back(clean_photo(tee.photo_bgr, tee.alpha), replace(tee, parts=parts)) is None


def test_without_a_photo_of_the_back_none_is_cut():
    assert photographed_back(flat_tee()) is None


def test_a_photographed_back_is_turned_round():
    front = flat_tee()
    photo = front.photo_bgr.copy()
    photo[:, 201:] = np.where(front.alpha[:, 201:, None] > 0, RED, photo[:, 201:])
    found = laid_over(replace(front, photo_bgr=photo.astype(np.uint8)), front)
    assert found is not None
    picture, mask = found
    assert mask.pixels.any()
    # The photo's right is the wearer's right, which is the left of a photo of the front.
    assert np.abs(picture.bgr[250, 140].astype(int) - RED).max() < 12
    assert np.abs(picture.bgr[250, 260].astype(int) - (40, 90, 200)).max() < 12
