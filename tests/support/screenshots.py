"""Take pictures of the window to look at: ``python -m tests.support.screenshots OUT [SOURCE]``.

Run it under Xvfb for true fonts and focus; offscreen works as well. ``FONT_SCALE=2`` in the
environment doubles the letters.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.support.fake_stages import FakeTracker, fake_parts
from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.garments.builtin import builtin_summaries
from tryon_ar.gui import theme
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.runtime.status import Severity, Status

SIZES = ((1280, 800), (800, 600), (1920, 1080), (560, 420))


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def open_window(source: str, *, somebody: bool = True) -> MainWindow:
    """Return a shown window with fake stages, playing a source."""
    parts = WindowParts(
        session=fake_parts(lambda: FakeTracker(somebody)),
        garments=builtin_summaries(),
        list_sources=lambda: (
            SourceChoice("camera:0", "HD Webcam C920", ""),
            SourceChoice("demo", "Demo", "demo"),
        ),
    )
    window = MainWindow(parts, WindowOptions(source=source))
    window.show()
    window.begin()
    return window


def main(out: Path, source: str) -> None:
    """Write one PNG a situation."""
    out.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    font = application.font()
    font.setPointSizeF(font.pointSizeF() * float(os.environ.get("FONT_SCALE", "1")))
    application.setFont(font)
    theme.apply(application)
    window = open_window(source)
    for width, height in SIZES:
        window.resize(width, height)
        wait(1200)
        window.grab().save(str(out / f"plain_{width}x{height}.png"))
    window.resize(1280, 800)
    window.views.toggle_figures()
    window.recordings.toggle()
    wait(4000)
    window.grab().save(str(out / "figures_recording.png"))
    window.recordings.toggle()
    wait(600)
    window.grab().save(str(out / "saved.png"))
    window.views.toggle_figures()
    window.messages.show_status(
        Status(
            "source",
            "The camera is used by another program. The demo is playing instead.",
            "Close the other program.",
            Severity.WARNING,
            retry=True,
        )
    )
    window.area.arrange()
    window.help()
    wait(400)
    window.grab().save(str(out / "message.png"))
    help_dialog = QApplication.activeModalWidget()
    if help_dialog is not None:
        help_dialog.grab().save(str(out / "help.png"))
        help_dialog.close()
    window.messages.show_status(None)
    window.views.toggle_full_screen()
    wait(500)
    window.grab().save(str(out / "full_screen.png"))
    window.views.toggle_full_screen()
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "demo")
