import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("moderngl")
pytest.importorskip("anny")

from scipy.spatial import cKDTree

from tryon_ar.garments.description import required_landmarks
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES
from tryon_ar.training.people.body import BodyModel
from tryon_ar.training.people.cameras import View, camera_before
from tryon_ar.training.people.rig_garments import front_gap_m, wear
from tryon_ar.training.people.rig_landmarks import Ring, marks_of
from tryon_ar.training.people.rig_landmarks import _ends as ends_of
from tryon_ar.training.people.rig_photo import stand_still
from tryon_ar.training.people.rig_poses import POSES, draw_movement, draw_person, posed

pytestmark = pytest.mark.filterwarnings("ignore")

_UP = np.array([0.0, 0.0, 0.1])
_FRONT = View(camera_before(np.zeros(3), 0.0, 0.0, 0.0, 5.0), (-1, -1, 2), (-1, -1, 1, 1))


@pytest.fixture(scope="module")
def body():
    return BodyModel()


@pytest.fixture(scope="module")
def person(body):
    return draw_person(body, np.random.default_rng(4))


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_garment_is_the_same_in_every_pose(body, person, category):
    still = wear(stand_still(body, person), category, (3, 1))
    crossed = posed(body, person, "crossed", np.random.default_rng(0))
    moved = wear(crossed, category, (3, 1))
    assert len(still.garment) == len(moved.garment)
    first, second = still.garment[0], moved.garment[0]
    np.testing.assert_array_equal(first.colours[0], second.colours[0])
    # Cloth is drawn finer where it bends, but its edges and the whole are those of one cut.
    np.testing.assert_allclose(np.ptp(first.rest, axis=0), np.ptp(second.rest, axis=0), atol=0.01)
    for own, other in ((first, second), (second, first)):
        assert cKDTree(own.rest).query(other.rest)[0].max() < 0.03
    assert first.paint == second.paint


@pytest.mark.parametrize("category", CATEGORIES)
def test_garments_have_the_landmarks_that_fitting_needs(body, person, category):
    marks = marks_of(wear(stand_still(body, person), category, (3, 2)))
    seen = marks.seen_by(_FRONT)
    assert required_landmarks(category) <= set(seen) <= LANDMARK_NAMES
    for name, at in seen.items():
        if name.split("_")[1:2] == ["left"] or "_left_" in name:
            assert at[0] > seen[name.replace("left", "right")][0]


def test_the_ends_of_a_hanging_cuff_are_outside_and_inside():
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    around = np.column_stack([np.cos(angles), np.sin(angles), np.zeros(24)]) * 0.05
    for sign in (1.0, -1.0):
        at = np.array([sign * 0.3, 0.0, -0.5])
        outer, inner = ends_of(Ring(at + around, at + _UP, sign), _FRONT)
        assert outer[0] * sign == pytest.approx(0.35)
        assert inner[0] * sign == pytest.approx(0.25)
        # Raised over the head, the same side of the arm looks at the head.
        raised, _ = ends_of(Ring(at + around, at - _UP, sign), _FRONT)
        assert raised[0] * sign == pytest.approx(0.25)


def test_arms_and_legs_are_apart_and_straight_in_product_photos(body, person):
    figure = stand_still(body, person)
    shoulder, wrist = figure.head_of("upperarm01.L"), figure.head_of("wrist.L")
    out = np.degrees(np.arctan2(wrist[0] - shoulder[0], shoulder[2] - wrist[2]))
    assert 30 < out < 40
    elbow = figure.head_of("lowerarm01.L")
    way, fore = elbow - shoulder, wrist - elbow
    bend = way @ fore / np.linalg.norm(way) / np.linalg.norm(fore)
    assert bend > 0.97
    assert figure.head_of("foot.L")[0] - figure.head_of("foot.R")[0] > 0.3


def test_open_fronts_are_measured(body, person):
    gaps = [front_gap_m(wear(person, "outerwear", (9, k))) for k in range(6)]
    assert min(gaps) < 0.15 < max(gaps)
    assert front_gap_m(wear(person, "tshirt", (9, 0))) == 0.0


def test_people_move_and_come_to_rest(body, person):
    for kind in ("wave", "turn", "step"):
        movement = draw_movement(np.random.default_rng(2), kind)
        figure = posed(body, person, movement.pose, np.random.default_rng(2))
        at = [movement.at(body, figure, share) for share in (0.0, 0.25, 0.5, 1.0)]
        heads = np.stack([one.head_of("wrist.L") - one.head_of("wrist.R") for one in at])
        trunk = np.stack([one.head_of("neck01") for one in at])
        assert np.ptp(heads, axis=0).max() > 0.03 or np.ptp(trunk, axis=0).max() > 0.05
        assert 25 <= movement.frames <= 30
    assert set(POSES) >= {"hang", "crossed", "raised", "before", "bent"}
