"""The virtual camera gets the newest picture, and says what the system lacks."""

import platform
import sys
import threading

import numpy as np
import pytest

from tests.support.fake_virtual_camera import FakeCamera, library, no_device
from tests.support.patience import PATIENCE_S
from tryon_ar.recording import virtual_camera
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


def test_pictures_arrive_as_they_are_but_for_odd_edges(cameras):
    camera = VirtualCamera()
    assert camera.name == ""
    image = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    image.flags.writeable = False
    camera.send(image)
    camera.send(image)
    (one,) = cameras
    assert (one.width, one.height, len(one.sent)) == (6, 4, 2)
    assert np.array_equal(one.sent[0], image[:4, :6])
    camera.close()
    camera.close()
    assert one.closed


def test_pictures_of_another_size_are_fitted_into_the_first(cameras):
    camera = VirtualCamera()
    camera.send(np.zeros((48, 64, 3), np.uint8))
    camera.send(np.full((128, 64, 3), 200, np.uint8))
    (one,) = cameras
    upright = one.sent[1]
    assert (upright[:, 21:43] == 200).all()
    assert upright[:, :19].max() == upright[:, 45:].max() == 0
    assert not one.closed


def test_a_device_is_called_as_other_programs_call_it(cameras, monkeypatch, tmp_path):
    node = tmp_path / "video9"
    monkeypatch.setattr(FakeCamera, "device", str(node))
    monkeypatch.setattr(virtual_camera, "_LABELS", tmp_path / "class")
    camera = VirtualCamera()
    camera.send(np.zeros((4, 4, 3), np.uint8))
    assert camera.name == str(node)
    (tmp_path / "class" / "video9").mkdir(parents=True)
    (tmp_path / "class" / "video9" / "name").write_text("Mirror\n")
    assert camera.name == "Mirror"


def test_a_device_that_goes_is_told(cameras, monkeypatch):
    monkeypatch.setattr(FakeCamera, "device", "/dev/null")
    camera = VirtualCamera()
    camera.send(np.zeros((4, 4, 3), np.uint8))
    monkeypatch.setattr(FakeCamera, "device", "/dev/no such video")
    with pytest.raises(VirtualCameraUnavailable, match="is gone"):
        camera.send(np.zeros((4, 4, 3), np.uint8))


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


@pytest.mark.parametrize(
    ("reason", "told", "hint"),
    [
        (
            "Could not access /dev/video9 due to missing permissions.",
            "may not write",
            "group 'video'",
        ),
        ("/dev/video9 could not be configured: Device or resource busy", "Another", "OBS Studio"),
        ("Device /dev/video9 is already in use.", "Another program", "End that"),
        ("virtual camera output could not be started", "Another program", "End that"),
    ],
)
def test_what_keeps_it_from_sending_is_said(monkeypatch, reason, told, hint):
    def refusing(*_sizes: object, **_others: object) -> None:
        raise RuntimeError(f"'backend' backend: {reason}")

    monkeypatch.setitem(sys.modules, "pyvirtualcam", library(refusing))
    with pytest.raises(VirtualCameraUnavailable, match=told) as caught:
        VirtualCamera().send(np.zeros((4, 4, 3), np.uint8))
    assert hint in caught.value.hint


def test_the_last_picture_is_sent_again_while_no_other_comes(cameras):
    again = threading.Event()
    monitored = FakeCamera.send

    def send(camera: FakeCamera, frame: np.ndarray) -> None:
        monitored(camera, frame)
        if len(camera.sent) == 4:
            again.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakeCamera, "send", send)
        feed = VirtualCameraFeed(lambda _name: None, lambda _error: None)
        feed.show(np.full((4, 4, 3), 7, np.uint8))
        assert again.wait(PATIENCE_S)
        feed.stop()
    assert {one.max() for one in cameras[0].sent} == {7}


def test_the_feed_sends_and_lets_the_camera_go(cameras, monkeypatch):
    monkeypatch.setattr(virtual_camera, "_STOP_LIMIT_S", PATIENCE_S)
    started, failed, told = [], [], threading.Event()
    feed = VirtualCameraFeed(lambda name: (started.append(name), told.set()), failed.append)
    feed.show(np.full((4, 4, 3), 7, np.uint8))
    assert told.wait(PATIENCE_S)
    feed.stop()
    feed.stop()
    assert started == ["OBS Virtual Camera"]
    assert failed == []
    assert cameras[0].closed
    assert cameras[0].sent[0].max() == 7
    assert not feed._thread.is_alive()


def test_a_feed_that_breaks_off_tells_it(cameras, monkeypatch, caplog):
    def broken(_camera, _frame):
        raise TypeError("secret detail")

    monkeypatch.setattr(FakeCamera, "send", broken)
    failed = []
    feed = VirtualCameraFeed(lambda _name: None, failed.append)
    feed.show(np.zeros((4, 4, 3), np.uint8))
    feed._thread.join(PATIENCE_S)
    assert [str(one) for one in failed] == [
        "The virtual camera stopped unexpectedly. Details are in the log."
    ]
    assert "secret detail" in caplog.text
    assert cameras[0].closed


def test_a_failing_feed_tells_once_and_ends(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyvirtualcam", library(no_device))
    failed = []
    feed = VirtualCameraFeed(lambda _name: None, failed.append)
    feed.show(np.zeros((4, 4, 3), np.uint8))
    feed._thread.join(PATIENCE_S)
    feed.show(np.zeros((4, 4, 3), np.uint8))
    feed.stop()
    assert len(failed) == 1
