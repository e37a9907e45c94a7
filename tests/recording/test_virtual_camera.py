"""The virtual camera gets the newest picture, and says what the system lacks."""

import platform
import sys
import threading

import numpy as np
import pytest

from tests.support.fake_virtual_camera import FakeCamera, library, no_device
from tryon_ar.recording.virtual_camera import (
    VirtualCamera,
    VirtualCameraFeed,
    VirtualCameraUnavailable,
)


@pytest.fixture
def cameras(monkeypatch):
    FakeCamera.made = []
    monkeypatch.setitem(sys.modules, "pyvirtualcam", library(FakeCamera))
    return FakeCamera.made


def test_pictures_arrive_even_sized_and_another_size_opens_it_anew(cameras):
    camera = VirtualCamera()
    image = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    camera.send(image)
    camera.send(image)
    camera.send(np.zeros((8, 6, 3), np.uint8))
    assert [(one.width, one.height, len(one.sent)) for one in cameras] == [(6, 4, 2), (6, 8, 1)]
    assert np.array_equal(cameras[0].sent[0], image[:4, :6])
    assert [one.closed for one in cameras] == [True, False]
    assert camera.device == "/dev/video9"
    camera.close()
    assert cameras[1].closed


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyvirtualcam", None)
    with pytest.raises(VirtualCameraUnavailable, match="pyvirtualcam") as caught:
        VirtualCamera()
    assert "virtualcam" in caught.value.hint


@pytest.mark.parametrize(("system", "named"), [("Linux", "v4l2loopback"), ("Windows", "OBS")])
def test_without_a_device_it_says_what_to_install(monkeypatch, system, named):
    monkeypatch.setitem(sys.modules, "pyvirtualcam", library(no_device))
    monkeypatch.setattr(platform, "system", lambda: system)
    with pytest.raises(VirtualCameraUnavailable) as caught:
        VirtualCamera().send(np.zeros((4, 4, 3), np.uint8))
    assert named in caught.value.hint


def test_the_feed_sends_and_lets_the_camera_go(cameras):
    started, failed, told = [], [], threading.Event()
    feed = VirtualCameraFeed(lambda name: (started.append(name), told.set()), failed.append)
    feed.show(np.full((4, 4, 3), 7, np.uint8))
    assert told.wait(3.0)
    feed.stop()
    feed.stop()
    assert started == ["/dev/video9"]
    assert failed == []
    assert cameras[0].closed
    assert cameras[0].sent[0].max() == 7
    assert not feed._thread.is_alive()


def test_a_failing_feed_tells_once_and_ends(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyvirtualcam", library(no_device))
    failed = []
    feed = VirtualCameraFeed(lambda _name: None, failed.append)
    feed.show(np.zeros((4, 4, 3), np.uint8))
    feed._thread.join(3.0)
    feed.show(np.zeros((4, 4, 3), np.uint8))
    feed.stop()
    assert len(failed) == 1
