"""What follows the settings while the window shows."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from tryon_ar.core.errors import SettingsError
from tryon_ar.core.settings.declared import Settings
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui.background import run_in_background

_ValueT = TypeVar("_ValueT")


class _Follower(QObject):
    """Brings changes of settings into the thread of what follows them."""

    changed = Signal(object)


def follow(
    owner: QObject,
    settings: SettingsFile,
    of: Callable[[Settings], _ValueT],
    apply: Callable[[_ValueT], None],
) -> None:
    """Have a function called in the owner's thread whenever part of the settings changed.

    Parameters
    ----------
    owner : QObject
        Who follows; with it this ends.
    settings : SettingsFile
        Changed by any thread.
    of : callable
        Returns the part that matters, as ``lambda now: now.mirror.mirrored``.
    apply : callable
        Takes the new value; not called with the one that holds already.
    """
    follower = _Follower(owner)
    known = of(settings.current)

    def take(_told: Settings) -> None:
        nonlocal known
        # What is told from another thread may come after a newer choice of this one.
        before, known = known, of(settings.current)
        if known != before:
            apply(known)

    follower.changed.connect(take)
    stop = settings.listen(follower.changed.emit)
    owner.destroyed.connect(lambda _gone: stop())


def choose(
    settings: SettingsFile,
    key: str,
    value: bool | float | str,
    failed: Callable[[str], None],
) -> None:
    """Change a setting at once and write it off the GUI thread.

    Parameters
    ----------
    key, value
        As :meth:`SettingsFile.choose` takes them.
    failed : callable
        Takes what went wrong, in any thread.

    Raises
    ------
    SettingsError
        When there is no such setting or the value is out of bounds.
    """
    settings.choose(key, value)
    keep(settings, failed)


def keep(settings: SettingsFile, failed: Callable[[str], None]) -> None:
    """Write the settings off the GUI thread; ``failed`` takes what went wrong, in any thread."""

    def write() -> None:
        try:
            settings.keep()
        except SettingsError as error:
            failed(str(error))

    run_in_background("settings", write)
