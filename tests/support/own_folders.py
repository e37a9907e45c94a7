"""Folders of its own for whatever runs in the tests, and the guard of the person's.

Only the networks that the tracker fetches are the person's: they are large, and nobody is in them.
What the guard sees is what this process does by Python, and children that it starts with an
environment of their own; all others have these folders from it.
"""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tryon_ar.core import paths

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_HOME = os.path.expanduser("~")
_fetched = Path(os.path.abspath(paths.user_data_folder() / "models"))
_kept: list[str] = []
_written: list[str] = []


def folders_in(folder: Path, beside: Path | None = None) -> dict[str, str]:
    """Return the environment that keeps all the program keeps in a folder.

    Parameters
    ----------
    folder : Path
        Not made here.
    beside : Path, optional
        Where to keep instead what every run of the program makes. Made here, for there is a link
        to the person's networks in it; where the system makes none, data and logs stay the
        person's.
    """
    names = ("CONFIG", "VIDEOS", "PICTURES", "GARMENTS", "CACHE")
    environment = {f"TRYON_AR_{name}": str(folder / name.lower()) for name in names}
    beside = beside or folder
    data = beside / "data"
    environment |= {"TRYON_AR_RUNS": str(beside / "runs"), "TRYON_AR_DATA": str(data)}
    try:
        _fetched.mkdir(parents=True, exist_ok=True, mode=0o700)
        data.mkdir(parents=True, exist_ok=True)
        (data / "models").symlink_to(_fetched, target_is_directory=True)
    except FileExistsError:
        pass
    except OSError:
        del environment["TRYON_AR_DATA"]
    return environment


def persons_folders() -> list[Path]:
    """Return the folders that are the person's by the environment as it is."""
    return [
        paths.user_data_folder(),
        paths.runs_folder(),
        paths.garment_library_folder(),
        paths.user_cache_folder(),
        paths.user_config_folder(),
        paths.videos_folder(),
        paths.pictures_folder(),
    ]


def note_writes(folders: list[Path]) -> None:
    """Note from now on what is written into folders; there is no end to it."""
    _kept[:] = [os.path.abspath(folder) for folder in folders]
    sys.addaudithook(_hook)


def written() -> list[str]:
    """Return what was written since this was asked last."""
    noted, _written[:] = list(_written), []
    return noted


def _hook(name: str, given: tuple[Any, ...]) -> None:
    if name == "subprocess.Popen" and _shares_home(given[1], given[3]):
        _written.append(f"started with the person's home: {given[1]}")
    for path in _CHANGED[name](given) if name in _CHANGED else ():
        with suppress(TypeError):  # a handle
            place = os.path.abspath(os.fsdecode(path))
            if _within(place, _kept) and not _within(place, [str(_fetched)]):
                _written.append(f"{name} {place}")


def _within(place: str, folders: list[str]) -> bool:
    return any(place == one or place.startswith(one + os.sep) for one in folders)


def _opened(given: tuple[Any, ...]) -> tuple[Any, ...]:
    path, _mode, flags = given
    return (path,) if isinstance(flags, int) and flags & _WRITING else ()


def _made(given: tuple[Any, ...]) -> tuple[Any, ...]:
    return () if os.path.isdir(given[0]) else given[:1]


def _first(given: tuple[Any, ...]) -> tuple[Any, ...]:
    return given[:1]


def _both(given: tuple[Any, ...]) -> tuple[Any, ...]:
    return given[:2]


_CHANGED: dict[str, Callable[[tuple[Any, ...]], tuple[Any, ...]]] = {
    "open": _opened,
    "os.mkdir": _made,
    "os.remove": _first,
    "os.rmdir": _first,
    "os.truncate": _first,
    "shutil.rmtree": _first,
    "sqlite3.connect": _first,
    "os.rename": _both,
    "os.link": _both,
    "os.symlink": _both,
}


def _shares_home(command: object, environment: Mapping[str, str] | None) -> bool:
    """Whether a command runs Python where the program's data is the person's."""
    if environment is None or environment.get("TRYON_AR_DATA"):
        return False
    ours = isinstance(command, list | tuple) and sys.executable in command
    return ours and environment.get("HOME", _HOME) == _HOME
