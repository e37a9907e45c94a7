"""Sound in a file, decoded from it."""

from pathlib import Path

import av
import numpy as np
import pytest

from tryon_ar.core.errors import SinkClosed
from tryon_ar.recording.encoder import encoders_for
from tryon_ar.recording.sound import SoundFormat
from tryon_ar.recording.video import VideoSink

CONTAINERS = pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
SIZE_PX = (64, 48)
TONE_HZ = 1000.0


def tone(begin_s: float, count: int, sound: SoundFormat) -> np.ndarray:
    time_s = begin_s + np.arange(count) / sound.rate_hz
    one = 0.5 * np.sin(2 * np.pi * TONE_HZ * time_s)
    return np.repeat(one[:, None], sound.channels, axis=1).astype(np.float32)


def film(sink: VideoSink, sound: SoundFormat, seconds: float = 2.0, start_ms: float = 700) -> None:
    """Write pictures and, between them, the tone of their time."""
    count = sound.rate_hz // 25
    for index in range(round(seconds * 25)):
        picture = np.full((SIZE_PX[1], SIZE_PX[0], 3), index % 200, np.uint8)
        sink.write(picture, start_ms + index * 40.0)
        sink.write_sound(tone(index * 0.04, count, sound), start_ms + index * 40.0)


def decoded(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Times, s, and samples of all channels."""
    times, samples = [], []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            data = frame.to_ndarray()
            start_s = float(frame.pts * frame.time_base)
            times.append(start_s + np.arange(data.shape[1]) / frame.sample_rate)
            samples.append(data)
    return np.concatenate(times), np.concatenate(samples, axis=1)


@CONTAINERS
@pytest.mark.parametrize("sound", [SoundFormat(48_000), SoundFormat(44_100, 2)])
def test_the_tone_comes_back_at_its_pitch_loudness_and_length(tmp_path, suffix, sound):
    path = tmp_path / f"out{suffix}"
    with VideoSink(path, SIZE_PX, sound=sound) as sink:
        film(sink, sound)
    times_s, samples = decoded(path)
    assert samples.shape[0] == sound.channels
    assert times_s[0] == pytest.approx(0.0, abs=0.001)
    assert times_s[-1] == pytest.approx(2.0, abs=0.05)
    middle = samples[0][24_000:72_000]
    spectrum = np.abs(np.fft.rfft(middle))
    assert np.argmax(spectrum) == pytest.approx(TONE_HZ, abs=1)
    assert middle.max() == pytest.approx(0.5, abs=0.05)


@CONTAINERS
@pytest.mark.parametrize("codec", ["h264", "av1"])
def test_pictures_keep_their_times_beside_sound(tmp_path, suffix, codec):
    path = tmp_path / f"out{suffix}"
    sound = SoundFormat(48_000)
    with VideoSink(path, SIZE_PX, sound=sound, encoders=encoders_for(codec)) as sink:
        film(sink, sound)
    with av.open(str(path)) as container:
        times_ms = [float(f.pts * f.time_base * 1000) for f in container.decode(video=0)]
    np.testing.assert_allclose(times_ms, np.arange(50) * 40.0, atol=0.51)


@CONTAINERS
def test_sound_from_before_the_first_picture_is_cut_off(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    sound = SoundFormat(48_000)
    with VideoSink(path, SIZE_PX, sound=sound) as sink:
        sink.write_sound(np.full((4800, 1), 0.5, np.float32), 0.0)
        sink.write(np.zeros((48, 64, 3), np.uint8), 1000.0)
        sink.write_sound(np.full((4800, 1), 0.5, np.float32), 100.0)
        both = np.concatenate([np.full((2400, 1), 0.9), np.zeros((9600, 1))]).astype(np.float32)
        sink.write_sound(both, 950.0)
        sink.write(np.zeros((48, 64, 3), np.uint8), 1200.0)
    _, samples = decoded(path)
    assert np.abs(samples[0][480:]).max() < 0.1


@CONTAINERS
def test_a_copy_taken_at_any_time_plays_and_lacks_less_than_a_second(tmp_path, suffix):
    """What a killed program leaves is what other readers see of the file."""
    path, copy = tmp_path / f"out{suffix}", tmp_path / f"copy{suffix}"
    sound = SoundFormat(48_000)
    rng = np.random.default_rng(1)
    with VideoSink(path, SIZE_PX, sound=sound) as sink:
        for index in range(100):
            sink.write(rng.integers(0, 255, (48, 64, 3), np.uint8), index * 40.0)
            if index >= 3:  # what is heard comes a little later
                sink.write_sound(tone(index * 0.04, 1920, sound), (index - 3) * 40.0)
            if index < 25 or index % 4:
                continue
            copy.write_bytes(path.read_bytes())
            with av.open(str(copy)) as container:
                last = list(container.decode(video=0))[-1]
            assert index * 40.0 - float(last.pts * last.time_base * 1000) <= 800


@CONTAINERS
def test_a_microphone_that_stops_does_not_hold_pictures_back(tmp_path, suffix):
    path, copy = tmp_path / f"out{suffix}", tmp_path / f"copy{suffix}"
    sound = SoundFormat(48_000)
    with VideoSink(path, SIZE_PX, sound=sound) as sink:
        film(sink, sound, 1.0, start_ms=0)
        for index in range(25, 150):
            sink.write(np.full((48, 64, 3), index, np.uint8), index * 40.0)
        copy.write_bytes(path.read_bytes())
    with av.open(str(copy)) as container:
        last = list(container.decode(video=0))[-1]
    assert float(last.pts * last.time_base) > 150 * 0.04 - 1.2
    with av.open(str(path)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 150


def test_misuse_is_refused(tmp_path):
    silent = VideoSink(tmp_path / "silent.mp4", SIZE_PX)
    with pytest.raises(ValueError, match="no sound"):
        silent.write_sound(np.zeros((10, 1), np.float32), 0.0)
    silent.close()
    with pytest.raises(SinkClosed):
        silent.write_sound(np.zeros((10, 1), np.float32), 0.0)
