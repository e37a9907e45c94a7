import numpy as np

from tests.support.worn_tops import at, drawn_place
from tryon_ar.rendering.removal.trunk_fill import TrunkFill
from tryon_ar.rendering.removal.worn_mask import Wearing


def hem(place, rise_units):
    return place.axes.hip_mid + place.axes.up * rise_units * place.unit_px


def over_the_place(trunk, place):
    """Where the lower garment is, over the place's rectangle."""
    shape = np.zeros((place.box.height, place.box.width), np.uint8)
    shape[trunk.lower.area.within(place.box)] = trunk.lower.shape
    return shape


def test_below_the_hem_is_the_lower_garment_above_it_skin():
    place = drawn_place(0.3)
    trunk = TrunkFill().fill(place, Wearing(upper=True, lower=False, hem=hem(place, 0.1)))
    lower = over_the_place(trunk, place)
    assert lower[at(place, -0.1)] == 255
    assert trunk.skin[at(place, -0.1)] == 0
    assert lower[at(place, 0.4)] == 0
    assert trunk.skin[at(place, 0.4)] == 255
    row, column = at(place, -0.1)
    area = trunk.lower.area
    found = trunk.lower.picture_bgr[row - area.y0, column - area.x0].astype(int)
    assert np.abs(found - (120, 70, 40)).max() < 40


def test_above_the_waist_there_is_skin_however_short_the_top():
    place = drawn_place(0.3)
    trunk = TrunkFill().fill(place, Wearing(upper=True, lower=False, hem=hem(place, 0.8)))
    assert trunk.skin[at(place, 0.6)] == 255
    lower = over_the_place(trunk, place)
    assert lower[at(place, 0.6)] == 0
    assert lower[at(place, 0.2)] == 255


def test_a_dress_is_kept_below_the_hem():
    place = drawn_place(None)
    trunk = TrunkFill().fill(place, Wearing(upper=True, lower=False, hem=hem(place, 0.1)))
    assert trunk.lower is None
    assert trunk.kept[at(place, -0.3)] == 255
    assert trunk.kept[at(place, 0.5)] == 0


def test_where_no_worn_cloth_shows_below_the_hem_nothing_is_continued():
    place = drawn_place(-0.1)
    place.weight[:] = 0
    trunk = TrunkFill().fill(place, Wearing(upper=True, lower=False, hem=hem(place, 0.1)))
    assert trunk.lower is None
    assert trunk.kept is None


def test_a_worn_lower_garment_or_an_open_front_needs_none():
    place = drawn_place(0.3)
    dressed = TrunkFill().fill(place, Wearing(upper=True, lower=True))
    opened = TrunkFill().fill(place, Wearing(upper=True, lower=False, open_front=True))
    assert dressed.lower is None
    assert opened.skin is None
    assert opened.kept[at(place, 0.5)] == 255


def test_under_an_open_front_clothes_hang_on_below_the_hips():
    place = drawn_place(0.3)
    opened = TrunkFill().fill(place, Wearing(upper=True, lower=False, open_front=True))
    row, column = at(place, -0.3)
    assert opened.kept[row, column] == 255
    assert opened.kept[row, column + round(0.8 * place.unit_px)] == 0
