"""Which cameras and other sources there are to choose from."""

import functools
import logging
import re
import sys
from dataclasses import dataclass, replace

from tryon_ar.capture import v4l2
from tryon_ar.core.errors import CameraNotFound

_log = logging.getLogger(__name__)

# The interface whose numbering is used, by system: cv2.CAP_V4L2, CAP_DSHOW, CAP_AVFOUNDATION.
_BACKENDS = {"linux": 200, "win32": 700, "darwin": 1200}
_ANY_BACKEND = 0
_PRODUCT = re.compile("[0-9a-f]{4}:[0-9a-f]{4}")


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that is plugged in.

    Attributes
    ----------
    name : str
        As its maker calls it.
    index : int
        Number of the camera, which only counts together with `backend`.
    backend : int
        OpenCV's number of the system's interface.
    path : str
        Device path; empty where unknown.
    vid, pid : int or None
        USB vendor and product.
    bus : str
        Where it is plugged in, where the system says: it stays when the index changes.
    """

    name: str
    index: int
    backend: int
    path: str = ""
    vid: int | None = None
    pid: int | None = None
    bus: str = ""

    @property
    def stable_id(self) -> str:
        """What to remember a camera by: name and bus, else product and path."""
        if self.bus:
            return f"{self.name}@{self.bus}"
        product = "" if self.vid is None or self.pid is None else f"{self.vid:04x}:{self.pid:04x}"
        return f"{product}@{self.path or self.name}"


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """An entry of a menu.

    Attributes
    ----------
    spec : str
        For `open_source`.
    label : str
        For people.
    stable_id : str
        For remembering the choice.
    """

    spec: str
    label: str
    stable_id: str


def default_backend() -> int:
    """Return OpenCV's number of the interface whose camera numbers are used here."""
    return _BACKENDS.get(sys.platform, _ANY_BACKEND)


def list_cameras() -> tuple[Camera, ...]:
    """Return the cameras that are plugged in, by index; empty when there are none.

    Notes
    -----
    Opens no camera for capturing. A failing enumeration counts as none and is logged once.
    """
    # Sets OpenCV's environment before cv2_enumerate_cameras imports cv2.
    import tryon_ar.capture.opencv  # noqa: F401

    # isort: split
    from cv2_enumerate_cameras import enumerate_cameras

    try:
        found = enumerate_cameras(default_backend())
    except (OSError, RuntimeError, NotImplementedError, ValueError) as error:
        _log_once(str(error))
        return ()
    cameras = (
        Camera(
            name=entry.name or f"Camera {entry.index}",
            index=entry.index,
            backend=entry.backend,
            path=entry.path or "",
            vid=entry.vid,
            pid=entry.pid,
        )
        for entry in found
    )
    named = map(_with_bus, cameras) if sys.platform == "linux" else cameras
    return tuple(sorted(named, key=lambda camera: camera.index))


@functools.cache
def _log_once(reason: str) -> None:
    """Log why cameras cannot be listed; who looks for one that is gone asks twice a second."""
    _log.warning("cameras cannot be listed: %s", reason)


def _with_bus(camera: Camera) -> Camera:
    name, bus = v4l2.names_of(camera.index)
    return replace(camera, name=name or camera.name, bus=bus)


def find_camera(wanted: int | str) -> Camera:
    """Return the camera of an index, name, path or stable id.

    Parameters
    ----------
    wanted : int or str
        An index is taken as it is, listed or not. A name may be a part of one, in any
        case, as long as it fits one camera only; a stable id has to fit wholly.

    Returns
    -------
    Camera

    Raises
    ------
    CameraNotFound
        When no camera or several fit a name; the message lists what there is.
    """
    if isinstance(wanted, int) and sys.platform == "linux":
        # The others need not be asked: one of them may hang.
        return _with_bus(
            Camera(f"Camera {wanted}", wanted, default_backend(), f"/dev/video{wanted}")
        )
    cameras = list_cameras()
    if isinstance(wanted, int):
        listed = (camera for camera in cameras if camera.index == wanted)
        return next(listed, Camera(f"Camera {wanted}", wanted, default_backend()))
    exact = [
        c for c in cameras if wanted in (c.stable_id, c.path) or wanted.lower() == c.name.lower()
    ]
    if exact:
        return exact[0]
    if "@" in wanted:
        raise _gone(wanted)
    similar = [camera for camera in cameras if wanted.lower() in camera.name.lower()]
    if len(similar) == 1:
        return similar[0]
    raise not_found(repr(wanted), cameras)


def _gone(stable_id: str) -> CameraNotFound:
    """Return the error of a camera known by its stable id, which need not hold its name."""
    name, _, place = stable_id.partition("@")
    is_name = name and not _PRODUCT.fullmatch(name)
    return CameraNotFound(
        f"{name} is not there." if is_name else "The camera is not there.",
        "Plug it in, or choose another source.",
        about=name or place,
    )


def not_found(name: str, cameras: tuple[Camera, ...] | None = None) -> CameraNotFound:
    """Return the error of a camera that is not there, listing those that are."""
    cameras = list_cameras() if cameras is None else cameras
    if not cameras:
        return CameraNotFound(f"There is no camera {name}: none is plugged in.", "Plug one in.")
    names = ", ".join(f"{camera.index} ({camera.name})" for camera in cameras)
    text = f"There is no single camera {name}."
    return CameraNotFound(text, f"Choose from: {names}.", about=name.strip("'"))


def list_choices() -> tuple[SourceChoice, ...]:
    """Return what a source menu offers: the cameras, then the demo."""
    cameras = (
        SourceChoice(f"camera:{camera.index}", camera.name, camera.stable_id)
        for camera in list_cameras()
    )
    return (*cameras, SourceChoice("demo", "Demo", "demo"))
