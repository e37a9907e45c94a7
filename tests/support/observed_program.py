"""The real program with a heartbeat in it, which says where things are on its screen.

``python -m tests.support.observed_program REPORT [ARGUMENT ...]`` runs ``tryon-ar ARGUMENT ...``
as a person starts it. Asked on its standard input, a JSON object a line, it answers likewise:

    {"phase": NAME}    names what the person does from now on
    {"where": NAME}    where the visible thing of that accessible name, or class, is
    {"read": true}     all words of the active window
    {"state": true}    what can be told of the window
    {"call": NAME}     calls a method of the main window, as showMinimized
    {"choose": [K, V]} changes a setting, in a thread of its own as the page does
    {"play": SOURCE}   plays a source, as the bar's menu does after its file dialog

At its end the gaps of the GUI thread are in the file REPORT.
"""

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPlainTextEdit,
    QWidget,
)

from tests.support.heartbeat import Heartbeat
from tryon_ar.app import main
from tryon_ar.core.process_name import name_process
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.problem_words import words_of


class Answering(QObject):
    """Answers what is asked on the standard input, in the GUI thread."""

    _asked = Signal(str)

    def __init__(self, heartbeat: Heartbeat) -> None:
        super().__init__()
        self._heartbeat = heartbeat
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._listen, name="questions", daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._asked.emit(line)

    def _answer(self, line: str) -> None:
        asked = json.loads(line)
        answers: dict[str, Callable[[Any], object]] = {
            "phase": lambda name: setattr(self._heartbeat, "phase", name),
            "where": where,
            "read": lambda _: words(),
            "state": lambda _: state(),
            "call": lambda name: getattr(main_window(), name)(),
            "choose": choose,
            "play": play,
        }
        ((what, of),) = asked.items()
        sys.stdout.write(json.dumps({"answer": answers[what](of)}) + "\n")
        sys.stdout.flush()


def main_window() -> MainWindow | None:
    """Return the window, once it is open."""
    tops = QApplication.topLevelWidgets()
    return next((one for one in tops if isinstance(one, MainWindow)), None)


def choose(key_and_value: list[Any]) -> None:
    """Change a setting."""
    window = main_window()
    assert window is not None
    settings = window.preferences.context.settings
    threading.Thread(target=settings.change, args=key_and_value, name="choosing").start()


def play(source: str) -> None:
    """Play a source."""
    window = main_window()
    assert window is not None
    window.sources.play(source)


def where(name: str) -> list[int] | None:
    """Return left, top, width and height on the screen of what bears a name; None if none does."""
    tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    tops.sort(key=lambda one: one is not QApplication.activeWindow())
    for top in tops:
        for widget in (top, *top.findChildren(QWidget)):
            if name in _names(widget) and widget.isVisible():
                seen = widget.visibleRegion().boundingRect()
                if not seen.isEmpty():
                    place = QRect(widget.mapToGlobal(seen.topLeft()), seen.size())
                    return [place.x(), place.y(), place.width(), place.height()]
    return None


def words() -> str:
    """Return what stands in the active window, or in the dialog that is open."""
    top = QApplication.activeModalWidget() or QApplication.activeWindow()
    seen = [] if top is None else [one for one in top.findChildren(QWidget) if one.isVisible()]
    return "\n".join(_text_of(one) for one in seen)


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""


def _names(widget: QWidget) -> set[str]:
    names = {widget.accessibleName(), widget.objectName(), type(widget).__name__}
    return names | {widget.text()} if isinstance(widget, QAbstractButton) else names


def state() -> dict[str, object]:
    """Return what can be told of the window."""
    window = main_window()
    if window is None:
        return {"open": False}
    dressed = window.mirror.dressed
    recording = window.session.recording
    place = window.mapToGlobal(QPoint())
    return {
        "open": window.isVisible(),
        "minimised": window.isMinimized(),
        "place": [place.x(), place.y(), window.width(), window.height()],
        "welcome": -1 if window.welcome.panel is None else window.welcome.panel.at,
        "source": window.session.source_spec,
        "index": -1 if dressed is None else dressed.tracked.frame.index,
        "shown": window.session.metrics().shown,
        "dressed": dressed is not None and dressed.coverage is not None,
        "worn": [one.id for one in window.session.garments_worn],
        "wished": list(window.session.garment_ids),
        "looks": 0 if dressed is None else len(dressed.looks),
        "importing": window.desk.imports.busy,
        "shelf": [one.id for one in window.shelf.items],
        "own": [one.id for one in window.shelf.items if one.own],
        "counting": window.pictures.countdown.number,
        "recorded_s": None if recording is None else recording.elapsed_s(),
        "statuses": [one.text for one in window.session.statuses],
        "problem": problem(window),
        "notice": "" if window.notices.notice is None else window.notices.notice.text,
        "gallery": 0 if window.galleries.gallery is None else window.galleries.gallery.grid.count(),
        "photo": window.photo.shows,
        "focus": type(QApplication.focusWidget()).__name__,
        "dialog": type(QApplication.activeWindow()).__name__,
    }


def problem(window: MainWindow) -> str:
    """Return what the page about the camera says has happened; empty where it is not shown."""
    page = window.problems.page
    told = page.status if page.isVisible() else None
    return "" if told is None or told.problem is None else words_of(told).happened


def run(report: Path, arguments: list[str]) -> int:
    """Run the program and write the report."""
    name_process()
    application = QApplication(["tryon-ar"])
    heartbeat = Heartbeat(application)
    answering = Answering(heartbeat)
    heartbeat.start()
    code = main(arguments)
    heartbeat.stop()
    answering.deleteLater()
    gaps = [one.as_json() for one in sorted(heartbeat.gaps, key=lambda one: -one.own_ms)]
    report.write_text(json.dumps({"beats": heartbeat.beats, "gaps": gaps}), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:]))
