import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.support.fake_stages import FakeDresser, FakeParser, FakeTracker
from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.gui.features import rest
from tryon_ar.gui.options import WindowOptions

pytestmark = pytest.mark.gui


class Webcam(SyntheticSource):
    """Paces itself like a camera and counts how often it is opened and let go."""

    opened = closed = 0

    @property
    def info(self):
        return replace(super().info, kind="camera", live=True)

    def read(self):
        time.sleep(0.02)
        return super().read()

    def open(self):
        super().open()
        Webcam.opened += 1

    def close(self):
        Webcam.closed += 1
        super().close()


class Stages:
    """The stages of a window, and how many frames they were given."""

    def __init__(self) -> None:
        self.tracker, self.parser, self.dresser = FakeTracker(), FakeParser(), FakeDresser()

    def calls(self) -> tuple[int, int, int]:
        return len(self.tracker.indices), len(self.parser.indices), self.dresser.frames

    def as_parts(self):
        return {
            "tracker": lambda: self.tracker,
            "make_parser": lambda: self.parser,
            "dresser": lambda: self.dresser,
        }


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(rest, "REST_AFTER_S", 0.1)


@pytest.fixture
def stages():
    return Stages()


@pytest.fixture
def window(make_window, qtbot, stages):
    window = make_window(**stages.as_parts())
    qtbot.waitUntil(lambda: stages.calls()[2] > 3)
    return window


def hide(window, qtbot):
    window.setWindowState(Qt.WindowState.WindowMinimized)
    qtbot.waitUntil(window.isMinimized)


def calls_while(qtbot, stages, milliseconds=700):
    """Return how many frames the stages were given meanwhile, after what was under way."""
    qtbot.wait(400)
    before = stages.calls()
    qtbot.wait(milliseconds)
    return [new - old for new, old in zip(stages.calls(), before, strict=True)]


def test_nothing_works_while_the_window_is_minimised(window, qtbot, stages):
    hide(window, qtbot)
    qtbot.waitUntil(lambda: window.rest.is_resting)
    assert calls_while(qtbot, stages) == [0, 0, 0]


def test_all_is_back_when_it_is_shown(window, qtbot, stages):
    hide(window, qtbot)
    qtbot.waitUntil(lambda: window.rest.is_resting)
    shown = window.session.metrics().shown
    window.setWindowState(Qt.WindowState.WindowNoState)
    assert not window.rest.is_resting  # at once, not when it is next looked at
    qtbot.waitUntil(lambda: window.session.metrics().shown > shown + 3)


def test_a_visible_window_never_rests(window, qtbot, stages):
    assert min(calls_while(qtbot, stages)) > 3
    assert not window.rest.is_resting


def test_a_recording_goes_on_out_of_sight(window, qtbot, stages):
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.session.recording is not None)
    hide(window, qtbot)
    assert min(calls_while(qtbot, stages)) > 3
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.session.recording is None)
    qtbot.waitUntil(lambda: window.rest.is_resting)
    assert calls_while(qtbot, stages) == [0, 0, 0]


def test_the_virtual_camera_goes_on_out_of_sight(window, qtbot, stages, monkeypatch):
    monkeypatch.setattr(type(window.virtual_cameras), "is_on", True)
    hide(window, qtbot)
    assert min(calls_while(qtbot, stages)) > 3


def test_a_count_goes_on_out_of_sight(window, qtbot, stages):
    window.pictures.count_down(10)
    hide(window, qtbot)
    assert min(calls_while(qtbot, stages)) > 3
    window.pictures.countdown.stop()


def test_a_camera_is_let_go_and_opened_again(make_window, qtbot, stages):
    Webcam.opened = Webcam.closed = 0

    def opener(spec, *, size_px=None):
        return Webcam((160, 120), 50.0)

    window = make_window(
        open_source=opener, options=WindowOptions(source="camera:0"), **stages.as_parts()
    )
    qtbot.waitUntil(lambda: stages.calls()[2] > 3)
    hide(window, qtbot)
    qtbot.waitUntil(lambda: Webcam.closed == Webcam.opened == 1)
    assert calls_while(qtbot, stages) == [0, 0, 0]
    window.setWindowState(Qt.WindowState.WindowNoState)
    before = stages.calls()[2]
    qtbot.waitUntil(lambda: Webcam.opened == 2 and stages.calls()[2] > before + 3)
    assert window.session.statuses == ()


def test_a_clip_goes_on_where_it_stood(window, qtbot, stages):
    hide(window, qtbot)
    qtbot.waitUntil(lambda: window.rest.is_resting)
    qtbot.wait(300)
    last_ms = window.mirror.dressed.tracked.frame.t_ms
    qtbot.wait(1500)
    window.setWindowState(Qt.WindowState.WindowNoState)
    qtbot.waitUntil(lambda: window.mirror.dressed.tracked.frame.t_ms > last_ms)
    assert window.mirror.dressed.tracked.frame.t_ms < last_ms + 1000.0
    assert stages.tracker.resets == 1  # the scene has not changed
