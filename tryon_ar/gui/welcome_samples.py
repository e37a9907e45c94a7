"""Which few garments the welcome offers to begin with."""

from collections.abc import Sequence

from tryon_ar.gui.closet import ShelfItem
from tryon_ar.gui.outfit import group_of

_MOST_CARDS = 4


def samples(garments: Sequence[ShelfItem]) -> list[ShelfItem]:
    """Return a few garments: of each group of the shelf the first, then of other categories."""
    by_group = {group_of(one.category): one for one in reversed(garments)}
    by_category = {one.category: one for one in reversed(garments)}
    wanted = (*by_group.values(), *by_category.values())
    first = [one for one in garments if one in tuple(by_group.values())]
    others = [one for one in garments if one in wanted and one not in first]
    rest = [one for one in garments if one not in wanted]
    return [*first, *others, *rest][:_MOST_CARDS]
