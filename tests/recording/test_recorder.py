import threading
import time

import av
import numpy as np
import pytest

from tests.support.patience import PATIENCE_S
from tryon_ar.core.errors import DiskFull, OutputUnwritable, RecordingError
from tryon_ar.recording import recorder as recorder_module
from tryon_ar.recording.recorder import Recorder
from tryon_ar.recording.video import VideoSink


class FakeSink:
    """Remembers what it gets; can be held up or broken."""

    def __init__(self, fail_at: int | None = None, close_error: Exception | None = None) -> None:
        self.times_ms: list[float] = []
        self.threads: set[str] = set()
        self.closed = 0
        self.fail_at = fail_at
        self.failure: Exception = DiskFull("There is no room.", "Free some.")
        self.close_error = close_error
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    @property
    def bytes_written(self) -> int:
        return 100 * len(self.times_ms)

    def write(self, image_bgr: np.ndarray, t_ms: float) -> None:
        self.entered.set()
        assert self.gate.wait(PATIENCE_S)
        if self.fail_at is not None and len(self.times_ms) >= self.fail_at:
            raise self.failure
        self.threads.add(threading.current_thread().name)
        self.times_ms.append(t_ms)

    def close(self) -> None:
        self.closed += 1
        if self.close_error is not None:
            raise self.close_error


def image() -> np.ndarray:
    return np.zeros((4, 6, 3), np.uint8)


def wait_until_ended(recorder: Recorder) -> None:
    recorder._thread.join(PATIENCE_S)
    assert not recorder._thread.is_alive()


def test_everything_offered_is_written_in_its_own_thread_and_the_sink_closed():
    sink = FakeSink()
    recorder = Recorder(sink, capacity=1000, max_wait_ms=1e9)
    offered = [recorder.offer(image(), index * 33.0) for index in range(200)]
    stats = recorder.stop(PATIENCE_S)
    assert all(offered)
    assert sink.times_ms == [index * 33.0 for index in range(200)]
    assert sink.threads == {"tryon-ar recorder"}
    assert sink.closed == 1
    assert recorder.error is None
    assert (stats.written, stats.dropped, stats.bytes_written) == (200, 0, 20_000)
    assert stats.seconds == pytest.approx(199 * 0.033)


def test_when_the_disk_is_slow_the_newest_are_dropped_and_counted_without_waiting():
    sink = FakeSink()
    sink.gate.clear()
    recorder = Recorder(sink, capacity=3)
    assert recorder.offer(image(), 0.0)
    assert sink.entered.wait(PATIENCE_S)  # the first is being written, the queue is empty
    answers = [recorder.offer(image(), 33.0 * index) for index in range(1, 8)]
    assert answers == [True, True, True, False, False, False, False]
    assert recorder.dropped == 4
    sink.gate.set()
    stats = recorder.stop(PATIENCE_S)
    assert sink.times_ms == [0.0, 33.0, 66.0, 99.0]
    assert (stats.written, stats.dropped) == (4, 4)


def test_frames_do_not_wait_for_long_however_many_fit():
    sink = FakeSink()
    sink.gate.clear()
    recorder = Recorder(sink, capacity=100, max_wait_ms=100.0)
    recorder.offer(image(), 0.0)
    assert sink.entered.wait(PATIENCE_S)
    times_ms = [40.0, 60.0, 140.0, 141.0, 200.0]
    assert [recorder.offer(image(), t_ms) for t_ms in times_ms] == [True] * 3 + [False] * 2
    sink.gate.set()
    assert recorder.stop(PATIENCE_S).dropped == 2
    assert sink.times_ms == [0.0, 40.0, 60.0, 140.0]


def test_a_failing_sink_ends_the_recording_with_a_value_and_one_call():
    sink = FakeSink(fail_at=3)
    told: list[RecordingError] = []
    recorder = Recorder(sink, capacity=100, max_wait_ms=1e9, on_error=told.append)
    for index in range(10):
        recorder.offer(image(), index * 33.0)
    wait_until_ended(recorder)
    assert isinstance(recorder.error, DiskFull)
    assert told == [recorder.error]
    assert sink.closed == 1
    accepted = recorder.stats.written + recorder.stats.dropped
    assert recorder.stats.written == 3
    assert not recorder.offer(image(), 1e6)
    assert recorder.stats.dropped == accepted - 3
    assert recorder.stop(PATIENCE_S) == recorder.stats
    with pytest.raises(DiskFull):
        recorder.close()


