import cv2
import numpy as np
import pytest

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import Frame
from tryon_ar.tracking.hand_network import LandmarkNetwork, region_by_points, region_by_pose
from tryon_ar.tracking.models import ensure_models
from tryon_ar.tracking.pose import MediaPipePoseTracker

# Wrist, thumb and four fingers that point up, a palm of 40 px.
HAND = np.array(
    [
        *[(0, 0), (12, -8), (20, -16), (24, -24), (28, -32)],
        *[(12 - 8 * finger, -40 - 10 * joint) for finger in range(4) for joint in range(4)],
    ],
    float,
)


def turned(points, angle):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return points @ turn.T


@pytest.mark.parametrize("angle", [0.0, 1.0, -2.5])
def test_a_region_turns_and_grows_with_its_hand(angle):
    upright = region_by_points(HAND)
    region = region_by_points(2 * turned(HAND, angle) + (300, 200))
    turn = (region.angle_rad - upright.angle_rad - angle + np.pi) % (2 * np.pi) - np.pi
    assert abs(turn) < 1e-9
    assert region.side_px == pytest.approx(2 * upright.side_px)
    np.testing.assert_allclose(region.centre, 2 * turned(upright.centre, angle) + (300, 200))


def test_a_poses_hand_lies_in_its_region():
    region = region_by_pose(np.zeros(2), np.array([0.0, -40.0]), np.array([0.0, -1.0]), 150.0)
    assert region.angle_rad == pytest.approx(0.0)
    assert np.abs(HAND - region.centre).max() < region.side_px / 2


def test_a_foreshortened_hand_has_a_region_still():
    short = region_by_pose(np.zeros(2), np.array([0.0, -2.0]), np.zeros(2), 150.0)
    assert short.side_px > 60
    assert np.isfinite(short.centre).all()


def test_what_is_no_network_is_told():
    with pytest.raises(TrackerUnavailable, match="hand tracker"):
        LandmarkNetwork(b"no network at all")


def test_a_hand_is_found_wherever_it_is_turned(shared_data):
    video = cv2.VideoCapture(str(shared_data / "webcam" / "please.mkv"))
    video.set(cv2.CAP_PROP_POS_FRAMES, 37)
    picture = video.read()[1]
    with MediaPipePoseTracker(still=True) as poses:
        points = poses.track(Frame(picture, 0, 0.0, 0)).pose.points_px
    network = LandmarkNetwork(ensure_models().read_hand_landmarks())
    wrist, knuckles = points[16], points[[18, 20]].mean(axis=0)
    rough = region_by_pose(wrist, knuckles, knuckles - wrist, 190.0)
    once = network.find(picture, rough)
    again = network.find(picture, region_by_points(once.points_px))
    middle = np.array([320.0, 240.0])
    half_turn = cv2.rotate(picture, cv2.ROTATE_180)
    region = region_by_points(2 * middle - 1 - again.points_px)
    other = network.find(half_turn, region)
    assert min(again.presence, other.presence) > 0.5
    np.testing.assert_allclose(2 * middle - 1 - other.points_px, again.points_px, atol=6.0)
