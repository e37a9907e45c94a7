"""Take pictures of every page and state, in both themes and all languages.

``python -m tests.support.screenshots OUT`` writes ``OUT/THEME_LANGUAGE/NAME.png`` and a contact
sheet of each of them. Run it under Xvfb for true fonts, menus and focus::

    xvfb-run -a -s "-screen 0 1600x1000x24" python -m tests.support.screenshots OUT

``--only NAME`` (repeatable) takes these alone, ``--look dark_en`` one look alone. Chinese needs
a font that has it.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.fake_stages import FakeTracker, fake_parts
from tests.support.scenes import SCENES, Scene, wait
from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.garments.builtin import builtin_summaries
from tryon_ar.gui.appearance import Appearance
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowOptions, WindowParts

LOOKS = tuple((theme, language) for theme in ("dark", "light") for language in ("en", "zh_CN"))
_SHEET_COLUMNS = 4
_SHEET_CELL = (480, 330)


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
