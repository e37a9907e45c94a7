"""Every tracker keeps the promises of ``PoseTracker``."""

from collections.abc import Iterator

import numpy as np
import pytest

from tryon_ar.core.types import Frame
from tryon_ar.tracking.anatomy import LANDMARKS
from tryon_ar.tracking.pose import MediaPipePoseTracker, PoseTracker
from tryon_ar.tracking.replay import Recording, ReplayTracker

PEOPLE = 6
EMPTY = PEOPLE  # the frame index that shows nobody


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    """Pictures of one person who sways a little, and then an empty one."""
    openpeople = pytest.importorskip("openpeople")
    from tests.tracking.people import one_person

    person = one_person(openpeople, height_px=480)
    people = [np.ascontiguousarray(np.roll(person, 3 * i, axis=1)) for i in range(PEOPLE)]
    return [*people, np.full_like(person, 127)]


@pytest.fixture(scope="module")
def recording(pictures: list[np.ndarray]) -> Recording:
    with MediaPipePoseTracker() as tracker:
        bodies = [tracker.track(frame_of(pictures, i)) for i in range(PEOPLE)]
    height, width = pictures[0].shape[:2]
    return Recording.of_bodies([*bodies, None], (width, height))


@pytest.fixture(params=["mediapipe", "mediapipe-still", "replay"])
def tracker(request: pytest.FixtureRequest, recording: Recording) -> Iterator[PoseTracker]:
    made: PoseTracker = {
        "mediapipe": MediaPipePoseTracker,
        "mediapipe-still": lambda: MediaPipePoseTracker(still=True),
        "replay": lambda: ReplayTracker(recording),
    }[request.param]()
    yield made
    made.close()


def frame_of(pictures: list[np.ndarray], index: int, t_ms: float | None = None) -> Frame:
    return Frame(pictures[index].copy(), index, index * 33.3 if t_ms is None else t_ms, 0)


def test_bodies_are_in_the_frames_own_pixels(tracker, pictures):
    frame = frame_of(pictures, 0)
    body = tracker.track(frame)
    assert body is not None
    width, height = frame.size
    assert body.pose.points_px.shape == (LANDMARKS, 2)
    assert body.pose.visibility.shape == body.pose.depth_px.shape == (LANDMARKS,)
    assert body.pose.world_m.shape == (LANDMARKS, 3)
    for array in (
        body.pose.points_px,
        body.pose.visibility,
        body.pose.depth_px,
        body.pose.world_m,
    ):
        assert array.dtype == np.float64
        assert np.isfinite(array).all()
    assert ((body.pose.visibility >= 0) & (body.pose.visibility <= 1)).all()
    assert (body.pose.points_px[11] > (0, 0)).all()
    assert (body.pose.points_px[11] < (width, height)).all()
    assert body.pose.points_px[11, 0] > body.pose.points_px[12, 0]  # the wearer's left


def test_masks_are_of_the_frames_size_and_read_only(tracker, pictures):
    frame = frame_of(pictures, 0)
    mask = tracker.track(frame).mask
    assert mask.shape == frame.image_bgr.shape[:2]
    assert mask.dtype == np.float32
    assert not mask.flags.writeable
    assert mask.min() >= 0.0
    assert mask.max() <= 1.0
    assert 0.05 < mask.mean() < 0.9


def test_nobody_is_none(tracker, pictures):
    assert tracker.track(frame_of(pictures, EMPTY)) is None


def test_frames_and_earlier_bodies_are_left_alone(tracker, pictures):
    frame = frame_of(pictures, 0)
    before = np.array(frame.image_bgr)
    body = tracker.track(frame)
    points, mask = body.pose.points_px.copy(), np.array(body.mask)
    for i in range(1, 4):
        tracker.track(frame_of(pictures, i))
    assert np.array_equal(frame.image_bgr, before)
    assert np.array_equal(body.pose.points_px, points)
    assert np.array_equal(body.mask, mask)


@pytest.mark.parametrize("times", [(0.0, 0.0, 0.0), (9000.0, 10.0, 20.0), (0.2, 0.4, 0.6)])
def test_odd_times_do_no_harm(tracker, pictures, times):
    for i, t_ms in enumerate(times):
        assert tracker.track(frame_of(pictures, i, t_ms)) is not None


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (7, 5), (64, 2000)])
def test_frames_of_any_size_are_looked_at(tracker, pictures, size):
    height, width = size
    odd = Frame(np.zeros((height, width, 3), np.uint8), EMPTY, 0.0, 0)
    assert tracker.track(odd) is None
    assert tracker.track(frame_of(pictures, 0, 40.0)) is not None


def test_reset_and_close_start_afresh(tracker, pictures):
    tracker.reset()
    first = tracker.track(frame_of(pictures, 0))
    for stop in (tracker.reset, tracker.close):
        tracker.track(frame_of(pictures, 3))
        stop()
        stop()
        again = tracker.track(frame_of(pictures, 0))
        assert again.pose.points_px == pytest.approx(first.pose.points_px, abs=1e-3)
    tracker.close()
    tracker.close()
