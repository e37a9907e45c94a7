"""Nothing is captured, tracked or dressed while the window is out of sight."""

import time

from PySide6.QtCore import QEvent, QObject

from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.pictures import Pictures
from tryon_ar.gui.features.virtual_camera import VirtualCameras

# Whoever looks away for a moment need not wait for the camera to open again.
REST_AFTER_S = 1.0
_COMES_BACK = (QEvent.Type.WindowStateChange, QEvent.Type.Show, QEvent.Type.WindowActivate)


class Rest(Feature):
    """Lets the session rest while the window is minimised or hidden and nobody needs pictures.

    A recording, the virtual camera and pictures that are to come go on. The camera itself is let
    go, so that its light goes out and other programs may use it.

    Parameters
    ----------
    context : WindowContext
    pictures : Pictures
        Whose count, and several at once, need pictures.
    virtual_cameras : VirtualCameras
        Who see what the window does not show.
    """

    def __init__(
        self, context: WindowContext, pictures: Pictures, virtual_cameras: VirtualCameras
    ) -> None:
        super().__init__(context)
        self._pictures = pictures
        self._virtual_cameras = virtual_cameras
        self._hidden_since_s: float | None = None
        self.is_resting = False
        context.window.installEventFilter(self)

    def refresh(self) -> None:
        """Rest when nobody has needed pictures for a while."""
        if not self._is_idle():
            self._hidden_since_s = None
            self._rest(False)
            return
        now_s = time.monotonic()
        if self._hidden_since_s is None:
            self._hidden_since_s = now_s
        self._rest(now_s - self._hidden_since_s >= REST_AFTER_S)

    def close(self) -> None:
        """Watch the window no more."""
        self.context.window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be back at once."""
        if self.is_resting and event.type() in _COMES_BACK:
            self.refresh()
        return False

    def _is_idle(self) -> bool:
        window, session = self.context.window, self.context.session
        handle = window.windowHandle()
        exposed = handle is None or handle.isExposed()
        if window.isVisible() and not window.isMinimized() and exposed:
            return False
        wanted = session.recording is not None or self._virtual_cameras.is_on
        return not wanted and not self._pictures.is_taking

    def _rest(self, resting: bool) -> None:
        if resting != self.is_resting:
            self.is_resting = resting
            self.context.parts.session.pace.resting = resting
