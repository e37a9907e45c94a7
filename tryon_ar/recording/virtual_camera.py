"""The dressed picture as a camera that other programs see, for meetings and streams.

By pyvirtualcam, an optional extra, which feeds v4l2loopback on Linux and the virtual camera of
OBS Studio elsewhere; either must be installed by the person: both are drivers.
"""

import importlib
import logging
import platform
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tryon_ar.core.errors import RecordingError, TryOnError
from tryon_ar.core.letterbox import letterbox
from tryon_ar.core.types import BgrImage

_log = logging.getLogger(__name__)

_FPS = 30.0
_REPEAT_S = 0.1
_STOP_LIMIT_S = 2.0
_LABELS = Path("/sys/class/video4linux")
# Words in what its backends say; the rest means that there is none.
_FORBIDDEN = ("permission",)
_TAKEN = ("busy", "in use", "could not be started", "not supported by this backend")


class VirtualCameraUnavailable(RecordingError):
    """Other programs cannot be given the picture."""


class VirtualCamera:
    """A camera of the first picture's size; pictures of others are fitted into it, on black.

    Raises
    ------
    VirtualCameraUnavailable
        When pyvirtualcam is not installed.

    Notes
    -----
    Programs that look on have agreed on a size: with another one under way they show stripes,
    or nothing. One thread only; :meth:`close` ends it.
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
    def name(self) -> str:
        """What other programs call it; empty before the first picture."""
        return "" if self._camera is None else _label_of(str(self._camera.device))

    def send(self, image_bgr: BgrImage) -> None:
        """Show a picture to the other programs.

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
            if self._camera is None:
                layout = self._library.PixelFormat.BGR
                self._camera = self._library.Camera(width, height, _FPS, fmt=layout)
            size_px = self._camera.width, self._camera.height
            fitted = letterbox(image_bgr[:height, :width], size_px)
            self._camera.send(np.ascontiguousarray(fitted))
        except (RuntimeError, ValueError, OSError) as error:  # what its backends raise
            _log.info("no virtual camera: %s", error)
            raise _unavailable(str(error)) from error
        if _is_gone(str(self._camera.device)):  # its backend only prints that
            raise VirtualCameraUnavailable(
                "The virtual camera is gone.", "Load its driver again, then switch it on."
            )

    def close(self) -> None:
        """Let the camera go; again is harmless."""
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()


class VirtualCameraFeed:
    """Sends the newest picture from a thread of its own; older ones are dropped.

    While no other comes, the last is sent again and again: programs give a camera up that sends
    nothing.

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
        self._sent: BgrImage | None = None
        self._stopping = False
        # A daemon, so that a driver that hangs cannot keep the program from ending.
        self._thread = threading.Thread(
            target=self._run, name="tryon-ar virtual camera", daemon=True
        )
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
        except Exception:  # noqa: BLE001 top of the thread: or the switch would stay on
            _log.exception("the virtual camera broke off")
            self._on_failed(
                VirtualCameraUnavailable(
                    "The virtual camera stopped unexpectedly.", "Details are in the log."
                )
            )

    def _send_all(self, camera: VirtualCamera) -> None:
        started = False
        while (image_bgr := self._take()) is not None:
            camera.send(image_bgr)
            if not started:
                started = True
                self._on_started(camera.name)

    def _take(self) -> BgrImage | None:
        """Wait for another picture, though not for long; None to stop."""
        with self._changed:
            patience_s = None if self._sent is None else _REPEAT_S
            self._changed.wait_for(lambda: self._stopping or self._newest is not None, patience_s)
            if self._newest is not None:
                self._sent, self._newest = self._newest, None
            return None if self._stopping else self._sent


def _label_of(device: str) -> str:
    """Return the name that programs list a device by: on Linux, that of its driver."""
    try:
        return (_LABELS / Path(device).name / "name").read_text(encoding="utf-8").strip() or device
    except (OSError, UnicodeError):
        return device


def _is_gone(device: str) -> bool:
    return device.startswith("/dev/") and not Path(device).exists()


def _unavailable(reason: str) -> VirtualCameraUnavailable:
    """Return what to say of what a backend told."""
    if any(words in reason for words in _FORBIDDEN):
        return VirtualCameraUnavailable(
            "You may not write to the virtual camera.",
            "Add the user to the group 'video' and log in again.",
        )
    if any(words in reason for words in _TAKEN):
        return VirtualCameraUnavailable(
            "Another program sends its picture to the virtual camera.",
            "End that, in OBS Studio for instance, then switch it on again.",
        )
    return VirtualCameraUnavailable("No virtual camera takes the picture.", _what_to_install())


def _what_to_install() -> str:
    if platform.system() == "Linux":
        return (
            "Install v4l2loopback and load it by"
            " `sudo modprobe v4l2loopback exclusive_caps=1 card_label=Mirror`."
        )
    return "Install OBS Studio, and start and stop its virtual camera once."
