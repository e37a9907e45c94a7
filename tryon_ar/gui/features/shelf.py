"""What people do with the shelf beyond putting on: undo, redo, and what was worn last."""

from collections.abc import Callable, Mapping

from tryon_ar.gui.compare_looks import names_of
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.fitting import Fitting
from tryon_ar.gui.shelf_history import OutfitHistory
from tryon_ar.gui.shelf_recent import RecentWorn


class Wardrobe(Feature):
    """Goes back and forth in what was worn, and remembers it.

    Parameters
    ----------
    context : WindowContext
    fitting : Fitting
        While garments are fitted by hand, undo and redo are for that.
    """

    def __init__(self, context: WindowContext, fitting: Fitting) -> None:
        super().__init__(context)
        self._fitting = fitting
        self._history = OutfitHistory()
        self._begun = False
        self._going = False
        self.recent = RecentWorn(
            lambda error: context.bridge.tell(str(error), failed=True),
            self,
            keep=not context.options.kiosk,
        )
        self.recent.changed.connect(lambda: context.shelf.show_recent(self.recent.ids))
        context.outfit.listen(self._changed)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"undo_worn": self.undo, "redo_worn": self.redo}

    def begin(self) -> None:
        """Take what is worn at first as the beginning."""
        self._history = OutfitHistory(self.context.outfit.worn)
        self._begun = True
        self.recent.begin(self.context.outfit.worn)

    def forget(self) -> None:
        """Remember nothing of what was worn."""
        super().forget()
        self._history = OutfitHistory(self.context.outfit.worn)
        self.recent.forget(self.context.outfit.worn)

    def close(self) -> None:
        """Keep what was put on just now."""
        self.recent.close()

    def undo(self) -> None:
        """Wear what was worn before."""
        if self._fitting.active:
            self._fitting.memory.undo()
        elif not self._go(self._history.back):
            self.context.mirror.toast(self.tr("Nothing was worn before this"))

    def redo(self) -> None:
        """Wear again what undo took off."""
        if self._fitting.active:
            self._fitting.memory.redo()
        elif not self._go(self._history.forth):
            self.context.mirror.toast(self.tr("There is nothing to wear again"))

    def _go(self, step: Callable[[], tuple[str, ...] | None]) -> bool:
        """Go to the next outfit that differs from what is worn; garments may be gone by now."""
        before = self.context.outfit.worn
        known = {one.id for one in self.context.shelf.items}
        self._going = True
        try:
            while (wanted := step()) is not None:
                if wanted and known.isdisjoint(wanted):
                    continue
                self.context.outfit.wear_only(wanted)
                if self.context.outfit.worn != before:
                    break
        finally:
            self._going = False
        if self.context.outfit.worn == before:
            return False
        worn = names_of(self.context.outfit.worn, self.context.outfit.name_of)
        self.context.mirror.toast(worn or self.tr("Own clothes"))
        return True

    def _changed(self, worn: tuple[str, ...]) -> None:
        if not self._begun:
            return
        if not self._going:
            self._history.note(worn)
        self.recent.note(worn)
