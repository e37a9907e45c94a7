"""What protects people in the window: the sign that they are recorded, faces hidden in files."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from tryon_ar.core.stored_data import Place, open_mirrors, stored_places
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.virtual_camera import VirtualCameras
from tryon_ar.gui.following import follow
from tryon_ar.gui.notices import Notice
from tryon_ar.gui.privacy_page import PrivacyPage
from tryon_ar.gui.recording_sign import RecordingSigns, clock
from tryon_ar.pipeline.face_hiding import FaceMode
from tryon_ar.runtime.recording_control import RecordingState
from tryon_ar.runtime.status import Severity

_MARGIN_PX = 12


class Privacy(Feature):
    """Shows, whatever else does, that a recording or the virtual camera is on.

    Parameters
    ----------
    context : WindowContext
    virtual_cameras : VirtualCameras
        Whether other programs see the picture.
    """

    _looked = Signal(object)

    def __init__(self, context: WindowContext, virtual_cameras: VirtualCameras) -> None:
        super().__init__(context)
        self._virtual_cameras = virtual_cameras
        self._said = False
        self.page: PrivacyPage | None = None
        self._looked.connect(self._show_places)
        self.signs = RecordingSigns(context.window, context.options.title)
        context.mirror.installEventFilter(self)
        self._hide_faces(context.settings.current.capture.faces)
        follow(self, context.settings, lambda now: now.capture.faces, self._hide_faces)

    def refresh(self) -> None:
        """Say what is on."""
        text = self._told()
        if text and not self._said:
            event = QAccessibleAnnouncementEvent(self.context.mirror, text)
            QAccessible.updateAccessibility(event)
        self._said = bool(text)
        self.signs.show(text, self._room())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sign in its place."""
        if event.type() == QEvent.Type.Resize and self.signs.sign.text:
            self.signs.sign.put(self._room())
        return False

    def close(self) -> None:
        """Take the signs down."""
        if self.page is not None:
            self.page.close()
        self.context.mirror.removeEventFilter(self)
        self.signs.stop()

    def open_page(self) -> None:
        """Open the page of what is stored, or bring it to the front."""
        if self.page is None:
            self.page = PrivacyPage(self.context.window)
            self.page.wipe_asked.connect(self._wipe)
            self.page.finished.connect(self._forget)
            letter = self.page.fontMetrics()
            wanted = QSize(letter.averageCharWidth() * 90, letter.height() * 34)
            self.page.resize(wanted.boundedTo(self.context.window.screen().availableSize() * 0.92))
            self.page.show()
            run_in_background("stored", lambda: self._looked.emit(stored_places()))
        self.page.raise_()
        self.page.activateWindow()

    def _show_places(self, places: list[Place]) -> None:
        if self.page is not None:
            self.page.show_places(places)

    def _forget(self) -> None:
        self.page = None

    def _wipe(self, keep_garments: bool, with_recordings: bool) -> None:
        """Close the window and have all deleted after that; not while another mirror is open."""
        wipe = self.context.parts.on_wipe
        if wipe is None or open_mirrors() > 1:
            text = self.tr("Another mirror is open. Close it first; nothing was deleted.")
            self.context.notices.post(Notice(text, Severity.WARNING))
            return
        wipe(keep_garments, with_recordings)
        self.context.window.close()

    def _told(self) -> str:
        """Return what is on, in words; empty when nothing is."""
        recording = self.context.session.recording
        if recording is None:
            return self.tr("Other programs see you") if self._virtual_cameras.is_on else ""
        if self._virtual_cameras.is_on:
            both = self.tr("{recording}; other programs see you")
            return both.format(recording=self._recording(recording))
        return self._recording(recording)

    def _recording(self, recording: RecordingState) -> str:
        time = clock(recording.elapsed_s())
        if recording.paused and recording.sound:
            text = self.tr("Recording paused at {time}, the microphone is on")
        elif recording.paused:
            text = self.tr("Recording paused at {time}")
        elif recording.sound:
            text = self.tr("Recording {time} with sound")
        else:
            text = self.tr("Recording {time}")
        return text.format(time=time)

    def _room(self) -> QRect:
        """Return the mirror's place in the window, below the bar where that floats over it."""
        mirror, bar, window = self.context.mirror, self.context.bar, self.context.window
        room = QRect(mirror.mapTo(window, QPoint(0, 0)), mirror.size())
        if bar.isVisible():
            bottom = bar.mapTo(window, QPoint(0, bar.height())).y()
            room.setTop(max(room.top(), bottom))
        return room.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, 0)

    def _hide_faces(self, mode: FaceMode) -> None:
        self.context.session.faces.mode = mode
