"""The whole pipeline, with poses that are known."""

import contextlib
import threading

import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, flat_tee, standing_body
from tests.support.watching import NoHands, NoParser
from tryon_ar.capture.synthetic import SyntheticSource, decode_counter
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.errors import CameraLost, TrackerUnavailable
from tryon_ar.core.types import GarmentState
from tryon_ar.pipeline import try_on as try_on_module
from tryon_ar.pipeline.observer import Observer
from tryon_ar.pipeline.try_on import TryOn
from tryon_ar.tracking.person_tracker import PersonTracker
from tryon_ar.tracking.replay import Recording, ReplayTracker

FRAMES = 8


@pytest.fixture(scope="module")
def recording() -> Recording:
    return Recording.of_bodies([standing_body()] * FRAMES, SIZE_PX, mask_size_px=SIZE_PX)


@pytest.fixture
def mirror(monkeypatch, recording):
    """A try-on whose tracker replays a standing person."""

    def replayed(*, still: bool, provider: str) -> Observer:
        tracker = PersonTracker(ReplayTracker(recording), still=still)
        return Observer(tracker, NoHands(), NoParser(), still=still, provider=provider)

    monkeypatch.setattr(try_on_module, "Observer", replayed)
    with TryOn([flat_tee()], provider="cpu") as opened:
        yield opened


def source(frames: int = FRAMES) -> SyntheticSource:
    return SyntheticSource(SIZE_PX, frame_count=frames)


def test_every_frame_is_dressed_in_order(mirror):
    with source() as opened:
        dressed = list(mirror.dress_all(opened))
    assert [one.tracked.frame.index for one in dressed] == list(range(FRAMES))
    assert [decode_counter(one.image_bgr) for one in dressed] == list(range(FRAMES))
    assert {one.tracked.state for one in dressed} == {GarmentState.DRESSED}
    assert all(one.coverage[230, 320] > 0.9 for one in dressed)


def test_a_source_without_frames_gives_none(mirror):
    with source(0) as opened:
        assert list(mirror.dress_all(opened)) == []


def test_options_change_how_the_next_picture_is_dressed(mirror, rng):
    picture = rng.integers(90, 120, (SIZE_PX[1], SIZE_PX[0], 3), dtype=np.uint8)
    mirror.set_options(DressingOptions(light=0.0))
    middle = mirror.dress(picture).image_bgr[200:260, 300:340].reshape(-1, 3)
    np.testing.assert_allclose(np.median(middle, axis=0), (40, 90, 200), atol=2)


def test_a_picture_alone_can_be_dressed(mirror, rng):
    picture = rng.integers(0, 255, (SIZE_PX[1], SIZE_PX[0], 3), dtype=np.uint8)
    first, second = mirror.dress(picture.copy()), mirror.dress(picture.copy())
    assert [first.tracked.frame.index, second.tracked.frame.index] == [0, 1]
    assert second.tracked.frame.t_ms > first.tracked.frame.t_ms
    assert first.coverage[230, 320] > 0.9


def test_frames_are_tracked_beside_the_drawing(mirror, monkeypatch):
    threads = set()
    real = mirror._observer.process

    def noting(frame):
        threads.add(threading.current_thread().name)
        return real(frame)

    monkeypatch.setattr(mirror._observer, "process", noting)
    with source(3) as opened:
        list(mirror.dress_all(opened))
    assert threads == {"tryon-ar-track_0"}


class Lost(SyntheticSource):
    """Goes away after three frames."""

    def read(self):
        frame = super().read()
        if frame is not None and frame.index == 3:
            raise CameraLost("The camera is gone.")
        return frame


def test_what_the_source_raises_arrives(mirror):
    seen = []
    with Lost(SIZE_PX) as opened, pytest.raises(CameraLost, match="gone"):
        seen.extend(mirror.dress_all(opened))
    assert threading.active_count() >= 1
    assert not [one for one in threading.enumerate() if one.name.startswith("tryon-ar-track")]


def test_frames_before_a_loss_are_given(mirror):
    seen = []
    with Lost(SIZE_PX) as opened, contextlib.suppress(CameraLost):
        for dressed in mirror.dress_all(opened):
            seen.append(dressed.tracked.frame.index)
    assert seen == [0, 1, 2]


def test_what_the_tracker_raises_arrives(mirror, monkeypatch):
    def broken(_frame):
        raise TrackerUnavailable("The tracker is gone.")

    monkeypatch.setattr(mirror._observer, "process", broken)
    with source() as opened, pytest.raises(TrackerUnavailable, match="gone"):
        list(mirror.dress_all(opened))


def test_closing_early_waits_for_the_thread(mirror):
    with source() as opened:
        with contextlib.closing(mirror.dress_all(opened)) as frames:
            next(frames)
        left = [one for one in threading.enumerate() if one.name.startswith("tryon-ar-track")]
        assert not left


def test_the_provider_is_what_the_blend_runs_on(mirror):
    assert "numba" in mirror.provider.lower()


def test_closing_again_is_harmless(mirror):
    mirror.close()
