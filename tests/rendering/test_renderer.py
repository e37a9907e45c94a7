import cv2
import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from tests.support.bodies import flat_tee, flat_trousers, make_pose
from tests.support.drawn_person import POSES, paint, painted, posed_points
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering.lighting import Lighting
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.renderer import Renderer
from tryon_ar.rendering.tone import ToneMatch
from tryon_ar.rendering.worn_garment import WornGarment

CLOTH_BGR = (40, 90, 200)


@pytest.fixture(scope="module")
def tee():
    return WornGarment(flat_tee())


@pytest.fixture(scope="module")
def long_sleeve():
    return WornGarment(flat_tee(long=True))


def dressed(garment, frame, body, opacity=1.0, tone=None):
    garment.reset()
    renderer = Renderer(Lighting(NumbaPoissonSolver(), tone))
    return renderer.render(frame, body, [(garment, garment.fit(body, 0.0))], opacity)


def off_product(picture_bgr, where):
    lab = rgb2lab(picture_bgr[..., ::-1] / 255.0)[where]
    product = rgb2lab(np.array(CLOTH_BGR[::-1]).reshape(1, 1, 3) / 255.0)[0]
    return float(np.median(deltaE_ciede2000(lab, np.broadcast_to(product, lab.shape))))


@pytest.mark.parametrize("name", POSES)
def test_nothing_changes_but_the_garment_and_its_shadow(tee, name):
    frame, body = painted(name)
    result = dressed(tee, frame, body)
    covered = result.coverage > 0
    change = result.image_bgr.astype(int) - frame.image_bgr
    assert change[~covered].max() <= 0
    reach = cv2.dilate(covered.astype(np.uint8), np.ones((41, 41))) > 0
    assert not change[~reach].any()
    room = cv2.erode((body.mask < 0.02).astype(np.uint8), np.ones((15, 15))) > 0
    assert np.abs(change[room & ~covered]).max() <= 1


def test_coverage_is_between_nothing_and_everything(tee):
    result = dressed(tee, *painted("crossed"))
    assert result.coverage.dtype == np.float32
    assert result.coverage.min() == 0.0
    assert 0.99 < result.coverage.max() <= 1.0
    chest = result.coverage[165:185, 300:340]
    assert chest.min() > 0.99


def test_a_garment_keeps_its_colour(tee):
    frame, body = painted()
    own = dressed(tee, frame, body, tone=ToneMatch(strength=0.0))
    assert off_product(own.image_bgr, own.coverage > 0.99) <= 1.5
    matched = dressed(tee, frame, body)
    assert off_product(matched.image_bgr, matched.coverage > 0.99) <= 6.0


def test_opacity_runs_from_the_frame_to_the_garment(tee):
    frame, body = painted()
    none, half, full = (dressed(tee, frame, body, opacity) for opacity in (0.0, 0.5, 1.0))
    np.testing.assert_array_equal(none.image_bgr, frame.image_bgr)
    assert not none.coverage.any()
    inside = full.coverage > 0.99
    between = (frame.image_bgr[inside].astype(float) + full.image_bgr[inside]) / 2
    assert np.abs(half.image_bgr[inside] - between).mean() < 1.0
    assert half.coverage[inside].max() == pytest.approx(0.5, abs=0.01)


def test_out_of_the_picture_there_is_nothing_to_draw(tee):
    frame, body = painted()
    away = Body(make_pose(posed_points() + 3000.0), np.zeros_like(body.mask))
    assert dressed(tee, frame, away) is None


def test_a_body_partly_outside_is_dressed(tee):
    frame, body = paint(posed_points() + np.array([250.0, 100.0]))
    result = dressed(tee, frame, body)
    assert result.coverage[:, -1].any()


def test_frames_stay_as_they_were(tee):
    frame, body = painted()
    before = frame.image_bgr.copy()
    result = dressed(tee, frame, body)
    np.testing.assert_array_equal(frame.image_bgr, before)
    for picture in (frame.image_bgr, result.image_bgr, result.coverage):
        assert not picture.flags.writeable


def test_the_same_frame_gives_the_same_picture(long_sleeve):
    frame, body = painted("hand_on_hip")
    first, second = (dressed(long_sleeve, frame, body) for _ in range(2))
    np.testing.assert_array_equal(first.image_bgr, second.image_bgr)
    np.testing.assert_array_equal(first.coverage, second.coverage)


def test_moving_the_person_moves_the_garment_alike(long_sleeve):
    shift = (24, -16)
    here = dressed(long_sleeve, *painted("hand_on_hip"))
    there = dressed(long_sleeve, *paint(posed_points("hand_on_hip") + shift))
    back = tuple(np.negative(shift[::-1]))
    moved = np.roll(there.coverage, back, axis=(0, 1))
    assert np.abs(moved - here.coverage).mean() < 1e-3
    solid = cv2.erode((here.coverage > 0.99).astype(np.uint8), np.ones((9, 9))) > 0
    apart = np.roll(there.image_bgr, back, axis=(0, 1)).astype(int) - here.image_bgr
    assert np.percentile(np.abs(apart[solid]), 95) <= 4  # the room's light is not the same


def test_crossed_arms_leave_hands_before_the_garment(long_sleeve):
    frame, body = painted("crossed")
    result = dressed(long_sleeve, frame, body)
    points = body.pose.points_px
    hand = (points[Joint.LEFT_WRIST] + points[Joint.LEFT_INDEX] + points[Joint.LEFT_PINKY]) / 3
    x, y = np.rint(hand).astype(int)
    assert result.coverage[y, x] < 0.05
    sleeve = points[Joint.LEFT_SHOULDER] * 0.7 + points[Joint.LEFT_ELBOW] * 0.3
    x, y = np.rint(sleeve).astype(int)
    assert result.coverage[y, x] > 0.9


def test_a_top_and_trousers_are_worn_together(tee):
    frame, body = painted()
    trousers = WornGarment(flat_trousers())
    outfit = [(worn, worn.fit(body, 0.0)) for worn in (trousers, tee)]
    renderer = Renderer(Lighting(NumbaPoissonSolver()))
    result = renderer.render(frame, body, outfit)
    assert result.coverage[180, 320] > 0.99
    assert result.coverage[380, 300] > 0.99
    assert set(result.latency_ms) == {"warp", "blend"}
    assert not result.degraded


class NoSolver:
    provider = "none"

    def solve(self, problem, guess=None):
        raise np.linalg.LinAlgError("singular")


def test_without_a_blend_the_garment_is_drawn_all_the_same(tee):
    frame, body = painted()
    result = Renderer(Lighting(NoSolver())).render(frame, body, [(tee, tee.fit(body, 0.0))])
    assert result.degraded
    assert off_product(result.image_bgr, result.coverage > 0.99) <= 6.0
