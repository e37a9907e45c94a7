"""Which sources there are to choose from, asked of the system without stopping the window."""

import logging
import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal

from tryon_ar.capture.discovery import SourceChoice

_log = logging.getLogger(__name__)

# An answer so quick is waited for: nothing then shows first what there was before.
PATIENCE_S = 0.02

Take = Callable[[Sequence[SourceChoice]], None]


class SourceList(QObject):
    """Asks for cameras in threads of their own: a driver may take its time.

    Parameters
    ----------
    list_sources : callable
        Returns the cameras there are now, and the demo; called in any thread.

    Notes
    -----
    GUI thread only. A device may hang for ever when it is asked, and must not keep the program
    from ending: the threads are let go with it. *Lifecycle*: :meth:`close` with the window.
    """

    _answered = Signal(object)

    def __init__(
        self, list_sources: Callable[[], Sequence[SourceChoice]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._list_sources = list_sources
        self._known: tuple[SourceChoice, ...] = ()
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def known(self) -> tuple[SourceChoice, ...]:
        """What there was when it was last asked; nothing before the first answer."""
        return self._known

    def ask(self, take: Take) -> None:
        """Ask what there is now and give it to a function: at once if that is quick, or later."""
        if self._closed:
            return
        found: list[SourceChoice] = []
        delivered = [False]

        def deliver() -> None:
            if not delivered[0]:
                delivered[0] = True
                self._known = tuple(found)
                take(self._known)

        def ask() -> None:
            try:
                found.extend(self._list_sources())
            except Exception:  # noqa: BLE001 top of the thread: without an answer nothing would play
                _log.exception("cameras cannot be listed")
            if not self._closed:
                self._answered.emit(deliver)

        thread = threading.Thread(target=ask, name="tryon-ar cameras", daemon=True)
        thread.start()
        thread.join(PATIENCE_S)
        if not thread.is_alive():
            deliver()

    def close(self) -> None:
        """Give no answer any more."""
        self._closed = True

    def _deliver(self, deliver: Callable[[], None]) -> None:
        deliver()
