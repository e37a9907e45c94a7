import numpy as np
import pytest

from tests.support.bodies import flat_tee, flat_trousers
from tests.support.real_garments import load_real_garment
from tryon_ar.core.errors import UnknownCategory
from tryon_ar.garments.description import required_landmarks
from tryon_ar.garments.editing_landmarks import (
    fit_landmarks,
    landmark_title,
    landmarks_of,
    other_side,
    place_landmarks,
)
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_knows_what_it_needs(category):
    known = set(landmarks_of(category))
    assert required_landmarks(category) <= known <= LANDMARK_NAMES
    assert known == {other_side(name) for name in known}


def test_unknown_category_is_refused():
    with pytest.raises(UnknownCategory):
        landmarks_of("hat")


def test_titles_are_words_and_differ():
    titles = {landmark_title(name) for name in LANDMARK_NAMES}
    assert len(titles) == len(LANDMARK_NAMES)
    assert not any("_" in title for title in titles)
    assert landmark_title("leg_hem_left_inner") == "Left leg hem, inner side"


@pytest.mark.parametrize("start", [flat_tee, flat_trousers])
def test_placed_by_rule_they_lie_near_where_they_were_placed_by_hand(start):
    garment = start()
    placed = place_landmarks(garment.category, garment.alpha)
    for name in required_landmarks(garment.category):
        apart = np.subtract(placed[name], garment.landmarks[name])
        assert np.hypot(*apart) < 0.12 * max(garment.alpha.shape), name


@pytest.mark.parametrize("name", ["longsleeve_01", "tshirt_01", "pants_02", "shirt_03"])
def test_on_real_photos_hems_lie_at_the_hem(name, shared_data):
    garment = load_real_garment(shared_data, name)
    placed = place_landmarks(garment.category, garment.alpha)
    for mark in required_landmarks(garment.category):
        if "hem" in mark or "waist" in mark:
            apart = np.subtract(placed[mark], garment.landmarks[mark])
            assert np.hypot(*apart) < 0.15 * garment.alpha.shape[0], mark


def test_those_there_are_stay_where_they_are():
    tee = flat_tee()
    kept = fit_landmarks("skirt", tee.landmarks, tee.alpha)
    assert kept == {name: tee.landmarks[name] for name in landmarks_of("skirt")}


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("shape", [(1, 1), (40, 3), (2, 50)])
def test_odd_masks_give_places_inside(category, shape):
    for alpha in (np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8)):
        places = place_landmarks(category, alpha)
        assert required_landmarks(category) <= places.keys()
        assert all(0 <= x < shape[1] and 0 <= y < shape[0] for x, y in places.values())


def camisole(strap_px):
    """Return a matte: two straps from row 20, the chest from row 60 wide from 80, hem at 180."""
    alpha = np.zeros((200, 160), np.uint8)
    for x in (55, 105):
        alpha[20:70, x - strap_px // 2 : x + strap_px - strap_px // 2] = 255
    for row in range(60, 80):
        alpha[row, 40 - (row - 60) // 2 : 120 + (row - 60) // 2] = 255
    alpha[80:181, 30:130] = 255
    return alpha


@pytest.mark.parametrize("strap_px", [4, 16])
def test_what_hangs_on_straps_has_its_shoulders_on_them(strap_px):
    places = place_landmarks("top", camisole(strap_px))
    for side, sign in (("left", 1), ("right", -1)):
        middle, half = 80 + 25 * sign, strap_px / 2
        for name, edge in (("shoulder", half), ("neck", -half)):
            x, y = places[f"{name}_{side}"]
            assert x == pytest.approx(middle + sign * edge, abs=1.5)
            assert 20 <= y < 30
        x, y = places[f"armpit_{side}"]
        assert x == pytest.approx(80 + 50 * sign, abs=5)
        assert 60 <= y <= 82
    assert places["neck_front"] == pytest.approx((80, 60), abs=1.5)
    assert "shoulder_left" not in place_landmarks("skirt", camisole(strap_px))


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("alpha", [camisole(8), flat_tee().alpha, np.zeros((9, 7), np.uint8)])
def test_every_landmark_that_can_be_added_has_a_place(category, alpha):
    assert place_landmarks(category, alpha).keys() == set(landmarks_of(category))
