"""Take pictures of every page and state, in both themes and all languages.

``python -m tests.support.screenshots OUT`` writes ``OUT/THEME_LANGUAGE/NAME.png`` and a contact
sheet of each of them. Run it under Xvfb for true fonts, menus and focus::

    xvfb-run -a -s "-screen 0 1600x1000x24" python -m tests.support.screenshots OUT

``--only NAME`` (repeatable) takes these alone, ``--look dark_en`` one look alone. Chinese needs
a font that has it. ``--from-the-right`` turns the layout around; ``--real`` dresses people,
which takes longer.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.own_folders import folders_in
from tests.support.scenes import Scene, wait, wait_dressed
from tests.support.scenes_pages import SCENES
from tests.support.shown_window import open_window, parts_in
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.garments.library.library import Library
from tryon_ar.gui.appearance import Appearance
from tryon_ar.gui.options import WindowOptions

LOOKS = tuple((theme, language) for theme in ("dark", "light") for language in ("en", "zh_CN"))
_SHEET_COLUMNS = 4
_SHEET_CELL = (480, 330)


def taken(widget: QWidget) -> QImage:
    """Return what the screen shows where a widget is; off the screen, the widget alone."""
    screen = widget.screen()
    if QApplication.platformName() == "offscreen" or screen is None:
        return widget.grab().toImage()
    where = QRect(widget.mapToGlobal(QPoint()), widget.size())
    popup = QApplication.activePopupWidget()
    if popup is not None:
        where = where.united(popup.geometry()).intersected(screen.geometry())
    return screen.grabWindow(0).toImage().copy(where)


def take_all(
    application: QApplication,
    folder: Path,
    look: tuple[str, str],
    chosen: list[Scene],
    source: str,
    *,
    real: bool = False,
) -> None:
    """Write one PNG a scene, and their contact sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as kept:
        os.environ |= folders_in(Path(kept))
        settings = SettingsFile(Path(kept) / "settings.toml")
        settings.choose("start.welcomed", True)
        settings.choose("look.theme", look[0])
        settings.choose("look.language", look[1])
        appearance = Appearance(application, settings)
        parts = parts_in(Path(kept), settings, real=real)
        window = open_window(parts, WindowOptions(source=source))
        wait(1500)
        if real:
            wait_dressed(window)
        pictures = []
        for scene in chosen:
            settings.choose("look.text_percent", scene.text_percent)
            wait(100)
            window.resize(*scene.size)
            wait(1000 if real else 500)
            sys.stderr.write(f"{scene.name}\n")
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
        if isinstance(parts.library, Library):
            parts.library.close()


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
    parser.add_argument("--real", action="store_true", help="dress by the mirror's own stages")
    parser.add_argument("--from-the-right", action="store_true", help="laid out as for Arabic")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--look", action="append", default=[], metavar="dark_en")
    options = parser.parse_args(arguments)
    application = QApplication([])
    if options.from_the_right:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    chosen = [one for one in SCENES if not options.only or one.name in options.only]
    for look in LOOKS:
        name = "_".join(look)
        if not options.look or name in options.look:
            take_all(
                application, options.out / name, look, chosen, options.source, real=options.real
            )


if __name__ == "__main__":
    main(sys.argv[1:])
