import sys

import pytest

from tryon_ar.capture import discovery, probing, v4l2
from tryon_ar.capture.discovery import Camera
from tryon_ar.capture.probing import Probe, is_usable, usable_instead
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


class MadeUp:
    """A source that opens, fails or is called off, and says whether it was let go of."""

    def __init__(self, opening=lambda: None):
        self.opening, self.closed = opening, 0

    def open(self):
        self.opening()

    def close(self):
        self.closed += 1


@pytest.mark.usefixtures("plugged_in")
def test_a_camera_is_probed_when_it_is_free_and_let_go_of():
    source, asked = MadeUp(), []

    def opened(spec):
        asked.append(spec)
        return source

    assert Probe("camera:0", opened).run() is None
    assert asked == []
    assert Probe("camera:2", opened).run() == "camera:2"
    assert Probe("camera:0", opened, any_camera=True).run() == "camera:2"
    assert asked == ["camera:2", "camera:2"]
    assert source.closed == 2


@pytest.mark.usefixtures("plugged_in")
def test_what_is_called_off_before_it_begins_finds_nothing():
    source = MadeUp()
    probe = Probe("camera:2", lambda _spec: source)
    probe.call_off()
    assert probe.run() is None
    probe = Probe("camera:2", lambda _spec: source)
    source.opening = probe.call_off
    assert probe.run() is None
    assert source.closed == 2  # by whoever called it off, and by whoever looked


@pytest.mark.usefixtures("plugged_in")
def test_a_source_that_cannot_even_be_made_is_none():
    def refuse(_spec):
        raise CameraBusy("Taken.", "Close it.")

    assert Probe("camera:2", refuse).run() is None
