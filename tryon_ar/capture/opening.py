"""Choose a source by what the user wrote."""

import os
import re
from pathlib import Path

from tryon_ar.capture.source import FrameSource
from tryon_ar.core.errors import SourceNotFound, UsageError
from tryon_ar.core.images import PICTURE_SUFFIXES
from tryon_ar.core.untrusted_text import told

DEFAULT_SIZE_PX = (640, 480)
DEFAULT_FPS = 30.0
STREAM_SCHEMES = ("http", "https", "rtsp", "rtsps", "tcp", "udp")

_HINT = "Use a file, a folder, an address (http, rtsp), camera:0, camera:NAME, demo or synthetic."
_MODE = re.compile(r"(\d{1,6})x(\d{1,6})(?:@(\d{1,6}(?:\.\d{1,6})?))?")
_INDEX = re.compile(r"\d{1,9}")
_DEVICE_NODE = re.compile(r"/dev/video(\d{1,9})")


def open_source(
    spec: str, *, size_px: tuple[int, int] = DEFAULT_SIZE_PX, fps: float = DEFAULT_FPS
) -> FrameSource:
    """Return the source a text names, not opened yet.

    Parameters
    ----------
    spec : str
        ``demo``, ``demo:P001``, ``synthetic``, ``synthetic:640x480@30``, ``camera:0`` (or
        just ``0``), ``camera:NAME``, ``/dev/video0``, an address (``http``, ``https``,
        ``rtsp``, ``tcp``, ``udp``), a folder of pictures, a picture or a video file.
    size_px : (int, int)
        Width and height asked of a camera, the demo or the test pattern.
    fps : float
        Frames a second asked of the same.

    Returns
    -------
    FrameSource

    Raises
    ------
    SourceNotFound
        When nothing of that name exists.
    UsageError
        When the text is a known kind wrongly written.
    """
    kind, _, rest = spec.strip().partition(":")
    if kind == "demo":
        from tryon_ar.capture.demo import DemoSource

        return DemoSource(rest or None, size_px, fps)
    if kind == "synthetic":
        return _synthetic(rest, size_px, fps)
    camera = camera_of(spec)
    if camera is not None:
        from tryon_ar.capture.camera import CameraSource

        return CameraSource(camera, size_px, fps)
    if is_stream(spec):
        from tryon_ar.capture.stream import StreamSource

        return StreamSource(spec.strip())
    return _file_source(spec)


def is_camera(spec: str) -> bool:
    """Return whether a text names a camera of this computer."""
    return camera_of(spec) is not None


def is_stream(spec: str) -> bool:
    """Return whether a text is the address of a network stream."""
    scheme, separator, _ = spec.strip().partition("://")
    return bool(separator) and scheme.lower() in STREAM_SCHEMES


def describe(spec: str) -> str:
    """Return what a source is called in menus and messages, without opening it.

    Examples
    --------
    >>> describe("demo"), describe("camera:0"), describe("clips/walk.mp4")
    ('Demo', 'Camera 0', 'walk.mp4')
    """
    kind, _, rest = spec.strip().partition(":")
    if kind == "demo":
        return f"Demo ({rest})" if rest else "Demo"
    if kind == "synthetic":
        return "Test pattern"
    camera = camera_of(spec)
    if camera is not None:
        return f"Camera {camera}" if isinstance(camera, int) else camera
    return without_password(spec.strip()) if is_stream(spec) else Path(spec).name


def without_password(address: str) -> str:
    """Return an address with the name and password in it left out.

    Notes
    -----
    They end at the last ``@`` before the path, as FFmpeg has it: passwords may hold one.
    """
    return re.sub(r"(?<=://)[^/?#]*@", "", address)


def _synthetic(mode: str, size_px: tuple[int, int], fps: float) -> FrameSource:
    from tryon_ar.capture.synthetic import SyntheticSource

    if mode:
        match = _MODE.fullmatch(mode)
        if match is None:
            raise UsageError(
                f"The test pattern cannot be had as {told(mode)}.", "Write synthetic:640x480@30."
            )
        size_px = int(match[1]), int(match[2])
        fps = float(match[3] or fps)
    return SyntheticSource(size_px, fps)


def camera_of(spec: str) -> int | str | None:
    """Return the index or name by which a text names a camera; None where it names none."""
    spec = spec.strip()
    node = _DEVICE_NODE.fullmatch(spec)
    if node is not None:
        return int(node[1])
    if _INDEX.fullmatch(spec):
        return int(spec)
    kind, separator, name = spec.partition(":")
    if kind != "camera":
        return None
    name = name.strip() if separator else "0"
    node = _DEVICE_NODE.fullmatch(name)
    if node is not None:
        return int(node[1])
    return int(name) if _INDEX.fullmatch(name) else name or 0


def _file_source(spec: str) -> FrameSource:
    # Path's own methods raise for names that are too long and homes of nobody.
    path = Path(spec if "\0" in spec else os.path.expanduser(spec))
    if spec and os.path.isdir(path):
        from tryon_ar.capture.folder import FolderSource

        return FolderSource(path)
    if not os.path.isfile(path):
        name = told(without_password(spec), 300)
        raise SourceNotFound(f"There is no camera, file or folder called {name}.", _HINT)
    if path.suffix.lower() in PICTURE_SUFFIXES:
        from tryon_ar.capture.photo import PhotoSource

        return PhotoSource(path)
    from tryon_ar.capture.video_file import VideoFileSource

    return VideoFileSource(path)
