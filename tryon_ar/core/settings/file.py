"""The settings file: read forgivingly, written whole or not at all, with the one before kept.

``settings.toml`` lies in the configuration folder. People may edit it; their comments stay.
Writing goes to a hidden file beside it that is flushed to the disk and renamed; the file
before becomes ``settings.toml.bak``. A file that cannot be read is set aside, never thrown away.
"""

import os
import shutil
import threading
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path

import tomlkit
from pydantic import ValidationError
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from tryon_ar.core.errors import SettingsError
from tryon_ar.core.paths import user_config_folder
from tryon_ar.core.settings.declared import Settings, declared_settings
from tryon_ar.core.settings.values import find_declared, with_change
from tryon_ar.core.untrusted_text import read_bounded, toml_text

FILE_NAME = "settings.toml"
VERSION = 1
_MOST_TOLD = 60
# tomlkit takes a second for this much of the worst there can be.
_MOST_BYTES = 1 << 16


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
    listeners are called in the thread that changed something.
    """

    def __init__(
        self, path: Path | None = None, overrides: Mapping[str, bool | float | str] | None = None
    ) -> None:
        self.path = path or user_config_folder() / FILE_NAME
        self.notices: list[str] = []
        self._overrides = dict(overrides or {})
        self._listeners: list[Callable[[Settings], None]] = []
        self._lock = threading.RLock()
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
            When there is no such setting or the value is out of bounds.
        """
        with self._lock:
            self._kept = with_change(self._kept, key, value)
            self._overrides.pop(key, None)
            self._current = self._overridden()
            section, _, name = key.partition(".")
            if not isinstance(self._document.get(section), MutableMapping):
                self._document[section] = tomlkit.table()
            self._document[section][name] = self._kept.value_of(key)
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
        for declared in declared_settings():
            if key in (None, declared.key) and (
                self._kept.value_of(declared.key) != declared.default
                or declared.key in self._overrides
            ):
                self.change(declared.key, declared.default)

    def _overridden(self) -> Settings:
        settings = self._kept
        for key, value in self._overrides.items():
            settings = with_change(settings, key, value)
        return settings

    def _read(self) -> TOMLDocument:
        """Return the file's words, or those of the one before where it is damaged."""
        document = _parsed(self.path)
        if document is not None and not self._was_emptied():
            return document
        backup = _parsed(_backup(self.path))
        aside = _free_name(self.path.with_name(FILE_NAME + ".unreadable"))
        with suppress(OSError):
            os.replace(self.path, aside)
            if backup:  # or the next start would find no settings at all
                shutil.copyfile(_backup(self.path), self.path)
        which = "the ones before" if backup else "the usual ones"
        self.notices.append(
            f"The settings could not be read; {which} are used. "
            f"The damaged file is kept as {aside}."
        )
        return backup or tomlkit.document()

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
        with self._lock:
            self._document["version"] = VERSION
            text = tomlkit.dumps(self._document)
            staging = self.path.with_name("." + FILE_NAME + ".part")
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with os.fdopen(os.open(staging, _NEW_FILE, 0o600), "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                if _parsed(self.path):
                    os.replace(self.path, _backup(self.path))
                os.replace(staging, self.path)
            except OSError as error:
                with suppress(OSError):
                    staging.unlink()
                raise SettingsError(
                    f"The settings cannot be kept in {self.path}: {error.strerror or error}.",
                    "They hold until the program ends. Make the folder writable, or name another "
                    "with the environment variable TRYON_AR_CONFIG.",
                ) from error


_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


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


def _free_name(path: Path) -> Path:
    """Return a path that is not there yet: of many damaged files, the first are kept."""
    names = (path, *(path.with_name(f"{path.name}{number}") for number in range(2, 10)))
    return next((one for one in names if not os.path.lexists(one)), names[-1])


def _told(value: object) -> str:
    text = str(value)
    return text if len(text) <= _MOST_TOLD else text[:_MOST_TOLD] + "…"


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0
