"""Whether a window can be opened, asked before Qt aborts the process over it."""

import ctypes
import os
import sys

_OFFSCREEN = frozenset({"offscreen", "minimal", "vnc"})


def display_problem() -> str:
    """Return why no window can be opened, in words; empty when one can.

    Notes
    -----
    Only X11 and Wayland sessions can lack a display; elsewhere there always is one.
    """
    if not sys.platform.startswith("linux"):
        return ""
    if os.environ.get("QT_QPA_PLATFORM", "") in _OFFSCREEN:
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    display = os.environ.get("DISPLAY")
    if not display:
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    return "" if _answers(display) else f"the display {display} does not answer"


def _answers(display: str) -> bool:
    """Whether an X server accepts a connection; True when that cannot be asked."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
