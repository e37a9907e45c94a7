"""A camera on this computer, through OpenCV."""

import sys
import time

import numpy as np

from tryon_ar.capture import discovery, v4l2
from tryon_ar.capture.letterbox import letterbox
from tryon_ar.capture.live import Device, Grab, LiveSource
from tryon_ar.capture.opencv import cv2
from tryon_ar.core.errors import CameraBusy, CameraLost, CameraNotFound


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
        camera = discovery.find_camera(self._camera)
        self._name = camera.name
        return _OpenCvCamera(camera, self._size_px, self._fps)


class _OpenCvCamera:
    """A ``cv2.VideoCapture`` that says why it cannot be had."""

    def __init__(self, camera: discovery.Camera, size_px: tuple[int, int], fps: float) -> None:
        self._camera = camera
        self._asked = size_px, fps
        self._capture: cv2.VideoCapture | None = None
        self._size_px: tuple[int, int] | None = None

    def connect(self) -> None:
        """Open the camera.

        Raises
        ------
        CameraNotFound, CameraDenied, CameraBusy
            Told apart by the device node on Linux, by the list of cameras elsewhere.
        """
        if sys.platform == "linux":
            v4l2.check_usable(self._camera.index, self._camera.name)
        for parameters in self._ladder():
            capture = cv2.VideoCapture(self._camera.index, self._camera.backend, parameters)
            if capture.isOpened():
                self._capture = capture
                return
            capture.release()
        raise self._refusal()

    def _ladder(self) -> tuple[list[int], ...]:
        # DirectShow takes codec and size at the opening only; some drivers refuse some.
        (width, height), fps = self._asked
        codec = [cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")]
        size = [cv2.CAP_PROP_FRAME_WIDTH, width, cv2.CAP_PROP_FRAME_HEIGHT, height]
        rate = [cv2.CAP_PROP_FPS, round(fps)]
        return codec + size + rate, size + rate, size, []

    def _refusal(self) -> CameraBusy | CameraNotFound:
        known = {camera.index for camera in discovery.list_cameras()}
        if sys.platform != "linux" and self._camera.index not in known:
            return discovery.not_found(self._camera.name)
        return CameraBusy(
            f"{self._camera.name} cannot be opened: another program may be using it.",
            "Close other programs that use the camera, and allow camera access in the"
            " system's privacy settings.",
            about=self._camera.name,
        )

    def stated_fps(self) -> float:
        """Return the rate the driver states."""
        rate_hz = 0.0 if self._capture is None else self._capture.get(cv2.CAP_PROP_FPS)
        return rate_hz if 0 < rate_hz <= 1000 else 0.0

    def grab(self) -> Grab | None:
        """Wait for the next picture; None when it is late or broken.

        Raises
        ------
        CameraLost
            When the driver fails.
        """
        if self._capture is None:
            return None
        try:
            if not self._capture.grab():
                return None
            captured_ns = time.monotonic_ns()
            whole, picture = self._capture.retrieve()
        except cv2.error as error:
            raise CameraLost(
                f"{self._camera.name} failed: {error}.",
                "Unplug it and plug it in again.",
                about=self._camera.name,
            ) from error
        if not whole or picture is None or picture.ndim != 3:
            return None
        return self._finish(np.asarray(picture, np.uint8), captured_ns)

    def _finish(
        self, picture: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]", captured_ns: int
    ) -> Grab:
        if self._size_px is None:
            self._size_px = picture.shape[1], picture.shape[0]
        fitted = np.ascontiguousarray(letterbox(picture, self._size_px))
        return Grab(fitted, captured_ns, (time.monotonic_ns() - captured_ns) / 1e6)

    def release(self) -> None:
        """Let go of the camera."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()
