"""Take pictures of every page and state, in both themes and all languages.

``python -m tests.support.screenshots OUT`` writes ``OUT/THEME_LANGUAGE/NAME.png`` and a contact
sheet of each of them. Run it under Xvfb for true fonts, menus and focus::

    xvfb-run -a -s "-screen 0 1600x1000x24" python -m tests.support.screenshots OUT

``--only NAME`` (repeatable) takes these alone, ``--look dark_en`` one look alone. Chinese needs
a font that has it.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.fake_cutter import small_garment
from tests.support.fake_stages import FakeTracker, fake_parts
from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.garments.builtin import builtin_summaries
from tryon_ar.gui.appearance import Appearance
from tryon_ar.gui.drop_target import DropTarget
from tryon_ar.gui.garment_editor import GarmentEditor
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.notices import Notice
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.gui.sentences import said
from tryon_ar.gui.variant_dialog import VariantDialog
from tryon_ar.runtime.status import Severity, Status

LOOKS = tuple((theme, language) for theme in ("dark", "light") for language in ("en", "zh_CN"))
USUAL = (1280, 800)
SMALL = (560, 420)
_SHEET_COLUMNS = 4
_SHEET_CELL = (480, 330)
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


def open_window(settings: SettingsFile, source: str, *, somebody: bool = True) -> MainWindow:
    """Return a shown window with fake stages, playing a source."""
    parts = WindowParts(
        session=fake_parts(lambda: FakeTracker(somebody)),
        garments=builtin_summaries(),
        list_sources=lambda: (
            SourceChoice("camera:0", "HD Webcam C920", ""),
            SourceChoice("demo", "Demo", "demo"),
        ),
        settings=settings,
    )
    window = MainWindow(parts, WindowOptions(source=source))
    window.show()
    window.begin()
    return window


# -- scenes ------------------------------------------------------------------------------------


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
    Scene("help", keys),
    Scene("help_200_percent", keys, USUAL, 200),
    Scene("editor", editor),
    Scene("editor_200_percent", editor, USUAL, 200),
    Scene("variant", variant),
)


# -- taking them -------------------------------------------------------------------------------


def taken(widget: QWidget) -> QImage:
    """Return what the screen shows where a widget is; off the screen, the widget alone."""
    screen = widget.screen()
    if QApplication.platformName() == "offscreen" or screen is None:
        return widget.grab().toImage()
    where = QRect(widget.mapToGlobal(QPoint()), widget.size())
    return screen.grabWindow(0).toImage().copy(where)


def take_all(
    application: QApplication, folder: Path, look: tuple[str, str], chosen: list[Scene], source: str
) -> None:
    """Write one PNG a scene, and their contact sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        settings = SettingsFile(Path(kept) / "settings.toml")
        settings.choose("start.welcomed", True)
        settings.choose("look.theme", look[0])
        settings.choose("look.language", look[1])
        appearance = Appearance(application, settings)
        window = open_window(settings, source)
        wait(1500)
        pictures = []
        for scene in chosen:
            settings.choose("look.text_percent", scene.text_percent)
            window.resize(*scene.size)
            wait(500)
            with scene.shown(window) as widget:
                wait(500)
                picture = taken(widget)
            picture.save(str(folder / f"{scene.name}.png"))
            pictures.append((scene.name, picture))
        settings.choose("look.text_percent", 100)
        contact_sheet(pictures).save(str(folder.with_suffix(".png")))
        window.close()
        window.deleteLater()
        wait(200)
        appearance.close()


def contact_sheet(pictures: list[tuple[str, QImage]]) -> QImage:
    """Return all pictures on one, each with its name."""
    width, height = _SHEET_CELL
    rows = -(-len(pictures) // _SHEET_COLUMNS)
    sheet = QImage(width * _SHEET_COLUMNS, height * rows, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.gray)
    painter = QPainter(sheet)
    painter.setFont(QFont("DejaVu Sans", 10))
    for number, (name, picture) in enumerate(pictures):
        left, top = number % _SHEET_COLUMNS * width, number // _SHEET_COLUMNS * height
        small = picture.scaled(
            width - 8,
            height - 26,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(left + 4, top + 20, small)
        painter.drawText(left + 6, top + 15, name)
    painter.end()
    return sheet


def main(arguments: list[str]) -> None:
    """Take what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--source", default="demo")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--look", action="append", default=[], metavar="dark_en")
    options = parser.parse_args(arguments)
    application = QApplication([])
    chosen = [one for one in SCENES if not options.only or one.name in options.only]
    for look in LOOKS:
        name = "_".join(look)
        if not options.look or name in options.look:
            take_all(application, options.out / name, look, chosen, options.source)


if __name__ == "__main__":
    main(sys.argv[1:])
