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


class Odd(FakeLandmarker):
    """Answers with what is no answer, or not at all."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def detect_for_video(self, image, stamp_ms):
        super().detect_for_video(image, stamp_ms)
        return self.answer()


def result_of(landmarks, mask):
    point = type("Point", (), {"x": 0.5, "y": 0.5, "z": 0.0, "visibility": 1.0})
    points = [point() for _ in range(landmarks)]
    picture = type("Picture", (), {"numpy_view": lambda _self: mask})()
    names = {"pose_landmarks": [points], "pose_world_landmarks": [points]}
    return type("Result", (), {**names, "segmentation_masks": [picture]})()


def far_away():
    result = result_of(33, np.zeros((480, 640), np.float32))
    result.pose_landmarks[0][7].x = 1e9
    return result


GARBAGE = {
    "nothing": lambda: None,
    "no attributes": object,
    "seven landmarks": lambda: result_of(7, np.zeros((480, 640), np.float32)),
    "another mask": lambda: result_of(33, np.zeros((5, 4), np.float32)),
    "no mask": lambda: result_of(33, None),
    "far away": far_away,
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_an_error_and_the_next_frame_starts_afresh(kind, landmarkers, tmp_path):
    landmarkers.append(FakeLandmarker())  # so that none fails
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    tracker.track(frame_at(0, 0.0))
    odd = tracker._task._task = Odd(GARBAGE[kind])
    with pytest.raises(TrackerUnavailable, match="failed on a picture"):
        tracker.track(frame_at(1, 33.0))
    assert tracker._task._task is not odd
    assert tracker.track(frame_at(2, 66.0)) is None
    tracker.close()


def test_landmarks_that_are_no_numbers_are_nobody_and_in_a_row_an_error(landmarkers, tmp_path):
    def no_numbers():
        result = result_of(33, np.zeros((480, 640), np.float32))
        result.pose_landmarks[0][3].y = float("nan")
        return result

    landmarkers.append(FakeLandmarker())
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    tracker.track(frame_at(0, 0.0))
    tracker._task._task = Odd(no_numbers)
    assert tracker.track(frame_at(1, 33.0)) is None
    assert tracker.track(frame_at(2, 66.0)) is None
    with pytest.raises(TrackerUnavailable, match="no numbers"):
        tracker.track(frame_at(3, 99.0))
    tracker.close()


def test_a_task_that_hangs_is_left_and_never_closed(landmarkers, tmp_path):
    landmarkers.append(FakeLandmarker())
    free = threading.Event()
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    tracker.track(frame_at(0, 0.0))
    tracker._task._limit_s = 0.1
    hanging = tracker._task._task = Odd(lambda: free.wait(120.0))
    with pytest.raises(TrackerUnavailable, match="no answer"):
        tracker.track(frame_at(1, 33.0))
    assert tracker.track(frame_at(2, 66.0)) is None
    tracker.close()
    assert hanging.closed == 0
    free.set()


class BrokenOff(FakeLandmarker):
    """Breaks calls off by itself, with the errors that MediaPipe has for that."""

    def detect_for_video(self, _image, _stamp_ms):
        raise TimeoutError("Deadline exceeded")

    def close(self):
        super().close()
        raise IndexError("Out of range")


def test_a_call_that_mediapipe_breaks_off_is_no_hang(landmarkers, tmp_path):
    landmarkers.append(FakeLandmarker())
    tracker = MediaPipePoseTracker(models=some_models(tmp_path))
    tracker.track(frame_at(0, 0.0))
    tracker.close()
    broken = BrokenOff()
    tracker._task._build = lambda _model: broken
    with pytest.raises(TrackerUnavailable, match="Deadline"):
        tracker.track(frame_at(1, 33.0))
    assert broken.closed == 1
    assert broken._handle is None
    tracker.close()


ENDINGS = {
    "by an interrupt": "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(5)",
    "after errors": (
        "t2 = MediaPipePoseTracker()\n"
        "t2.track(frame(0))\n"
        "picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB,"
        " data=np.zeros((8, 8, 3), np.uint8))\n"
        "for task in (t._task._task, t2._task._task):\n"
        "    try: task.detect_for_video(picture, -1)\n"
        "    except Exception: pass\n"
        "try: t.track(frame(1))\n"
        "except Exception: pass\n"
        "def refuse(*_): raise RuntimeError('no memory')\n"
        "pose._new_landmarker = lambda *a, **k: refuse()\n"
        "try: MediaPipePoseTracker().track(frame(0))\n"
        "except Exception as error: assert 'cannot be started' in str(error)"
    ),
    "in a call that hangs": (
        "t._task._limit_s = 0.2\n"
        "class Hangs:\n"
        "    _handle = 1\n"
        "    def detect_for_video(self, *_): time.sleep(3600)\n"
        "    def close(self): time.sleep(3600)\n"
        "    def __del__(self): time.sleep(3600 if self._handle else 0)\n"
        "t._task._release()\n"
        "pose._new_landmarker = lambda *a, **k: Hangs()\n"
        "vision_task._OPENING_S = 0.2\n"
        "try: t.track(frame(2))\n"
        "except Exception as error: assert 'no answer' in str(error), error\n"
        "else: raise SystemExit(4)"
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_interpreter_ends_however_it_ends(ending):
    program = (
        "import time, numpy as np, tryon_ar, mediapipe\n"
        "from tryon_ar.core.types import Frame\n"
        "from tryon_ar.tracking import pose, vision_task\n"
        "from tryon_ar.tracking.pose import MediaPipePoseTracker\n"
        "def frame(i): return Frame(np.zeros((48, 64, 3), np.uint8), i, i * 33.0, 0)\n"
        "t = MediaPipePoseTracker()\n"
        "t.track(frame(0))\n"
    ) + ENDINGS[ending]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == (-2 if "interrupt" in ending else 0), done.stderr


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
    worker.join(60.0)
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
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=110, check=False
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
