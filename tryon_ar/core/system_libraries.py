"""Libraries of the system that our dependencies load: their names, and how to install them."""

import re
from typing import Final

# What to install for a library: Debian's and Ubuntu's package, then Fedora's.
_PACKAGES: Final = {
    "libxcb-cursor": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-render-util": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-util": ("libxcb-util1", "xcb-util"),
    "libxkbcommon-x11": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon": ("libxkbcommon0", "libxkbcommon"),
    "libEGL": ("libegl1", "libglvnd-egl"),
    "libGLESv2": ("libgles2", "libglvnd-gles"),
    "libGL": ("libgl1", "libglvnd-glx"),
    "libfontconfig": ("libfontconfig1", "fontconfig"),
    "libdbus-1": ("libdbus-1-3", "dbus-libs"),
    "libglib-2": ("libglib2.0-0", "glib2"),
    "libX11-xcb": ("libx11-xcb1", "libX11-xcb"),
}

_SHARED_OBJECT = re.compile(r"([\w.+-]+)\.so[.\d]*: ")


def library_named(reason: str) -> str:
    """Return the library that the system's loader misses; empty where it says something else.

    Parameters
    ----------
    reason : str
        The loader's words: ``libGLESv2.so.2: cannot open shared object file: ...``.
    """
    found = _SHARED_OBJECT.search(reason)
    return found.group(1) if found else ""


def how_to_install(library: str) -> str:
    """Return in a sentence how a library (``libGLESv2``) is installed here."""
    known = next((one for prefix, one in _PACKAGES.items() if library.startswith(prefix)), None)
    if known is None:
        return "Install the package of your system that has it."
    return f"Install it: `apt install {known[0]}` or `dnf install {known[1]}`."
