"""Devices that hang when they are asked for."""

import threading
import time

import numpy as np
import pytest

from tests.support.patience import PATIENCE_S, until
from tryon_ar.capture import reading
from tryon_ar.capture.live import LiveSource
from tryon_ar.capture.reading import Description, Grab
from tryon_ar.core.errors import CameraBusy, CameraSilent, CaptureError


class HangingDevice:
    """Answers once it is let go on."""

    connects = 0

    def __init__(self, goes_on: threading.Event):
        self.goes_on = goes_on
        self.released = threading.Event()

    def connect(self):
        type(self).connects += 1
        self.goes_on.wait(PATIENCE_S)

    def describe(self):
        return Description(30.0, "HD Webcam", "HD Webcam@usb-1", 2)

    def grab(self):
        time.sleep(0.005)
        return Grab(np.zeros((4, 6, 3), np.uint8), time.monotonic_ns(), 0.1)

    def release(self):
        self.released.set()


class HangingSource(LiveSource):
    def __init__(self, goes_on, key="a"):
        super().__init__("Camera 2", "camera")
        self.goes_on = goes_on
        self.key = key
        self.devices = []

    def _make_device(self):
        self.devices.append(HangingDevice(self.goes_on))
        return self.devices[-1]

    def _key(self):
        return self.key


@pytest.fixture
def goes_on(monkeypatch):
    monkeypatch.setattr(reading, "OPEN_LIMIT_S", PATIENCE_S)
    monkeypatch.setattr(reading, "CLOSE_LIMIT_S", 0.05)
    monkeypatch.setattr(reading, "RELEASE_LIMIT_S", 0.2)
    HangingDevice.connects = 0
    event = threading.Event()
    yield event
    event.set()


def open_in_vain(source, monkeypatch):
    """Open what hangs, with little patience."""
    with monkeypatch.context() as patched:
        patched.setattr(reading, "OPEN_LIMIT_S", 0.2)
        with pytest.raises(CameraSilent):
            source.open()


def test_a_device_that_hangs_is_asked_once_however_often_it_is_tried(goes_on, monkeypatch):
    for _ in range(4):
        open_in_vain(HangingSource(goes_on), monkeypatch)
        until(lambda: HangingDevice.connects)
    assert HangingDevice.connects == 1


def test_what_answers_late_is_had_at_once(goes_on, monkeypatch):
    open_in_vain(HangingSource(goes_on), monkeypatch)
    goes_on_soon = threading.Timer(0.1, goes_on.set)
    goes_on_soon.start()
    with HangingSource(goes_on) as source:
        assert source.info.name == "HD Webcam"
        assert (source.info.stable_id, source.info.camera_index) == ("HD Webcam@usb-1", 2)
        assert source.read().index == 0
        assert source.devices == []
    goes_on_soon.join()
    assert HangingDevice.connects == 1


def test_what_nobody_wants_any_more_is_let_go_of(goes_on, monkeypatch):
    source = HangingSource(goes_on)
    open_in_vain(source, monkeypatch)
    goes_on.set()
    assert source.devices[0].released.wait(PATIENCE_S)


def test_another_device_is_asked_by_itself(goes_on, monkeypatch):
    open_in_vain(HangingSource(goes_on, "a"), monkeypatch)
    open_in_vain(HangingSource(goes_on, "b"), monkeypatch)
    until(lambda: HangingDevice.connects == 2)


class Kept(HangingDevice):
    """Cannot be had: it is in use."""

    programs = ()

    def connect(self):
        raise CameraBusy("Taken.", "Close it.", about="HD Webcam", programs=self.programs)


class ReleasedLate(HangingDevice):
    """Hangs while it is let go of."""

    def release(self):
        self.goes_on.wait(PATIENCE_S)
        super().release()


def test_a_camera_that_hangs_in_our_own_hands_is_not_said_to_be_another_programs(
    goes_on, monkeypatch
):
    first, second = HangingSource(goes_on, "a"), HangingSource(goes_on, "b")
    monkeypatch.setattr(first, "_make_device", lambda: ReleasedLate(goes_on))
    monkeypatch.setattr(second, "_make_device", lambda: Kept(goes_on))
    monkeypatch.setattr(ReleasedLate, "connect", lambda _self: None)
    with pytest.raises(CameraBusy):
        second.open()
    first.open()
    first.close()
    with pytest.raises(CameraSilent) as refusal:
        second.open()
    assert refusal.value.about == "HD Webcam"
    monkeypatch.setattr(Kept, "programs", ("OBS Studio",))
    with pytest.raises(CameraBusy):
        second.open()


def test_closing_ends_an_opening_under_way(goes_on):
    source = HangingSource(goes_on)

    def close_once_asked():
        until(lambda: HangingDevice.connects)
        source.close()

    closing = threading.Thread(target=close_once_asked)
    closing.start()
    with pytest.raises(CaptureError, match="closed"):
        source.open()
    closing.join()


def test_a_source_closed_while_its_device_is_made_lets_go_of_it(goes_on):
    class ClosedMeanwhile(HangingSource):
        def _make_device(self):
            self.close()
            return super()._make_device()

    goes_on.set()
    source = ClosedMeanwhile(goes_on)
    with pytest.raises(CaptureError, match="closed"):
        source.open()
    assert source.devices[0].released.wait(PATIENCE_S)


def test_a_source_closed_with_its_first_picture_is_closed(goes_on):
    class ClosedAtLast(HangingSource):
        def _begin(self, session, first):
            self.close()
            super()._begin(session, first)

    goes_on.set()
    source = ClosedAtLast(goes_on)
    with pytest.raises(CaptureError, match="closed"):
        source.open()
    assert source.devices[0].released.wait(PATIENCE_S)


def test_a_rate_takes_two_pictures_to_tell():
    class OnePicture(HangingDevice):
        def grab(self):
            if self.released.is_set() or hasattr(self, "sent"):
                time.sleep(0.005)
                return None
            self.sent = True
            return super().grab()

    class OnePictureSource(HangingSource):
        def _make_device(self):
            return OnePicture(self.goes_on)

    ready = threading.Event()
    ready.set()
    with OnePictureSource(ready, "one") as source:
        assert source.measured_fps == 0.0


def test_of_two_left_open_for_the_next_the_newer_is_had(goes_on, monkeypatch):
    monkeypatch.setattr(reading, "HANDED_ON_S", PATIENCE_S)
    goes_on.set()
    first, second = HangingSource(goes_on), HangingSource(goes_on)
    first.open()
    second.open()
    first.hand_on()
    second.hand_on()
    assert first.devices[0].released.wait(PATIENCE_S)
    with HangingSource(goes_on) as third:
        assert third.read().index == 0
        assert third.devices == []
    assert second.devices[0].released.wait(PATIENCE_S)


def test_the_interpreter_waits_a_little_for_devices_at_its_end(goes_on, monkeypatch):
    monkeypatch.setattr(reading, "RELEASE_LIMIT_S", PATIENCE_S)
    goes_on.set()
    source = HangingSource(goes_on)
    source.open()
    reading._let_go_of_all()
    assert source.devices[0].released.is_set()
    source.close()


def test_a_device_that_hangs_does_not_hold_up_the_end(goes_on, monkeypatch):
    source = HangingSource(goes_on)
    open_in_vain(source, monkeypatch)
    reading._let_go_of_all()
    assert not source.devices[0].released.is_set()
    goes_on.set()
    assert source.devices[0].released.wait(PATIENCE_S)
