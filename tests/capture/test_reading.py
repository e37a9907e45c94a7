"""Devices that hang when they are asked for."""

import threading
import time

import numpy as np
import pytest

from tryon_ar.capture import reading
from tryon_ar.capture.live import LiveSource
from tryon_ar.capture.reading import Description, Grab
from tryon_ar.core.errors import CameraSilent, CaptureError


class HangingDevice:
    """Answers once it is let go on."""

    connects = 0

    def __init__(self, goes_on: threading.Event):
        self.goes_on = goes_on
        self.released = threading.Event()

    def connect(self):
        type(self).connects += 1
        self.goes_on.wait(10)

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
    monkeypatch.setattr(reading, "OPEN_LIMIT_S", 0.2)
    monkeypatch.setattr(reading, "CLOSE_LIMIT_S", 0.05)
    monkeypatch.setattr(reading, "RELEASE_LIMIT_S", 0.2)
    HangingDevice.connects = 0
    event = threading.Event()
    yield event
    event.set()


def test_a_device_that_hangs_is_asked_once_however_often_it_is_tried(goes_on):
    for _ in range(4):
        with pytest.raises(CameraSilent):
            HangingSource(goes_on).open()
    assert HangingDevice.connects == 1


def test_what_answers_late_is_had_at_once(goes_on):
    with pytest.raises(CameraSilent):
        HangingSource(goes_on).open()
    goes_on_soon = threading.Timer(0.1, goes_on.set)
    goes_on_soon.start()
    with HangingSource(goes_on) as source:
        assert source.info.name == "HD Webcam"
        assert (source.info.stable_id, source.info.camera_index) == ("HD Webcam@usb-1", 2)
        assert source.read().index == 0
        assert source.devices == []
    goes_on_soon.join()
    assert HangingDevice.connects == 1


def test_what_nobody_wants_any_more_is_let_go_of(goes_on):
    source = HangingSource(goes_on)
    with pytest.raises(CameraSilent):
        source.open()
    goes_on.set()
    assert source.devices[0].released.wait(2)


def test_another_device_is_asked_by_itself(goes_on):
    with pytest.raises(CameraSilent):
        HangingSource(goes_on, "a").open()
    with pytest.raises(CameraSilent):
        HangingSource(goes_on, "b").open()
    assert HangingDevice.connects == 2


def test_closing_ends_an_opening_under_way(goes_on, monkeypatch):
    monkeypatch.setattr(reading, "OPEN_LIMIT_S", 30.0)
    source = HangingSource(goes_on)
    timer = threading.Timer(0.1, source.close)
    timer.start()
    with pytest.raises(CaptureError, match="closed"):
        source.open()
    timer.join()
