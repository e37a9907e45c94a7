"""A stand-in for pyvirtualcam."""

import threading
from types import SimpleNamespace
from typing import ClassVar


class FakeCamera:
    """Keeps what it is sent."""

    made: ClassVar[list["FakeCamera"]] = []
    device = "OBS Virtual Camera"

    def __init__(self, width, height, fps, *, fmt):
        assert fmt == "bgr"
        self.width, self.height = width, height
        self.sent, self.closed = [], False
        self.first = threading.Event()
        FakeCamera.made.append(self)

    def send(self, frame):
        assert frame.flags.c_contiguous
        assert frame.shape == (self.height, self.width, 3)
        self.sent.append(frame)
        self.first.set()

    def close(self):
        self.closed = True


def no_device(*_sizes, **_others):
    raise RuntimeError("'v4l2loopback' backend: No v4l2 loopback device found.")


def library(camera):
    return SimpleNamespace(Camera=camera, PixelFormat=SimpleNamespace(BGR="bgr"))
