"""The first run, in the window."""

import threading
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import CAMERA, DEMO, FAST
from tests.support.fake_stages import FakeDresser, FakeTracker
from tryon_ar.capture.source import SourceInfo
from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.core.errors import CameraBusy
from tryon_ar.core.paths import pictures_folder, user_config_folder
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.core.types import Frame
from tryon_ar.gui import theme
from tryon_ar.gui.options import WindowOptions
from tryon_ar.gui.welcome_samples import samples
from tryon_ar.gui.welcome_steps import SpeedStep
from tryon_ar.runtime import capture_loop, speed_test
from tryon_ar.runtime.speed_test import Verdict


class Webcam(SyntheticSource):
    """The test pattern at the pace of a camera, in the size that is asked for."""

    @property
    def info(self) -> SourceInfo:
        return replace(super().info, name="HD Webcam", kind="camera", live=True)

    def read(self) -> Frame | None:
        time.sleep(0.03)
        return super().read()


class SlowDresser(FakeDresser):
    """Puts nothing on before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.ready = threading.Event()

    def prepare(self, garment):
        self.ready.wait(100.0)
        super().prepare(garment)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(speed_test, "SETTLE_S", 0.3)
    monkeypatch.setattr(speed_test, "MEASURE_S", 1.0)
    monkeypatch.setattr(speed_test, "_LONGEST_S", 2.0)
    monkeypatch.setattr(capture_loop, "SILENT_AFTER_S", 60.0)


def first_run(make_window, **others):
    return opened(make_window, WindowOptions(source=FAST, welcome=True), **others)


def opened(make_window, options, **others):
    """Return a window that has had the time to welcome."""
    window = make_window(options=options, **others)
    QTest.qWait(100)
    welcomes = options.welcome and not options.kiosk and not welcomed()
    for _ in range(300):  # on a busy machine
        if window.welcome.panel is not None or not welcomes:
            break
        QTest.qWait(100)
    return window


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def welcomed() -> bool:
    return SettingsFile().current.start.welcomed


def test_windows_do_not_welcome_unless_told(make_window, qtbot):
    assert opened(make_window, WindowOptions(source=FAST)).welcome.panel is None


def test_a_newcomer_goes_from_camera_to_first_garment(make_window, qtbot):
    window = first_run(make_window)
    panel = window.welcome.panel
    titles = []
    for number in range(4):
        assert panel.at == number
        titles.append(panel.accessibleName())
        assert panel._count.text() == f"Step {number + 1} of 4"
        assert QApplication.focusWidget() is panel.next
        if number < 3:
            click(qtbot, panel.next)
    assert len(set(titles)) == 4
    card = panel.garment.cards["hoodie"]
    click(qtbot, card)
    assert "hoodie" in window.outfit.worn
    assert card.text().startswith("✓")
    assert not user_config_folder().exists(), "nothing is written before the end"
    click(qtbot, panel.next)
    assert window.welcome.panel is None
    qtbot.waitUntil(welcomed)


@pytest.mark.parametrize("how", ["skip", "escape"])
def test_it_is_left_with_one_click_and_never_comes_again(make_window, qtbot, how):
    window = first_run(make_window)
    if how == "skip":
        click(qtbot, window.welcome.panel.skip)
    else:
        window._leave()
    assert window.welcome.panel is None
    qtbot.waitUntil(welcomed)
    assert first_run(make_window).welcome.panel is None


def test_it_can_be_asked_for_again_but_not_in_a_kiosk(make_window, qtbot):
    window = make_window()
    window.welcome.open_panel()
    assert window.welcome.panel.isVisible()
    kiosk = opened(make_window, WindowOptions(source=FAST, kiosk=True, welcome=True))
    kiosk.welcome.open_panel()
    assert kiosk.welcome.panel is None


def test_the_mirror_stays_in_sight_beside_it_at_any_size(make_window, qtbot, application):
    window = first_run(make_window)
    for percent, size in ((100, (1100, 700)), (200, (560, 420)), (200, (1280, 800))):
        theme.apply(application, "dark", percent)
        window.resize(*size)
        qtbot.wait(30)
        panel = window.welcome.panel
        qtbot.waitUntil(
            lambda panel=panel: (
                window.area.rect().contains(panel.geometry())
                and not panel.geometry().intersects(window.mirror.geometry())
            )
        )
        assert window.mirror.width() >= 0.35 * window.width()
        for button in (panel.skip, panel.next):
            right = button.mapTo(panel, button.rect().topRight()).x()
            assert 0 <= right <= panel.width()


def test_cameras_are_offered_where_there_are_several(make_window, qtbot):
    window = first_run(make_window)
    panel = window.welcome.panel
    qtbot.waitUntil(lambda: panel.camera.box.count() == 1)
    assert not panel.camera.box.isVisible()
    other = replace(CAMERA, spec="camera:2", label="Other", stable_id="2@y")
    panel.camera.show_cameras((CAMERA, other, DEMO), "camera:2")
    assert panel.camera.box.isVisible()
    assert panel.camera.box.currentText() == "Other"
    played = []
    window.sources.play = played.append
    panel.camera.box.activated.emit(0)
    assert played == ["camera:0"]
    qtbot.waitUntil(lambda: window._parts.settings.current.mirror.source == "1@x")


def test_a_camera_that_fails_is_said_in_the_welcome_itself(make_window, qtbot):
    def opener(spec: str, **size):
        if spec.startswith("camera"):
            raise CameraBusy("Taken.", "Close it.", about="HD Webcam")
        return SyntheticSource((160, 120), 50.0)

    options = WindowOptions(source="camera:0", welcome=True)
    window = opened(make_window, options, open_source=opener)
    camera = window.welcome.panel.camera
    qtbot.waitUntil(camera.state.isVisible)
    assert "The camera is in use" in camera.state.text()
    assert camera.retry.isVisible()
    assert "no picture yet" in camera.words.text()
    assert window.problems.page.isHidden()
    click(qtbot, window.welcome.panel.skip)
    qtbot.waitUntil(window.problems.page.isVisible)


def test_the_speed_is_measured_and_what_suits_is_kept(make_window, qtbot):
    sizes = []

    def opener(spec: str, *, size_px=(640, 480)):
        sizes.append(size_px)
        return Webcam((size_px[0] // 4, size_px[1] // 4), 50.0)

    options = WindowOptions(source="camera:0", welcome=True)
    window = opened(make_window, options, open_source=opener)
    qtbot.waitUntil(lambda: window.session.metrics().capture_fps > 5)
    panel = window.welcome.panel
    panel.go_to(1)
    assert panel.speed.bar.isVisible()
    qtbot.waitUntil(panel.speed.result.isVisible)
    assert "pictures a second" in panel.speed.result.text()
    settings = window._parts.settings
    qtbot.waitUntil(lambda: settings.current.mirror.width_px in (640, 1280))
    qtbot.waitUntil(lambda: window._parts.session.pace.width_px == settings.current.mirror.width_px)
    assert (1280, 720) in sizes or settings.current.mirror.width_px == 640


def test_without_anybody_nothing_is_measured_and_nothing_changed(make_window, qtbot):
    window = first_run(make_window, tracker=lambda: FakeTracker(somebody=False))
    panel = window.welcome.panel
    panel.go_to(1)
    qtbot.waitUntil(panel.speed.result.isVisible)
    assert "Nobody was in the picture" in panel.speed.result.text()
    assert not user_config_folder().exists()


def test_nothing_is_measured_while_the_mirror_gets_ready(make_window, qtbot):
    dresser = SlowDresser()
    try:
        window = first_run(make_window, dresser=lambda: dresser)
        panel = window.welcome.panel
        panel.go_to(1)
        assert "loading" in {one.topic for one in window.session.statuses}
        qtbot.wait(1800)
        assert panel.speed.bar.isVisible()
        assert panel.speed.bar.value() == 0
    finally:
        dresser.ready.set()
    qtbot.waitUntil(panel.speed.result.isVisible)
    assert "pictures a second" in panel.speed.result.text()


def test_breaking_off_a_measurement_leaves_the_settings_in_force(make_window, qtbot):
    window = first_run(make_window)
    pace = window._parts.session.pace
    window.welcome.panel.go_to(1)
    qtbot.waitUntil(lambda: pace.width_px == 640)
    window.welcome.panel.go_to(2)
    assert (pace.width_px, pace.quality) == (0, "auto")


def test_where_files_go_is_said(make_window, qtbot):
    window = first_run(make_window)
    told = window.welcome.panel.privacy.places.text().replace("\u200b", "")
    assert str(pictures_folder()) in told
    assert str(user_config_folder()) in told


def test_samples_are_of_different_kinds_and_what_is_worn_is_among_them(
    make_window, qtbot, garments
):
    kinds = [one.category for one in samples(garments)]
    assert len(kinds) == len(set(kinds)) == 4
    assert {"dress", "trousers"} <= set(kinds)
    assert len(samples(garments[:2])) == 2
    window = make_window(options=WindowOptions(source=FAST, garments=("tee-2",)))
    window.welcome.open_panel()
    assert window.welcome.panel.garment.cards["tee-2"].isChecked()


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict(1280, "auto", 28.0, smooth=True), "1280 wide"),
        (Verdict(640, "auto", 27.0, smooth=True), "27 pictures a second: smooth"),
        (Verdict(640, "auto", 16.0, smooth=False), "16 pictures a second: fair"),
        (Verdict(640, "fast", 14.0, smooth=False), "draws a little less finely and faster"),
        (Verdict(640, "auto", 5.0, smooth=False), "stutters"),
    ],
)
def test_what_was_found_is_said_honestly(qtbot, application, verdict, words):
    step = SpeedStep()
    qtbot.addWidget(step)
    step.show_verdict(verdict)
    assert words in step.result.text()
