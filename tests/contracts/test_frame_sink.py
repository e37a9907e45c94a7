"""What every FrameSink promises, over all implementations."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from tryon_ar.core.errors import SinkClosed
from tryon_ar.recording.encoder import ENCODERS
from tryon_ar.recording.sink import FrameSink
from tryon_ar.recording.video import VideoSink

SIZE_PX = (64, 48)
MPEG4 = tuple(choice for choice in ENCODERS if choice.name == "mpeg4")
Make = Callable[[Path], FrameSink]


def _video(suffix: str, **options: object) -> Make:
    return lambda folder: VideoSink(folder / f"out{suffix}", SIZE_PX, **options)  # type: ignore[arg-type]


MAKERS = {
    "mp4": _video(".mp4"),
    "mkv": _video(".mkv"),
    "mp4 atomic": _video(".mp4", atomic=True),
    "mkv atomic": _video(".mkv", atomic=True),
    "mp4 without libx264": _video(".mp4", encoders=MPEG4),
    "mkv without libx264": _video(".mkv", encoders=MPEG4),
}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS.keys())
def sink(request: pytest.FixtureRequest, tmp_path: Path):
    made = request.param(tmp_path)
    yield made
    made.close()


def grey(level: int) -> np.ndarray:
    image = np.full((SIZE_PX[1], SIZE_PX[0], 3), level, np.uint8)
    image.flags.writeable = False
    return image


def read(path: Path) -> list[tuple[float, float]]:
    """Milliseconds and mean level of every frame."""
    with av.open(str(path)) as container:
        return [
            (float(frame.pts * frame.time_base * 1000), frame.to_ndarray(format="gray").mean())
            for frame in container.decode(video=0)
        ]


def test_times_are_kept_to_the_millisecond_through_gaps(sink, tmp_path):
    times_ms = [1000.0, 1033.4, 1066.8, 1400.2, 1433.6, 4000.4, 4001.4, 9999.0]
    for t_ms in times_ms:
        sink.write(grey(int(t_ms) % 200), t_ms)
    sink.close()
    (path,) = tmp_path.glob("out.*")
    read_ms = [t_ms for t_ms, _ in read(path)]
    np.testing.assert_allclose(read_ms, np.subtract(times_ms, 1000), atol=0.5001)


def test_frames_come_back_in_order(sink, tmp_path):
    levels = list(range(16, 236, 20))
    for index, level in enumerate(levels):
        sink.write(grey(level), index * 40.0)
    sink.close()
    (path,) = tmp_path.glob("out.*")
    read_levels = [level for _, level in read(path)]
    assert len(read_levels) == len(levels)
    assert np.all(np.diff(read_levels) > 5)


@pytest.mark.parametrize("t_ms", [40.0, 39.9, -1.0, float("nan")])
def test_time_never_goes_backwards_and_the_mistake_harms_nothing(sink, tmp_path, t_ms):
    sink.write(grey(1), 0.0)
    sink.write(grey(2), 40.0)
    with pytest.raises(ValueError, match="backwards"):
        sink.write(grey(3), t_ms)
    sink.write(grey(4), 80.0)
    sink.close()
    (path,) = tmp_path.glob("out.*")
    assert len(read(path)) == 3


@pytest.mark.parametrize("shape", [(48, 63, 3), (64, 48, 3), (48, 64), (48, 64, 4)])
def test_another_size_is_refused_and_harms_nothing(sink, tmp_path, shape):
    sink.write(grey(1), 0.0)
    with pytest.raises(ValueError, match="frame of"):
        sink.write(np.zeros(shape, np.uint8), 40.0)
    sink.write(grey(2), 40.0)
    sink.close()
    (path,) = tmp_path.glob("out.*")
    assert len(read(path)) == 2


def test_a_crop_of_a_larger_picture_is_accepted_and_nothing_is_changed(sink, tmp_path, rng):
    large = rng.integers(0, 255, (100, 200, 3), np.uint8)
    before = large.copy()
    sink.write(large[10:58, 20:84], 0.0)
    sink.close()
    np.testing.assert_array_equal(large, before)
    (path,) = tmp_path.glob("out.*")
    assert len(read(path)) == 1


def test_closing_twice_is_fine_and_writing_afterwards_is_an_error(sink):
    sink.write(grey(1), 0.0)
    sink.close()
    sink.close()
    with pytest.raises(SinkClosed):
        sink.write(grey(2), 40.0)


def test_bytes_written_grow_to_the_size_of_the_file(sink, tmp_path):
    assert sink.bytes_written == 0
    for index in range(60):
        sink.write(grey(index * 4), index * 33.0)
    assert sink.bytes_written > 0
    sink.close()
    (path,) = tmp_path.glob("out.*")
    assert sink.bytes_written == path.stat().st_size


def test_nothing_written_leaves_no_file(sink, tmp_path):
    sink.close()
    assert not [path for path in tmp_path.iterdir() if path.is_file()]
