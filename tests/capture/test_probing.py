import sys

import pytest

from tryon_ar.capture import discovery, probing, v4l2
from tryon_ar.capture.discovery import Camera
from tryon_ar.capture.probing import is_usable, usable_instead
from tryon_ar.core.errors import CameraBusy

INNER, OUTER = Camera("Inner", 0, 200), Camera("Outer", 2, 200)


@pytest.fixture
def plugged_in(monkeypatch):
    """Two cameras, the first of them in use."""

    def check(index: int, name: str) -> None:
        if index == INNER.index:
            raise CameraBusy("Taken.", "Close it.")

    monkeypatch.setattr(discovery, "list_cameras", lambda: (INNER, OUTER))
    monkeypatch.setattr(v4l2, "check_usable", check)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.usefixtures("plugged_in")
def test_free_cameras_are_told_from_those_in_use():
    assert is_usable("camera:2")
    assert is_usable("camera:outer")
    assert not is_usable("camera:0")
    assert not is_usable("camera:Third")
    assert not is_usable("demo")


@pytest.mark.usefixtures("plugged_in")
def test_another_camera_is_named_where_the_wanted_one_cannot_be_used():
    assert usable_instead("camera:2") == "camera:2"
    assert usable_instead("camera:0") == "camera:2"


@pytest.mark.usefixtures("plugged_in")
def test_elsewhere_a_camera_that_is_there_counts_as_usable(monkeypatch):
    monkeypatch.setattr(probing.sys, "platform", "win32")
    assert is_usable("camera:0")
    assert not is_usable("camera:7")


def test_without_cameras_there_is_none_instead(monkeypatch):
    monkeypatch.setattr(discovery, "list_cameras", lambda: ())
    monkeypatch.setattr(sys, "platform", "win32")
    assert usable_instead("camera:0") is None
