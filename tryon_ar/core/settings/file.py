"""The settings file: read forgivingly, written whole or not at all, with the one before kept.

``settings.toml`` lies in the configuration folder. People may edit it; their comments stay.
Writing goes to a hidden file beside it that is flushed to the disk and renamed; the file
before becomes ``settings.toml.bak``. A file that cannot be read is set aside, never thrown away.
Several programs may have it open: each writes what was chosen in it alone, under a lock, and
leaves what the others wrote.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path

import tomlkit
from pydantic import ValidationError
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from tryon_ar.core.errors import SettingsError
from tryon_ar.core.file_lock import exclusive_lock
from tryon_ar.core.paths import user_config_folder
from tryon_ar.core.settings.declared import Settings, declared_settings
from tryon_ar.core.settings.values import check_writable, find_declared, with_change
from tryon_ar.core.untrusted_text import read_bounded, toml_text

FILE_NAME = "settings.toml"
VERSION = 1
_MOST_TOLD = 60
# tomlkit takes a second for this much of the worst there can be.
_MOST_BYTES = 1 << 16
_LOCK_NAME = "." + FILE_NAME + ".lock"
_LOCK_TIMEOUT_S = 5.0


class SettingsFile:
    """Settings as they are kept, with what this run alone overrides.

    Parameters
    ----------
    path : Path, optional
        The file; that of the person by default. It need not exist.
    overrides : mapping, optional
        Values of this run alone, by key: from the command line or the environment. They are
        never written.

    Attributes
    ----------
    notices : list of str
        Sentences about what could not be read, for the person to see.

    Notes
    -----
    Thread safety: :attr:`current` may be read and :meth:`change` called by any thread;
    listeners are called in the thread that changed something. What other programs write
    meanwhile stays in the file and holds here from the next start.
    """

    def __init__(
        self, path: Path | None = None, overrides: Mapping[str, bool | float | str] | None = None
    ) -> None:
        self.path = path or user_config_folder() / FILE_NAME
        self.notices: list[str] = []
        self._overrides = dict(overrides or {})
        self._listeners: list[Callable[[Settings], None]] = []
        self._lock = threading.RLock()
        self._writing = threading.Lock()  # whoever chooses does not wait for the disk
        self._unwritten: set[str] = set()
        self._document = self._read()
        self._kept = self._understood(self._document)
        self._current = self._overridden()

    @property
    def current(self) -> Settings:
        """What holds now: the file's values under this run's overrides."""
        return self._current

    @property
    def overridden(self) -> frozenset[str]:
        """Keys that this run overrides."""
        return frozenset(self._overrides)

    def listen(self, listener: Callable[[Settings], None]) -> Callable[[], None]:
        """Have a function called with the settings whenever one changed.

        Returns
        -------
        callable
            Ends that; again is harmless.
        """
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def change(self, key: str, value: bool | float | str) -> None:
        """Change a setting, write the file and tell the listeners.

        A person's choice ends what this run overrode.

        Raises
        ------
        SettingsError
            When there is no such setting, the value is out of bounds, or the file cannot be
            written; in the last case the change holds until the program ends.
        """
        self.choose(key, value)
        self.keep()

    def choose(self, key: str, value: bool | float | str) -> None:
        """Change a setting and tell the listeners; :meth:`keep` writes it, in any thread.

        Raises
        ------
        SettingsError
            When there is no such setting, the value is out of bounds, or it cannot be written.
        """
        check_writable(key, value)
        with self._lock:
            self._kept = with_change(self._kept, key, value)
            self._overrides.pop(key, None)
            self._current = self._overridden()
            self._unwritten.add(key)
            settings = self._current
        for listener in tuple(self._listeners):
            listener(settings)

    def keep(self) -> None:
        """Write the file; waits for the disk.

        Raises
        ------
        SettingsError
            When it cannot be written; what was chosen holds until the program ends.
        """
        self._write()

    def reset(self, key: str | None = None) -> None:
        """Give one setting, or all, its default again.

        Raises
        ------
        SettingsError
            As :meth:`change` does.
        """
        if key is not None:
            find_declared(key)
        there = _parsed(self.path) or tomlkit.document()
        for declared in declared_settings():
            if key in (None, declared.key) and (
                self._kept.value_of(declared.key) != declared.default
                or declared.key in self._overrides
                or _value_in(there, declared.key) not in (None, declared.default)
            ):
                self.change(declared.key, declared.default)

    def _overridden(self) -> Settings:
        settings = self._kept
        for key, value in self._overrides.items():
            settings = with_change(settings, key, value)
        return settings

    def _read(self) -> TOMLDocument:
        """Return the file's words, or those of the one before where it is damaged."""
        document = self._sound()
        if document is not None:
            return document
        with suppress(OSError), self._alone():
            document = self._sound()  # another program may have mended it
            if document is None:
                return self._mended()
            return document
        return self._mended()

    def _sound(self) -> TOMLDocument | None:
        """Return the file's words; None where it is damaged."""
        document = _parsed(self.path)
        return None if document is None or self._was_emptied() else document

    def _mended(self) -> TOMLDocument:
        """Set a damaged file aside and return the words of the one before."""
        backup = _parsed(_backup(self.path))
        aside = _aside(self.path)
        with suppress(OSError):
            if backup and self.path.is_file():  # at no time without settings: others start, too
                shutil.copyfile(self.path, aside)
            else:
                os.replace(self.path, aside)
            if backup:
                _write_whole(self.path, _backup(self.path).read_bytes())
        which = "the ones before" if backup else "the usual ones"
        self.notices.append(
            f"The settings could not be read; {which} are used. "
            f"The damaged file is kept as {aside}."
        )
        return backup or tomlkit.document()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other program change the file."""
        with exclusive_lock(self.path.with_name(_LOCK_NAME), _LOCK_TIMEOUT_S):
            yield

    def _was_emptied(self) -> bool:
        """Whether nothing is left of the file, as after a power cut on some disks."""
        with suppress(OSError):
            return self.path.stat().st_size == 0 and _backup(self.path).stat().st_size > 0
        return False

    def _understood(self, document: TOMLDocument) -> Settings:
        """Return the values that can be used; each other one is named and left as it stands."""
        settings = Settings()
        if _number(document.get("version")) > VERSION:
            self.notices.append(
                "The settings were written by a newer version; what is new there is left alone."
            )
        for declared in declared_settings():
            section_name, _, name = declared.key.partition(".")
            section = document.get(section_name)
            if not isinstance(section, Mapping) or name not in section:
                continue
            value = section[name]
            try:
                settings = settings.changed(
                    declared.key, value.unwrap() if hasattr(value, "unwrap") else value
                )
            except ValidationError:
                self.notices.append(
                    f"The setting {declared.key} cannot be {_told(value)}; "
                    f"{declared.default} is used. "
                    f"It may be {declared.range_text}."
                )
        return settings

    def _write(self) -> None:
        """Write the file whole; the one before becomes the backup."""
        with self._writing:
            with self._lock:
                chosen = {key: self._kept.value_of(key) for key in self._unwritten}
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self._alone():
                    self._write_chosen(chosen)
            except OSError as error:
                raise SettingsError(
                    f"The settings cannot be kept in {self.path}: {error.strerror or error}.",
                    "They hold until the program ends. Make the folder writable, or name another "
                    "with the environment variable TRYON_AR_CONFIG.",
                ) from error
            with self._lock:  # what was chosen anew meanwhile is for the next time
                for key, value in chosen.items():
                    if self._kept.value_of(key) == value:
                        self._unwritten.discard(key)

    def _write_chosen(self, chosen: Mapping[str, object]) -> None:
        """Write what was chosen here into the file as it is now."""
        there = self._sound()
        if there is None:  # a person may be in the midst of editing it
            with suppress(OSError):
                shutil.copyfile(self.path, _aside(self.path))
        if there:  # another window, the command line or a person may have written it meanwhile
            self._document = there
        for key, value in chosen.items():
            _put(self._document, key, value)
        self._document["version"] = VERSION
        if there:
            _write_whole(_backup(self.path), self.path.read_bytes())
        _write_whole(self.path, tomlkit.dumps(self._document).encode())


_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole, or as it was, at every time."""
    staging = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(staging, _NEW_FILE, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(staging, path)
    except OSError:
        with suppress(OSError):
            staging.unlink()
        raise


def _put(document: TOMLDocument, key: str, value: object) -> None:
    section, _, name = key.partition(".")
    if not isinstance(document.get(section), MutableMapping):
        document[section] = tomlkit.table()
    document[section][name] = value


def _value_in(document: Mapping[str, object], key: str) -> object:
    section, _, name = key.partition(".")
    table = document.get(section)
    return table.get(name) if isinstance(table, Mapping) else None


def _parsed(path: Path) -> TOMLDocument | None:
    """Return a file's words: none where there is no file, None where it is not TOML."""
    try:
        return tomlkit.parse(toml_text(read_bounded(path, _MOST_BYTES)))
    except FileNotFoundError:
        return tomlkit.document()
    except (OSError, ValueError, TOMLKitError, RecursionError):
        return None


def _backup(path: Path) -> Path:
    return path.with_name(path.name + ".bak")


def _aside(path: Path) -> Path:
    """Return where to put a damaged file: of many of them, the first are kept."""
    path = path.with_name(FILE_NAME + ".unreadable")
    names = (path, *(path.with_name(f"{path.name}{number}") for number in range(2, 10)))
    return next((one for one in names if not os.path.lexists(one)), names[-1])


def _told(value: object) -> str:
    text = str(value)
    return text if len(text) <= _MOST_TOLD else text[:_MOST_TOLD] + "…"


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0
