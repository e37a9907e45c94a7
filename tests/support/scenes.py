"""The pages and states of the window that pictures are taken of."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.fake_cutter import small_garment
from tryon_ar.gui.drop_target import DropTarget
from tryon_ar.gui.garment_editor import GarmentEditor
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.notices import Notice
from tryon_ar.gui.sentences import said
from tryon_ar.gui.shortcuts import SHORTCUTS
from tryon_ar.gui.variant_dialog import VariantDialog
from tryon_ar.runtime.status import Problem, Severity, Status

USUAL = (1280, 800)
SMALL = (560, 420)
Shown = Callable[[MainWindow], "contextlib.AbstractContextManager[QWidget]"]


@dataclass(frozen=True)
class Scene:
    """A page or state: its name, what shows it, and the size and text it is shown at."""

    name: str
    shown: Shown
    size: tuple[int, int] = USUAL
    text_percent: int = 100


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@contextlib.contextmanager
def plain(window: MainWindow) -> Iterator[QWidget]:
    """The mirror as it opens."""
    yield window


@contextlib.contextmanager
def figures(window: MainWindow) -> Iterator[QWidget]:
    """The figures, while a recording runs."""
    window.views.toggle_figures()
    window.recordings.toggle()
    wait(2500)
    yield window
    window.recordings.toggle()
    window.views.toggle_figures()
    wait(600)


@contextlib.contextmanager
def message(window: MainWindow) -> Iterator[QWidget]:
    """What went wrong, and what to do."""
    window.messages.show_status(
        Status(
            "picture",
            "The recording was finished because the picture's size changed.",
            "Start another one.",
            Severity.WARNING,
            retry=True,
        )
    )
    window.area.arrange()
    yield window
    window.messages.show_status(None)
    window.area.arrange()


@contextlib.contextmanager
def notice(window: MainWindow) -> Iterator[QWidget]:
    """What came of something, with what may be done next."""
    text = said("No garment was found in tee.jpg. Use another photo of it.")
    undo = ("Undo", lambda: None)
    posted = Notice(text, Severity.ERROR, actions=[undo])
    window.notices.post(posted)
    yield window
    window.notices.withdraw(posted)


@contextlib.contextmanager
def keys(window: MainWindow) -> Iterator[QWidget]:
    """The help."""
    window.help()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
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
def dressing(window: MainWindow) -> Iterator[QWidget]:
    """How garments are worn."""
    window.dressing.open_panel()
    yield window
    window.dressing.panel.close()


@contextlib.contextmanager
def sources(window: MainWindow) -> Iterator[QWidget]:
    """The menu of sources."""
    menu = window.bar.menu
    menu.popup(window.bar.source.mapToGlobal(QPoint(0, window.bar.source.height())))
    yield window
    menu.close()


@contextlib.contextmanager
def more(window: MainWindow) -> Iterator[QWidget]:
    """What has no room on the bar."""
    menu = window.bar._more_menu
    wait(200)
    menu.popup(window.bar.more.mapToGlobal(QPoint(0, window.bar.more.height())))
    yield window
    menu.close()


@contextlib.contextmanager
def nothing_found(window: MainWindow) -> Iterator[QWidget]:
    """A search that finds nothing."""
    window.shelf.header.field.setText("zzz")
    wait(400)
    yield window
    window.shelf.header.field.clear()


@contextlib.contextmanager
def full_screen(window: MainWindow) -> Iterator[QWidget]:
    """Bar and shelf over the picture."""
    window.views.toggle_full_screen()
    wait(400)
    yield window
    window.views.toggle_full_screen()
    wait(400)


@contextlib.contextmanager
def dropping(window: MainWindow) -> Iterator[QWidget]:
    """A photo held over the window."""
    target = DropTarget(window, lambda _incoming: None, window.area)
    target.setGeometry(window.area.rect())
    target.show()
    yield window
    target.hide()
    target.deleteLater()


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


def acting(action: str, wait_ms: int = 900) -> Shown:
    """Return the scene that a key opens, and closes when pressed again."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        (feature,) = [one for one in window.features if action in one.actions()]
        act = feature.actions()[action]
        act()
        wait(wait_ms)
        opened = _opened(window)
        yield opened
        if opened is not window:
            opened.close()
        elif not feature.step_back():
            act()
        wait(300)

    return shown


def _opened(window: MainWindow) -> QWidget:
    """Return the page that was opened over the window, or the window."""
    active = QApplication.activeModalWidget() or QApplication.activeWindow()
    return active if active is not None and active is not window else window


def problem(kind: Problem, severity: Severity = Severity.WARNING) -> Shown:
    """Return the scene of what keeps a camera from showing a picture."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        board, topic = window.session._board, "picture"
        board.post(
            Status(
                topic,
                "HD Webcam C920 is being used by another program.",
                "Close that program and try again.",
                severity,
                retry=True,
                problem=kind,
                about="HD Webcam C920",
                instead="demo" if severity is Severity.WARNING else "",
            )
        )
        wait(600)
        yield window
        board.clear(topic)
        wait(300)

    return shown


_PAGES = {"fit", "welcome", "gallery", "photo", "photo_mode", "performance", "outfits"}

SCENES = (
    Scene("mirror", plain),
    Scene("mirror_800x600", plain, (800, 600)),
    Scene("mirror_small", plain, SMALL),
    Scene("mirror_200_percent", plain, USUAL, 200),
    Scene("mirror_small_200_percent", plain, SMALL, 200),
    Scene("figures_recording", figures),
    Scene("message", message),
    Scene("message_small_200_percent", message, SMALL, 200),
    Scene("notice", notice),
    Scene("sources", sources),
    Scene("more", more, SMALL),
    Scene("dressing", dressing),
    Scene("nothing_found", nothing_found),
    Scene("dropping", dropping),
    Scene("full_screen", full_screen),
    *(Scene(f"settings_{row + 1}", settings_section(row)) for row in range(6)),
    Scene("settings_small", settings_small),
    Scene("settings_200_percent", settings_section(3), USUAL, 200),
    Scene("settings_small_200_percent", settings_small, SMALL, 200),
    *(Scene(f"problem_{one.name.lower()}", problem(one)) for one in Problem),
    Scene("problem_page", problem(Problem.BUSY, Severity.ERROR)),
    Scene("problem_small_200_percent", problem(Problem.BUSY, Severity.ERROR), SMALL, 200),
    Scene("before", acting("before")),
    Scene("compare", acting("compare", 1500)),
    Scene("four_looks", acting("four_looks", 2500)),
    Scene("hands", acting("hands")),
    Scene("countdown", acting("snapshot")),
    *(Scene(one.action, acting(one.action, 1500)) for one in SHORTCUTS if one.action in _PAGES),
    Scene("help", keys),
    Scene("help_200_percent", keys, USUAL, 200),
    Scene("editor", editor),
    Scene("editor_200_percent", editor, USUAL, 200),
    Scene("variant", variant),
)
