"""The only way from worker threads to the window: signals that carry no picture."""

from PySide6.QtCore import QObject, Signal


class Bridge(QObject):
    """Bells that any thread may ring and the window hears in its own.

    Notes
    -----
    *Signals*: ``frame_ready`` has no payload; the session rings it only when the display's
    slot was empty and only its slot takes the picture, so at most one event pends.
    ``status_changed`` says that the session's statuses are to be read again.
    ``told`` carries a short text for people (a file was saved).

    *Lifecycle*: :meth:`silence` before the window goes; later rings are lost.
    """

    frame_ready = Signal()
    status_changed = Signal()
    told = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._silent = False

    def ring_frame(self) -> None:
        """Say that there is a picture to take."""
        if not self._silent:
            self.frame_ready.emit()

    def ring_status(self) -> None:
        """Say that the statuses changed."""
        if not self._silent:
            self.status_changed.emit()

    def tell(self, text: str, *, failed: bool = False) -> None:
        """Show people a short text."""
        if not self._silent:
            self.told.emit(text, failed)

    def silence(self) -> None:
        """Ring no more."""
        self._silent = True
