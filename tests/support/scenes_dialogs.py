"""The dialogs that pictures are taken of: settings, help, editor, files, and what went wrong."""

import contextlib
import os
import time
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QWidget

from tests.support.fake_cutter import small_garment
from tests.support.scenes import SMALL, USUAL, Scene, Shown, acting, small, wait
from tryon_ar.core import paths
from tryon_ar.core.crash import Ending, LastRun
from tryon_ar.core.errors import OutputUnwritable
from tryon_ar.core.settings.declared import declared_settings
from tryon_ar.gui.application import _FaultReporter
from tryon_ar.gui.crash_dialog import CrashDialog
from tryon_ar.gui.garment_editor import GarmentEditor
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.privacy_page import PrivacyPage
from tryon_ar.gui.settings_page import HIDDEN
from tryon_ar.gui.variant_dialog import VariantDialog
from tryon_ar.gui.wipe_failed import failed_wipe_box
from tryon_ar.recording.picture import write_picture

translate = QCoreApplication.translate
SECTIONS = {one.key.partition(".")[0] for one in declared_settings()} - HIDDEN
LOG = """\
tryon-ar 1.0.0, Python 3.11.9, Linux 6.8
source camera:0, 1280x720 at 30 FPS, dressed 29.1 FPS on CPU
10:31:17 INFO  capture: HD Webcam C920 is open
10:31:20 INFO  session: hoodie-grey is worn
10:31:21 ERROR capture: Fatal Python error: Segmentation fault

Current thread 0x00007f2c4a7fc640 (most recent call first):
  File "tryon_ar/capture/v4l2.py", line 212 in read
  File "tryon_ar/runtime/worker.py", line 88 in _run
"""


@contextlib.contextmanager
def keys(window: MainWindow) -> Iterator[QWidget]:
    """The help."""
    window.help()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    yield dialog
    dialog.close()


@contextlib.contextmanager
def settings_small(window: MainWindow) -> Iterator[QWidget]:
    """The settings in little room."""
    window.preferences.open_page()
    page = window.preferences.page
    assert page is not None
    page.resize(*SMALL)
    page._turn_to(3)
    yield page
    page.accept()


@contextlib.contextmanager
def editor(window: MainWindow) -> Iterator[QWidget]:
    """Editing a garment."""
    page = GarmentEditor(small_garment())
    page.resize(*USUAL)
    page.show()
    wait(300)
    yield page
    page.close()
    page.deleteLater()


@contextlib.contextmanager
def variant(window: MainWindow) -> Iterator[QWidget]:
    """Other colours of a garment."""
    dialog = VariantDialog(small_garment(), window)
    dialog.open()
    wait(600)
    yield dialog
    dialog.close()


def settings_section(row: int) -> Shown:
    """Return the scene of a section of the settings."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        window.preferences.open_page()
        page = window.preferences.page
        assert page is not None
        page._turn_to(row)
        yield page
        page.accept()

    return shown


@contextlib.contextmanager
def address(window: MainWindow) -> Iterator[QWidget]:
    """Naming a stream."""
    dialog = QInputDialog(window)
    dialog.setWindowTitle(translate("sources", "Stream address"))
    dialog.setLabelText(
        translate("sources", "Address of a network camera, such as http://192.168.1.20:8080/video")
    )
    dialog.open()
    yield dialog
    dialog.close()
    dialog.deleteLater()


@contextlib.contextmanager
def choosing_file(window: MainWindow) -> Iterator[QWidget]:
    """Choosing a file where the system has no dialog of its own."""
    dialog = QFileDialog(window, translate("sources", "Open video or picture"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(paths.resource_folder() / "garments"))
    dialog.open()
    yield dialog
    dialog.close()
    dialog.deleteLater()


@contextlib.contextmanager
def fault(window: MainWindow) -> Iterator[QWidget]:
    """A fault that nobody foresaw."""
    _FaultReporter(window)._show(RuntimeError())
    wait(300)
    box = QApplication.activeModalWidget()
    assert box is not None
    yield box
    box.close()


@contextlib.contextmanager
def performance_small(window: MainWindow) -> Iterator[QWidget]:
    """How fast every part is, in little room."""
    window.performance.open_page()
    page = window.performance.page
    assert page is not None
    page.resize(*SMALL)
    wait(1500)
    yield page
    page.close()


def crash(ending: Ending, failed_starts: int, *, with_log: bool) -> Shown:
    """Return the scene of the start after a run that did not end well."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        unfinished = [paths.videos_folder() / "tryon-ar 2026-11-23 10-31-21.mp4"]
        dialog = CrashDialog(LastRun(ending, failed_starts, None, LOG), unfinished, window)
        dialog.open()
        dialog.details.setChecked(with_log)
        wait(400)
        yield dialog
        dialog.close()
        dialog.deleteLater()

    return shown


@contextlib.contextmanager
def stored(window: MainWindow) -> Iterator[PrivacyPage]:
    """What is stored on this machine."""
    folder = paths.pictures_folder()
    folder.mkdir(parents=True, exist_ok=True)
    dressed = window.mirror.dressed
    assert dressed is not None
    for number in range(3):
        path = folder / f"tryon-ar 2026-11-23 10-31-2{number}.png"
        write_picture(path, dressed.image_bgr)
        os.utime(path, (1_763_800_000, 1_763_800_000))
    window.privacy.open_page()
    page = window.privacy.page
    assert page is not None
    page.resize(page.size().boundedTo(window.size()))
    deadline = time.monotonic() + 10
    while not page._places and time.monotonic() < deadline:
        wait(100)
    yield page
    page.close()


@contextlib.contextmanager
def wiping(window: MainWindow) -> Iterator[QWidget]:
    """The question before what is stored is deleted."""
    with stored(window) as page:
        page.keep_garments.setChecked(False)
        page.recordings.setChecked(True)
        page.delete.click()
        wait(400)
        assert page.question is not None
        yield page.question
        page.question.close()


@contextlib.contextmanager
def wipe_failed(window: MainWindow) -> Iterator[QWidget]:
    """What could not be deleted, told once the window has closed."""
    path = paths.pictures_folder() / "tryon-ar 2026-11-23 10-31-21.png"
    refused = OutputUnwritable(
        f"3 files or folders could not be deleted, such as {path}.",
        "All else was. Delete what is left by hand, or as its owner.",
    )
    box = failed_wipe_box(refused)
    box.open()
    wait(300)
    yield box
    box.close()
    box.deleteLater()


DIALOGS = (
    Scene("address", address),
    Scene("file", choosing_file),
    Scene("fault", fault),
    Scene("crash", crash(Ending.CRASHED, 0, with_log=False)),
    Scene("crash_log", crash(Ending.FAILED, 3, with_log=True)),
    small("crash", crash(Ending.KILLED, 3, with_log=False)),
    Scene("stored", stored),
    small("stored", stored),
    Scene("stored_wiping", wiping),
    Scene("wipe_failed", wipe_failed),
    *(Scene(f"settings_{row + 1}", settings_section(row)) for row in range(len(SECTIONS))),
    Scene("settings_small", settings_small),
    Scene("settings_200_percent", settings_section(3), USUAL, 200),
    small("settings", settings_small),
    Scene("performance", acting("performance", 4000)),
    Scene("performance_200_percent", acting("performance", 2000), USUAL, 200),
    small("performance", performance_small),
    Scene("help", keys),
    Scene("help_200_percent", keys, USUAL, 200),
    Scene("editor", editor),
    Scene("editor_200_percent", editor, USUAL, 200),
    Scene("variant", variant),
)
