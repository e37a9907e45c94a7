"""Ask whether a camera or stream could be played now."""

import sys
import threading
from collections.abc import Callable

from tryon_ar.capture import discovery, v4l2
from tryon_ar.capture.live import LiveSource
from tryon_ar.capture.opening import camera_of, is_stream
from tryon_ar.capture.source import FrameSource
from tryon_ar.core.errors import CaptureError, TryOnError


class Probe:
    """One look for a camera or stream that failed, which may be called off.

    Parameters
    ----------
    spec : str
        What was asked for.
    any_camera : bool
        Whether any other camera will do: none was there.
    open_source : callable
        Source named by a specification, not yet open.

    Notes
    -----
    `run` waits on devices, for as long as one hangs in being asked; `call_off` may come from any
    other thread: a source that is being opened is closed, and nothing is found.
    """

    def __init__(
        self, spec: str, open_source: Callable[[str], FrameSource], *, any_camera: bool = False
    ) -> None:
        self._spec = spec
        self._open_source = open_source
        self._any_camera = any_camera
        self._lock = threading.Lock()
        self._source: FrameSource | None = None
        self._off = False

    def run(self) -> str | None:
        """Return what can be played now: it has just delivered a picture; None where nothing."""
        found: str | None = self._spec
        if self._any_camera:
            found = usable_instead(self._spec)
        elif not is_stream(self._spec):
            found = self._spec if is_usable(self._spec) else None
        return found if found is not None and self._delivers(found) else None

    def call_off(self) -> None:
        """End an opening under way; `run` then finds nothing."""
        with self._lock:
            self._off, source = True, self._source
        if source is not None:
            source.close()

    def _delivers(self, spec: str) -> bool:
        try:
            source = self._open_source(spec)
            with self._lock:
                if self._off:
                    return False
                self._source = source
            source.open()
        except TryOnError:
            return False
        finally:
            with self._lock:
                held, self._source = self._source, None
            if held is not None:
                self._leave(held)
        return not self._off

    def _leave(self, source: FrameSource) -> None:
        """Let go of a source, so that one that plays can be had at once."""
        if isinstance(source, LiveSource) and not self._off:
            source.hand_on()
        else:
            source.close()


def is_usable(spec: str) -> bool:
    """Return whether a camera is there and, where the system tells, allowed and free.

    Parameters
    ----------
    spec : str
        As `open_source` takes it; what names no camera is not usable.

    Notes
    -----
    May wait on devices: not for the GUI thread. Elsewhere than on Linux a camera that is there
    counts as usable.
    """
    wanted = camera_of(spec)
    if wanted is None:
        return False
    try:
        camera = discovery.find_camera(wanted)
        if sys.platform == "linux":
            v4l2.check_usable(camera.index, camera.name)
    except CaptureError:
        return False
    asked = sys.platform == "linux"
    return asked or any(camera.index == one.index for one in discovery.list_cameras())


def usable_instead(spec: str) -> str | None:
    """Return the camera to play now that one was found missing.

    Parameters
    ----------
    spec : str
        The camera that was asked for.

    Returns
    -------
    str or None
        That one where it is usable, else the first usable one of those plugged in.
    """
    listed = [f"camera:{camera.index}" for camera in discovery.list_cameras()]
    return next((one for one in dict.fromkeys((spec, *listed)) if is_usable(one)), None)
