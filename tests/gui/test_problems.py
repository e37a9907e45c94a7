"""The pages about cameras that show nothing, in the window."""

import threading
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu

from tests.gui.conftest import CAMERA, DEMO
from tests.support.patience import until
from tryon_ar.capture import probing
from tryon_ar.capture.faulty import Fault, FaultKind, FaultySource
from tryon_ar.capture.source import SourceInfo
from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.core.errors import CameraBusy, CameraDenied, CameraLost, CameraNotFound
from tryon_ar.core.types import Frame
from tryon_ar.gui.features import problems
from tryon_ar.gui.features.sources import usual_source
from tryon_ar.gui.options import WindowOptions
from tryon_ar.gui.problem_remedies import Remedy, remedies_of
from tryon_ar.runtime import picture_watch, speed_watch
from tryon_ar.runtime.status import Problem, Status

SIZE = (128, 96)


class Webcam(SyntheticSource):
    """The test pattern at the pace of a camera, or whatever keeps it from being opened."""

    refusal: Exception | None = None

    @property
    def info(self) -> SourceInfo:
        return replace(super().info, name="HD Webcam", kind="camera", live=True)

    def open(self) -> None:
        if self.refusal is not None:
            raise self.refusal
        super().open()

    def read(self) -> Frame | None:
        time.sleep(0.02)
        return super().read()


def press(window, keys: str) -> None:
    for shortcut in window.findChildren(QShortcut):
        if shortcut.key() == QKeySequence(keys):
            shortcut.activated.emit()


class Room:
    """A window before a camera that the test breaks and mends."""

    def __init__(self, make_window, *faults: Fault, kiosk: bool = False) -> None:
        self.webcam = Webcam(SIZE, 50.0)
        self.camera = FaultySource(self.webcam, faults) if faults else self.webcam
        self.asked: list[str] = []
        self._make, self._kiosk = make_window, kiosk

    def open(self):
        def opener(spec: str):
            self.asked.append(spec)
            return self.camera if spec.startswith("camera") else SyntheticSource(SIZE, 50.0)

        options = WindowOptions(source="camera:0", kiosk=self._kiosk)
        return self._make(open_source=opener, options=options)


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(picture_watch, "NOTICED_AFTER_S", 0.2)
    monkeypatch.setattr("tryon_ar.runtime.capture_loop.REOPEN_INTERVAL_S", 0.1)
    monkeypatch.setattr("tryon_ar.runtime.capture_loop.SILENT_AFTER_S", 60.0)
    monkeypatch.setattr(speed_watch, "LASTS_S", 600.0)
    monkeypatch.setattr(problems, "_LOOK_EVERY_S", 0.1)
    monkeypatch.setattr(problems, "_TRYING_S", 0.1)
    monkeypatch.setattr(probing, "is_usable", lambda spec: False)
    monkeypatch.setattr(probing, "usable_instead", lambda spec: None)


REFUSALS = [
    (CameraNotFound("No camera was found.", "Plug one in."), "No camera found"),
    (CameraDenied("No.", "Ask.", about="HD Webcam"), "The camera is not allowed"),
    (CameraBusy("Taken.", "Close it.", about="HD Webcam"), "The camera is in use"),
    (CameraLost("Silent.", "Plug it in again."), "The picture is gone"),
]


@pytest.mark.parametrize(("refusal", "headline"), REFUSALS)
def test_a_camera_that_cannot_be_opened_has_a_card_beside_the_demo(
    make_window, qtbot, refusal, headline
):
    room = Room(make_window)
    room.webcam.refusal = refusal
    window = room.open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    assert page.is_card
    assert page.accessibleName() == headline
    assert not window.messages.isVisible()
    assert page.height() < window.mirror.height() / 2
    assert page.geometry().bottom() > window.mirror.geometry().center().y()
    assert not page._steps.isVisible()
    qtbot.mouseClick(page._more, Qt.MouseButton.LeftButton)
    assert page._steps.isVisible()
    assert not page.is_card
    press(window, "Esc")
    assert page.is_card
    press(window, "Esc")
    assert page.isHidden()
    window.refresh()
    assert page.isHidden(), "what was read does not come back by itself"