def test_an_error_on_closing_is_told_as_well():
    recorder = Recorder(FakeSink(close_error=DiskFull("There is no room.")))
    recorder.offer(image(), 0.0)
    stats = recorder.stop(PATIENCE_S)
    assert isinstance(recorder.error, DiskFull)
    assert stats.written == 1


def test_an_unforeseen_fault_becomes_a_sentence():
    sink = FakeSink(fail_at=0)
    sink.failure = ZeroDivisionError("oops")
    recorder = Recorder(sink)
    recorder.offer(image(), 0.0)
    wait_until_ended(recorder)
    assert isinstance(recorder.error, OutputUnwritable)
    assert "fault" in recorder.error.user_text
    assert sink.closed == 1


def test_frames_that_do_not_fit_are_dropped_and_harm_nothing():
    sink = FakeSink()
    recorder = Recorder(sink, capacity=100)
    assert recorder.offer(image(), 10.0)
    assert not recorder.offer(np.zeros((5, 6, 3), np.uint8), 20.0)
    assert not recorder.offer(image(), 10.0)
    assert not recorder.offer(image(), float("nan"))
    assert recorder.offer(image(), 30.0)
    stats = recorder.stop(PATIENCE_S)
    assert sink.times_ms == [10.0, 30.0]
    assert (stats.written, stats.dropped) == (2, 3)


def test_an_offered_picture_cannot_change_any_more():
    recorder = Recorder(FakeSink())
    picture = image()
    recorder.offer(picture, 0.0)
    with pytest.raises(ValueError, match="read-only"):
        picture[0] = 1
    recorder.stop(PATIENCE_S)


def test_a_hanging_disk_does_not_hang_stop():
    sink = FakeSink()
    sink.gate.clear()
    recorder = Recorder(sink, capacity=8)
    for index in range(5):
        recorder.offer(image(), index * 33.0)
    assert sink.entered.wait(PATIENCE_S)
    recorder.stop(timeout=0.01)
    assert isinstance(recorder.error, OutputUnwritable)
    assert "too slow" in recorder.error.user_text
    sink.gate.set()
    wait_until_ended(recorder)
    assert sink.closed == 1
    assert (recorder.stats.written, recorder.stats.dropped) == (1, 4)


def test_stopping_twice_and_with_nothing_offered(tmp_path):
    path = tmp_path / "out.mp4"
    recorder = Recorder(VideoSink(path, (64, 48)))
    stats = recorder.stop(PATIENCE_S)
    assert stats == recorder.stop(PATIENCE_S)
    assert (stats.written, stats.seconds, stats.bytes_written) == (0, 0.0, 0)
    assert not path.exists()
    assert not recorder.offer(np.zeros((48, 64, 3), np.uint8), 0.0)


def test_a_queue_of_nothing_is_refused():
    with pytest.raises(ValueError, match="capacity"):
        Recorder(FakeSink(), capacity=0)


