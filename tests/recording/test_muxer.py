"""Which pictures begin a fragment, and how long the last is shown."""

import av
import numpy as np
import pytest

from tryon_ar.recording.video import VideoSink

GREY = np.full((32, 32, 3), 128, np.uint8)


def written(path, times_ms, **options):
    with VideoSink(path, (32, 32), **options) as sink:
        for t_ms in times_ms:
            sink.write(GREY, t_ms)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        stamps_ms = [round(float(frame.pts * frame.time_base) * 1000) for frame in frames]
        keys_ms = [t for t, frame in zip(stamps_ms, frames, strict=True) if frame.key_frame]
        return stamps_ms, keys_ms, float(stream.duration * stream.time_base)


def test_fragments_begin_after_so_long_and_around_pauses(tmp_path):
    steady = [100 * index for index in range(17)]
    times_ms = [*steady, 1849, 1900, 2150, 2200, 2300]
    stamps_ms, keys_ms, _ = written(tmp_path / "a.mp4", times_ms)
    assert stamps_ms == times_ms
    # the first, the one after it; each 750 ms or more later; after and right behind a pause
    assert keys_ms == [0, 100, 900, 1849, 2150, 2200]


def test_a_picture_due_at_the_very_millisecond_begins_one(tmp_path):
    _, keys_ms, _ = written(tmp_path / "a.mp4", [0, 100, 300, 500, 700, 850, 1000])
    assert keys_ms == [0, 100, 850]
    _, keys_ms, _ = written(tmp_path / "b.mp4", [0, 100, 349, 599, 700])
    assert keys_ms == [0, 100, 599, 700]


@pytest.mark.parametrize(
    ("fps_hint", "shown_ms"), [(10.0, 100), (40.0, 25), (1.0, 1000), (0.0, 1000 / 30)]
)
def test_the_last_picture_is_shown_as_long_as_one_is_expected_to(tmp_path, fps_hint, shown_ms):
    _, _, length_s = written(tmp_path / "a.mp4", [0, 100], fps_hint=fps_hint)
    assert 1000 * length_s == pytest.approx(100 + shown_ms, abs=2)


def test_pictures_within_a_tick_follow_one_another(tmp_path):
    path = tmp_path / "a.mp4"
    with VideoSink(path, (32, 32)) as sink:
        for t_ms in (0.0, 0.001, 0.002, 40.0):
            sink.write(GREY, t_ms)
    with av.open(str(path)) as container:
        stamps = [frame.pts * frame.time_base * 90_000 for frame in container.decode(video=0)]
    assert stamps == [0, 1, 2, 3600]
