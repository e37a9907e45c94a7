"""What is worn together: one upper and one lower garment, or a dress, and a coat over it."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from tryon_ar.garments.garment import LOWER_CATEGORIES, OUTER_CATEGORIES

_GROUPS = {
    "Tops": ("tshirt", "longsleeve", "polo", "shirt", "top"),
    "Layers": ("hoodie", "blazer", "outerwear"),
    "Dresses": ("dress",),
    "Bottoms": ("trousers", "shorts", "skirt"),
}


def slots_of(category: str) -> frozenset[str]:
    """Return which of ``lower``, ``upper`` and ``over`` a category occupies."""
    if category == "dress":
        return frozenset({"upper", "lower"})
    if category in OUTER_CATEGORIES:
        return frozenset({"over"})
    return frozenset({"lower" if category in LOWER_CATEGORIES else "upper"})


class Wearable(Protocol):
    """What is known of a garment before it is loaded."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def category(self) -> str:
        """One of the categories."""


_One = TypeVar("_One", bound=Wearable)
GROUPS = tuple(_GROUPS)


def group_of(category: str) -> str:
    """Return the title of the group a category is in."""
    return next(title for title, categories in _GROUPS.items() if category in categories)


def grouped(summaries: Sequence[_One]) -> list[tuple[str, list[_One]]]:
    """Return the garments by group, in the order of the shelf; empty groups left out."""
    groups = []
    for title, categories in _GROUPS.items():
        members = [one for one in summaries if one.category in categories]
        members.sort(key=lambda one: categories.index(one.category))
        if members:
            groups.append((title, members))
    return groups


class Outfit:
    """The garments chosen from a shelf.

    Parameters
    ----------
    summaries : sequence of Wearable
        All there is to choose from.
    on_change : callable
        Takes the ids worn, from the innermost to the outermost, after a real change.
    """

    def __init__(
        self,
        summaries: Sequence[Wearable],
        on_change: Callable[[tuple[str, ...]], None],
    ) -> None:
        self.order = [one for _, members in grouped(summaries) for one in members]
        self._by_id = {one.id: one for one in summaries}
        self._worn: dict[str, str] = {}
        self._last: str | None = None
        self._listeners = [on_change]

    def listen(self, on_change: Callable[[tuple[str, ...]], None]) -> None:
        """Tell one more of what is worn after every real change."""
        self._listeners.append(on_change)

    @property
    def worn(self) -> tuple[str, ...]:
        """Ids of what is worn, the lower garment first, a coat last; a dress once."""
        ids = [self._worn[slot] for slot in ("lower", "upper", "over") if slot in self._worn]
        return tuple(dict.fromkeys(ids))

    @property
    def last(self) -> str | None:
        """Id of what was put on last."""
        return self._last

    def restock(self, all_there_is: Sequence[Wearable], shown: Sequence[Wearable]) -> None:
        """Choose from other garments; what is worn and no longer there is taken off.

        Parameters
        ----------
        all_there_is, shown : sequence of Wearable
            What can be worn, and what :meth:`step` goes through, in its order.
        """
        before = self.worn
        self.order = list(shown)
        self._by_id = {one.id: one for one in all_there_is}
        for garment_id in before:
            known = self._by_id.get(garment_id)
            worn_in = frozenset(slot for slot, one in self._worn.items() if one == garment_id)
            if known is None:
                self._take_off(garment_id)
            elif slots_of(known.category) != worn_in:  # its category was changed
                self._take_off(garment_id)
                self.wear(garment_id)
        self._tell(before)

    def neighbours(self) -> tuple[str, ...]:
        """Return the ids that a step forwards or backwards would put on."""
        ids = [one.id for one in self.order]
        if self._last not in ids or len(ids) < 2:
            return ()
        at = ids.index(self._last)
        return tuple(dict.fromkeys((ids[(at + 1) % len(ids)], ids[at - 1])))

    def name_of(self, garment_id: str) -> str:
        """Return a garment's name."""
        return self._by_id[garment_id].name

    def wear(self, garment_id: str) -> None:
        """Put a garment on in place of what occupies its slots; unknown ids are ignored."""
        if garment_id not in self._by_id:
            return
        before = self.worn
        slots = slots_of(self._by_id[garment_id].category)
        for slot in slots:
            self._take_off(self._worn.get(slot))
        for slot in slots:
            self._worn[slot] = garment_id
        self._last = garment_id
        self._tell(before)

    def toggle(self, garment_id: str) -> None:
        """Put a garment on, or take it off when it is worn."""
        if garment_id not in self.worn:
            self.wear(garment_id)
            return
        before = self.worn
        self._take_off(garment_id)
        self._last = garment_id
        self._tell(before)

    def wear_only(self, wanted: Sequence[str]) -> None:
        """Wear exactly these garments, as one change; unknown ids are ignored."""
        before = self.worn
        for garment_id in before:
            if garment_id not in wanted:
                self._take_off(garment_id)
        for garment_id in wanted:
            if garment_id in self._by_id and garment_id not in self.worn:
                for slot in slots_of(self._by_id[garment_id].category):
                    self._take_off(self._worn.get(slot))
                    self._worn[slot] = garment_id
                self._last = garment_id
        self._tell(before)

    def step(self, by: int) -> str | None:
        """Put on the next (1) or previous (-1) garment of the shelf, round and round.

        Returns
        -------
        str or None
            Its id; None when the shelf is empty.
        """
        if not self.order:
            return None
        ids = [one.id for one in self.order]
        if self._last in ids:
            chosen = ids[(ids.index(self._last) + by) % len(ids)]
        else:
            chosen = ids[0 if by > 0 else -1]
        if chosen != self._last:
            self._take_off(self._last)  # or a coat would hide what comes after it
        self.wear(chosen)
        return chosen

    def _take_off(self, garment_id: str | None) -> None:
        for slot in [slot for slot, worn in self._worn.items() if worn == garment_id]:
            del self._worn[slot]

    def _tell(self, before: tuple[str, ...]) -> None:
        if self.worn != before:
            for on_change in self._listeners:
                on_change(self.worn)