def test_offers_from_many_threads_are_all_accounted_for():
    sink = FakeSink()
    recorder = Recorder(sink, capacity=4)
    start = time.monotonic()

    def offer() -> None:
        for _ in range(300):
            recorder.offer(image(), (time.monotonic() - start) * 1e3)

    threads = [threading.Thread(target=offer, name="tryon-ar offer") for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    stats = recorder.stop(PATIENCE_S)
    assert stats.written == len(sink.times_ms)
    assert stats.written + stats.dropped == 1200
    assert sink.times_ms == sorted(set(sink.times_ms))


def test_a_real_file_keeps_times_through_drops(tmp_path):
    path = tmp_path / "out.mp4"
    recorder = Recorder(VideoSink(path, (64, 48)), capacity=2)
    accepted = []
    for index in range(120):
        t_ms = 500.0 + index * 20.0
        if recorder.offer(np.full((48, 64, 3), index, np.uint8), t_ms):
            accepted.append(t_ms)
    stats = recorder.stop(PATIENCE_S)
    assert recorder.error is None
    with av.open(str(path)) as container:
        read_ms = [float(f.pts * f.time_base * 1000) for f in container.decode(video=0)]
    np.testing.assert_allclose(read_ms, np.subtract(accepted, accepted[0]), atol=0.51)
    assert stats.written == len(accepted)
    assert stats.written + stats.dropped == 120


def test_for_how_long_a_write_has_taken_is_told_while_it_does():
    sink = FakeSink()
    recorder = Recorder(sink)
    assert recorder.stalled_s == 0
    sink.gate.clear()
    recorder.offer(image(), 0.0)
    assert sink.entered.wait(PATIENCE_S)
    time.sleep(0.05)
    assert recorder.stalled_s >= 0.05
    sink.gate.set()
    recorder.stop(PATIENCE_S)
    assert recorder.stalled_s == 0


class Taken:
    """What a sink was given, pictures and sound, in the order it was."""

    def __init__(self) -> None:
        self.sink = FakeSink()
        self.given: list[tuple[str, float]] = []
        written = self.sink.write

        def write(image_bgr: np.ndarray, t_ms: float) -> None:
            written(image_bgr, t_ms)
            self.given.append(("picture", t_ms))

        self.sink.write = write

    def write_sound(self, samples: np.ndarray, t_ms: float) -> None:
        assert samples.shape == (4, 1)
        self.given.append(("sound", t_ms))


SOUND = np.zeros((4, 1), np.float32)


def test_sound_is_written_between_the_pictures_it_was_offered_with():
    taken = Taken()
    recorder = Recorder(taken.sink, write_sound=taken.write_sound)
    recorder.offer(image(), 0.0)
    assert recorder.offer_sound(SOUND, 5.0)
    recorder.offer(image(), 33.0)
    assert recorder.offer_sound(SOUND, 20.0)
    stats = recorder.stop(PATIENCE_S)
    assert taken.given == [("picture", 0.0), ("sound", 5.0), ("picture", 33.0), ("sound", 20.0)]
    assert (stats.written, stats.dropped) == (2, 0)
    assert stats.seconds == pytest.approx(0.033)
    assert not recorder.offer_sound(SOUND, 40.0)


def test_sound_that_waits_takes_no_pictures_place_and_has_a_limit_of_its_own(monkeypatch):
    monkeypatch.setattr(recorder_module, "_MOST_WAITING", 6)
    taken = Taken()
    taken.sink.gate.clear()
    recorder = Recorder(taken.sink, capacity=2, write_sound=taken.write_sound)
    recorder.offer(image(), 0.0)
    assert taken.sink.entered.wait(PATIENCE_S)
    assert [recorder.offer_sound(SOUND, float(index)) for index in range(5)] == [True] * 5
    assert recorder.offer(image(), 33.0)
    assert not recorder.offer_sound(SOUND, 40.0)  # six wait
    assert recorder.offer(image(), 66.0)
    assert not recorder.offer(image(), 99.0)  # two pictures
    taken.sink.gate.set()
    assert recorder.stop(PATIENCE_S).dropped == 1
    assert [what for what, _ in taken.given] == ["picture", *["sound"] * 5, "picture", "picture"]


def test_a_recorder_without_sound_takes_none():
    recorder = Recorder(FakeSink())
    with pytest.raises(ValueError, match="no sound"):
        recorder.offer_sound(SOUND, 0.0)
    recorder.stop(PATIENCE_S)


def test_sound_that_cannot_be_written_ends_the_recording():
    def refuse(_samples: np.ndarray, _t_ms: float) -> None:
        raise DiskFull("There is no room.", "Free some.")

    sink = FakeSink()
    recorder = Recorder(sink, write_sound=refuse)
    recorder.offer_sound(SOUND, 0.0)
    wait_until_ended(recorder)
    assert isinstance(recorder.error, DiskFull)
    assert sink.closed == 1
    assert not recorder.offer_sound(SOUND, 1.0)


def test_a_disk_that_is_only_slow_is_given_another_second():
    sink = FakeSink()
    sink.gate.clear()
    recorder = Recorder(sink, capacity=8)
    for index in range(5):
        recorder.offer(image(), index * 33.0)
    assert sink.entered.wait(PATIENCE_S)
    joined: list[float | None] = []
    join = recorder._thread.join

    def joining(timeout: float | None = None) -> None:
        joined.append(timeout)
        if len(joined) == 2:  # it gets done meanwhile
            sink.gate.set()
            join(PATIENCE_S)

    recorder._thread.join = joining
    stats = recorder.stop(0.5)
    assert joined == [0.5, 1.0]
    assert recorder.error is None
    assert (stats.written, stats.dropped) == (1, 4)  # what waited is not written any more
