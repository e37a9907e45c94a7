import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("moderngl")
pytest.importorskip("anny")

from tryon_ar.garments.garment import Part
from tryon_ar.training.people.body import BodyModel
from tryon_ar.training.people.rig_garments import wear
from tryon_ar.training.people.rig_landmarks import marks_of
from tryon_ar.training.people.rig_photo import PhotoStudio, stand_still
from tryon_ar.training.people.rig_poses import draw_person

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def take():
    body, studio = BodyModel(), PhotoStudio()
    person = draw_person(body, np.random.default_rng(4))

    def taken(category, seed=(3, 2)):
        worn = wear(stand_still(body, person), category, seed)
        return studio.take(worn, marks_of(worn), np.random.default_rng(0))

    return taken


def _at(shown, name):
    x, y = np.round(shown.landmarks[name]).astype(int)
    return slice(max(0, y - 9), y + 10), slice(max(0, x - 9), x + 10)


@pytest.mark.parametrize("category", ["tshirt", "longsleeve", "hoodie", "trousers", "dress"])
def test_landmarks_lie_on_the_garment_and_ends_on_its_outline(take, category):
    shown = take(category)
    for name in shown.landmarks:
        assert (shown.alpha[_at(shown, name)] > 127).any(), name
    for name in shown.landmarks:
        if name.startswith(("cuff", "leg_hem", "hem_left", "hem_right", "armpit")):
            assert (shown.alpha[_at(shown, name)] < 127).any(), name


def test_parts_tell_trunk_sleeves_and_the_inside(take):
    shown = take("longsleeve")
    parts = shown.parts
    assert set(np.unique(parts)) >= {0, Part.TORSO, Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE}
    np.testing.assert_array_equal(parts > 0, shown.alpha > 0)
    columns = [np.nonzero(parts == part)[1].mean() for part in (Part.RIGHT_SLEEVE, Part.TORSO)]
    assert columns[0] < columns[1] < np.nonzero(parts == Part.LEFT_SLEEVE)[1].mean()
    inside = np.nonzero(take("shirt").parts == Part.INSIDE_BACK)[0]
    assert len(inside) > 50
    assert inside.mean() < 0.3 * len(parts)
    legs = take("trousers").parts
    left, right = (np.nonzero(legs == part)[1].mean() for part in (Part.LEFT_LEG, Part.RIGHT_LEG))
    assert left > right


def test_the_photo_is_the_garments_own_colour_before_a_light_ground(take):
    shown = take("tshirt")
    ground = shown.alpha == 0
    assert shown.photo_bgr[ground].min() > 200
    assert ground[0].all()
    assert ground[:, 0].all()
    assert max(shown.alpha.shape) == pytest.approx(920, abs=2)
    # At the edge the photo has the garment's colour, the original some of the ground's.
    edge = (shown.alpha > 20) & (shown.alpha < 120)
    inner = shown.photo_bgr[shown.alpha == 255].mean()
    away = [abs(picture[edge].mean() - inner) for picture in (shown.photo_bgr, shown.original_bgr)]
    assert away[0] < away[1]


def test_it_is_a_garment(take):
    garment = take("polo").garment("polo-1", "polo")
    assert garment.category == "polo"
    assert garment.parts.shape == garment.alpha.shape == garment.photo_bgr.shape[:2]
