import numpy as np
import pytest

from tests.tracking.bodies import SIZE_PX, body_at, frame_at
from tryon_ar.core.errors import CorruptResource, MissingResource
from tryon_ar.tracking.replay import Recording, ReplayTracker, record


@pytest.fixture
def recording():
    return Recording.of_bodies([body_at(), None, body_at(x=200.0)], SIZE_PX)


def test_plays_back_what_was_recorded(recording):
    tracker = ReplayTracker(recording)
    body = tracker.track(frame_at(2, 66.0))
    assert body is not None
    assert body.pose.points_px == pytest.approx(body_at(x=200.0).pose.points_px)
    assert np.abs(body.mask - body_at(x=200.0).mask).mean() < 0.02
    assert tracker.track(frame_at(1, 33.0)) is None
    assert tracker.track(frame_at(3, 99.0)) is None


def test_scales_to_the_frame(recording):
    half = (SIZE_PX[0] // 2, SIZE_PX[1] // 2)
    body = ReplayTracker(recording).track(frame_at(0, 0.0, half))
    assert body is not None
    # Pixel centres are at integers: (x + 0.5) / 2 - 0.5
    assert body.pose.points_px == pytest.approx((body_at().pose.points_px + 0.5) / 2 - 0.5)
    assert body.mask.shape == (half[1], half[0])


def test_survives_the_disk(recording, tmp_path):
    path = tmp_path / "clip.npz"
    recording.save(path)
    loaded = Recording.load(path)
    assert loaded.size_px == SIZE_PX
    for key in ("present", "points_px", "visibility", "depth_px", "world_m", "masks"):
        assert np.array_equal(getattr(loaded, key), getattr(recording, key)), key


def test_a_recording_of_a_replay_is_the_same(recording):
    again = record((frame_at(i, i * 33.0) for i in range(3)), ReplayTracker(recording))
    assert again.points_px == pytest.approx(recording.points_px)
    assert list(again.present) == [True, False, True]


def test_frames_of_several_sizes_cannot_be_recorded(recording):
    frames = [frame_at(0, 0.0), frame_at(1, 33.0, (320, 240))]
    with pytest.raises(ValueError, match="one size"):
        record(frames, ReplayTracker(recording))


def test_files_that_are_no_recordings_are_refused(recording, tmp_path):
    path = tmp_path / "clip.npz"
    with pytest.raises(MissingResource):
        Recording.load(path)
    recording.save(path)
    whole = path.read_bytes()
    for content in (b"", b"hello", whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises(CorruptResource):
            Recording.load(path)
    with path.open("wb") as file:
        np.savez(file, points_px=np.zeros(3))
    with pytest.raises(CorruptResource):
        Recording.load(path)
