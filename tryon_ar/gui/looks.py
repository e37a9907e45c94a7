"""Looks: outfits that were given a name, kept beside the library."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.paths import garment_library_folder
from tryon_ar.gui.shelf_files import KeptList, ListKeeper

LOOKS_NAME = "looks.json"


@dataclass(frozen=True, slots=True)
class NamedLook:
    """What is worn together.

    Attributes
    ----------
    key : str
        Tells it from looks of the same name.
    name : str
        What the person calls it.
    garments : tuple of str
        Ids, from the innermost to the outermost.
    """

    key: str
    name: str
    garments: tuple[str, ...]


class Looks(QObject):
    """The looks there are, the newest first.

    Parameters
    ----------
    failed : callable
        Takes an error of keeping them, in another thread.
    parent : QObject

    Notes
    -----
    *Signals*: ``changed`` when :attr:`all` did. GUI thread only; the file is read and written
    in others. Looks of garments that are gone are kept: they may come back.
    """

    changed = Signal()

    def __init__(self, failed: Callable[[TryOnError], None], parent: QObject) -> None:
        super().__init__(parent)
        self.all: tuple[NamedLook, ...] = ()
        kept = KeptList(garment_library_folder() / LOOKS_NAME)
        self._keeper = ListKeeper(kept, self._entries, failed, self)
        self._keeper.loaded.connect(self._take)

    def begin(self) -> None:
        """Read what was kept in earlier runs."""
        self._keeper.load()

    def get(self, key: str) -> NamedLook | None:
        """Return a look; None where there is none with that key."""
        return next((one for one in self.all if one.key == key), None)

    def add(self, name: str, garments: tuple[str, ...]) -> NamedLook:
        """Keep what is worn together under a name."""
        look = NamedLook(uuid.uuid4().hex, name, garments)
        self._change((look, *self.all))
        return look

    def rename(self, key: str, name: str) -> None:
        """Call a look by another name."""
        self._change(tuple(replace(one, name=name) if one.key == key else one for one in self.all))

    def remove(self, key: str) -> Callable[[], None]:
        """Forget a look; return what brings it back to its place."""
        place = next(at for at, one in enumerate(self.all) if one.key == key)
        look = self.all[place]
        self._change(tuple(one for one in self.all if one.key != key))

        def bring_back() -> None:
            if self.get(key) is None:
                self._change((*self.all[:place], look, *self.all[place:]))

        return bring_back

    def _change(self, looks: tuple[NamedLook, ...]) -> None:
        self.all = looks
        self.changed.emit()
        self._keeper.keep()

    def _entries(self) -> list[object]:
        return [
            {"key": one.key, "name": one.name, "garments": list(one.garments)} for one in self.all
        ]

    def _take(self, kept: list[object]) -> None:
        there = {one.key for one in self.all}
        earlier = [look for one in kept if (look := _understood(one)) and look.key not in there]
        if earlier:
            self.all = (*self.all, *earlier)
            self.changed.emit()


def _understood(entry: object) -> NamedLook | None:
    if not isinstance(entry, dict):
        return None
    key, name, garments = entry.get("key"), entry.get("name"), entry.get("garments")
    if not (isinstance(key, str) and isinstance(name, str) and isinstance(garments, list)):
        return None
    ids = tuple(one for one in garments if isinstance(one, str))
    return NamedLook(key, name, ids) if key and name and ids else None
