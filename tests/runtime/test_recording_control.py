"""Recordings as they land on the disk: sound with pictures, pauses, the second file."""

import importlib.util
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import av
import numpy as np
import pytest

from tests.support.microphones import no_microphone
from tryon_ar.core.errors import DiskFull
from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.recording.options import RecordingOptions, clean_path
from tryon_ar.recording.sound import SoundFormat
from tryon_ar.recording.structure import State, state_of
from tryon_ar.runtime import take
from tryon_ar.runtime.recording_control import RecordingControl
from tryon_ar.runtime.stages import open_video
from tryon_ar.runtime.status import Severity, StatusBoard
from tryon_ar.runtime.take import Devices

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SIZE_PX = (64, 48)
SECOND_NS = 1_000_000_000


@pytest.fixture(scope="module")
def av_sync():
    spec = importlib.util.spec_from_file_location("av_sync", BENCHMARKS / "av_sync.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["av_sync"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["av_sync"]


class FedMicrophone:
    """Hears what a test feeds it."""

    opened: "FedMicrophone"

    def __init__(self, hear: Callable[[np.ndarray, int], None]) -> None:
        self.format = SoundFormat(48_000)
        self.hear = hear
        self.closed = False
        FedMicrophone.opened = self

    def close(self) -> None:
        self.closed = True


class Feeding:
    """A recording fed with flashes and beeps as fast as they can be written."""

    def __init__(self, av_sync, path: Path, open_microphone=FedMicrophone, **options) -> None:
        self.path = path
        self.board = StatusBoard(lambda: None)
        self.control = RecordingControl(Devices(open_video, open_microphone), self.board)
        self.sound = options.pop("sound", True)
        skew_ppm, jitter_ms = options.pop("skew_ppm", 0.0), options.pop("jitter_ms", 8.0)
        self.control.start(path, 30.0, RecordingOptions(microphone=self.sound, **options))
        assert self.control._take is not None
        assert self.control._take._ready.wait(60.0)
        self.source = av_sync.FlashAndBeep(
            time.monotonic_ns() + SECOND_NS, skew_ppm, jitter_ms, SIZE_PX
        )
        self._block = 0
        self.first_block = 0
        self.lost_blocks: Iterable[int] = ()

    def play(self, frames: Iterable[int], *, dressing_ms: float = 120.0) -> None:
        """Offer pictures, and before each the sound that was had by then."""
        for index in frames:
            image, t_ms, captured_ns = self.source.picture(index)
            self.hear_until(self.source.taken_ns(index) + round(dressing_ms * 1e6))
            frame = Frame(image, index, t_ms, captured_ns)
            tracked = TrackedFrame(frame, None, GarmentState.NOBODY, 0.0)
            dressed = np.ascontiguousarray(255 - image) if self.inverts else image
            self.control.offer(DressedFrame(dressed, tracked, None, {}, False, {}))
            self._let_write()

    inverts = False

    def hear_until(self, until_ns: int) -> None:
        """Deliver the blocks had until then."""
        while self.sound:
            samples, told_ns, had_ns = self.source.block(self._block)
            if had_ns > until_ns:
                return
            if self._block >= self.first_block and self._block not in self.lost_blocks:
                FedMicrophone.opened.hear(samples, told_ns)
            self._block += 1

    def _let_write(self) -> None:
        take = self.control._take
        recorders = [one for one in (take._recorder, take._clean) if one] if take else []
        for recorder in recorders:
            while len(recorder._waiting) > 5:
                time.sleep(0.002)

    def stop(self) -> Path | None:
        return self.control.stop()


def picture_times_s(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]


def sound_length_s(path: Path) -> float:
    with av.open(str(path)) as container:
        last = list(container.decode(audio=0))[-1]
    return float(last.pts * last.time_base) + last.samples / last.sample_rate


# -- sound and pictures together -------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "skew_ppm"), [(".mp4", 3000.0), (".mkv", -3000.0)], ids=["mp4 fast", "mkv slow"]
)
def test_tones_stay_with_their_flashes_however_far_the_sound_card_is_off(
    av_sync, tmp_path, suffix, skew_ppm
):
    """Uncorrected, it would drift by 45 ms in these 15 s."""
    feeding = Feeding(av_sync, tmp_path / f"out{suffix}", skew_ppm=skew_ppm)
    feeding.play(range(15 * 30 - 10))
    assert feeding.stop() == feeding.path
    offsets_ms = av_sync.offsets_ms(feeding.path)
    assert len(offsets_ms) == 15
    assert np.abs(offsets_ms).max() <= 20.0, offsets_ms
    assert not feeding.board.all()
    assert FedMicrophone.opened.closed


