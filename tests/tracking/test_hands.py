import cv2
import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, make_pose
from tests.support.drawn_person import posed_points
from tests.tracking.bodies import frame_at
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import Frame
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.tracking import model_bundle
from tryon_ar.tracking.hand_network import HandAnswer
from tryon_ar.tracking.hand_places import hands_near_trunk, raised_hands
from tryon_ar.tracking.hands import HandSchedule, HandTracker
from tryon_ar.tracking.models import ModelPaths
from tryon_ar.tracking.pose import MediaPipePoseTracker

# A hand that points up, in palm lengths from its wrist.
SHAPE = np.array(
    [
        *[(0, 0), (0.3, -0.2), (0.5, -0.4), (0.6, -0.6), (0.7, -0.8)],
        *[(0.3 - 0.2 * finger, -1 - 0.25 * joint) for finger in range(4) for joint in range(4)],
    ]
)
SIDES = {True: "LEFT", False: "RIGHT"}


class FakeNetwork:
    """Answers with the pose's own hands where the region is about them."""

    def __init__(self, pose=None):
        self.pose = pose
        self.regions = []
        self.presence = 1.0
        self.right = None
        self.only_left = False

    def find(self, _image, region):
        self.regions.append(region)
        wrists = {side: self.pose.points_px[Joint[f"{SIDES[side]}_WRIST"]] for side in SIDES}
        left = min(SIDES, key=lambda side: np.hypot(*(wrists[side] - region.centre)))
        right = self.right if self.right is not None else float(not left)
        points = wrists[left or self.only_left] + SHAPE * 25.0
        return HandAnswer(points, self.presence, right)


@pytest.fixture
def network():
    return FakeNetwork()


@pytest.fixture
def bundle(tmp_path):
    path = tmp_path / "hands.task"
    path.write_bytes(model_bundle.bundle({"hand_landmarks_detector.tflite": b"network"}))
    return lambda: ModelPaths(path, path, path, path)


@pytest.fixture
def tracker(network, bundle):
    with HandTracker(models=bundle, network=lambda _content: network) as made:
        yield made


def crossed(shift=(0.0, 0.0)):
    points = posed_points("crossed")
    moving = [Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB]
    points[moving] += shift
    return make_pose(points)


def frames(count):
    picture = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
    return [Frame(picture, i, i * 33.3, 0) for i in range(count)]


def follow(tracker, network, poses, still_frames=None):
    """Track poses one after the other; return the hands of each."""
    found = []
    for frame, pose in zip(still_frames or frames(len(poses)), poses, strict=True):
        network.pose = pose
        found.append(tracker.track(frame, pose))
    return found


def test_arms_that_hang_are_not_looked_at(tracker, network):
    assert hands_near_trunk(make_pose(posed_points("down")), SIZE_PX, 0.3) == (False, False)
    assert follow(tracker, network, [make_pose(posed_points("down"))]) == [()]
    assert not network.regions


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


def raised(out=1.1, up=0.2):
    """Stand with the left hand beside the shoulder, in shoulder widths of 100 px."""
    points = posed_points("down")
    for joint, shift in (("WRIST", 0.0), ("INDEX", 0.15), ("PINKY", 0.15), ("THUMB", 0.1)):
        points[Joint[f"LEFT_{joint}"]] = (320.0 + 100 * out, 150.0 - 100 * (up + shift))
    points[Joint.LEFT_ELBOW] = (390.0, 210.0)
    return make_pose(points)


def test_a_raised_hand_is_looked_at_only_where_that_was_asked_for(tracker, network):
    assert follow(tracker, network, [raised()] * 3) == [(), (), ()]
    tracker.watch_raised = True
    found = follow(tracker, network, [raised()] * 3)
    assert [[hand.is_left for hand in hands] for hands in found] == [[True]] * 3


@pytest.mark.parametrize(
    ("pose", "expected"),
    [
        (raised(), (True, False)),
        (raised(up=-0.7), (False, False)),
        (raised(out=0.3), (False, False)),
        (raised(out=4.0), (False, False)),
        (make_pose(posed_points("down")), (False, False)),
    ],
    ids=["raised", "low", "before the chest", "outside", "hanging"],
)
def test_hands_held_up_beside_the_body_are_raised(pose, expected):
    assert raised_hands(pose, SIZE_PX, 0.3) == expected


def test_both_hands_are_found_one_a_frame(tracker, network):
    found = follow(tracker, network, [crossed()] * 4)
    assert len(found[0]) == 1
    assert [hand.is_left for hand in found[-1]] == [True, False]
    wrist = crossed().points_px[Joint.LEFT_WRIST]
    np.testing.assert_allclose(found[-1][0].points_px[0], wrist)
    assert len(network.regions) == 4, "a new hand is looked at twice"


