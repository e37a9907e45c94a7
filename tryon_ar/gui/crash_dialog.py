"""What a person is told and asked at the start after a run that did not end well."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.core.crash import Ending, LastRun
from tryon_ar.core.display import check_platform
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui.appearance import Appearance
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.wrapped_label import WrappedContent, wrapped

_WIDTH_LETTERS, _LOG_LETTERS, _LEAST_LETTERS = 74, 14, 5
_MARGIN_PX = 20
_NAMED = 3
_SHORTER_SIDE = 0.92
_PATIENCE_S = 30
_ANSWERING = frozenset((QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonPress))


class CrashDialog(QDialog):
    """Says how the last run ended, shows its log, and offers safe mode.

    Parameters
    ----------
    last : LastRun
    unfinished : sequence of Path
        Recordings that run left unfinished.

    Attributes
    ----------
    safe_mode : bool
        What was chosen.

    Notes
    -----
    Closing it, or Esc, is the button that is preset: safe mode where the start keeps failing. So
    is leaving it alone for half a minute: a mirror that starts by itself does not wait for ever.
    A key or a click ends the waiting.
    """

    def __init__(
        self, last: LastRun, unfinished: Sequence[Path] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._last = last
        self._unfinished = list(unfinished)
        self.safe_mode = last.suggests_safe_mode
        self.what, self.then, self.films = wrapped(), wrapped("muted"), wrapped()
        self._words, self._area = WrappedContent(), QScrollArea()
        self._column = QVBoxLayout(self)
        self.log = QPlainTextEdit(last.text)
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        self.log.setFont(fixed)
        self.log.setMinimumHeight(self.fontMetrics().height() * _LEAST_LETTERS)
        self.log.hide()
        self.details, self.copy = QPushButton(), QPushButton()
        self.details.setCheckable(True)
        self.safe, self.normal = QPushButton(), QPushButton()
        self.details.toggled.connect(self._show_log)
        self.copy.clicked.connect(self._copy)
        self.safe.clicked.connect(lambda: self._answer(safe_mode=True))
        self.normal.clicked.connect(lambda: self._answer(safe_mode=False))
        preset = self.safe if self.safe_mode else self.normal
        preset.setObjectName("primary")
        for button in (self.details, self.copy, self.safe, self.normal):
            button.setAutoDefault(False)
        preset.setDefault(True)
        self._left_s = _PATIENCE_S
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._arrange()
        preset.setFocus()
        keep_in_language(self, self._name)

    def show_unfinished(self, unfinished: Sequence[Path]) -> None:
        """Name the recordings that were left unfinished, once they are known."""
        self._unfinished = list(unfinished)
        self._name()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again: only what shows has its style."""
        super().showEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Wait for whoever is there."""
        if event.type() in _ANSWERING:
            self._wait()
        return super().event(event)

    def done(self, result: int) -> None:
        """End the waiting with the dialog."""
        self._clock.stop()
        super().done(result)

    def _tick(self) -> None:
        self._left_s -= 1
        self._name()
        if self._left_s <= 0:
            self.accept()

    def _wait(self) -> None:
        if self._clock.isActive():
            self._clock.stop()
            self._name()

    def _arrange(self) -> None:
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(12)
        for label in (self.what, self.films, self.then):
            words.addWidget(label)
        words.addStretch(1)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._words)
        self._column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self._column.setSpacing(12)
        self._column.addWidget(self._area)
        self._column.addWidget(self.log, 1)
        for buttons in ((self.details, self.copy), (self.normal, self.safe)):
            row = QHBoxLayout()
            row.addStretch(1)
            for button in buttons:
                row.addWidget(button)
            self._column.addLayout(row)

    def _fit(self) -> None:
        """Be as high as all words need, and the log likes where it shows; else they scroll."""
        letter = self.fontMetrics()
        screen = self.screen().availableSize() * _SHORTER_SIDE
        width = min(letter.averageCharWidth() * _WIDTH_LETTERS, screen.width())
        wanted = self._words.heightForWidth(width - 2 * _MARGIN_PX)
        self._area.setFixedHeight(0)
        rest = self._column.minimumSize().height()
        words = max(min(wanted, screen.height() - rest), letter.height() * _LEAST_LETTERS)
        self._area.setFixedHeight(words)
        self._column.activate()
        log = 0 if self.log.isHidden() else letter.height() * (_LOG_LETTERS - _LEAST_LETTERS)
        self.resize(width, min(rest + words + log, screen.height()))

    def _name(self) -> None:
        self.setWindowTitle(self.tr("tryon-ar did not end well"))
        self.what.setText(self._told())
        self.films.setText(self._films_told())
        self.films.setVisible(bool(self._unfinished))
        self.then.setText(
            self.tr(
                "Safe mode uses the usual settings and the processor alone, opens no camera by"
                " itself, and leaves your own parser and the virtual camera out. Your settings and"
                " garments stay as they are. Nothing about this was sent to anybody."
            )
        )
        shown = self.details.isChecked()
        self.details.setText(self.tr("Hide the log") if shown else self.tr("Show the log"))
        self.copy.setText(self.tr("Copy the log"))
        self.log.setAccessibleName(self.tr("Log of the last run"))
        for button, answer in (
            (self.safe, self.tr("Start in safe mode")),
            (self.normal, self.tr("Start as usual")),
        ):
            button.setText(self._counted(answer) if button.isDefault() else answer)

    def _counted(self, answer: str) -> str:
        if not self._clock.isActive():
            return answer
        return self.tr("{answer} ({seconds})").format(answer=answer, seconds=self._left_s)

    def _told(self) -> str:
        texts = {
            Ending.CRASHED: self.tr("The last time, tryon-ar crashed."),
            Ending.KILLED: self.tr(
                "The last time, tryon-ar was ended from outside, or the system ran out of memory."
            ),
            Ending.POWER_LOST: self.tr(
                "The computer went off, or started again, while tryon-ar was open."
            ),
            Ending.FAILED: self.tr(
                "The last time, something went wrong in tryon-ar that should not have."
            ),
        }
        text = texts[self._last.ending]
        if self._last.suggests_safe_mode:
            again = self.tr("It ended {count} times in a row before it showed a picture.")
            return f"{text}\n{again.format(count=self._last.failed_starts)}"
        return text

    def _films_told(self) -> str:
        names = ", ".join(path.name for path in self._unfinished[:_NAMED])
        text = self.tr(
            "It left recordings unfinished: {names}. They play; `tryon-ar record repair` finishes"
            " them."
        )
        return text.format(names=names)

    def _show_log(self, shown: bool) -> None:
        self._wait()
        self.log.setVisible(shown)
        self._name()
        self._fit()

    def _copy(self) -> None:
        self._wait()
        QGuiApplication.clipboard().setText(self._last.text)

    def _answer(self, *, safe_mode: bool) -> None:
        self.safe_mode = safe_mode
        self.accept()


def ask_after_crash(
    last: LastRun,
    settings: SettingsFile,
    find_unfinished: Callable[[], Sequence[Path]] = tuple,
) -> bool:
    """Tell how the last run ended and return whether to start in safe mode.

    Parameters
    ----------
    last : LastRun
    settings : SettingsFile
        For language, theme and size of the letters.
    find_unfinished : callable
        Returns recordings that were left unfinished; called in a thread of its own.

    Raises
    ------
    DisplayUnavailable
        When no window can be opened.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        check_platform()
        application = QApplication(sys.argv[:1] or ["tryon-ar"])
    look = Appearance(application, settings)
    dialog = CrashDialog(last)
    found = _Found(dialog)
    thread = run_in_background("unfinished", lambda: found.told.emit(find_unfinished()))
    try:
        dialog.exec()
        return dialog.safe_mode
    finally:
        thread.join()
        dialog.deleteLater()
        look.close()


class _Found(QObject):
    """Brings what was found into the dialog's thread."""

    told = Signal(object)

    def __init__(self, dialog: CrashDialog) -> None:
        super().__init__(dialog)
        self.told.connect(dialog.show_unfinished, Qt.ConnectionType.QueuedConnection)