@pytest.mark.parametrize("dressing_ms", [0.0, 900.0])
def test_it_does_not_matter_whether_pictures_or_sound_come_first(av_sync, tmp_path, dressing_ms):
    feeding = Feeding(av_sync, tmp_path / "out.mp4")
    feeding.play(range(140), dressing_ms=dressing_ms)
    feeding.hear_until(feeding.source.taken_ns(150))
    feeding.stop()
    offsets_ms = av_sync.offsets_ms(feeding.path)
    assert len(offsets_ms) == 5
    assert np.abs(offsets_ms).max() <= 20.0
    assert sound_length_s(feeding.path) == pytest.approx(140 / 30, abs=0.06)


def test_sound_that_begins_late_is_silence_until_then(av_sync, tmp_path):
    feeding = Feeding(av_sync, tmp_path / "out.mkv")
    feeding.first_block = 75  # 1.5 s
    feeding.play(range(140))
    feeding.stop()
    tones = av_sync._onsets(av_sync._loudness(feeding.path), 0.3)
    np.testing.assert_allclose(tones, [2.0, 3.0, 4.0], atol=0.02)


def test_samples_lost_on_the_way_are_silence_and_shift_nothing_for_long(av_sync, tmp_path):
    feeding = Feeding(av_sync, tmp_path / "out.mp4")
    feeding.lost_blocks = range(70, 95)  # half a second
    feeding.play(range(230))
    feeding.stop()
    tones = av_sync._onsets(av_sync._loudness(feeding.path), 0.3)
    np.testing.assert_allclose(tones, range(8), atol=0.04)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_pause_leaves_neither_pictures_nor_sound_nor_a_gap(av_sync, tmp_path, suffix):
    feeding = Feeding(av_sync, tmp_path / f"out{suffix}", jitter_ms=0.0)
    feeding.play(range(75))  # 2.5 s: tones at 0, 1 and 2
    assert feeding.control.pause()
    assert not feeding.control.pause()
    state = feeding.control.state
    assert state is not None
    assert state.paused
    feeding.play(range(75, 195))  # the tones at 3 to 6 are not heard
    assert feeding.control.resume()
    feeding.play(range(195, 270))  # those at 7 and 8, now at 3 and 4
    feeding.stop()
    times_s = picture_times_s(feeding.path)
    assert len(times_s) == 150
    assert np.diff(times_s).max() < 0.040
    tones = av_sync._onsets(av_sync._loudness(feeding.path), 0.3)
    np.testing.assert_allclose(tones, range(5), atol=0.02)
    np.testing.assert_allclose(av_sync.offsets_ms(feeding.path), 0, atol=20)
    assert sound_length_s(feeding.path) == pytest.approx(5.0, abs=0.06)


def test_pausing_before_the_first_picture_records_from_resuming_on(av_sync, tmp_path):
    feeding = Feeding(av_sync, tmp_path / "out.mp4", sound=False)
    assert feeding.control.pause()
    feeding.play(range(30))
    assert feeding.control.state is not None
    assert feeding.control.state.elapsed_s() == 0.0
    feeding.control.resume()
    feeding.play(range(30, 60))
    feeding.stop()
    times_s = picture_times_s(feeding.path)
    assert (len(times_s), times_s[0]) == (30, 0.0)


def test_there_is_nothing_to_pause_without_a_recording(av_sync):
    control = RecordingControl(Devices(open_video, no_microphone), StatusBoard(lambda: None))
    assert not control.pause()
    assert not control.resume()
    assert control.state is None


# -- without sound ---------------------------------------------------------------------


