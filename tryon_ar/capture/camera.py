"""A camera on this computer, through OpenCV."""

import sys
import time
from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from tryon_ar.capture import discovery, v4l2
from tryon_ar.capture.live import LiveSource
from tryon_ar.capture.opencv import cv2
from tryon_ar.capture.reading import Description, Device, Grab
from tryon_ar.core.errors import CameraBusy, CameraLost, CameraNotFound
from tryon_ar.core.letterbox import letterbox

# A driver that refuses so long, at once and each time, has no camera any more: silent ones
# make the call wait instead.
_REFUSED_S, _AT_ONCE_S = 0.4, 0.1
_MJPG = cv2.VideoWriter.fourcc(*"MJPG")


class CameraSource(LiveSource):
    """A camera, by index or by name.

    Parameters
    ----------
    camera : int or str
        An index of the system's usual interface, or a name, path or stable id as
        `discovery.list_cameras` gives it.
    size_px : (int, int)
        Width and height asked for; the camera may choose another (``info.size_px``).
    fps : float
        Rate asked for; what is delivered is measured (``measured_fps``).
    """

    def __init__(
        self, camera: int | str, size_px: tuple[int, int] = (640, 480), fps: float = 30.0
    ) -> None:
        name = f"Camera {camera}" if isinstance(camera, int) else camera
        super().__init__(name, "camera")
        self._camera = camera
        self._size_px = size_px
        self._fps = fps

    def _make_device(self) -> Device:
        return _OpenCvCamera(self._camera, self._size_px, self._fps)

    def _key(self) -> Hashable:
        return "camera", self._camera, self._size_px, self._fps


class _OpenCvCamera:
    """A ``cv2.VideoCapture`` that says why it cannot be had."""

    def __init__(self, wanted: int | str, size_px: tuple[int, int], fps: float) -> None:
        self._wanted = wanted
        self._camera = discovery.Camera(str(wanted), 0, 0)
        self._asked = size_px, fps
        self._refused_since_s: float | None = None
        self._compressed = False
        self._capture: cv2.VideoCapture | None = None
        self._size_px: tuple[int, int] | None = None

    def connect(self) -> None:
        """Open the camera.

        Raises
        ------
        CameraNotFound, CameraDenied, CameraBusy
            Told apart by the device node on Linux, by the list of cameras elsewhere.
        """
        self._camera = discovery.find_camera(self._wanted)
        if sys.platform == "linux":
            v4l2.check_usable(self._camera.index, self._camera.name)
        for parameters in self._ladder():
            capture = cv2.VideoCapture(self._camera.index, self._camera.backend, parameters)
            if capture.isOpened():
                self._capture = capture
                self._take_as_sent(capture)
                return
            capture.release()
        raise self._refusal()

    def _take_as_sent(self, capture: cv2.VideoCapture) -> None:
        """Have compressed pictures as the camera sends them.

        OpenCV hands out the picture before once more where it cannot decode one, and says that
        all is well. Other systems' interfaces decode before OpenCV sees anything.
        """
        if sys.platform == "linux" and int(capture.get(cv2.CAP_PROP_FOURCC)) == _MJPG:
            self._compressed = capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)

    def _ladder(self) -> tuple[list[int], ...]:
        # DirectShow takes codec and size at the opening only; some drivers refuse some.
        (width, height), fps = self._asked
        codec = [cv2.CAP_PROP_FOURCC, _MJPG]
        size = [cv2.CAP_PROP_FRAME_WIDTH, width, cv2.CAP_PROP_FRAME_HEIGHT, height]
        rate = [cv2.CAP_PROP_FPS, round(fps)]
        return codec + size + rate, size + rate, size, []

    def _refusal(self) -> CameraBusy | CameraNotFound:
        known = {camera.index for camera in discovery.list_cameras()}
        if self._camera.index not in known:  # or a webcam's second node, which sends no pictures
            asked = self._wanted
            name = f"Camera {asked}" if isinstance(asked, int) else self._camera.name
            return discovery.not_found(name)
        return CameraBusy(
            f"{self._camera.name} cannot be opened: another program may be using it.",
            "Close other programs that use the camera, and allow camera access in the"
            " system's privacy settings.",
            about=self._camera.name,
        )

    def describe(self) -> Description:
        """Return the rate the driver states, and which camera it is."""
        rate_hz = 0.0 if self._capture is None else self._capture.get(cv2.CAP_PROP_FPS)
        camera = self._camera
        return Description(
            rate_hz if 0 < rate_hz <= 1000 else 0.0, camera.name, camera.stable_id, camera.index
        )

    def grab(self) -> Grab | None:
        """Wait for the next picture; None when it is late or broken.

        Raises
        ------
        CameraLost
            When the driver fails.
        """
        if self._capture is None:
            return None
        began_s = time.monotonic()
        try:
            if not self._capture.grab():
                self._note_refusal(began_s)
                return None
            self._refused_since_s = None
            captured_ns = time.monotonic_ns()
            whole, sent = self._capture.retrieve()
        except cv2.error as error:
            raise CameraLost(
                f"{self._camera.name} failed: {error}.",
                "Unplug it and plug it in again.",
                about=self._camera.name,
            ) from error
        if not whole or sent is None:
            return None
        picture: NDArray[np.uint8] | None = np.asarray(sent, np.uint8)
        if self._compressed and picture is not None:
            picture = _decoded(picture)
        if picture is None or picture.ndim != 3:
            return None
        return self._finish(picture, captured_ns)

    def _note_refusal(self, began_s: float) -> None:
        """Give up a driver that does not even wait for pictures."""
        now_s = time.monotonic()
        if now_s - began_s > _AT_ONCE_S:
            self._refused_since_s = None
        elif self._refused_since_s is None:
            self._refused_since_s = began_s
        elif now_s - self._refused_since_s > _REFUSED_S:
            raise CameraLost(
                f"{self._camera.name} sends no pictures any more.",
                "Check its plug, or unplug it and plug it in again.",
                about=self._camera.name,
            )

    def _finish(self, picture: NDArray[np.uint8], captured_ns: int) -> Grab:
        if self._size_px is None:
            self._size_px = picture.shape[1], picture.shape[0]
        fitted = np.ascontiguousarray(letterbox(picture, self._size_px))
        return Grab(fitted, captured_ns, (time.monotonic_ns() - captured_ns) / 1e6)

    def release(self) -> None:
        """Let go of the camera."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()


def _decoded(sent: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return the picture of a JPEG file as a camera sent it; None where it is none."""
    if not sent.size:
        return None
    try:
        picture = cv2.imdecode(sent.reshape(-1), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if picture is None else np.asarray(picture, np.uint8)
