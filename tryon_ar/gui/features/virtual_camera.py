"""The dressed picture as a camera for meetings and streams."""

from PySide6.QtCore import Signal

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import DressedFrame
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.notices import notice_of
from tryon_ar.recording.virtual_camera import VirtualCameraFeed


class VirtualCameras(Feature):
    """Gives the picture to other programs while its switch is on; never mirrored."""

    _started = Signal(str)
    _failed = Signal(object)

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._feed: VirtualCameraFeed | None = None
        self._started.connect(self._tell_started)
        self._failed.connect(self._tell_failed)
        self.button = context.bar.add_switch(
            "virtual_camera", lambda: self.tr("Virtual camera"), "", self.toggle, checkable=True
        )

    @property
    def is_on(self) -> bool:
        """Whether other programs are given the picture."""
        return self._feed is not None

    def toggle(self) -> None:
        """Give other programs the picture, or no longer."""
        if self.context.options.safe_mode:
            self.context.mirror.toast(self.tr("There is no virtual camera in safe mode"))
        elif self._feed is None:
            self._feed = VirtualCameraFeed(self._started.emit, self._failed.emit)
            if self.context.mirror.dressed is not None:
                self._feed.show(self.context.mirror.dressed.image_bgr)
        else:
            self.close()
            self.context.mirror.toast(self.tr("The virtual camera is off"))
        self.button.setChecked(self.is_on)

    def see(self, dressed: DressedFrame) -> None:
        """Pass a frame on."""
        if self._feed is not None:
            self._feed.show(dressed.image_bgr)

    def close(self) -> None:
        """Let the camera go."""
        if self._feed is not None:
            run_in_background("virtual camera", self._feed.stop)
            self._feed = None

    def _tell_started(self, device: str) -> None:
        if self.is_on:
            text = self.tr("Other programs see you as the camera {name}")
            self.context.mirror.toast(text.format(name=device))

    def _tell_failed(self, error: TryOnError) -> None:
        if self.is_on:
            self.close()
            self.button.setChecked(False)
            self.context.notices.post(notice_of(error))
