"""What a look can be compared with: other sizes, colours, outfits and garments."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from tryon_ar.garments.sizes import size_names
from tryon_ar.gui.closet import ShelfItem
from tryon_ar.gui.compare_looks import names_of, with_garment
from tryon_ar.gui.features.feature import WindowContext
from tryon_ar.runtime.comparison import Look

_MOST_OFFERED = 12


class Offers(QObject):
    """Fills menus with looks.

    Parameters
    ----------
    context : WindowContext
    chosen : callable
        Takes the look whose entry is pressed.
    parent : QObject
    """

    def __init__(
        self, context: WindowContext, chosen: Callable[[Look], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._chosen = chosen

    def fill(self, menu: QMenu, outfits: Sequence[tuple[str, ...]]) -> None:
        """Add what there is to compare with what is worn.

        Parameters
        ----------
        menu : QMenu
        outfits : sequence of tuple of str
            What was worn before.
        """
        worn = self._context.outfit.worn
        self._offer_sizes(menu, worn)
        self._offer_colours(menu, worn)
        self._offer_outfits(menu, outfits)
        self._offer_garments(menu, worn)

    def _offer_sizes(self, menu: QMenu, worn: tuple[str, ...]) -> None:
        charts = [one.sizes for one in self._context.session.garments_worn]
        names = dict.fromkeys(name for chart in charts for name in size_names(chart))
        others = [name for name in names if name != self._context.session.options.size]
        if others:
            sizes = menu.addMenu(self.tr("The same in another size"))
            for name in others:
                self._offer(sizes, name, Look(worn, name))

    def _offer_colours(self, menu: QMenu, worn: tuple[str, ...]) -> None:
        by_id = {one.id: one for one in self._context.shelf.items}
        families = {one.variant_of or one.id for key in worn if (one := by_id.get(key)) is not None}
        dyed = [
            one
            for one in self._context.shelf.items
            if (one.variant_of or one.id) in families and one.id not in worn
        ]
        if dyed:
            self._offer_items(menu.addMenu(self.tr("The same in another colour")), dyed, worn)

    def _offer_outfits(self, menu: QMenu, outfits: Sequence[tuple[str, ...]]) -> None:
        names = {one.id: one.name for one in self._context.shelf.items}
        if outfits:
            earlier = menu.addMenu(self.tr("Worn before"))
            for outfit in outfits:
                self._offer(earlier, names_of(outfit, names.get), Look(outfit))

    def _offer_garments(self, menu: QMenu, worn: tuple[str, ...]) -> None:
        ids = [one.id for one in self._context.shelf.shown]
        last = self._context.outfit.last
        start = ids.index(last) + 1 if last in ids else 0
        shown = self._context.shelf.shown
        others = [one for one in shown[start:] + shown[:start] if one.id not in worn]
        if others:
            garments = menu.addMenu(self.tr("Another garment"))
            self._offer_items(garments, others[:_MOST_OFFERED], worn)

    def _offer_items(self, menu: QMenu, items: list[ShelfItem], worn: tuple[str, ...]) -> None:
        for item in items:
            look = Look(with_garment(worn, item.id, self._context.shelf.items))
            self._offer(menu, item.name, look)

    def _offer(self, menu: QMenu, name: str, look: Look) -> None:
        menu.addAction(name).triggered.connect(partial(self._chosen, look))
