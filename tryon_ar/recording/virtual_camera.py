"""The dressed picture as a camera that other programs see, for meetings and streams.

By pyvirtualcam, an optional extra, which feeds v4l2loopback on Linux and the virtual camera of
OBS Studio elsewhere; either must be installed by the person: both are drivers.
"""

import importlib
import platform
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from tryon_ar.core.errors import RecordingError, TryOnError
from tryon_ar.core.types import BgrImage

_FPS = 30.0
_STOP_LIMIT_S = 2.0


class VirtualCameraUnavailable(RecordingError):
    """Other programs cannot be given the picture."""


class VirtualCamera:
    """A camera of one size at a time, opened with the first picture.

    Raises
    ------
    VirtualCameraUnavailable
        When pyvirtualcam is not installed.

    Notes
    -----
    One thread only; :meth:`close` ends it.
    """

    def __init__(self) -> None:
        try:
            self._library: Any = importlib.import_module("pyvirtualcam")
        except ImportError as error:
            raise VirtualCameraUnavailable(
                "The virtual camera needs pyvirtualcam, which is not installed.",
                "Install tryon-ar with its extra: tryon-ar[virtualcam].",
            ) from error
        self._camera: Any = None

    @property
    def device(self) -> str:
        """Where other programs find it; empty before the first picture."""
        return "" if self._camera is None else str(self._camera.device)

    def send(self, image_bgr: BgrImage) -> None:
        """Show a picture to the other programs; another size opens the camera anew.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8
            As it is to be seen, not mirrored; an odd last row or column is left out.

        Raises
        ------
        VirtualCameraUnavailable
            When there is no virtual camera on this system, or it takes no more pictures.
        """
        height, width = (side // 2 * 2 for side in image_bgr.shape[:2])
        try:
            if self._camera is None or (self._camera.width, self._camera.height) != (width, height):
                self.close()
                layout = self._library.PixelFormat.BGR
                self._camera = self._library.Camera(width, height, _FPS, fmt=layout)
            self._camera.send(np.ascontiguousarray(image_bgr[:height, :width]))
        except (RuntimeError, OSError) as error:  # what its backends raise
            raise VirtualCameraUnavailable(
                "No virtual camera takes the picture.", _what_to_install()
            ) from error

    def close(self) -> None:
        """Let the camera go; again is harmless."""
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()


class VirtualCameraFeed:
    """Sends the newest picture from a thread of its own; older ones are dropped.

    Parameters
    ----------
    on_started : callable
        Takes the camera's name, in that thread, once the first picture was sent.
    on_failed : callable
        Takes what went wrong, in that thread; nothing is sent after it.
    """

    def __init__(
        self, on_started: Callable[[str], None], on_failed: Callable[[TryOnError], None]
    ) -> None:
        self._on_started = on_started
        self._on_failed = on_failed
        self._changed = threading.Condition()
        self._newest: BgrImage | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="tryon-ar virtual camera")
        self._thread.start()

    def show(self, image_bgr: BgrImage) -> None:
        """Have a picture sent next; the array must not change any more."""
        with self._changed:
            self._newest = image_bgr
            self._changed.notify()

    def stop(self) -> None:
        """Send nothing more and let the camera go; again is harmless."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(_STOP_LIMIT_S)

    def _run(self) -> None:
        try:
            camera = VirtualCamera()
            try:
                self._send_all(camera)
            finally:
                camera.close()
        except TryOnError as error:
            self._on_failed(error)

    def _send_all(self, camera: VirtualCamera) -> None:
        started = False
        while (image_bgr := self._take()) is not None:
            camera.send(image_bgr)
            if not started:
                started = True
                self._on_started(camera.device)

    def _take(self) -> BgrImage | None:
        """Wait for a picture; None to stop."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._newest is not None)
            newest, self._newest = self._newest, None
            return None if self._stopping else newest


def _what_to_install() -> str:
    if platform.system() == "Linux":
        return "Install v4l2loopback and load it: sudo modprobe v4l2loopback exclusive_caps=1"
    return "Install OBS Studio, and start and stop its virtual camera once."
