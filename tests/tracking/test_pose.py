import gc
import json
import subprocess
import sys
import threading

import numpy as np
import pytest

from tests.tracking.bodies import frame_at
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import Frame
from tryon_ar.tracking import models, pose
from tryon_ar.tracking.anatomy import LEFT_SHOULDER, RIGHT_SHOULDER
from tryon_ar.tracking.models import ModelPaths
from tryon_ar.tracking.person_tracker import PersonTracker
from tryon_ar.tracking.pose import MediaPipePoseTracker


class FakeLandmarker:
    """Stands in for MediaPipe's object, which cannot be made to fail at will."""

    def __init__(self, failures=0):
        self.failures = failures
        self.stamps = []
        self.closed = 0
        self._handle = object()

    def detect_for_video(self, _image, stamp_ms):
        self.stamps.append(stamp_ms)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("INTERNAL: graph has errors\nlong native story")
        return type("Result", (), {"pose_landmarks": [], "segmentation_masks": None})()

    def close(self):
        self.closed += 1


@pytest.fixture
def landmarkers(monkeypatch, tmp_path):
    """The fakes built so far; the first one fails once."""
    built = []

    def build(_model, *, still):
        assert not still
        built.append(FakeLandmarker(failures=0 if built else 1))
        return built[-1]

    monkeypatch.setattr(pose, "_new_landmarker", build)
    return built


def some_models(tmp_path):
    path = tmp_path / "any.task"
    path.write_bytes(b"")
    return lambda: ModelPaths(path, path, path, path)


def test_an_error_is_told_and_the_next_frame_starts_afresh(landmarkers, tmp_path):
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    with pytest.raises(TrackerUnavailable, match="graph has errors") as caught:
        tracker.track(frame_at(0, 0.0))
    assert "\n" not in caught.value.user_text
    assert landmarkers[0].closed == 1
    assert landmarkers[0]._handle is None, "its __del__ would dead-lock"
    assert tracker.track(frame_at(1, 33.0)) is None
    assert len(landmarkers) == 2
    tracker.close()


def test_time_stamps_increase_whatever_the_frames_say(landmarkers, tmp_path):
    landmarkers.append(FakeLandmarker())  # so that none fails
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    for i, t_ms in enumerate([0.0, 0.3, 33.0, 33.0, 5.0, 66.6]):
        tracker.track(frame_at(i, t_ms))
    assert landmarkers[1].stamps == [0, 1, 34, 35, 36, 98]
    tracker.reset()  # shows it one black picture
    for i in range(3):
        tracker.track(frame_at(i, i * 33.0))
    assert landmarkers[1].stamps[6:] == [99, 100, 133, 166]
    tracker.close()


def test_a_person_that_will_not_be_forgotten_costs_a_new_graph(landmarkers, tmp_path, monkeypatch):
    landmarkers.append(FakeLandmarker())
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    tracker.track(frame_at(0, 0.0))
    stubborn = type("Result", (), {"pose_landmarks": ["somebody"]})()
    monkeypatch.setattr(landmarkers[1], "detect_for_video", lambda *_: stubborn)
    tracker.reset()
    assert landmarkers[1].closed == 1
    assert tracker.track(frame_at(0, 0.0)) is None
    assert len(landmarkers) == 3
    tracker.close()


def test_a_forgotten_tracker_is_closed(landmarkers, tmp_path):
    landmarkers.append(FakeLandmarker())
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    tracker.track(frame_at(0, 0.0))
    del tracker
    gc.collect()
    assert landmarkers[1].closed == 1


def test_a_network_that_is_none_is_told(tmp_path):
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    with pytest.raises(TrackerUnavailable, match="cannot be started"):
        tracker.track(frame_at(0, 0.0))
    tracker.close()


def test_a_network_that_vanished_is_told(tmp_path):
    gone = tmp_path / "gone.task"
    tracker = MediaPipePoseTracker(models=lambda: ModelPaths(gone, gone, gone, gone))
    with pytest.raises(TrackerUnavailable, match="cannot be started"):
        tracker.track(frame_at(0, 0.0))


def test_closing_from_another_thread_does_not_hang():
    tracker = MediaPipePoseTracker()
    stop = threading.Event()
    errors = []

    def work():
        index = 0
        while not stop.is_set():
            try:
                tracker.track(frame_at(index, index * 33.0))
            except TrackerUnavailable as error:
                errors.append(error)
            index += 1

    worker = threading.Thread(target=work, name="tryon-ar test")
    worker.start()
    for _ in range(3):
        tracker.close()
    stop.set()
    worker.join(10.0)
    tracker.close()
    assert not worker.is_alive()
    assert errors == []


def test_a_program_that_forgets_to_close_ends_quietly():
    program = (
        "import numpy as np, tryon_ar\n"
        "from tryon_ar.core.types import Frame\n"
        "from tryon_ar.tracking.pose import MediaPipePoseTracker\n"
        "t = MediaPipePoseTracker()\n"
        "t.track(Frame(np.zeros((48, 64, 3), np.uint8), 0, 0.0, 0))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_shoulders_are_where_the_golden_poses_have_them(shared_data):
    import cv2

    clip = shared_data / "pose_video"
    golden = json.loads((clip / "pose_1.json").read_text())
    video = cv2.VideoCapture(str(clip / "pose_1.mp4"))
    errors = []
    with MediaPipePoseTracker() as tracker:
        for index in range(30):
            image = video.read()[1]
            body = tracker.track(Frame(image, index, index * 1000 / 30, 0))
            assert body is not None
            for name, landmark in (
                ("left_shoulder", LEFT_SHOULDER),
                ("right_shoulder", RIGHT_SHOULDER),
            ):
                true = (golden[index][name]["x"], golden[index][name]["y"])
                errors.append(np.hypot(*(body.pose.points_px[landmark] - true)))
    video.release()
    # The golden poses are another version's, photo by photo.
    assert np.median(errors) < 4.0


@pytest.mark.parametrize("clip", ["book", "help"])
def test_people_at_a_webcam_are_dressed_all_the_time(shared_data, clip):
    import cv2

    video = cv2.VideoCapture(str(shared_data / "webcam" / f"{clip}.mkv"))
    states = []
    with PersonTracker() as tracker:
        for index in range(40):
            more, image = video.read()
            if not more:
                break
            states.append(tracker.process(Frame(image, index, index * 1000 / 30, 0)).state)
    video.release()
    assert len(states) == 40
    assert states.count("dressed") >= 39


def test_ensure_models_is_the_default(monkeypatch):
    asked = []

    def refuse():
        asked.append(1)
        raise TrackerUnavailable("Not now.")

    monkeypatch.setattr(models, "verify", refuse)
    with pytest.raises(TrackerUnavailable, match="Not now"):
        MediaPipePoseTracker().track(frame_at(0, 0.0))
    assert asked == [1]
