"""Windows for tests, and the guard that none outlives its test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import qt_leaks
from tests.support.fake_stages import fake_parts
from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.garments.builtin import GarmentSummary
from tryon_ar.gui import garment_desk, job_queue, source_list, theme
from tryon_ar.gui.features import pictures
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.runtime import recovery

CAMERA = SourceChoice("camera:0", "HD Webcam", "1@x")
DEMO = SourceChoice("demo", "Demo", "demo")
FAST = "synthetic:160x120@50"
OPTIONAL = ("library", "cut_photo", "make_editor", "on_wipe", "list_sources")
PATIENCE_MS = 30_000  # what does come takes a fraction of a second on a machine with time for it


class PatientBot(QtBot):
    """Waits long for what must come: a machine may be slow, and busy with much else."""

    def waitUntil(self, callback, *, timeout: int = PATIENCE_MS) -> None:
        def holds() -> bool:
            answer = callback()
            assert answer is not None  # as `image and …` says; pytest-qt would take it for yes
            return answer

        super().waitUntil(holds, timeout=timeout)

    def waitSignal(self, signal, *, timeout: int = PATIENCE_MS, **others):
        return super().waitSignal(signal, timeout=timeout, **others)

    def waitActive(self, widget, *, timeout: int = PATIENCE_MS):
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget, *, timeout: int = PATIENCE_MS):
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """Return a robot with patience."""
    return PatientBot(request)


@pytest.fixture
def garments(tmp_path: Path) -> tuple[GarmentSummary, ...]:
    """Return a small shelf: three tops, a hoodie, a dress, two bottoms."""
    listed = (
        ("tee", "Plain tee", "tshirt"),
        ("tee-2", "Striped tee", "tshirt"),
        ("long", "Long sleeve", "longsleeve"),
        ("hoodie", "Hoodie", "hoodie"),
        ("dress", "Summer dress", "dress"),
        ("jeans", "Jeans", "trousers"),
        ("skirt", "Skirt", "skirt"),
    )
    summaries = []
    for number, (garment_id, name, category) in enumerate(listed):
        thumbnail = tmp_path / f"{garment_id}.png"
        picture = QImage(40, 60, QImage.Format.Format_RGB32)
        picture.fill(QColor.fromHsv(number * 40, 120, 200))
        picture.save(str(thumbnail))
        summaries.append(GarmentSummary(garment_id, name, category, tmp_path, thumbnail))
    return tuple(summaries)


@pytest.fixture
def application(qapp: QApplication) -> QApplication:
    """Return the application in our own look."""
    theme.apply(qapp)
    return qapp


@pytest.fixture
def make_window(qtbot, application, garments):
    """Return a function that opens windows on fake stages; all are closed afterwards."""
    opened: list[MainWindow] = []

    def make(*, begin: bool = True, options: WindowOptions | None = None, **parts) -> MainWindow:
        on_closed = parts.pop("on_closed", None)
        on_dressed = parts.pop("on_dressed", None)
        others = {name: parts.pop(name) for name in OPTIONAL if name in parts}
        others.setdefault("list_sources", lambda: (CAMERA, DEMO))
        window = MainWindow(
            WindowParts(
                session=fake_parts(**parts),
                garments=garments,
                on_closed=on_closed,
                on_dressed=on_dressed,
                **others,
            ),
            options or WindowOptions(source=FAST),
        )
        opened.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        if begin:
            window.begin()
        return window

    yield make
    for window in opened:
        window.close()
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture(autouse=True)
def _windows_are_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have windows wait for their own threads, however busy the machine is.

    So a shelf is full and cameras are known from the start, what is saved is saved when a window
    has closed, and a thread that is given no processor is not taken for one that hangs.
    """
    for module, name in (
        (garment_desk, "PATIENCE_S"),
        (source_list, "PATIENCE_S"),
        (job_queue, "_PATIENCE_S"),
        (job_queue, "_LONG_PATIENCE_S"),
        (pictures, "_SAVING_LIMIT_S"),
        (recovery, "_HANGS_S"),
    ):
        monkeypatch.setattr(module, name, PATIENCE_MS / 1000.0)


@pytest.fixture(scope="session", autouse=True)
def _timers_noted() -> Iterator[None]:
    """Keep a list of all timers that are started."""
    restore = qt_leaks.note_timers()
    yield
    restore()


@pytest.fixture(autouse=True)
def _no_leaked_windows(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window or a timer running, naming it."""
    before = qt_leaks.held_by_qt()
    yield
    left = qt_leaks.left_since(before)
    for widget in QApplication.topLevelWidgets():
        if widget not in before.windows:
            widget.close()
    assert not left, f"left behind: {left}"