def test_trying_again_helps_once_the_camera_is_free(make_window, qtbot):
    room = Room(make_window)
    room.webcam.refusal = CameraBusy("Taken.", "Close it.", about="HD Webcam")
    window = room.open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    retry = page.buttons[Remedy.RETRY]
    qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    assert not retry.isEnabled()
    qtbot.waitUntil(lambda: room.asked.count("camera:0") == 2)
    qtbot.waitUntil(lambda: page.isVisible() and retry.isEnabled())
    room.webcam.refusal = None
    qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.source_info.kind == "camera")
    qtbot.waitUntil(page.isHidden)


def test_a_camera_that_becomes_free_is_taken_up_by_itself(make_window, qtbot, monkeypatch):
    room = Room(make_window)
    room.webcam.refusal = CameraBusy("Taken.", "Close it.", about="HD Webcam")
    window = room.open()
    qtbot.waitUntil(window.problems.page.isVisible)
    room.webcam.refusal = None
    monkeypatch.setattr(probing, "is_usable", lambda spec: spec == "camera:0")
    qtbot.waitUntil(window.problems.page.isHidden)
    qtbot.waitUntil(lambda: window.session.source_info.kind == "camera")


def test_a_look_that_breaks_off_is_not_the_last(make_window, qtbot, monkeypatch, caplog):
    room = Room(make_window)
    room.webcam.refusal = CameraBusy("Taken.", "Close it.", about="HD Webcam")
    window = room.open()
    qtbot.waitUntil(window.problems.page.isVisible)
    looks = []

    def is_usable(spec):
        looks.append(spec)
        if len(looks) == 1:
            raise RuntimeError("the system said something strange")
        return True

    room.webcam.refusal = None
    monkeypatch.setattr(probing, "is_usable", is_usable)
    qtbot.waitUntil(window.problems.page.isHidden)
    assert "something strange" in caplog.text


def test_the_first_camera_plugged_in_is_played(make_window, qtbot, monkeypatch):
    room = Room(make_window)
    room.webcam.refusal = CameraNotFound("No camera was found.", "Plug one in.")
    window = room.open()
    qtbot.waitUntil(window.problems.page.isVisible)
    room.webcam.refusal = None
    monkeypatch.setattr(probing, "usable_instead", lambda spec: "camera:3")
    qtbot.waitUntil(lambda: "camera:3" in room.asked)
    qtbot.waitUntil(window.problems.page.isHidden)


def test_a_recording_is_not_cut_off_by_a_camera_that_came_back(make_window, qtbot, monkeypatch):
    room = Room(make_window)
    room.webcam.refusal = CameraBusy("Taken.", "Close it.", about="HD Webcam")
    window = room.open()
    qtbot.waitUntil(window.problems.page.isVisible)
    qtbot.waitUntil(lambda: "total" in window.session.metrics().stages)
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.session.recording is not None)
    qtbot.waitUntil(lambda: window.problems._probe is None)  # one that began before
    monkeypatch.setattr(probing, "is_usable", lambda spec: True)
    qtbot.wait(800)
    assert room.asked.count("camera:0") == 1
    window.recordings.toggle()
    qtbot.waitUntil(lambda: room.asked.count("camera:0") > 1)


class SlowLook:
    """Finds a camera usable once it is let go."""

    def __init__(self) -> None:
        self.looking, self.over = threading.Event(), threading.Event()

    def __call__(self, spec: str) -> bool:
        self.looking.set()
        return self.over.wait(60.0)


@pytest.mark.parametrize("begun", ["recording", "choice"])
def test_what_was_begun_during_a_look_for_the_camera_goes_on(
    make_window, qtbot, monkeypatch, begun
):
    room = Room(make_window)
    room.webcam.refusal = CameraBusy("Taken.", "Close it.", about="HD Webcam")
    window = room.open()
    qtbot.waitUntil(window.problems.page.isVisible)
    qtbot.waitUntil(lambda: "total" in window.session.metrics().stages)
    look = SlowLook()
    monkeypatch.setattr(probing, "is_usable", look)
    qtbot.waitUntil(look.looking.is_set)
    room.webcam.refusal = None
    if begun == "recording":
        window.recordings.toggle()
        qtbot.waitUntil(lambda: window.session.recording is not None)
    else:
        window.sources.play("clip.mp4")
        qtbot.waitUntil(lambda: window.session.source_spec == "clip.mp4")
    played, played_before = window.session.source_spec, window.sources.asked
    look.over.set()
    qtbot.waitUntil(lambda: window.problems._probe is None)
    qtbot.wait(100)  # for what it found to be heard of
    assert window.sources.asked == played_before
    assert window.session.source_spec == played
    assert (window.session.recording is None) == (begun == "choice")


