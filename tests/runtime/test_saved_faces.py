"""What a live session saves has no faces where that was asked for."""

import time

import numpy as np
import pytest

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.runtime.saved_faces import SavedFaces


class Nobody:
    def find(self, _image_bgr):
        return []


@pytest.fixture
def dressed(rng):
    image = rng.integers(0, 256, (120, 160, 3), dtype=np.uint8)
    garment = np.ascontiguousarray(image[::-1])
    tracked = TrackedFrame(Frame(image, 0, 0.0, 0), None, GarmentState.NOBODY)
    return DressedFrame(garment, tracked, None, {}, False, {})


def test_kept_faces_leave_frames_as_they_are(dressed):
    faces = SavedFaces(Nobody)
    assert faces.of_film(dressed, filmed=True) is dressed
    assert faces.of_picture(dressed, mirrored=False) is dressed.image_bgr
    mirrored = faces.of_picture(dressed, mirrored=True)
    assert np.array_equal(mirrored, dressed.image_bgr[:, ::-1])


def test_a_film_and_the_cameras_own_picture_beside_it_are_treated_alike(dressed):
    faces = SavedFaces(Nobody)
    faces.mode = "blur"
    saved = faces.of_film(dressed, filmed=True)
    for before, after in (
        (dressed.image_bgr, saved.image_bgr),
        (dressed.tracked.frame.image_bgr, saved.tracked.frame.image_bgr),
    ):
        assert after.shape == before.shape
        assert np.asarray(after, float).std() < 0.3 * before.std()  # nobody known: all is hidden
    assert saved.looks == ()


def test_a_finder_that_cannot_be_had_is_asked_for_once_and_all_is_hidden(dressed):
    asked = []

    def none():
        asked.append(1)
        raise TrackerUnavailable("The networks are missing.", "Connect to the network once.")

    faces = SavedFaces(none)
    faces.mode = "blur"
    for _ in range(5):
        saved = faces.of_film(dressed, filmed=True)
        assert saved.image_bgr.std() < 0.3 * dressed.image_bgr.std()
    faces.of_picture(dressed, mirrored=False)
    assert len(asked) == 1


def test_nothing_is_done_while_nothing_is_recorded(dressed):
    faces = SavedFaces(lambda: pytest.fail("nobody is looked for"))
    faces.mode = "blur"
    assert faces.of_film(dressed, filmed=False) is dressed


def test_what_is_chosen_meanwhile_holds_from_the_next_frame_on(dressed):
    faces = SavedFaces(Nobody)
    assert faces.of_film(dressed, filmed=True) is dressed
    faces.mode = "crop"
    assert faces.of_film(dressed, filmed=True) is not dressed
    faces.mode = "keep"
    assert faces.of_film(dressed, filmed=True) is dressed


def test_a_sessions_pictures_and_recordings_hold_no_face(tmp_path):
    """The files themselves, decoded: nothing of the source's detail is in them."""
    import av

    from tests.support.fake_stages import FakeTracker, fake_parts
    from tryon_ar.core.images import read_picture
    from tryon_ar.recording.options import RecordingOptions, clean_path
    from tryon_ar.runtime.session import MirrorSession

    session = MirrorSession(fake_parts(tracker=lambda: FakeTracker(somebody=False)))
    session.faces = SavedFaces(Nobody)
    session.faces.mode = "blur"
    film = tmp_path / "film.mp4"
    session.start("synthetic:160x120@50")
    try:
        wait_until(lambda: session.take_frame() is not None)
        session.start_recording(film, RecordingOptions(keep_clean=True))
        wait_until(lambda: session.recording is not None and session.recording.elapsed_s() > 0.5)
        wait_until(lambda: pictures_in(session._recording._take) > 5)
        picture = session.snapshot(tmp_path / "picture.png")
        session.faces.mode = "keep"
        plain = session.snapshot(tmp_path / "plain.png")
        session.faces.mode = "blur"
        session.stop_recording()
    finally:
        session.stop()
    sharp = _detail(read_picture(plain))
    assert _detail(read_picture(picture)) < 0.2 * sharp
    for path in (film, clean_path(film)):
        with av.open(str(path)) as container:
            frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
        assert len(frames) > 3
        assert max(_detail(frame) for frame in frames[:3]) < 0.3 * sharp, path


def pictures_in(take) -> int:
    """Return how many pictures are in a recording under way, and in the camera's own beside it."""
    return min(one.stats.written for one in (take._recorder, take._clean))


def wait_until(true, limit_s: float = 30.0) -> None:
    deadline = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _detail(image) -> float:
    import cv2

    return float(cv2.Laplacian(np.asarray(image, np.float32).mean(axis=2), cv2.CV_32F).std())
