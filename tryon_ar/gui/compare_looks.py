"""Which looks are compared: what was worn before, what a card adds, four at once."""

from collections.abc import Callable, Sequence

from tryon_ar.gui.outfit import Outfit, Wearable, slots_of
from tryon_ar.runtime.comparison import MOST_LOOKS, Look

_REMEMBERED = 8


class WornBefore:
    """The outfits that were worn, the newest first, none twice."""

    def __init__(self) -> None:
        self._outfits: list[tuple[str, ...]] = []

    def note(self, worn: tuple[str, ...]) -> None:
        """Take what is worn now; nothing worn is not remembered."""
        if worn:
            others = [one for one in self._outfits if one != worn]
            self._outfits = [worn, *others][:_REMEMBERED]

    def other_than(self, worn: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Return what was worn before."""
        return [one for one in self._outfits if one != worn]


def with_garment(
    worn: Sequence[str], garment_id: str, items: Sequence[Wearable]
) -> tuple[str, ...]:
    """Return what would be worn if a garment were put on."""
    outfit = Outfit(items, lambda _worn: None)
    for one in (*worn, garment_id):
        outfit.wear(one)
    return outfit.worn


def put_on(outfit: Outfit, wanted: Sequence[str]) -> None:
    """Wear exactly these garments."""
    outfit.wear_only(wanted)


def three_others(outfit: Outfit, before: WornBefore, items: Sequence[Wearable]) -> tuple[Look, ...]:
    """Return looks for a grid beside what is worn: what was worn before, then the shelf's next.

    Parameters
    ----------
    outfit : Outfit
        What is worn, and the order of the shelf.
    before : WornBefore
    items : sequence of Wearable
        All there is to wear.
    """
    worn = outfit.worn
    looks = before.other_than(worn)[:MOST_LOOKS]
    by_id = {one.id: one for one in items}
    last = by_id.get(outfit.last or "")
    slots = slots_of(last.category) if last is not None else frozenset({"upper"})
    ids = [one.id for one in outfit.order]
    start = ids.index(last.id) + 1 if last is not None and last.id in ids else 0
    for one in outfit.order[start:] + outfit.order[:start]:
        if len(looks) >= MOST_LOOKS:
            break
        look = with_garment(worn, one.id, items)
        if slots_of(one.category) == slots and look != worn and look not in looks:
            looks.append(look)
    return tuple(Look(one) for one in looks)


def names_of(look: Sequence[object], name_of: Callable[[str], str | None]) -> str:
    """Return the names of a look's garments, the uppermost first; what has none left out."""
    names = (name_of(one) for one in reversed(look) if isinstance(one, str))
    return ", ".join(name for name in names if name)
