import cv2
import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, make_pose
from tests.support.drawn_person import posed_points
from tests.tracking.bodies import frame_at
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import Frame, Hand
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.tracking import hands
from tryon_ar.tracking.hands import (
    HandSchedule,
    MediaPipeHandTracker,
    hands_near_trunk,
    own_hands,
)
from tryon_ar.tracking.models import ModelPaths
from tryon_ar.tracking.pose import MediaPipePoseTracker


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


class FakeLandmarker:
    """Answers with one left hand whose 21 points all lie where it is told."""

    def __init__(self):
        self.calls = 0
        self.failures = 0
        self.places = [(0.5, 0.5)]
        self.closed = 0
        self._handle = object()

    def detect_for_video(self, image, _stamp_ms):
        if image.width == 64:  # shown to make it forget
            return type("Result", (), {"hand_landmarks": [], "handedness": []})()
        self.calls += 1
        if self.failures:
            self.failures -= 1
            raise RuntimeError("INTERNAL: graph has errors")
        side = type("Category", (), {"category_name": "Left", "score": 0.9})()
        found = [[Point(x, y)] * 21 for x, y in self.places]
        sides = [[side]] * len(found)
        return type("Result", (), {"hand_landmarks": found, "handedness": sides})()

    def detect(self, image):
        return self.detect_for_video(image, 0)

    def close(self):
        self.closed += 1


@pytest.fixture
def landmarkers(monkeypatch):
    built = []

    def build(_model, *, still):
        built.append(FakeLandmarker())
        return built[-1]

    monkeypatch.setattr(hands, "_new_landmarker", build)
    return built


@pytest.fixture
def tracker(landmarkers, tmp_path):
    path = tmp_path / "any.task"
    path.write_bytes(b"")
    with MediaPipeHandTracker(models=lambda: ModelPaths(path, path, path, path)) as made:
        yield made


def crossed(shift=(0.0, 0.0)):
    points = posed_points("crossed")
    moving = [Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB]
    points[moving] += shift
    return make_pose(points)


def on_left_hand(fake, pose):
    x, y = pose.points_px[[Joint.LEFT_WRIST, Joint.LEFT_PINKY, Joint.LEFT_INDEX]].mean(axis=0)
    fake.places = [((x + 0.5) / SIZE_PX[0], (y + 0.5) / SIZE_PX[1])]


def frames(count):
    picture = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
    return [Frame(picture, i, i * 33.3, 0) for i in range(count)]


def test_arms_that_hang_are_not_looked_at(tracker, landmarkers):
    assert hands_near_trunk(make_pose(posed_points("down")), SIZE_PX, 0.3) == (False, False)
    assert tracker.track(frames(1)[0], make_pose(posed_points("down"))) == ()
    assert not landmarkers


@pytest.mark.parametrize("pose", ["crossed", "hand_on_hip"])
def test_hands_over_the_trunk_are_looked_for(pose):
    near = hands_near_trunk(make_pose(posed_points(pose)), SIZE_PX, 0.3)
    assert near == ((True, True) if pose == "crossed" else (True, False))


def test_hands_that_cannot_be_seen_are_not_looked_for():
    pose = crossed()
    pose.visibility[Joint.LEFT_WRIST] = 0.1
    assert hands_near_trunk(pose, SIZE_PX, 0.3) == (False, True)
    left_of_it = make_pose(posed_points("crossed") - (600.0, 0.0))
    assert hands_near_trunk(left_of_it, SIZE_PX, 0.3) == (False, False)


def test_points_are_pixels_with_centres_at_integers(tracker, landmarkers):
    pose = crossed()
    frame = frames(1)[0]
    tracker.track(frame, pose)
    landmarkers[0].places = [(0.5, 0.5)]
    tracker.reset()
    shift = np.array([319.5, 239.5]) - pose.points_px[Joint.LEFT_WRIST]
    moved = make_pose(pose.points_px + shift)
    found = tracker.track(frame, moved)
    assert found[0].points_px.shape == (21, 2)
    np.testing.assert_allclose(found[0].points_px[0], (319.5, 239.5))


def test_a_hand_at_rest_is_looked_at_now_and_then(tracker, landmarkers):
    pose = crossed()
    first, *others = frames(30)
    tracker.track(first, pose)
    on_left_hand(landmarkers[0], pose)
    for frame in others:
        tracker.track(frame, pose)
    assert landmarkers[0].calls == pytest.approx(30 / 9, abs=2.0)


