"""What hangs on the shelf: the shipped garments and the person's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from tryon_ar.garments.builtin import GarmentSummary
from tryon_ar.garments.library.entry import haystack_of, search_tokens
from tryon_ar.gui.outfit import group_of
from tryon_ar.runtime.garment_import import Entry, GarmentLibrary


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """A garment as the shelf shows it.

    Attributes
    ----------
    own : bool
        Whether it is in the person's library, and may be changed and removed.
    """

    id: str
    name: str
    category: str
    thumbnail: Path | None = None
    own: bool = False
    favourite: bool = False
    warnings: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    variant_of: str | None = None

    def is_but_for_its_name(self, other: "ShelfItem") -> bool:
        """Return whether another is the same, whatever both are called."""
        return replace(self, name=other.name) == other


@dataclass(frozen=True, slots=True)
class Search:
    """What the shelf is narrowed down to.

    Attributes
    ----------
    text : str
        Every word must be in a garment's name, category or colours; accents do not count.
    group : str
        Title of a group of the shelf; empty means all.
    favourites : bool
        Only garments that are marked.
    """

    text: str = ""
    group: str = ""
    favourites: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text.strip() or self.group or self.favourites)

    def finds(self, item: ShelfItem) -> bool:
        """Return whether an item is shown."""
        if self.favourites and not item.favourite:
            return False
        if self.group and group_of(item.category) != self.group:
            return False
        told = haystack_of(item.id, item.name, item.category, item.colours)
        return all(token in told for token in search_tokens(self.text))


class Closet:
    """All garments there are to choose from.

    Parameters
    ----------
    shipped : sequence of GarmentSummary
        What there is without a library.
    library : GarmentLibrary or None
        The person's own garments, and the shipped ones with what was marked of them.
    """

    def __init__(
        self, shipped: Sequence[GarmentSummary], library: GarmentLibrary | None = None
    ) -> None:
        self._shipped = [
            ShelfItem(one.id, one.name, one.category, one.thumbnail) for one in shipped
        ]
        self._listed = self._shipped
        self._library = library
        self._put_aside: set[str] = set()

    @property
    def shipped(self) -> list[ShelfItem]:
        """What there is without a library, named in the window's language."""
        return [_named(one) for one in self._shipped]

    def read(self) -> None:
        """Find out what is stored now; waits for the disk, in any thread.

        Raises
        ------
        TryOnError
            When the library cannot be read.
        """
        if self._library is not None:
            self._listed = [_item_of(one) for one in self._library.shelf()]

    def items(self) -> list[ShelfItem]:
        """Return own garments, newest first, then shipped ones, as they are stored now.

        Raises
        ------
        TryOnError
            As :meth:`read` does.
        """
        self.read()
        return self.known

    @property
    def known(self) -> list[ShelfItem]:
        """What was read last, named in the window's language; no disk is asked."""
        return [_named(one) for one in self._listed if one.id not in self._put_aside]

    @property
    def put_aside_ids(self) -> frozenset[str]:
        """What is shown no more."""
        return frozenset(self._put_aside)

    def put_aside(self, garment_id: str) -> None:
        """Show a garment no more, as if it were removed."""
        self._put_aside.add(garment_id)

    def bring_back(self, garment_id: str) -> None:
        """Show a garment again that was put aside."""
        self._put_aside.discard(garment_id)


def are_but_for_names(some: Sequence[ShelfItem], others: Sequence[ShelfItem]) -> bool:
    """Return whether garments are the same in the same order, whatever they are called."""
    return len(some) == len(others) and all(
        one.is_but_for_its_name(other) for one, other in zip(some, others, strict=True)
    )


def _named(item: ShelfItem) -> ShelfItem:
    """Return a garment by its name in the window's language; own ones have only one."""
    if item.own:
        return item
    return replace(item, name=QCoreApplication.translate("garments", item.name))


def _item_of(entry: Entry) -> ShelfItem:
    return ShelfItem(
        entry.id,
        entry.name,
        entry.category,
        entry.thumbnail,
        own=not entry.builtin,
        favourite=entry.favourite,
        warnings=tuple(entry.warnings),
        colours=tuple(entry.colours),
        variant_of=entry.variant_of,
    )