def test_without_sound_the_sources_own_times_are_kept_exactly(av_sync, tmp_path):
    feeding = Feeding(av_sync, tmp_path / "out.mp4", sound=False, jitter_ms=30.0)
    feeding.play(range(30))
    feeding.control.pause()
    feeding.play(range(30, 90))
    feeding.control.resume()
    feeding.play(range(90, 120))
    feeding.stop()
    np.testing.assert_allclose(picture_times_s(feeding.path), np.arange(60) / 30, atol=0.0006)
    with av.open(str(feeding.path)) as container:
        assert not container.streams.audio


def test_without_a_microphone_one_warning_says_what_to_do(av_sync, tmp_path):
    feeding = Feeding(av_sync, tmp_path / "out.mp4", no_microphone)
    feeding.sound = False
    feeding.play(range(30))
    (status,) = feeding.board.all()
    assert status.severity is Severity.WARNING
    assert "Install it." in status.text
    state = feeding.control.state
    assert state is not None
    assert not state.sound
    assert feeding.stop() == feeding.path
    assert len(picture_times_s(feeding.path)) == 30


def test_a_microphone_that_falls_silent_is_told_once_and_pictures_go_on(av_sync, tmp_path):
    feeding = Feeding(av_sync, tmp_path / "out.mkv")
    feeding.play(range(30))
    assert feeding.control._take is not None
    placer = feeding.control._take._placer
    feeding.sound = False
    placer._heard_ns = time.monotonic_ns() - 4 * SECOND_NS
    feeding.play(range(30, 60))
    (status,) = feeding.board.all()
    assert "fallen silent" in status.text
    feeding.stop()
    assert len(picture_times_s(feeding.path)) == 60


def test_pictures_from_before_the_microphone_was_open_are_left_out(av_sync, tmp_path):
    feeding = Feeding(av_sync, tmp_path / "out.mp4")
    assert feeding.control._take is not None
    feeding.source.start_ns = feeding.control._take._ready_ns - SECOND_NS
    feeding.play(range(60))
    state = feeding.control.state
    assert state is not None
    assert state.started_ns is not None
    feeding.stop()
    assert len(picture_times_s(feeding.path)) == 30


def test_a_recording_that_ends_while_the_microphone_opens_closes_it(tmp_path):
    opened: list[FedMicrophone] = []

    def slowly(hear):
        time.sleep(0.2)
        opened.append(FedMicrophone(hear))
        return opened[0]

    path = tmp_path / "out.mp4"
    path.touch()
    control = RecordingControl(Devices(open_video, slowly), StatusBoard(lambda: None))
    control.start(path, 30.0, RecordingOptions(microphone=True))
    assert control.stop() is None
    assert not path.exists()
    until(lambda: opened and opened[0].closed)


def test_a_microphone_that_never_opens_costs_the_sound_alone(av_sync, tmp_path, monkeypatch):
    monkeypatch.setattr(take, "_OPENING_S", 0.1)
    free, opened = threading.Event(), []

    def hangs(hear):
        free.wait(120.0)
        opened.append(FedMicrophone(hear))
        return opened[0]

    feeding = Feeding(av_sync, tmp_path / "out.mp4", hangs)
    feeding.sound = False
    feeding.play(range(30))
    (status,) = feeding.board.all()
    assert "does not answer" in status.text
    free.set()
    until(lambda: opened and opened[0].closed)  # nobody listens in secret
    assert feeding.stop() == feeding.path
    assert len(picture_times_s(feeding.path)) == 30


def test_a_microphone_that_never_closes_does_not_keep_the_file_open(av_sync, tmp_path, monkeypatch):
    monkeypatch.setattr(take, "_CLOSING_S", 0.1)
    free, closed = threading.Event(), []

    class Hanging(FedMicrophone):
        def close(self):
            free.wait(120.0)
            closed.append(1)

    feeding = Feeding(av_sync, tmp_path / "out.mp4", Hanging)
    feeding.play(range(30))
    assert feeding.stop() == feeding.path
    assert not closed
    assert len(picture_times_s(feeding.path)) == 30
    free.set()
    until(lambda: closed)


# -- the camera's own pictures ---------------------------------------------------------


