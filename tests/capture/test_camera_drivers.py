"""Cameras of other systems and drivers that misbehave, behind a made-up ``cv2.VideoCapture``."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from tryon_ar.capture import camera, discovery
from tryon_ar.capture.discovery import Camera
from tryon_ar.core.errors import CameraBusy, CameraLost, CameraNotFound

INNER = Camera("Inner", 0, 700)
MJPG = cv2.VideoWriter.fourcc(*"MJPG")


class Driver:
    """What OpenCV opens: takes some of the parameters only, and delivers what a list says."""

    def __init__(self, takes=lambda _asked: True, sent=(), codec=0):
        self.takes, self.sent, self.codec = takes, list(sent), codec
        self.asked, self.released = [], 0
        self.as_sent = False

    def open(self, index, backend, parameters):
        assert (index, backend) == (INNER.index, INNER.backend)
        self.asked.append(set(parameters[::2]))
        return self

    def isOpened(self):
        return self.takes(self.asked[-1])

    def get(self, which):
        return self.codec if which == cv2.CAP_PROP_FOURCC else 0.0

    def set(self, which, _value):
        self.as_sent = which == cv2.CAP_PROP_CONVERT_RGB
        return self.as_sent

    def grab(self):
        return bool(self.sent)

    def retrieve(self):
        step = self.sent.pop(0)
        if isinstance(step, Exception):
            raise step
        return step is not None, step

    def release(self):
        self.released += 1


@pytest.fixture
def plugged_in(monkeypatch):
    """The cameras that are there; what is open is told by the driver."""
    cameras = [INNER]
    monkeypatch.setattr(discovery, "list_cameras", lambda: tuple(cameras))
    monkeypatch.setattr(camera.v4l2, "check_usable", lambda _index, _name: None)
    return cameras


def device(monkeypatch, driver, system="win32"):
    monkeypatch.setattr(camera, "sys", SimpleNamespace(platform=system))
    monkeypatch.setattr(camera.cv2, "VideoCapture", driver.open)
    return camera.CameraSource("Inner")._make_device()


@pytest.mark.usefixtures("plugged_in")
def test_a_driver_that_refuses_codec_and_rate_is_asked_for_the_size_alone(monkeypatch):
    plain = {cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT}
    driver = Driver(takes=lambda asked: asked <= plain)
    opened = device(monkeypatch, driver)
    opened.connect()
    assert driver.asked[-1] == plain
    assert driver.released == len(driver.asked) - 1 == 2
    assert opened.describe().name == "Inner"
    opened.release()
    opened.release()
    assert driver.released == 3


def test_a_camera_that_no_parameters_open_is_busy_or_gone(monkeypatch, plugged_in):
    driver = Driver(takes=lambda _asked: False)
    refused = device(monkeypatch, driver)
    with pytest.raises(CameraBusy, match="Inner"):
        refused.connect()
    assert driver.asked[-1] == set()
    monkeypatch.setattr(discovery, "find_camera", lambda _wanted: INNER)
    plugged_in.clear()  # pulled out while it was being opened
    with pytest.raises(CameraNotFound):
        refused.connect()
    assert driver.released == len(driver.asked) == 8
    assert refused.grab() is None


@pytest.mark.usefixtures("plugged_in")
def test_a_webcams_second_node_is_not_said_to_be_in_use(monkeypatch):
    """Its number is often tried; what it sends are no pictures, and nobody else uses it."""
    second = Camera(INNER.name, 1, INNER.backend)
    monkeypatch.setattr(discovery, "find_camera", lambda _wanted: second)
    monkeypatch.setattr(camera, "sys", SimpleNamespace(platform="linux"))
    closed = SimpleNamespace(isOpened=lambda: False, release=lambda: None)
    monkeypatch.setattr(camera.cv2, "VideoCapture", lambda *_asked: closed)
    with pytest.raises(CameraNotFound, match=r"Camera 1.*Choose from: 0 \(Inner\)") as refusal:
        camera.CameraSource(1)._make_device().connect()
    assert refusal.value.about == "Camera 1"


@pytest.mark.usefixtures("plugged_in")
def test_a_driver_that_breaks_down_is_a_lost_camera(monkeypatch):
    broken = device(monkeypatch, Driver(sent=[cv2.error("(-1) driver")]))
    broken.connect()
    with pytest.raises(CameraLost, match="Inner failed"):
        broken.grab()


@pytest.mark.usefixtures("plugged_in")
def test_only_whole_pictures_are_handed_out(monkeypatch):
    whole = np.full((4, 6, 3), 90, np.uint8)
    grey = np.zeros((4, 6), np.uint8)
    opened = device(monkeypatch, Driver(sent=[None, grey, whole]))
    opened.connect()
    assert opened.grab() is None
    assert opened.grab() is None
    np.testing.assert_array_equal(opened.grab().image_bgr, whole)


@pytest.mark.usefixtures("plugged_in")
def test_jpeg_that_the_camera_sends_is_decoded_here(monkeypatch):
    whole = np.full((8, 16, 3), 90, np.uint8)
    sent = cv2.imencode(".jpg", whole)[1].reshape(1, -1)
    driver = Driver(sent=[sent[:, :0], sent[:, :20], sent], codec=MJPG)
    opened = device(monkeypatch, driver, system="linux")
    opened.connect()
    assert driver.as_sent
    assert opened.grab() is None
    assert opened.grab() is None
    assert np.abs(opened.grab().image_bgr.astype(int) - 90).max() <= 2
