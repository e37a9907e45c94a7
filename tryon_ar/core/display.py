"""Whether a window can be opened, asked before Qt aborts the process over it.

Nothing of Qt is imported: where a library is missing, that fails as well.
"""

import contextlib
import ctypes
import importlib.util
import os
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.system_libraries import how_to_install, library_named
from tryon_ar.core.watched import NoAnswer, watched

_WITHOUT_SCREEN = frozenset({"offscreen", "minimal", "vnc"})
_X11, _WAYLAND = "xcb", "wayland"
_PATIENCE_S = 10.0
_kept: list[int] = []


class DisplayUnavailable(TryOnError):
    """No window can be opened here."""


def display_problem() -> str:
    """Return why there is no display to open a window on, in words; empty when there is one.

    Notes
    -----
    Only X11 and Wayland sessions can lack a display; elsewhere there always is one. Where
    Wayland's does not answer and X11's does, Qt is told to use that.
    """
    if not sys.platform.startswith("linux"):
        return ""
    chosen = _chosen()
    if chosen and not any(name in (_X11, _WAYLAND) for name in chosen):
        return ""
    wayland, display = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("DISPLAY", "")
    if wayland and _X11 not in chosen and _wayland_answers(wayland):
        return ""
    if display and _WAYLAND not in chosen and _x11_answers(display):
        if wayland and not chosen:
            os.environ["QT_QPA_PLATFORM"] = _X11
        return ""
    if wayland or display:
        return f"the display {display or wayland} does not answer"
    return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"


def shows_windows() -> bool:
    """Return whether somebody can see the windows that Qt opens, and answer in them."""
    return not any(name in _WITHOUT_SCREEN for name in _chosen())


def check_platform() -> None:
    """Refuse what would make Qt abort the process.

    Raises
    ------
    DisplayUnavailable
        Without a display, without a library that Qt's window needs, or where the environment
        asks for a platform that Qt does not have.
    """
    if not sys.platform.startswith("linux"):
        return
    if display_problem():
        raise DisplayUnavailable(
            "There is no display to open a window on.", "Use `tryon-ar render` without one."
        )
    names = _chosen() or ([_WAYLAND] if _on_wayland() else [_X11])
    plugins = [path for name in names if (path := _plugin(name)) is not None]
    if not plugins:
        raise DisplayUnavailable(
            f"Qt has no platform called {names[0]}.", "Unset the variable QT_QPA_PLATFORM."
        )
    missing = [_load_error(path) for path in plugins]
    if all(missing):
        raise _missing(missing[0])


def _chosen() -> list[str]:
    """Return the platforms the environment asks Qt for, best first."""
    said = os.environ.get("QT_QPA_PLATFORM", "").split(";")
    return [name.split(":")[0].strip() for name in said if name.strip()]


def _on_wayland() -> bool:
    return bool(os.environ.get("WAYLAND_DISPLAY"))


def _plugin(name: str) -> Path | None:
    """Return the file of one of Qt's platforms; None where there is none of that name."""
    return next((path for path in _plugin_files(f"libq{name}.so") if path.is_file()), None)


def _plugin_files(name: str) -> Sequence[Path]:
    folders = [Path(os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH") or os.devnull)]
    found = importlib.util.find_spec("PySide6")
    if found is not None:
        for place in found.submodule_search_locations or ():
            folders.append(Path(place) / "Qt" / "plugins" / "platforms")
    others = os.environ.get("QT_PLUGIN_PATH", "").split(os.pathsep)
    folders += [Path(other) / "platforms" for other in others if other]
    return [folder / name for folder in folders]


def _load_error(library: Path) -> str:
    """Return why a library cannot be loaded; empty when it can."""
    try:
        ctypes.CDLL(str(library))
    except OSError as error:
        return str(error)
    return ""


def _missing(reason: str) -> DisplayUnavailable:
    """Return the error for what the loader says: ``libxcb-cursor.so.0: cannot open ...``."""
    name = library_named(reason) or "it is built with"
    return DisplayUnavailable(
        f"The window needs the system library {name}, which is missing or damaged.",
        how_to_install(name),
    )


def _wayland_answers(display: str) -> bool:
    """Whether a compositor accepts a connection on its socket."""
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent")) / display
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as connection:
        connection.settimeout(1.0)
        try:
            connection.connect(str(path))
        except (OSError, ValueError):
            return False
    return True


def _x11_answers(display: str) -> bool:
    """Whether an X server accepts a connection soon; True when that cannot be asked."""
    try:
        return watched(lambda: _x11_accepts(display), _PATIENCE_S)
    except NoAnswer:  # a server that hangs, or the other end of a tunnel that is gone
        return False


def _x11_accepts(display: str) -> bool:
    if _kept:
        return True
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    # A server without any other client starts anew when its last one leaves, and refuses whoever
    # comes meanwhile: the connection is kept, and a refusal asked about once more.
    for wait_s in (0.0, 0.3):
        time.sleep(wait_s)
        connection = xcb.xcb_connect(os.fsencode(display), None)
        if not xcb.xcb_connection_has_error(connection):
            _kept.append(connection)
            return True
        xcb.xcb_disconnect(connection)
    return False