def test_hands_at_rest_are_looked_at_now_and_then(tracker, network):
    follow(tracker, network, [crossed()] * 48)
    assert len(network.regions) == pytest.approx(4 + 2 * 44 / 16, abs=2.0)


def test_between_looks_a_hand_follows_the_pose_and_is_less_sure(tracker, network):
    before = follow(tracker, network, [crossed()] * 6)[-1][0]
    looks = len(network.regions)
    network.pose = crossed()
    quick = HandSchedule().moved * 100.0
    after = tracker.track(frames(7)[-1], crossed((quick * 0.9, 0.0)))[0]
    np.testing.assert_allclose(
        after.points_px - before.points_px, np.tile((quick * 0.9, 0), (21, 1))
    )
    assert len(network.regions) == looks
    assert after.confidence < 0.5 < before.confidence
    follow(tracker, network, [crossed((quick * 1.5, 0.0))])
    assert len(network.regions) == looks + 1, "it has moved far enough"


@pytest.mark.parametrize(("least_apart", "expected"), [(1, 5), (4, 3)])
def test_hands_that_move_are_looked_at_as_seldom_as_asked(tracker, network, least_apart, expected):
    follow(tracker, network, [crossed()] * 6)
    tracker.least_apart = least_apart
    looks = len(network.regions)
    quick = HandSchedule().moved * 100.0
    follow(tracker, network, [crossed((quick * 1.2 * n, 0.0)) for n in range(1, 13)])
    assert len(network.regions) - looks == expected


def test_a_lost_hand_stays_for_a_while(tracker, network):
    follow(tracker, network, [crossed()] * 6)
    network.presence = 0.0
    moving = [crossed((4.0 * i, 0.0)) for i in range(40)]
    found = follow(tracker, network, moving, frames(46)[6:])
    left = [[hand for hand in hands if hand.is_left] for hands in found]
    assert left[3][0].confidence < 0.5
    assert left[-1] == []
    assert len(network.regions) < 6 + 2 * 40 * 33.3 / 150, "fruitless looks are rarer"


def test_one_hand_found_twice_is_one(tracker, network):
    points = posed_points("crossed")
    for side in ("WRIST", "INDEX", "PINKY", "THUMB"):
        points[Joint[f"RIGHT_{side}"]] = points[Joint[f"LEFT_{side}"]] + (4.0, 0.0)
    network.only_left = True
    network.right = 0.02
    found = follow(tracker, network, [make_pose(points)] * 8)
    assert [[hand.is_left for hand in hands] for hands in found[2:]] == [[True]] * 6


def test_hands_that_lie_together_are_two(tracker, network):
    points = posed_points("crossed")
    for side in ("WRIST", "INDEX", "PINKY", "THUMB"):
        points[Joint[f"RIGHT_{side}"]] = points[Joint[f"LEFT_{side}"]] + (4.0, 0.0)
    found = follow(tracker, network, [make_pose(points)] * 8)
    assert len(found[-1]) == 2


def test_what_lies_far_from_the_poses_hand_is_not_it(tracker, network):
    pose = crossed()
    network.pose = crossed((-150.0, 0.0))
    assert all(not hand.is_left for hand in tracker.track(frames(1)[0], pose))


def test_after_a_reset_nothing_is_remembered(tracker, network):
    follow(tracker, network, [crossed()] * 4)
    tracker.reset()
    network.presence = 0.0
    assert follow(tracker, network, [crossed()]) == [()]


def test_still_pictures_are_each_looked_at(network, bundle):
    with HandTracker(still=True, models=bundle, network=lambda _content: network) as tracker:
        found = follow(tracker, network, [crossed()] * 2)
    assert [len(hands) for hands in found] == [2, 2]
    assert len(network.regions) == 2 * 2 * 3, "both ways, and closer"


def test_a_bundle_without_the_network_is_told(tmp_path):
    path = tmp_path / "no.task"
    path.write_bytes(b"")
    with (
        HandTracker(models=lambda: ModelPaths(path, path, path, path)) as tracker,
        pytest.raises(TrackerUnavailable),
    ):
        tracker.track(frames(1)[0], crossed())


def test_a_real_hand_is_found_where_it_is(shared_data):
    video = cv2.VideoCapture(str(shared_data / "webcam" / "please.mkv"))
    video.set(cv2.CAP_PROP_POS_FRAMES, 37)
    frame = Frame(video.read()[1], 0, 0.0, 0)
    with MediaPipePoseTracker(still=True) as poses, HandTracker(still=True) as tracker:
        pose = poses.track(frame).pose
        found = tracker.track(frame, pose)
        assert tracker.track(frame_at(1, 40.0), pose) == (), "an empty picture has no hands"
    (hand,) = (each for each in found if not each.is_left)
    assert hand.confidence > 0.5
    assert np.hypot(*(hand.points_px[0] - pose.points_px[Joint.RIGHT_WRIST])) < 25
