"""Start Qt, run the window, and come back with an exit code."""

import logging
import signal
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tryon_ar.core.display import check_platform
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.held_signals import signals_held
from tryon_ar.core.paths import user_config_folder
from tryon_ar.gui.appearance import Appearance
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.gui.sentences import said
from tryon_ar.gui.tidying import Tidying

logger = logging.getLogger(__name__)
_LONGEST_UNPAINTED_MS = 300
_LONGEST_MS = 2**31 - 1  # that Qt's timers count, 24 days


def run_window(parts: WindowParts, options: WindowOptions) -> int:
    """Open the mirror and return when it was closed.

    Returns
    -------
    int
        Exit code: 0.

    Raises
    ------
    DisplayUnavailable
        When no window can be opened; nothing was started then.
    """
    keep_dialogs_here()
    with signals_held():
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            check_platform()
            application = QApplication([options.title])
        application.setApplicationName("tryon-ar")
        application.setApplicationDisplayName("tryon-ar")
        tidying = Tidying(application)
        look = Appearance(application, parts.settings)
        window = MainWindow(parts, options)
        restore = _catch_faults(window)
        quit_timer = _quit_after(options.seconds, window)
    deafen = listen_to_signals(window)
    try:
        window.show()
        _FirstPaint(window)
        return application.exec()
    finally:
        quit_timer.stop()
        deafen()
        window.shut_down()
        window.close()
        window.deleteLater()
        restore()
        look.close()
        tidying.close()


def keep_dialogs_here() -> None:
    """Have Qt's file dialogs remember folders in our own one, which is reported and wiped."""
    folder = str(user_config_folder())
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)


class _FirstPaint(QObject):
    """Has a window begin in the turn after it was painted first, or was not for a while.

    Painting all for the first time and opening the welcome each take about a frame. How long
    the window system takes to ask for a picture is not known; of a window that is minimised
    it asks for none.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._timer.start(_LONGEST_UNPAINTED_MS)
        self._window = window
        window.mirror.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of the first picture."""
        if event.type() == QEvent.Type.Paint:
            self._window.mirror.removeEventFilter(self)
            self._timer.start(0)
        return False

    def _begin(self) -> None:
        self._window.mirror.removeEventFilter(self)
        self._window.begin_in_turns()
        self.deleteLater()


def _quit_after(seconds: float | None, window: MainWindow) -> QTimer:
    timer = QTimer(window)
    timer.setSingleShot(True)
    timer.timeout.connect(window.close)
    if seconds is not None:
        timer.start(min(round(seconds * 1000), _LONGEST_MS))
    return timer


def listen_to_signals(window: QWidget) -> Callable[[], None]:
    """Close the window on Ctrl+C and a polite kill; return what undoes it."""
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32":
        numbers.append(signal.SIGHUP)  # the terminal it was started from is closed
    numbers = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]
    before = [signal.signal(number, lambda *_: window.close()) for number in numbers]
    tick = QTimer(window)  # Python notices signals between its own instructions only
    tick.timeout.connect(lambda: None)
    tick.start(250)

    def restore() -> None:
        tick.stop()
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)

    return restore


class _FaultReporter:
    """Logs what nobody caught and tells the person once, without a traceback.

    A kiosk's visitors are told nothing: they can neither mend it nor read the log.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._told = False

    def in_main(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Handle an exception of the GUI thread."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        logger.critical("unhandled error", exc_info=(kind, error, trace))
        if not self._told and not self._window.kiosk.is_on:
            self._told = True
            self._show(error)

    def in_thread(self, args: threading.ExceptHookArgs) -> None:
        """Handle an exception of another thread."""
        if args.exc_value is not None:
            logger.critical(
                "unhandled error in %s",
                args.thread.name if args.thread else "a thread",
                exc_info=args.exc_value,
            )
            if not self._window.kiosk.is_on:
                text = "Something went wrong; details are in the log."
                self._window.bridge.tell(text, failed=True)

    def _show(self, error: BaseException) -> None:
        text = said(str(error) if isinstance(error, TryOnError) else "Something went wrong.")
        more = said("The mirror goes on; details are in the log.")
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            "tryon-ar",
            f"{text}\n{more}",
            QMessageBox.StandardButton.Ok,
            self._window,
        )
        box.open()


def _catch_faults(window: MainWindow) -> Callable[[], None]:
    reporter = _FaultReporter(window)
    old_hook, old_thread_hook = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = reporter.in_main, reporter.in_thread

    def restore() -> None:
        sys.excepthook, threading.excepthook = old_hook, old_thread_hook

    return restore
