"""Colours in words and photos known again, on drawn and shipped garments."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.support.small_garments import small_garment
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.garment import Garment, Part
from tryon_ar.garments.library.fingerprint import (
    COLOUR_WORDS,
    colour_words,
    fingerprint_of,
    is_same,
)

# Cloth colours as sRGB.
CLOTH = {
    "white": (242, 241, 238),
    "grey": (128, 128, 130),
    "black": (24, 24, 26),
    "beige": (214, 196, 164),
    "brown": (98, 64, 40),
    "red": (178, 30, 36),
    "pink": (240, 160, 180),
    "orange": (240, 130, 30),
    "yellow": (245, 210, 50),
    "green": (50, 120, 60),
    "blue": (60, 110, 200),
    "navy": (28, 34, 66),
    "purple": (110, 50, 140),
}


def plain(rgb: tuple[int, int, int]) -> Garment:
    tee = small_garment()
    photo = np.full_like(tee.photo_bgr, rgb[::-1])
    return replace(tee, photo_bgr=photo)


def test_every_word_has_a_colour():
    assert set(CLOTH) == set(COLOUR_WORDS)


@pytest.mark.parametrize("word", CLOTH)
def test_a_colour_has_its_word_even_in_folds(word):
    garment = plain(CLOTH[word])
    assert colour_words(garment) == (word,)
    light = 1 - 0.15 * np.sin(np.arange(60) / 4)[None, :, None] ** 2
    folded = (garment.photo_bgr * light).astype(np.uint8)
    assert colour_words(replace(garment, photo_bgr=folded)) == (word,)


def test_stripes_have_two_words_and_the_inside_back_none():
    garment = plain(CLOTH["white"])
    photo = garment.photo_bgr.copy()
    photo[::20] = photo[1::20] = photo[2::20] = photo[3::20] = photo[4::20] = CLOTH["red"][::-1]
    assert colour_words(replace(garment, photo_bgr=photo)) == ("white", "red")
    photo = garment.photo_bgr.copy()
    photo[:40] = CLOTH["red"][::-1]
    parts = garment.parts.copy()
    parts[:42][parts[:42] > 0] = Part.INSIDE_BACK
    assert colour_words(replace(garment, photo_bgr=photo, parts=parts)) == ("white",)


@pytest.mark.parametrize("name", ["tee-white", "dress-floral", "jeans-blue"])
def test_a_photo_scaled_and_compressed_is_known_again(name):
    garment = load_builtin(name)
    known = fingerprint_of(garment)
    for scale in (0.4, 1.3):
        way = {"fx": scale, "fy": scale, "interpolation": cv2.INTER_AREA}
        photo = cv2.resize(garment.photo_bgr, None, **way)
        done, file = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 60])
        assert done
        small = replace(
            garment,
            photo_bgr=cv2.imdecode(file, cv2.IMREAD_COLOR),
            alpha=cv2.resize(garment.alpha, None, **way),
        )
        assert is_same(known, fingerprint_of(small))


def test_other_garments_are_not_taken_for_it():
    names = ("tee-white", "tee-plain", "tee-striped", "tee-vneck", "polo-navy", "longsleeve-black")
    known = [fingerprint_of(load_builtin(name)) for name in names]
    for place, one in enumerate(known):
        assert [is_same(one, other) for other in known].count(True) == 1, names[place]


def test_mirrored_and_recoloured_garments_are_others():
    garment = load_builtin("tee-sunset")
    known = fingerprint_of(garment)
    turned = replace(garment, photo_bgr=garment.photo_bgr[:, ::-1], alpha=garment.alpha[:, ::-1])
    assert not is_same(known, fingerprint_of(turned))
    lighter = replace(garment, photo_bgr=(garment.photo_bgr // 2 + 100).astype(np.uint8))
    assert not is_same(known, fingerprint_of(lighter))