@pytest.mark.parametrize(
    ("kind", "headline"),
    [
        (FaultKind.BLACK, "The picture is black"),
        (FaultKind.FROZEN, "The picture stands still"),
        (FaultKind.LOST, "The picture is gone"),
    ],
)
def test_a_camera_that_fails_later_has_a_page_that_goes_with_the_fault(
    make_window, qtbot, kind, headline
):
    room = Room(make_window, Fault(kind, 10, 10_000))
    window = room.open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    assert page.accessibleName() == headline
    assert not page.is_card
    assert QApplication.focusWidget() is page.buttons[Remedy.RETRY]
    centre = window.mirror.geometry().center()
    assert (page.geometry().center() - centre).manhattanLength() < 6
    room.camera._faults = ()
    qtbot.waitUntil(page.isHidden)


def test_the_demo_plays_until_the_camera_is_back(make_window, qtbot, monkeypatch):
    room = Room(make_window, Fault(FaultKind.LOST, 10, 10_000))
    window = room.open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    qtbot.mouseClick(page.buttons[Remedy.DEMO], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.source_spec == "demo")
    qtbot.waitUntil(lambda: page.isVisible() and page.is_card)
    assert not page.buttons[Remedy.DEMO].isVisible()
    room.camera._faults = ()
    monkeypatch.setattr(probing, "is_usable", lambda spec: spec == "camera:0")
    qtbot.waitUntil(lambda: window.session.source_spec == "camera:0")
    qtbot.waitUntil(page.isHidden)


def test_whoever_chooses_something_else_is_not_called_back(make_window, qtbot, monkeypatch):
    room = Room(make_window, Fault(FaultKind.LOST, 10, 10_000))
    window = room.open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    qtbot.mouseClick(page.buttons[Remedy.DEMO], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.source_spec == "demo")
    window.sources.play("synthetic:128x96@50")
    monkeypatch.setattr(probing, "is_usable", lambda spec: True)
    qtbot.waitUntil(lambda: window.session.source_spec == "synthetic:128x96@50")
    qtbot.waitUntil(page.isHidden)
    qtbot.wait(400)
    assert window.session.source_spec == "synthetic:128x96@50"


def test_what_is_promised_follows_the_setting(make_window, qtbot):
    room = Room(make_window)
    room.webcam.refusal = CameraBusy("Taken.", "Close it.", about="HD Webcam")
    window = room.open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    assert "as soon as it is free" in page._steps.text()
    window.problems.context.settings.choose("mirror.recover", False)
    assert "as soon as it is free" not in page._steps.text()
    assert "“Try again”" in page._steps.text()


def test_a_camera_given_up_is_tried_again_once_that_is_promised(make_window, qtbot):
    room = Room(make_window, Fault(FaultKind.LOST, 10, 10_000))
    window = room.open()
    settings = window.problems.context.settings
    settings.choose("mirror.recover", False)
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    room.camera._faults = ()
    qtbot.wait(400)
    assert page.isVisible()
    settings.choose("mirror.recover", True)
    qtbot.waitUntil(page.isHidden)


def test_another_camera_is_offered_by_name(make_window, qtbot):
    room = Room(make_window)
    room.webcam.refusal = CameraBusy("Taken.", "Close it.", about="Other")
    window = room.open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    button = page.buttons[Remedy.CAMERA]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(button.findChildren(QMenu)))
    menu = button.findChildren(QMenu)[0]
    assert [entry.text() for entry in menu.actions()] == ["HD Webcam"]
    room.webcam.refusal = None
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: window.session.source_spec == "camera:0")


def test_a_photo_or_video_is_opened(make_window, qtbot, monkeypatch):
    room = Room(make_window)
    room.webcam.refusal = CameraBusy("Taken.", "Close it.")
    window = room.open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    monkeypatch.setattr(problems, "ask_file", lambda parent: "clip.mp4")
    page._unfold()
    qtbot.mouseClick(page.buttons[Remedy.FILE], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "clip.mp4" in room.asked)
    qtbot.waitUntil(page.isHidden)


