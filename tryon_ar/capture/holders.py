"""Which programs keep a device open, as far as Linux tells this user."""

import os
from pathlib import Path

# What people know a program by, where its process is called otherwise.
_KNOWN = {
    "cheese": "Cheese",
    "chrome": "Google Chrome",
    "chromium": "Chromium",
    "discord": "Discord",
    "firefox": "Firefox",
    "firefox-bin": "Firefox",
    "guvcview": "guvcview",
    "msedge": "Microsoft Edge",
    "obs": "OBS Studio",
    "signal-desktop": "Signal",
    "skypeforlinux": "Skype",
    "slack": "Slack",
    "snapshot": "Snapshot",
    "teams": "Microsoft Teams",
    "teams-for-linux": "Microsoft Teams",
    "telegram-deskto": "Telegram",
    "vlc": "VLC",
    "zoom": "Zoom",
}
# The desktop's go-between keeps every camera open, in use or not (names are cut at 15 letters).
# Nobody can close it, and who really has the camera is behind or beside it.
_GO_BETWEENS = frozenset({"pipewire", "pipewire-media-", "wireplumber"})


def programs_holding(node: Path, processes: Path = Path("/proc")) -> tuple[str, ...]:
    """Return the names of other programs that have a device node open.

    Parameters
    ----------
    node : Path
        Such as ``/dev/video0``.
    processes : Path
        Where the system lists its processes.

    Returns
    -------
    tuple of str
        Each once, in the order of their process numbers, without PipeWire; empty where nothing
        is told: other people's processes are closed to this user, and other systems have no such
        list.
    """
    found: dict[str, None] = {}
    for process in sorted(_numbers(processes)):
        if process != os.getpid() and _holds(processes / str(process), node):
            name = _name(processes / str(process))
            if name and name not in _GO_BETWEENS:
                found[name] = None
    return tuple(found)


def _numbers(processes: Path) -> list[int]:
    try:
        return [int(entry) for entry in os.listdir(processes) if entry.isdecimal()]
    except OSError:
        return []


def _holds(process: Path, node: Path) -> bool:
    """Return whether a process has the node open; it may end while it is looked at."""
    try:
        links = os.listdir(process / "fd")
    except OSError:
        return False
    return any(_target(process / "fd" / link) == str(node) for link in links)


def _target(link: Path) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""


def _name(process: Path) -> str:
    try:
        name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
    return _KNOWN.get(name.lower(), name)
