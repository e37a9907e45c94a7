import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.gui.conftest import PATIENCE_MS
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


class TimedTracker(FakeTracker):
    """Notes the time of every frame."""

    def __init__(self) -> None:
        super().__init__()
        self.times_ms: list[float] = []

    def process(self, frame):
        self.times_ms.append(frame.t_ms)
        return super().process(frame)


class Stages:
    """The stages of a window, and how many frames they were given."""

    def __init__(self) -> None:
        self.tracker, self.parser, self.dresser = TimedTracker(), FakeParser(), FakeDresser()

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


def stand_still(qtbot, stages) -> bool:
    """Return whether the stages are given nothing more, once what was under way is done."""
    until_s = time.monotonic() + PATIENCE_MS / 1000.0
    while time.monotonic() < until_s:
        before = stages.calls()
        qtbot.wait(700)
        if stages.calls() == before:
            return True
    return False


def go_on(window, qtbot, stages) -> bool:
    """Wait until all stages are given more than what was under way when it might have rested."""
    for _ in range(2):
        qtbot.wait(150)
        window.refresh()
    before = stages.calls()
    qtbot.waitUntil(
        lambda: min(new - old for new, old in zip(stages.calls(), before, strict=True)) > 10
    )
    return not window.rest.is_resting


def test_nothing_works_while_the_window_is_minimised(window, qtbot, stages):
    hide(window, qtbot)
    qtbot.waitUntil(lambda: window.rest.is_resting)
    assert stand_still(qtbot, stages)


def test_all_is_back_when_it_is_shown(window, qtbot, stages):
    hide(window, qtbot)
    qtbot.waitUntil(lambda: window.rest.is_resting)
    shown = window.session.metrics().shown
    window.setWindowState(Qt.WindowState.WindowNoState)
    assert not window.rest.is_resting  # at once, not when it is next looked at
    qtbot.waitUntil(lambda: window.session.metrics().shown > shown + 3)


def test_a_visible_window_never_rests(window, qtbot, stages):
    assert go_on(window, qtbot, stages)


def test_a_recording_goes_on_out_of_sight(window, qtbot, stages):
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.session.recording is not None)
    hide(window, qtbot)
    assert go_on(window, qtbot, stages)
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.session.recording is None)
    qtbot.waitUntil(lambda: window.rest.is_resting)
    assert stand_still(qtbot, stages)


def test_the_virtual_camera_goes_on_out_of_sight(window, qtbot, stages, monkeypatch):
    monkeypatch.setattr(type(window.virtual_cameras), "is_on", True)
    hide(window, qtbot)
    assert go_on(window, qtbot, stages)


def test_a_count_goes_on_out_of_sight(window, qtbot, stages):
    window.pictures.count_down(100)
    hide(window, qtbot)
    assert go_on(window, qtbot, stages)
    window.pictures.countdown.stop()


def test_pictures_that_are_to_come_are_not_all_of_the_same_moment(window, qtbot, stages):
    settings = window._parts.settings
    settings.change("capture.burst_count", 20)
    settings.change("capture.burst_gap_ms", 5000)
    window.pictures.shoot()
    hide(window, qtbot)
    assert go_on(window, qtbot, stages)
    window.pictures.take()  # no more of them


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
    assert stand_still(qtbot, stages)
    window.setWindowState(Qt.WindowState.WindowNoState)
    before = stages.calls()[2]
    qtbot.waitUntil(lambda: Webcam.opened == 2 and stages.calls()[2] > before + 3)
    qtbot.waitUntil(lambda: window.session.statuses == ())


def test_a_clip_goes_on_where_it_stood(window, qtbot, stages):
    hide(window, qtbot)
    qtbot.waitUntil(lambda: window.rest.is_resting)
    assert stand_still(qtbot, stages)
    qtbot.wait(1500)
    times_ms = stages.tracker.times_ms
    last = len(times_ms) - 1
    window.setWindowState(Qt.WindowState.WindowNoState)
    qtbot.waitUntil(lambda: len(times_ms) > last + 1)
    assert 0.0 < times_ms[last + 1] - times_ms[last] < 1000.0
    assert stages.tracker.resets == 1  # the scene has not changed