def test_strangers_before_a_kiosk_are_offered_no_files_and_no_other_camera():
    for problem in (Problem.BUSY, Problem.LOST, Problem.BLACK):
        status = Status("source", "", problem=problem)
        assert remedies_of(status, kiosk=True) == (Remedy.RETRY,)


def test_strangers_before_a_kiosk_are_sent_to_who_looks_after_it(make_window, qtbot):
    room = Room(make_window, kiosk=True)
    room.webcam.refusal = CameraNotFound("No camera was found.", "Plug one in.")
    page = room.open().problems.page
    qtbot.waitUntil(page.isVisible)
    assert "ask whoever looks after this mirror" in page._steps.text()
    assert "menu" not in page._steps.text()


@pytest.fixture
def slow(monkeypatch):
    """Have every computer count as slow, soon."""
    monkeypatch.setattr(speed_watch, "LASTS_S", 0.3)
    monkeypatch.setattr(speed_watch, "SLOW_FPS", 1000.0)
    monkeypatch.setattr(speed_watch, "_CAMERA_SLOW_FPS", 0.0)


@pytest.mark.usefixtures("slow")
def test_strangers_before_a_slow_kiosk_cannot_change_its_settings(make_window, qtbot):
    window = Room(make_window, kiosk=True).open()
    qtbot.waitUntil(lambda: window.session.source_info is not None)
    qtbot.wait(1500)
    assert window.problems.page.isHidden()


@pytest.mark.usefixtures("slow")
def test_a_slow_mirror_offers_to_draw_faster_and_says_so_once(make_window, qtbot):
    window = Room(make_window).open()
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    assert page.is_card
    assert page.accessibleName() == "The mirror cannot keep up"
    qtbot.mouseClick(page.buttons[Remedy.FASTER], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window._parts.session.pace.quality == "fast")
    assert window._parts.settings.current.mirror.quality == "fast"
    qtbot.wait(900)
    assert page.isHidden()


def test_the_page_stays_within_the_window_at_large_letters(make_window, qtbot, application):
    from tryon_ar.gui import theme

    theme.apply(application, "dark", 200)
    room = Room(make_window, Fault(FaultKind.LOST, 3, 10_000))
    window = room.open()
    window.resize(window.minimumSize())
    page = window.problems.page
    qtbot.waitUntil(page.isVisible)
    qtbot.wait(50)
    assert window.area.rect().contains(page.geometry())
    for button in page._shown_buttons():
        assert button.width() >= button.minimumSizeHint().width()
        assert button.mapTo(page, button.rect().topRight()).x() <= page.width()


def test_the_camera_remembered_is_found_wherever_it_is_plugged_in():
    moved = replace(CAMERA, spec="camera:2", stable_id="046d:0825@usb-1")
    listed = (CAMERA, moved, DEMO)
    assert usual_source("046d:0825@usb-1", listed) == "camera:2"
    assert usual_source("", listed) == "camera:0"
    assert usual_source("dead:beef@usb-9", listed) == "camera:0"
    assert usual_source("dead:beef@usb-9", (DEMO,)) == "camera:0"
    assert usual_source("demo", listed) == "demo"
    assert usual_source("rtsp://me@10.0.0.5/cam", listed) == "rtsp://me@10.0.0.5/cam"


def test_a_camera_chosen_is_remembered_and_its_width_asked_for(make_window, qtbot):
    sizes = []

    def opener(spec: str, *, size_px=None):
        sizes.append((spec, size_px))
        return Webcam(SIZE, 50.0) if spec.startswith("camera") else SyntheticSource(SIZE, 50.0)

    window = make_window(open_source=opener, options=WindowOptions(source="demo"))
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    window.sources.choose("camera:0")
    settings = window._parts.settings
    assert settings.current.mirror.source == CAMERA.stable_id
    # Not a turn of the loop: the window hears of both changes at once, as it may when it is late.
    until(lambda: any(spec == "camera:0" for spec, _size_px in sizes))
    settings.change("mirror.width_px", 1280)
    qtbot.waitUntil(lambda: ("camera:0", (1280, 720)) in sizes)
