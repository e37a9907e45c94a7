"""The switch of the virtual camera."""

import sys

import pytest

from tests.support.fake_virtual_camera import FakeCamera, library, no_device

pytestmark = pytest.mark.gui


def test_the_switch_gives_other_programs_the_picture(make_window, qtbot, monkeypatch):
    FakeCamera.made = []
    monkeypatch.setitem(sys.modules, "pyvirtualcam", library(FakeCamera))
    window = make_window()
    window.virtual_cameras.button.trigger()
    qtbot.waitUntil(lambda: bool(FakeCamera.made and len(FakeCamera.made[0].sent) > 2))
    assert window.virtual_cameras.button.isChecked()
    camera = FakeCamera.made[0]
    assert (camera.width, camera.height) == (160, 120)
    window.virtual_cameras.button.trigger()
    assert not window.virtual_cameras.is_on
    qtbot.waitUntil(lambda: camera.closed)


def test_what_the_system_lacks_is_said_and_the_switch_goes_off(make_window, qtbot, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyvirtualcam", library(no_device))
    window = make_window()
    window.virtual_cameras.button.trigger()
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert "No virtual camera" in window.notices.notice.text
    assert not window.virtual_cameras.button.isChecked()
    assert not window.virtual_cameras.is_on
