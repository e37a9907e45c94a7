"""The network that ships reads garments, and nothing else."""

import functools

import cv2
import numpy as np
import pytest

from tryon_ar.core.errors import NotAGarment
from tryon_ar.core.images import read_picture
from tryon_ar.core.paths import resource_folder
from tryon_ar.garments.cutting.cutter import cut_photo
from tryon_ar.garments.cutting.judgement import guess_category
from tryon_ar.garments.cutting.matte import refine_matte
from tryon_ar.garments.cutting.network import MODEL_NAME, open_garment_network
from tryon_ar.garments.garment import LOWER_CATEGORIES, Part
from tryon_ar.training.product_photos.recipes import RECIPES

HEIGHT_PX = 260
MARGIN_PX = 40
RECIPE = {recipe.id: recipe for recipe in RECIPES}


def region(category):
    if category == "dress":
        return "full"
    return "lower" if category in LOWER_CATEGORIES else "upper"


def overlap(one, two):
    return float((one & two).sum() / (one | two).sum())


@functools.cache
def drawn(garment_id):
    return RECIPE[garment_id].make(HEIGHT_PX)


def laid(garment_id, ground_bgr):
    """Return a small drawn garment on a plain ground, its exact matte and its parts."""
    garment = drawn(garment_id)
    border = [(MARGIN_PX, MARGIN_PX)] * 2
    alpha = np.pad(garment.alpha, border)
    colour = np.pad(garment.photo_bgr, [*border, (0, 0)]).astype(np.float32)
    share = alpha[:, :, None] / np.float32(255)
    photo = np.round(colour * share + np.array(ground_bgr) * (1 - share)).astype(np.uint8)
    return photo, alpha > 127, np.pad(garment.parts, border)


def encoded(photo_bgr):
    return cv2.imencode(".png", photo_bgr)[1].tobytes()


def test_it_is_small_enough_to_ship():
    assert (resource_folder() / "models" / MODEL_NAME).stat().st_size <= 8e6


@pytest.mark.parametrize(
    ("garment_id", "ground_bgr"),
    [
        ("tee-white", (255, 255, 255)),
        ("longsleeve-black", (90, 120, 150)),
        ("jeans-blue", (235, 238, 240)),
        ("skirt-midi", (150, 150, 150)),
        ("dress-floral", (255, 255, 255)),
    ],
)
def test_drawn_garments_are_read(garment_id, ground_bgr):
    photo, truth, _ = laid(garment_id, ground_bgr)
    reading = open_garment_network().read(photo)
    assert overlap(reading.alpha > 0.5, truth) > 0.9
    assert region(guess_category(reading).name) == region(RECIPE[garment_id].category)
    assert reading.garment > 0.8


def test_a_white_tee_on_white_keeps_both_sleeves():
    photo, truth, parts = laid("tee-white", (255, 255, 255))
    found = refine_matte(photo, open_garment_network().read(photo)) > 127
    for part in (Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE, Part.TORSO):
        assert found[(parts == part) & truth].mean() > 0.9, part.name
    assert overlap(found, truth) > 0.95


@pytest.mark.parametrize("name", ["tshirt_01", "pants_02", "dress_03"])
def test_real_garments_are_cut_out(shared_data, name):
    photo = read_picture(shared_data / "garments" / f"{name}.jpg")
    mask = read_picture(shared_data / "garments" / "masks" / f"{name}.png", "L")
    alpha = refine_matte(photo, open_garment_network().read(photo))
    assert overlap(alpha > 127, mask > 127) > 0.93


def test_a_grey_picture_is_refused():
    with pytest.raises(NotAGarment):
        cut_photo(encoded(np.full((300, 300, 3), 128, np.uint8)))


def test_a_cup_of_coffee_is_refused():
    from skimage.data import coffee

    with pytest.raises(NotAGarment):
        cut_photo(encoded(np.ascontiguousarray(coffee()[:, :, ::-1])))
