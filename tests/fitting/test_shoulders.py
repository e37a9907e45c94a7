import numpy as np
import pytest

from tests.support.bodies import flat_tee, standing_body, standing_points
from tests.support.drawn_person import posed_points
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fitter import GarmentFitter

UNIT_PX = 100.0


def marks(points):
    fit = GarmentFitter(flat_tee()).fit(standing_body(points), 0.0)
    return {name: np.array(place) for name, place in fit.landmarks.items()}


def test_hanging_arms_leave_the_seam_where_it_is():
    hanging = standing_points()
    straight = standing_points()
    straight[[Joint.LEFT_ELBOW, Joint.LEFT_WRIST]] = (371, 235), (371, 310)
    for name in ("shoulder_left", "armpit_left"):
        np.testing.assert_allclose(marks(hanging)[name], marks(straight)[name], atol=1e-9)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_raised_arm_takes_the_seam_along(side):
    sign = 1 if side == "left" else -1
    down, raised = marks(standing_points()), marks(posed_points("raised"))
    seam = f"shoulder_{side}"
    assert (down[seam][0] - raised[seam][0]) * sign > 0.1 * UNIT_PX
    assert raised[seam][1] < down[seam][1]
    armpit = f"armpit_{side}"
    assert down[armpit][1] - raised[armpit][1] > 0.05 * UNIT_PX
    joint = posed_points("raised")[Joint[f"{side.upper()}_SHOULDER"]]
    along = posed_points("raised")[Joint[f"{side.upper()}_ELBOW"]] - joint
    across = raised[seam] - raised[armpit]
    cosine = across @ along / np.hypot(*across) / np.hypot(*along)
    assert abs(cosine) < 0.1  # the seam lies square to the arm


def test_one_raised_arm_leaves_the_other_seam_alone():
    points = posed_points("raised")
    rest = standing_points()
    arm = [Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST]
    points[arm] = rest[arm]
    np.testing.assert_allclose(
        marks(points)["armpit_right"], marks(rest)["armpit_right"], atol=1e-9
    )


def test_the_seam_moves_steadily_with_the_arm():
    places = []
    for turn in np.linspace(np.deg2rad(80), np.deg2rad(-70), 60):
        points = standing_points()
        shoulder = points[Joint.LEFT_SHOULDER]
        axis = np.array([np.cos(turn), np.sin(turn)])
        points[Joint.LEFT_ELBOW] = shoulder + 82 * axis
        points[Joint.LEFT_WRIST] = shoulder + 155 * axis
        placed = marks(points)
        places.append(np.concatenate([placed["shoulder_left"], placed["armpit_left"]]))
    assert np.abs(np.diff(places, axis=0)).max() < 0.03 * UNIT_PX


def test_an_arm_towards_the_camera_opens_the_armpit():
    down, forward = marks(standing_points()), marks(posed_points("towards_camera"))
    assert forward["armpit_left"][1] < down["armpit_left"][1]
    np.testing.assert_allclose(forward["armpit_right"], down["armpit_right"], atol=1e-9)
