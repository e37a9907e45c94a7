import itertools
import threading
import time

import numpy as np
import pytest

from tests.support.patience import PATIENCE_S, until
from tryon_ar.capture import reading
from tryon_ar.capture.live import LiveSource
from tryon_ar.capture.reading import Description, Grab
from tryon_ar.core.errors import (
    CameraBusy,
    CameraLost,
    CameraSilent,
    CaptureError,
    PicturesBroken,
)


class ScriptedDevice:
    """Delivers what a list says: a number, None (bad), an error, or an event to wait for."""

    def __init__(self, script):
        self.script = iter(script)
        self.hangs, self.at_its_end = threading.Event(), threading.Event()
        self.released = threading.Event()

    def connect(self):
        pass

    def describe(self):
        return Description(25.0)

    def grab(self):
        step = next(self.script, None)
        if isinstance(step, Exception):
            raise step
        if isinstance(step, threading.Event):
            self.hangs.set()
            step.wait(PATIENCE_S)
            return None
        if step is None:
            self.at_its_end.set()
            return None
        time.sleep(0.005)
        image = np.full((4, 6, 3), step, np.uint8)
        return Grab(image, time.monotonic_ns(), 0.5)

    def release(self):
        self.released.set()


class ScriptedSource(LiveSource):
    def __init__(self, script):
        super().__init__("Scripted", "camera")
        self.device = ScriptedDevice(script)

    def _make_device(self):
        return self.device


@pytest.fixture
def _short_limits(monkeypatch):
    """For devices that are silent for ever: of one that works, a busy machine hears later."""
    monkeypatch.setattr(reading, "OPEN_LIMIT_S", 0.3)
    monkeypatch.setattr(reading, "LOST_AFTER_S", 0.3)
    monkeypatch.setattr(reading, "CLOSE_LIMIT_S", 0.3)


def read_on(source, most=20):
    return [source.read() for _ in range(most)]


def level(frame):
    return int(frame.image_bgr[0, 0, 0])


def test_bad_frames_are_no_loss_and_counted():
    with ScriptedSource([1, None, None, 2, None, 3]) as source:
        while level(source.read()) < 3:  # the first read may be that one
            pass
        assert source.bad_frames >= 3
        assert source.info.nominal_fps == 25


def test_silence_is_a_loss_and_frames_after_it_are_read(monkeypatch):
    monkeypatch.setattr(reading, "LOST_AFTER_S", 0.3)
    back = threading.Event()
    with ScriptedSource([1, back, 2]) as source:
        source.read()
        with pytest.raises(CameraLost):
            source.read()
        back.set()
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                assert level(source.read()) == 2
                return
            except CameraLost:
                time.sleep(0.01)
        pytest.fail("the frame after the silence never came")


@pytest.mark.usefixtures("_short_limits")
def test_a_device_without_pictures_cannot_be_opened():
    silence = threading.Event()
    source = ScriptedSource([None, silence])
    with pytest.raises(CameraSilent, match="does not answer"):
        source.open()
    silence.set()
    assert source.device.released.wait(PATIENCE_S)


def test_pictures_that_cannot_be_read_are_told_from_silence(monkeypatch):
    monkeypatch.setattr(reading, "OPEN_LIMIT_S", 2.0)  # in which several come on any machine
    with pytest.raises(PicturesBroken):
        ScriptedSource([]).open()


def test_what_the_device_says_is_passed_on():
    source = ScriptedSource([CameraBusy("It is busy.", "Wait.")])
    with pytest.raises(CameraBusy, match="It is busy"):
        source.open()
    assert source.device.released.wait(PATIENCE_S)


def test_who_keeps_a_camera_is_passed_on_too():
    busy = CameraBusy("It is taken.", "Close OBS.", about="HD Webcam", programs=("OBS",))
    with pytest.raises(CameraBusy) as refusal:
        ScriptedSource([busy]).open()
    told = refusal.value
    assert (told.user_text, told.hint) == ("It is taken.", "Close OBS.")
    assert (told.about, told.programs) == ("HD Webcam", ("OBS",))


def test_an_unforeseen_failure_is_a_sentence():
    source = ScriptedSource([1, ZeroDivisionError("oops")])
    source.open()
    with pytest.raises(CaptureError, match="oops"):
        read_on(source)
    source.close()


def test_closing_does_not_wait_for_a_device_that_hangs():
    hang = threading.Event()
    source = ScriptedSource([1, hang])
    source.open()
    assert source.device.hangs.wait(PATIENCE_S)
    source.close()
    assert not source.device.released.is_set()
    hang.set()
    assert source.device.released.wait(PATIENCE_S)


def test_opening_waits_for_the_device_closed_before(monkeypatch):
    monkeypatch.setattr(reading, "RELEASE_LIMIT_S", PATIENCE_S)
    hang = threading.Event()
    first = ScriptedSource([1, hang])
    first.open()
    assert first.device.hangs.wait(PATIENCE_S)
    first.close()
    timer = threading.Timer(0.3, hang.set)
    timer.start()
    with ScriptedSource(range(1, 200)) as second:
        assert first.device.released.is_set()
        assert second.read().index == 0
    timer.join()


def test_unread_frames_are_replaced():
    with ScriptedSource(range(1, 30)) as source:
        assert source.device.at_its_end.wait(PATIENCE_S)
        assert level(source.read()) == 29
        assert source.replaced_frames == 28


def test_time_starts_with_the_first_frame_read():
    with ScriptedSource(itertools.repeat(1)) as source:
        until(lambda: source.replaced_frames > 5)
        frames = [source.read() for _ in range(5)]
        assert source.measured_fps > 0
    assert frames[0].t_ms == 0
    for frame in frames[1:]:
        elapsed_ms = (frame.captured_ns - frames[0].captured_ns) / 1e6
        assert frame.t_ms == pytest.approx(elapsed_ms)
    assert source.measured_fps == 0


def test_the_rate_is_that_of_the_last_pictures(monkeypatch):
    class Steady(ScriptedDevice):
        """Two pictures in each second, then forty."""

        def grab(self):
            taken = super().grab()
            if taken is None:
                return None
            number = int(taken.image_bgr[0, 0, 0])
            at_s = number * 0.5 if number < 20 else 10.0 + (number - 20) * 0.025
            return Grab(taken.image_bgr, round(at_s * 1e9), 0.5)

    source = ScriptedSource([])
    source.device = Steady(range(90))
    with source:
        assert source.device.at_its_end.wait(PATIENCE_S)
        assert source.measured_fps == pytest.approx(40.0)


def test_a_device_that_nothing_tells_from_others_is_not_taken_for_one_of_them():
    one, other = ScriptedSource(itertools.repeat(1)), ScriptedSource(itertools.repeat(200))
    one.open()
    one.hand_on()
    with other:
        assert level(other.read()) == 200
    assert one.device.released.wait(PATIENCE_S)