def test_between_looks_a_hand_follows_the_pose(tracker, landmarkers):
    first, second, third, fourth = frames(4)
    tracker.track(first, crossed())
    landmarkers[0].calls = 0
    on_left_hand(landmarkers[0], crossed())
    tracker.reset()
    before = tracker.track(first, crossed())[0].points_px
    looked = landmarkers[0].calls
    after = tracker.track(second, crossed((9.0, -4.0)))[0].points_px
    np.testing.assert_allclose(after - before, np.tile((9.0, -4.0), (21, 1)))
    tracker.track(third, crossed((12.0, -6.0)))
    assert landmarkers[0].calls == looked
    tracker.track(fourth, crossed((15.0, -9.0)))
    assert landmarkers[0].calls == looked + 1, "it has moved far enough"


def test_fruitless_looks_are_rarer_than_frames(tracker, landmarkers):
    pose = crossed()
    first, *others = frames(30)
    tracker.track(first, pose)
    landmarkers[0].places = []
    tracker.reset()
    landmarkers[0].calls = 0
    for i, frame in enumerate(others):
        moving = crossed((3.0 * i, 0.0))
        assert tracker.track(frame, moving) == ()
    assert 3 <= landmarkers[0].calls <= 6


def hand_at(point, *, is_left, confidence=0.9):
    return Hand(np.tile(np.asarray(point, float), (21, 1)), is_left, confidence)


def test_the_nearer_wrist_names_the_side():
    pose = make_pose(posed_points("sideways"))
    wrist = pose.points_px[Joint.LEFT_WRIST]
    (found,) = own_hands([hand_at(wrist, is_left=False)], pose)
    assert found.is_left


def test_hands_that_lie_together_keep_the_sides_they_were_given():
    pose = make_pose(posed_points("crossed"))
    middle = (pose.points_px[Joint.LEFT_WRIST] + pose.points_px[Joint.RIGHT_WRIST]) / 2
    found = own_hands([hand_at(middle, is_left=False), hand_at(middle, is_left=True)], pose)
    assert [hand.is_left for hand in found] == [True, False]
    twice = own_hands([hand_at(middle, is_left=False), hand_at(middle, is_left=False)], pose)
    assert [hand.is_left for hand in twice] == [True, False]


def test_another_persons_hand_is_left_out():
    pose = make_pose(posed_points("crossed"))
    assert own_hands([hand_at((560, 300), is_left=True)], pose) == ()


def test_an_error_is_told_and_the_next_frame_starts_afresh(tracker, landmarkers):
    first, second = frames(2)
    tracker.track(first, crossed())
    tracker.reset()
    landmarkers[0].failures = 1
    with pytest.raises(TrackerUnavailable, match="hand tracker failed"):
        tracker.track(first, crossed())
    assert landmarkers[0].closed == 1
    assert landmarkers[0]._handle is None, "its __del__ would dead-lock"
    tracker.track(second, crossed())
    assert len(landmarkers) == 2


def test_still_pictures_are_each_looked_at(landmarkers, tmp_path):
    path = tmp_path / "any.task"
    path.write_bytes(b"")
    with MediaPipeHandTracker(still=True, models=lambda: ModelPaths(path, path, path, path)) as one:
        for frame in frames(4):
            one.track(frame, crossed())
    assert landmarkers[0].calls == 4


def test_a_schedule_may_look_at_every_frame(landmarkers, tmp_path):
    path = tmp_path / "any.task"
    path.write_bytes(b"")
    eager = HandSchedule(rest_ms=0.0)
    with MediaPipeHandTracker(
        schedule=eager, models=lambda: ModelPaths(path, path, path, path)
    ) as one:
        for frame in frames(4):
            one.track(frame, crossed())
    assert landmarkers[0].calls == 4


def test_a_real_hand_is_found_where_it_is(shared_data):
    video = cv2.VideoCapture(str(shared_data / "webcam" / "please.mkv"))
    video.set(cv2.CAP_PROP_POS_FRAMES, 37)
    frame = Frame(video.read()[1], 0, 0.0, 0)
    with MediaPipePoseTracker(still=True) as poses, MediaPipeHandTracker(still=True) as tracker:
        pose = poses.track(frame).pose
        found = tracker.track(frame, pose)
        assert tracker.track(frame_at(1, 40.0), pose) == (), "an empty picture has no hands"
    (hand,) = (each for each in found if not each.is_left)
    assert hand.confidence > 0.5
    assert np.hypot(*(hand.points_px[0] - pose.points_px[Joint.RIGHT_WRIST])) < 25