def levels(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [
            float(frame.to_ndarray()[: frame.height].mean()) for frame in container.decode(video=0)
        ]


def heard(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        frames = container.decode(audio=0) if container.streams.audio else ()
        return np.concatenate([np.zeros(0), *(one.to_ndarray()[0] for one in frames)])


@pytest.mark.parametrize("sound", [False, True])
def test_the_cameras_own_pictures_are_kept_at_the_same_times(av_sync, tmp_path, sound):
    feeding = Feeding(av_sync, tmp_path / "look.mp4", sound=sound, keep_clean=True)
    feeding.inverts = True
    feeding.play(range(45))
    feeding.control.pause()
    feeding.play(range(45, 75))
    feeding.control.resume()
    feeding.play(range(75, 105))
    feeding.stop()
    clean = clean_path(feeding.path)
    assert clean.name == "look.clean.mp4"
    np.testing.assert_allclose(picture_times_s(clean), picture_times_s(feeding.path), atol=0.0005)
    dressed, own = np.array(levels(feeding.path)), np.array(levels(clean))
    assert len(own) == 75
    np.testing.assert_allclose(dressed + own, 16 + 235, atol=4)
    np.testing.assert_array_equal(heard(clean), heard(feeding.path))
    assert bool(len(heard(clean))) is sound


def test_only_the_dressed_pictures_are_mirrored(tmp_path):
    image = np.zeros((48, 64, 3), np.uint8)
    image[:, :32] = 200
    path = tmp_path / "out.mkv"
    control = RecordingControl(Devices(open_video, no_microphone), StatusBoard(lambda: None))
    control.start(path, 30.0, RecordingOptions(keep_clean=True, mirrored=True))
    for index in range(3):
        frame = Frame(image, index, index * 33.0, time.monotonic_ns())
        tracked = TrackedFrame(frame, None, GarmentState.NOBODY, 0.0)
        control.offer(DressedFrame(image, tracked, None, {}, False, {}))
    control.stop()
    for name, is_bright_left in ((path, False), (clean_path(path), True)):
        with av.open(str(name)) as container:
            grey = next(container.decode(video=0)).to_ndarray()[:48]
        assert bool(grey[:, :30].mean() > grey[:, 34:].mean()) is is_bright_left


def test_a_second_file_that_fails_is_told_and_the_recording_goes_on(av_sync, tmp_path):
    def open_sink(path, size_px, fps, encoding):
        if ".clean" in path.name:
            raise DiskFull("There is no room for two.", "Free some space.")
        return open_video(path, size_px, fps, encoding)

    feeding = Feeding(av_sync, tmp_path / "out.mp4", sound=False, keep_clean=True)
    feeding.control._take._devices = Devices(open_sink, no_microphone)
    feeding.play(range(30))
    until(feeding.board.all)
    (status,) = feeding.board.all()
    assert "no room for two" in status.text
    assert feeding.stop() == feeding.path
    assert len(picture_times_s(feeding.path)) == 30


# -- disks and gaps --------------------------------------------------------------------


class FailingSink:
    """Fails with its third picture, or keeps it waiting."""

    bytes_written = 0

    def __init__(self, waits: threading.Event | None = None) -> None:
        self.count = 0
        self.waits = waits

    def write(self, _image, _t_ms: float) -> None:
        self.count += 1
        if self.count == 3 and self.waits is not None:
            self.waits.wait(120.0)
        elif self.count == 3:
            raise DiskFull("There is no room left.", "Free some space.")

    def close(self) -> None:
        """Nothing to close."""


def offered(control: RecordingControl, t_ms: float, captured_ns: int = 0) -> None:
    image = np.zeros((48, 64, 3), np.uint8)
    frame = Frame(image, round(t_ms), t_ms, captured_ns or time.monotonic_ns())
    tracked = TrackedFrame(frame, None, GarmentState.NOBODY, 0.0)
    control.offer(DressedFrame(image, tracked, None, {}, False, {}))


def until(condition: Callable[[], object]) -> None:
    deadline_s = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline_s
        time.sleep(0.005)


@pytest.fixture
def board():
    return StatusBoard(lambda: None)


def test_a_disk_that_fails_is_told_although_no_more_pictures_come(tmp_path, board):
    control = RecordingControl(Devices(lambda *_: FailingSink(), no_microphone), board)
    control.start(tmp_path / "out.mp4", 30.0)
    for index in range(3):
        offered(control, index * 33.0)
    until(board.all)
    assert "no room left" in board.all()[0].text
    until(lambda: control.state is None)
    offered(control, 200.0)
    assert control.stop() is None


def test_a_full_disk_is_told_once(tmp_path):
    told = []
    board = StatusBoard(lambda: told.extend(board.all()))
    control = RecordingControl(Devices(lambda *_: FailingSink(), no_microphone), board)
    control.start(tmp_path / "out.mp4", 30.0)
    for index in range(3):
        offered(control, index * 33.0)
    until(lambda: control.state is None)
    control.stop()  # waits for its end, which has the same to tell
    assert [one.severity for one in told] == [Severity.WARNING]


def test_a_disk_that_keeps_pictures_waiting_is_told_and_holds_nobody_up(tmp_path, board):
    waits = threading.Event()
    control = RecordingControl(Devices(lambda *_: FailingSink(waits), no_microphone), board)
    control.start(tmp_path / "out.mp4", 30.0)
    for index in range(1000):
        offered(control, index * 33.0)
        time.sleep(0.005)
        if board.all():
            break
    waits.set()
    (status,) = board.all()
    assert "disk is too slow" in status.text
    assert status.severity is Severity.WARNING
    assert control.state is not None  # it goes on
    control.stop()


def test_a_full_disk_is_announced_and_the_recording_ended_whole(tmp_path, board, monkeypatch):
    from tryon_ar.recording import disk_guard

    free = [disk_guard.KEPT_FREE_BYTES + 3000]
    monkeypatch.setattr(disk_guard, "_CHECK_S", 0.01)
    monkeypatch.setattr(disk_guard, "_RATE_FROM_S", 0.05)
    monkeypatch.setattr(disk_guard, "_free_bytes", lambda _folder: free[0])
    path = tmp_path / "out.mkv"
    control = RecordingControl(Devices(open_video, no_microphone), board)
    control.start(path, 30.0)
    told: list[str] = []
    for index in range(2000):
        offered(control, index * 300.0)
        time.sleep(0.005)
        told += [one.text for one in board.all() if one.topic == "disk"][:1]
        recorder = control._take._recorder if control._take is not None else None
        if told and recorder is not None and recorder.stats.written > 5:
            free[0] = disk_guard.KEPT_FREE_BYTES
        if control.state is None:
            break
    assert "can go on for about" in told[0]
    control.stop()
    (status,) = board.all()
    assert (status.topic, status.severity) == ("recorder", Severity.WARNING)
    assert "ended and saved: only 200 MB are left" in status.text
    assert state_of(path) is State.WHOLE
    assert len(picture_times_s(path)) > 3


def test_without_room_no_recording_begins(tmp_path, board, monkeypatch):
    from tryon_ar.recording import disk_guard

    monkeypatch.setattr(disk_guard, "_free_bytes", lambda _folder: 150_000_000)
    path = tmp_path / "out.mp4"
    path.touch()
    control = RecordingControl(Devices(open_video, no_microphone), board)
    control.start(path, 30.0)
    offered(control, 0.0)
    until(lambda: control.state is None)
    assert control.stop() is None
    assert "too little room to record: only 150 MB" in board.all()[0].text
    assert not path.exists()


def test_time_without_pictures_is_left_out_and_told(av_sync, tmp_path):
    feeding = Feeding(av_sync, tmp_path / "out.mp4", jitter_ms=0.0)
    feeding.play(range(75))  # 2.5 s: tones at 0, 1 and 2
    feeding.hear_until(feeding.source.taken_ns(375))  # the microphone heard on
    feeding.play(range(375, 450))  # ten seconds later; tones at 13 and 14, now at 3 and 4
    state = feeding.control.state
    assert state is not None
    (status,) = feeding.board.all()
    assert "No picture came for 10 seconds" in status.text
    feeding.stop()
    times_s = picture_times_s(feeding.path)
    assert len(times_s) == 150
    assert np.diff(times_s).max() < 0.040
    np.testing.assert_allclose(av_sync.offsets_ms(feeding.path), 0, atol=20)
    tones = av_sync._onsets(av_sync._loudness(feeding.path), 0.3)
    np.testing.assert_allclose(tones, range(5), atol=0.02)
