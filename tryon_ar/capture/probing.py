"""Ask whether a camera could be opened now, without opening it for pictures."""

import sys

from tryon_ar.capture import discovery, v4l2
from tryon_ar.capture.opening import camera_of
from tryon_ar.core.errors import CaptureError


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
