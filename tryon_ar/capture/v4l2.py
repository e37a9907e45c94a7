"""Ask a Linux camera's device node why it cannot be used (OpenCV does not say)."""

import errno
import os
import struct
from pathlib import Path

from tryon_ar.capture.holders import programs_holding
from tryon_ar.core.errors import CameraBusy, CameraDenied, CameraNotFound
from tryon_ar.core.paths import APP_NAME

# linux/videodev2.h: VIDIOC_REQBUFS = _IOWR('V', 8, struct v4l2_requestbuffers),
# VIDIOC_QUERYCAP = _IOR('V', 0, struct v4l2_capability)
_VIDIOC_REQBUFS = 0xC0145608
_BUFFERS = struct.Struct("=IIII4x")
_VIDIOC_QUERYCAP = 0x80685600
_CAPABILITY = struct.Struct("=16s32s32s24x")
_CAPTURE, _MMAP = 1, 1
_ABSENT = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO})
_DENIED = frozenset({errno.EACCES, errno.EPERM})


def names_of(index: int) -> tuple[str, str]:
    """Return what ``/dev/video<index>`` calls itself, and where it is plugged in.

    Returns
    -------
    (str, str)
        Name, and bus as ``usb-0000:00:14.0-3``, which stays when the number changes; both
        empty where the node is not there or does not say.
    """
    import fcntl

    try:
        node = os.open(f"/dev/video{index}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return "", ""
    told = bytearray(_CAPABILITY.size)
    try:
        fcntl.ioctl(node, _VIDIOC_QUERYCAP, told)
    except OSError:
        return "", ""
    finally:
        os.close(node)
    _driver, card, bus = _CAPABILITY.unpack(told)
    return _text(card), _text(bus)


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("utf-8", errors="replace").strip()


def check_usable(index: int, name: str) -> None:
    """Return when ``/dev/video<index>`` can be opened and is free.

    Parameters
    ----------
    index : int
        Number of the node.
    name : str
        What to call the camera in messages.

    Raises
    ------
    CameraNotFound
        When there is no such node or the camera behind it is gone.
    CameraDenied
        When this user may not open it.
    CameraBusy
        When another program holds it or is streaming from it.

    Notes
    -----
    Several programs may hold a node open; only one may have buffers, so that a buffer is
    asked for and given back.
    """
    path = Path(f"/dev/video{index}")
    try:
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _explain(error, name, path) from error
    try:
        _ask_for_buffers(node, 1)
        _ask_for_buffers(node, 0)
    except OSError as error:
        # Drivers without such buffers say EINVAL or ENOTTY: they are not busy.
        if error.errno not in (errno.EINVAL, errno.ENOTTY):
            raise _explain(error, name, path) from error
    finally:
        os.close(node)


def _ask_for_buffers(node: int, count: int) -> None:
    import fcntl

    fcntl.ioctl(node, _VIDIOC_REQBUFS, bytearray(_BUFFERS.pack(count, _CAPTURE, _MMAP, 0)))


def _explain(error: OSError, name: str, path: Path) -> CameraNotFound | CameraDenied | CameraBusy:
    if error.errno in _ABSENT:
        if not any(Path("/dev").glob("video*")):
            return CameraNotFound("No camera was found.", "Plug one in, or choose another source.")
        return CameraNotFound(
            f"{name} is not there.", "Plug it in, or choose another source.", about=name
        )
    if error.errno in _DENIED:
        return CameraDenied(
            f"This user may not use {name}.",
            "Add the user to the group 'video' and log in again.",
            about=name,
        )
    if error.errno == errno.EBUSY:
        return _busy(name, programs_holding(path))
    reason = error.strerror or "unknown reason"
    return CameraNotFound(f"{name} cannot be opened: {reason}.", "Plug it in again.", about=name)


def _busy(name: str, programs: tuple[str, ...]) -> CameraBusy:
    if not programs:
        text = f"{name} is being used by another program."
        return CameraBusy(text, "Close that program and try again.", about=name)
    holder = "another tryon-ar" if programs[0] == APP_NAME else programs[0]
    return CameraBusy(
        f"{name} is being used by {holder}.",
        f"Close {holder} and try again.",
        about=name,
        programs=programs,
    )
